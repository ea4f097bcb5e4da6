"""What is written of chances: as many places as are known, and no certainty that there is not."""

from __future__ import annotations

import pyarrow as pa
import pytest

from beholden.actions.table_files import rounded

WRITTEN = [
    (0.123456789, 0.1235), (0.99999999, 0.9999), (1.0, 1.0), (0.0, 0.0), (3e-9, 0.0001),
    (0.5, 0.5), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("chance", "written"), WRITTEN)
def test_chances_have_four_places_and_only_what_is_certain_is_whole(chance, written):
    table = pa.table({"score": pa.array([chance], pa.float64()), "rows": [12_345]})
    assert rounded(table).to_pylist() == [{"score": written, "rows": 12_345}]
