"""Measures of matches, links and answers, on tables small enough to count by hand."""

from __future__ import annotations

import pytest

from beholden.doors.demo.measuring import difference, link_quality, match_quality

GAZETTEER = frozenset({"1", "2", "3"})
MATCHES = [
    # found, true, unknown rows, what is counted
    ("right", ["1"], ["1"], (), {"right": 1, "wrong": 0, "missed": 0, "findable": 1}),
    ("another place", ["2"], ["1"], (), {"right": 0, "wrong": 1, "missed": 0, "findable": 1}),
    ("missed", [None], ["1"], (), {"right": 0, "wrong": 0, "missed": 1, "findable": 1}),
    ("nothing to find", [None], [None], (), {"right": 0, "wrong": 0, "missed": 0, "findable": 0}),
    ("found none there", ["1"], [None], (), {"right": 0, "wrong": 1, "missed": 0, "findable": 0}),
    ("not held", ["1"], ["9"], (), {"right": 0, "wrong": 1, "missed": 0, "findable": 0}),
    ("nobody knows", ["1"], [None], (0,), {"right": 0, "wrong": 0, "judged": 0, "unjudged": 1}),
]


@pytest.mark.parametrize(
    ("found", "true", "unknown", "counted"), [m[1:] for m in MATCHES], ids=[m[0] for m in MATCHES]
)
def test_every_kind_of_match_is_counted_as_what_it_is(found, true, unknown, counted):
    quality = match_quality("list", found, true, gazetteer=GAZETTEER, unknown=frozenset(unknown))
    assert {name: getattr(quality, name) for name in counted} == counted


def test_precision_and_recall_are_shares_of_what_can_be_judged_and_found():
    quality = match_quality(
        "list", ["1", "2", "1", None], ["1", "2", "3", "3"], gazetteer=GAZETTEER
    )
    assert (quality.precision, quality.recall) == (2 / 3, 2 / 4)


def test_links_are_measured_by_pairs():
    quality = link_quality("list", ["a", "a", "b", "b"], ["x", "x", "x", "y"])
    assert (quality.said_pairs, quality.true_pairs, quality.right_pairs) == (2, 3, 1)
    assert (quality.precision, quality.recall) == (1 / 2, 1 / 3)


def test_tables_differ_cell_by_cell_and_a_missing_cell_is_none():
    off = difference({"a": 5, "b": 1}, {"a": 3, "c": 2})
    assert (off.cells, off.ours, off.true, off.largest, off.same) == (3, 6, 5, 2, 0)
    assert off.mean == pytest.approx(5 / 3)
    assert off.share == pytest.approx(1.0)


def test_nothing_against_nothing_differs_by_nothing():
    off = difference({}, {})
    assert (off.cells, off.mean, off.share) == (0, 0.0, 0.0)
