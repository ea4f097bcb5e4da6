"""One row of a list to at most one of the other: the most evidence in all, and ties abstain."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage.people import link_people, one_to_one
from beholden.linkage.people.clustering import Links
from beholden.linkage.people.one_to_one import best_assignment

from .tables import HERE, THERE, people


def links_of(*pairs):
    """Return links (left, right, strength)."""
    left, right, strength = (np.array(part) for part in zip(*pairs, strict=True))
    count = len(pairs)
    return Links(
        left.astype(np.int64),
        right.astype(np.int64),
        np.full(count, 0.99),
        strength.astype(np.float64),
        np.zeros(count, dtype=np.int64),
        ("words",),
    )


def kept(rows, second, *pairs):
    side = np.isin(np.arange(rows), second)
    flags = one_to_one.one_to_one(rows, links_of(*pairs), side=side)
    return [(one, other) for (one, other, _), flag in zip(pairs, flags, strict=True) if flag]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0, 3, 9.0)], [(0, 3)]),
        ([(0, 3, 9.0), (1, 3, 8.0)], [(0, 3)]),
        ([(0, 3, 9.0), (0, 4, 8.0)], [(0, 3)]),
        # Strongest first would take 9 and leave 1; the best pair of links is 8 + 8.
        ([(0, 3, 9.0), (0, 4, 8.0), (1, 3, 8.0)], [(0, 4), (1, 3)]),
        ([(0, 3, 9.0), (1, 3, 9.0)], []),
        ([(0, 3, 9.0), (0, 4, 9.0), (1, 3, 9.0), (1, 4, 9.0)], []),
        ([(0, 3, 9.0), (0, 4, 9.0), (1, 3, 9.0), (1, 4, 9.0), (2, 5, 7.0)], [(2, 5)]),
        ([(0, 3, 9.0), (1, 3, 9.0), (2, 4, 9.0), (1, 4, 2.0)], [(2, 4)]),
        ([(0, 1, 20.0), (0, 3, 9.0)], [(0, 3)]),
        ([(0, 3, -2.0)], [(0, 3)]),
    ],
    ids=[
        "one pair", "the stronger of two", "the stronger the other way", "the best in all",
        "a tie", "a tie of four", "a tie elsewhere", "a tie beside a sure pair",
        "a link within a list", "below even odds",
    ],
)  # fmt: skip
def test_each_row_has_one_partner_at_most(pairs, expected):
    assert kept(6, [3, 4, 5], *pairs) == expected


def brute_force(worth):
    """Return the greatest sum, and each row's columns in any best choice."""
    size = len(worth)
    sums = {
        choice: sum(worth[row][column] for row, column in enumerate(choice))
        for choice in itertools.permutations(range(size))
    }
    best = max(sums.values())
    best_choices = [choice for choice, total in sums.items() if total == best]
    return best, [{choice[row] for choice in best_choices} for row in range(size)]


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 6), min_size=n, max_size=n), min_size=n, max_size=n)
))  # fmt: skip
def test_the_assignment_is_the_best_and_says_where_it_is_the_only_one(worth):
    best, choices = brute_force(worth)
    columns, surely = best_assignment(np.array(worth, dtype=np.float64))
    assert sum(worth[row][column] for row, column in enumerate(columns)) == best
    assert sorted(columns) == list(range(len(worth)))
    assert [len(choice) == 1 for choice in choices] == surely.tolist()


def test_a_very_large_group_is_taken_strongest_first(monkeypatch):
    pairs = [(0, 3, 9.0), (0, 4, 8.0), (1, 3, 8.0), (2, 5, 6.0), (1, 5, 6.0)]
    monkeypatch.setattr(one_to_one, "LARGEST_ASSIGNED", 2)
    assert kept(6, [3, 4, 5], *pairs) == [(0, 3)]


ANN, ANN_AGAIN = ("Ann Lee", "1971-06-24", *HERE), ("Ann Lee", "1971-06-24", *THERE)


@pytest.mark.parametrize(
    ("kind", "together"),
    [
        ("many-to-many", [{"a0", "a1", "b0"}]),
        ("many-to-one", [{"a0", "a1", "b0"}]),
        ("one-to-one", [{"a0", "b0"}]),
    ],
)
def test_two_rows_of_the_first_list_share_a_partner_unless_it_is_one_to_one(kind, together):
    tables = {"a": people(ANN, ANN_AGAIN), "b": people(ANN)}
    assert groups_of(link_people(tables, kind=kind)) == together


def test_the_second_list_has_each_person_once_in_many_to_one():
    tables = {"a": people(ANN), "b": people(ANN, ANN_AGAIN)}
    links = link_people(tables, kind="many-to-one")
    assert groups_of(links) == [{"a0", "b0"}]
    assert links.report["pairs_held_apart"] > 0
    assert "held apart" in links.clusters["reason"].to_pylist()[2]


def test_two_rows_that_are_wholly_alike_contend_and_neither_is_taken():
    tables = {"a": people(ANN, ANN), "b": people(ANN)}
    assert groups_of(link_people(tables, kind="one-to-one")) == []


@pytest.mark.parametrize(
    ("kind", "names"), [("one-to-some", "ab"), ("one-to-one", "a"), ("many-to-one", "abc")]
)
def test_a_kind_that_cannot_be_is_refused(kind, names):
    with pytest.raises(BadInput) as error:
        link_people({name: people(ANN) for name in names}, kind=kind)
    assert error.value.next_step


def groups_of(links):
    """Return the groups of several rows, as names such as a0."""
    groups = {}
    for row in links.clusters.to_pylist():
        groups.setdefault(row["person"], set()).add(f"{row['dataset']}{row['row']}")
    return [group for group in groups.values() if len(group) > 1]
