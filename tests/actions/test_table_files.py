"""What is written of chances: as many places as are known, and no certainty that there is not."""

from __future__ import annotations

import pyarrow as pa
import pytest

from beholden.actions.table_files import read_list, rounded

WRITTEN = [
    (0.123456789, 0.1235), (0.99999999, 0.9999), (1.0, 1.0), (0.0, 0.0), (3e-9, 0.0001),
    (0.5, 0.5), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("chance", "written"), WRITTEN)
def test_chances_have_four_places_and_only_what_is_certain_is_whole(chance, written):
    table = pa.table({"score": pa.array([chance], pa.float64()), "rows": [12_345]})
    assert rounded(table).to_pylist() == [{"score": written, "rows": 12_345}]


def test_rows_of_odd_lengths_are_told_by_kind_and_all_are_counted(tmp_path):
    source = tmp_path / "list.csv"
    short, long = ["x", "x,y", "x,y"], ["x,y,z,4", "x,y,z,4,5"]
    source.write_text("\n".join(["a,b,c", *["1,2,3"] * 1_500, *short * 40, *long]) + "\n")
    assert read_list(source).remarks == (
        "list.csv: The row has fewer cells than the header: the rest was left empty. Rows: 120.",
        "list.csv: The row has more cells than the header: the cells beyond were dropped. Rows: 2.",
    )
