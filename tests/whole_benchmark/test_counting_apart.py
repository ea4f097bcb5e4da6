"""How rows that differ are counted, and keys that were lost."""

from __future__ import annotations

import pyarrow as pa
import pytest

from beholden.linkage.people import PeopleLinks
from benchmarks.people_increment import keys_lost
from benchmarks.spark import BYTES_A_TEXT, britain, rows_apart

ONE = {"unique_id": ["1", "2", "3"], "uprn": ["7", None, "9"], "score": [0.5, 0.0, 1.0]}
OTHERS = {
    "the same": ({}, 0),
    "another value": ({"uprn": ["8", None, "9"]}, 1),
    "a value for none": ({"uprn": ["7", "8", "9"]}, 1),
    "none for a value": ({"uprn": [None, None, "9"]}, 1),
    "two columns of one row": ({"uprn": ["8", None, "9"], "score": [0.4, 0.0, 1.0]}, 1),
    "two rows": ({"uprn": ["8", None, "9"], "score": [0.5, 0.0, 0.9]}, 2),
    "a row less": ({name: values[:2] for name, values in ONE.items()}, 3),
}


@pytest.mark.parametrize(("changed", "apart"), OTHERS.values(), ids=OTHERS)
def test_rows_apart(changed: dict[str, list[str]], apart: int) -> None:
    assert rows_apart(pa.table(ONE), pa.table(ONE | changed)) == apart


def test_tables_of_other_columns_are_apart_in_every_row() -> None:
    assert rows_apart(pa.table(ONE), pa.table({"unique_id": ["1", "2", "3"]})) == 3


def links(people: str, *changes: tuple[str, str, str | None]) -> PeopleLinks:
    names = ("person", "change", "other")
    told = pa.Table.from_pylist(
        [dict(zip(names, change, strict=True)) for change in changes],
        schema=pa.schema([(name, pa.string()) for name in names]),
    )
    return PeopleLinks(pa.table({"person": list(people)}), {}, pa.table({}), None, told)


LOADS = {
    "all stay": ("aab", "aabc", (), 0),
    "another key": ("aab", "ccba", (), 2),
    "joined, and told": ("aab", "aaac", (("b", "joined", "a"),), 0),
    "split, and told": ("aab", "acbd", (("c", "split", "a"),), 0),
    "joined into another than was told": ("aab", "aaca", (("b", "joined", "a"),), 1),
    "new rows alone have new keys": ("aab", "aabzz", (("z", "new", None),), 0),
}


@pytest.mark.parametrize(("before", "after", "changes", "lost"), LOADS.values(), ids=LOADS)
def test_keys_lost(
    before: str, after: str, changes: tuple[tuple[str, str, str | None], ...], lost: int
) -> None:
    assert keys_lost(links(before), links(after, *changes), rows=len(before)) == lost


def test_twice_the_cores_take_half_the_time_beyond_the_start() -> None:
    few, many = (britain(10_000, fixed=30, cores=cores) - 30 for cores in (8, 16))

    assert few == pytest.approx(2 * many)
    assert few > 30_000_000 / 10_000 / 8, "a larger gazetteer slows"
    assert BYTES_A_TEXT * 40_000_000 < 8e9
