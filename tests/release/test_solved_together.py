"""The parts of solving together: conditions compared, cliques, ranks, leverage, amounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from beholden.kernel import BadInput, Population
from beholden.release import Asked, Checked, Rules, check_list, review_page, summary
from beholden.release.together import axes as axes_module
from beholden.release.together.axes import Axes, Region, axis_of_numbers, is_true
from beholden.release.together.cliques import cliques_of, neighbours
from beholden.release.together.nested import alike, rests
from beholden.release.together.spans import determined, leverage, rows_of
from beholden.release.together.statements import Statement
from beholden.release.together.unknowns import Unknowns, unknowns_of
from beholden.release.together.values import work_out

from .cases import ARREARS, HOUSEHOLDS, with_arrears

RULES = Rules.load()
FOREVER = float("inf")


def parts(*conditions: str, labels: tuple[str, ...] = ()) -> list[frozenset[int]]:
    """Return the classes in which each condition holds, over one set of axes."""
    axes = Axes()
    readings = [axes.read(sql, labels=labels) for sql in conditions]
    held = [axes.where(reading, is_true) for reading in readings]
    axes.settle()
    assert len({reading.axis for reading in readings}) == 1
    return [axes.classes(r.axis, part) for r, part in zip(readings, held, strict=True)]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("t.age >= 66", "t.age >= 65"),
        ("t.age > 65", "t.age >= 65"),
        ("t.age BETWEEN 20 AND 30", "t.age < 40"),
        ("t.ward = 'a'", "t.ward IN ('a', 'b')"),
        ("t.ward IN ('a', 'b')", "t.ward <> 'c'"),
        ("NOT t.ward IN ('a', 'b')", "t.ward <> 'a'"),
        ("t.ward = 'a' OR t.ward = 'b'", "NOT t.ward IS NULL"),
        ("CASE WHEN t.age < 18 THEN 'child' ELSE 'adult' END = 'child'", "t.age < 19"),
        ("t.day >= CAST('2026-02-01' AS DATE)", "t.day >= CAST('2026-01-01' AS DATE)"),
        ("t.is_owner = TRUE", "NOT t.is_owner IS NULL"),
    ],
)
def test_one_condition_lies_within_another(narrow: str, wide: str) -> None:
    inside, around = parts(narrow, wide)
    assert inside < around


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("t.age >= 66", "t.age < 66"),
        ("t.ward = 'a'", "t.ward <> 'a'"),
        ("t.ward IN ('a')", "t.ward = 'b'"),
        ("t.ward IS NULL", "t.ward <> 'a'"),
    ],
)
def test_nobody_is_in_both(one: str, other: str) -> None:
    left, right = parts(one, other)
    assert left
    assert right
    assert not left & right


def test_the_same_in_other_words_is_the_same() -> None:
    assert len(set(parts("t.age > 65", "NOT t.age <= 65", "65 < t.age AND t.age > 2"))) == 1


def test_labels_of_a_dimension_are_values_of_its_column() -> None:
    axes = Axes(frozenset({"t.year"}))
    years = axes.read("t.year", labels=("2019", "2020", "2021"))
    since = axes.read("t.year >= 2020")
    held = axes.where(since, is_true)
    assert {2020.0, 2021.0} <= held
    assert 2019.0 not in held
    assert years.axis == since.axis


@pytest.mark.parametrize(
    ("sql", "typed", "axis"),
    [
        ("t.a", False, None),
        ("t.a", True, "t.a"),
        ("t.a >= 3", False, "t.a"),
        ("t.a >= '3'", False, None),
        ("t.a = CAST('3' AS INTEGER)", False, "t.a"),
        ("t.a BETWEEN 1 AND 2", False, "t.a"),
        ("t.a IN ('1', '2')", False, None),
        ("CASE WHEN t.a = 'x' THEN 1 ELSE 0 END", True, None),
    ],
)
def test_a_column_is_one_of_numbers_by_its_type_or_as_it_is_compared(
    sql: str, typed: bool, axis: str | None
) -> None:
    assert axis_of_numbers(sql, numbers=typed) == axis


@pytest.mark.parametrize(
    "sql", ["t.a = t.b", "strange(t.a) = 3", "t.a LIKE 'x%'", "not sql at all ("]
)
def test_what_cannot_be_worked_out_stands_for_itself(sql: str) -> None:
    axes = Axes()
    reading = axes.read(sql)
    assert reading.axis == sql
    axes.where(reading, is_true)
    axes.settle()
    assert axes.size(sql) == 2


def test_an_axis_is_worked_out_once_for_each_of_its_values_however_many_labels(monkeypatch) -> None:
    labels, asked = tuple(f"place {n}" for n in range(300)), []
    known = "t.ward IN ('place 1', 'place 2')"
    monkeypatch.setattr(
        axes_module, "work_out", lambda node, v: asked.append(v) or work_out(node, v)
    )
    axes = Axes()
    wards, few = axes.read("t.ward", labels=labels), axes.read(known)
    wanted = dict(zip(labels, labels, strict=True)) | {"not stated": None}
    held, both = axes.labelled(wards, wanted), axes.where(few, is_true)
    axes.settle()
    assert len(asked) < 5 * len(labels)
    assert {len(part) for part in held.values()} == {1}
    assert held["place 1"] | held["place 2"] == both
    assert axes.size("t.ward") == len(labels) + 2  # none stated, and what nobody names


def few_within_all() -> tuple[list[Statement], Unknowns, Axes]:
    """Return that of 20 people 18 are both of ward a and owners: 2 are not, along no one axis."""
    axes = Axes()
    readings = [axes.read(sql) for sql in ("t.ward = 'a'", "t.owner = 'x'")]
    held = {reading.axis: axes.where(reading, is_true) for reading in readings}
    axes.settle()
    both = {axis: axes.classes(axis, part) for axis, part in held.items()}
    regions: list[tuple[int, Region]] = [(20, {}), (18, both)]
    told = [Statement(0, (), 0, "count", region, n, n) for n, region in regions]
    return told, unknowns_of(told, axes, most=100), axes


def test_rests_of_groups_have_an_end_in_room_and_in_time() -> None:
    told, unknowns, axes = few_within_all()
    how = {"within": lambda s: (s.low, s.high), "least": 10}
    (rest,) = rests(told, unknowns, axes, most=100, until=FOREVER, **how)
    for most, until in ((len(rest) - 1, FOREVER), (100, 0.0)):
        with pytest.raises(BadInput):
            list(rests(told, unknowns, axes, most=most, until=until, **how))
    with pytest.raises(BadInput, match="in time"):
        list(
            alike(
                [*told, replace(told[1], table=1, region={})],
                unknowns,
                axes,
                within=lambda s: (18.0, 18.0),
                until=0.0,
            )
        )


def test_axes_in_a_chain_are_solved_two_by_two_and_in_a_ring_together() -> None:
    sizes = dict.fromkeys("abcd", 3)
    chain = cliques_of([frozenset("ab"), frozenset("bc"), frozenset("cd")], sizes)
    assert sorted(map(sorted, chain)) == [["a", "b"], ["b", "c"], ["c", "d"]]
    assert len(neighbours(chain)) == 2
    ring = cliques_of([frozenset("ab"), frozenset("bc"), frozenset("ac")], sizes)
    assert ring == [frozenset("abc")]


def test_every_scope_is_within_a_clique_and_neighbours_share_what_both_have() -> None:
    scopes = [frozenset(s) for s in ("abc", "cd", "de", "ea", "f")]
    cliques = cliques_of(scopes, dict.fromkeys("abcdef", 2))
    assert all(any(scope <= clique for clique in cliques) for scope in scopes)
    assert len(neighbours(cliques)) == len(cliques) - 1
    for i, j, shared in neighbours(cliques):
        assert shared == cliques[i] & cliques[j]


def test_three_unions_of_two_determine_each_and_two_do_not() -> None:
    """Ab + ac - bc is twice a: a combination over the rationals that no pair shows."""
    unions = rows_of([np.array(pair) for pair in ((0, 1), (0, 2), (1, 2))], 3)
    wanted = rows_of([np.array([0])], 3)
    assert determined(unions, wanted, until=FOREVER) == [True]
    assert determined(unions[:2], wanted, until=FOREVER) == [False]


def test_leverage_is_one_over_the_group_and_grows_with_what_is_published() -> None:
    people = np.array([4.0, 16.0])
    whole = rows_of([np.array([0, 1])], 2)
    assert leverage(whole, people) == pytest.approx([1 / 20, 1 / 20])
    each = rows_of([np.array([0, 1]), np.array([1])], 2)
    assert leverage(each, people) == pytest.approx([1 / 4, 1 / 16])


def amounts(*, wards: tuple[str, ...], conditions: tuple[str, ...] = ()) -> Asked:
    """Return what households of some wards owe; one of ward a owes nearly all of its amount."""
    all_of = {
        "a": (30, 10_000.0, 9_000.0),
        "b": (40, 8_000.0, 400.0),
        "c": (35, 9_000.0, 300.0),
        "d": (50, 12_000.0, 500.0),
    }
    inner = {(ward,): all_of[ward] for ward in wards}
    cells = with_arrears(inner, dimensions=("ward",), measures=(HOUSEHOLDS, ARREARS))
    of = Population("homes", conditions, {"ward": '"homes"."ward"'})
    return Asked("".join(wards), replace(cells, population=of))


def withheld(table: Checked) -> dict[str, str]:
    return {row.at[0]: row.reason for row in table.rows if not row.shown}


def test_an_amount_that_one_household_dominates_is_not_worked_out_from_a_later_release() -> None:
    """The total of a and c is published later; c is known, so it would tell a."""
    first = check_list([amounts(wards=("a", "b", "c", "d"))], RULES)
    assert withheld(first[0])["a"] == "Dominance"
    shown = [w for w in "bcd" if w not in withheld(first[0])]
    listed = ", ".join(f"'{ward}'" for ward in ("a", shown[0]))
    later = amounts(wards=("a", shown[0]), conditions=(f'"homes"."ward" IN ({listed})',))
    now = check_list([later], RULES, before=first)
    assert {"a", "All"} <= set(withheld(now[0]))


def test_the_second_person_reads_of_each_cell_what_was_found_and_done() -> None:
    first = check_list([amounts(wards=("a", "b", "c", "d"))], RULES)
    page = review_page(first[0], title="Owed by ward", council="Ashmere", made_up=True)
    assert "Dominance" in page
    assert "What was done" in page
    assert "Beside earlier releases" in page
    assert "10000" not in page.replace(",", "")
    assert "make up most of it (Dominance)" in page


def test_the_second_person_is_told_of_the_whole_in_sentences_one_or_many() -> None:
    made = check_list([amounts(wards=("a", "b", "c", "d"))], RULES)[0]
    facts = {**made.facts, "cells": 5, "shown": 3}
    facts["withheld"] = {"Dominance": 1, "Secondary": 2}
    facts["together"] = {"tables": 1, "earlier": ["arrears", "rents"], "heaviest": 0.072}
    told = dict(summary(replace(made, facts=facts)))
    assert told["Cells"] == "5 cells were checked: 3 shown, 2 withheld."
    assert told["Withheld"] == (
        "In 1 cell one or a few households make up most of an amount (Dominance). 2 cells are safe "
        "by themselves, and withheld so that no other can be worked out (Secondary)."
    )
    assert told["Solved together with"] == (
        "1 table of this release was solved as one system. "
        "With it went 2 tables that were released before: arrears, rents."
    )
    assert told["Heaviest weight of one subject"] == (
        "All the numbers together tell no more of any one household than the number of a group of "
        "14 would (leverage 0.072, where 1 tells all)."
    )
