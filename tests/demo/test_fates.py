"""The answer about libraries beside the published keys, at the two ends of linkage."""

from __future__ import annotations

import csv

import pyarrow as pa
import pytest

from beholden import open as open_council
from beholden.actions.reporting import table_with_keys
from beholden.doors.demo.fates import fates
from beholden.doors.demo.published_lists import LISTS, _usable


@pytest.fixture(scope="module")
def lists(demonstrated):
    council = open_council(demonstrated.folder / "libraries")
    tables, published = {}, {}
    for one in LISTS:
        tables[one.name] = table_with_keys(council, dataset=one.name)
        file = demonstrated.folder / "libraries-truth" / f"{one.name}.csv"
        with file.open(newline="", encoding="utf-8") as rows:
            published[one.name] = [_usable(row["published_uprn"]) for row in csv.DictReader(rows)]
    gazetteer = table_with_keys(council, dataset="gazetteer")
    return council, tables, published, frozenset(gazetteer["uprn"].to_pylist())


def _with(tables, keys):
    changed = {}
    for name, table in tables.items():
        place = table.column_names.index("uprn")
        changed[name] = table.set_column(place, "uprn", pa.array(keys[name], pa.string()))
    return changed


def _fates(lists, tables):
    council, _, published, gazetteer = lists
    return fates(council, tables=tables, published=published, gazetteer=gazetteer)


def test_every_library_with_a_known_truth_has_one_fate(lists):
    found = _fates(lists, lists[1])
    assert found.right + found.wrong + found.missed + found.not_in_gazetteer == found.known
    assert 0 < found.known <= found.in_scope
    assert found.right > 0.9 * found.known


def test_a_perfect_match_gives_the_truth(lists):
    found = _fates(lists, _with(lists[1], lists[2]))
    assert found.right == found.known
    assert found.ours == found.truth
    assert (found.by_authority.largest, found.authorities_exact) == (0, found.authorities)


def test_no_match_gives_no_answer_and_no_wrong_one(lists):
    nothing = {name: [None] * len(keys) for name, keys in lists[2].items()}
    found = _fates(lists, _with(lists[1], nothing))
    assert (found.right, found.wrong, found.placed, found.ours) == (0, 0, 0, {})
    assert found.missed + found.not_in_gazetteer == found.known
