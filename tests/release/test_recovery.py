"""S3: no withheld cell can be worked out from what is shown, by an attacker in exact arithmetic."""

from __future__ import annotations

from itertools import product

import pytest
from attacks.sizes import FULL, sized
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from beholden.kernel import Cells
from beholden.release import Checked, Rules, check
from beholden.release.solving import Problem, Solved, solve

from .attacker import bounds_of, with_totals
from .cases import MILLBROOK, counted, with_arrears

RULES = Rules.load()
LEAST = 10
Inner = dict[tuple[str, ...], int]
SLOW = settings(
    max_examples=sized(suite=8, full=200),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not FULL,
)


def no_solver(problem: object, *, minutes: int) -> None:
    return None


@st.composite
def tables(draw: st.DrawFn) -> Inner:
    sizes = draw(st.sampled_from([(3,), (5,), (2, 2), (3, 2), (3, 3), (4, 3), (2, 2, 2)]))
    counts = st.one_of(st.integers(0, 12), st.integers(0, 60))
    places = product(*([f"{'abc'[d]}{i}" for i in range(n)] for d, n in enumerate(sizes)))
    return {at: draw(counts) for at in places}


def cells_for(inner: Inner) -> Cells:
    dimensions = ("one", "two", "three")[: len(next(iter(inner)))]
    some = {at: n for at, n in inner.items() if n}
    return counted(some or inner, dimensions=dimensions, smallest_group=LEAST)


def exact_of(inner: Inner, checked: Checked) -> Inner:
    """Every cell of the table that was checked, which lacks labels that nobody has."""
    labels = [{row.at[i] for row in checked.rows} for i in range(len(checked.dimensions))]
    kept = {
        at: n
        for at, n in inner.items()
        if all(label in some for label, some in zip(at, labels, strict=True))
    }
    return with_totals(kept)


def assert_none_recovered(inner: Inner, checked: Checked) -> None:
    exact = exact_of(inner, checked)
    assert {row.at for row in checked.rows} == set(exact)
    withheld = [row.at for row in checked.rows if not row.shown]
    small = {at for at, n in exact.items() if n < LEAST}
    assert small <= set(withheld)
    for at in withheld:
        low, high = bounds_of(exact, withheld, at)
        if at in small:
            assert low == 0, f"{at} is known to be more than none"
            assert high is None or high >= LEAST, f"{at} is known to be small"
        assert high is None or high > low, f"{at} is known exactly"
    for at in (at for at in small if exact[at]):
        low, high = bounds_of(exact, withheld, at, known_empty=True)
        assert low == 0, f"{at} is known to be more than none to who knows the empty cells"
        assert high is None or high >= LEAST, f"{at} is known to be small to who knows them"


def test_the_attacker_finds_a_cell_that_only_its_own_suppression_guards() -> None:
    inner = {tuple(k): v for k, v in _millbrook().items()}
    small = ("Millbrook", "Council rent")
    assert bounds_of(with_totals(inner), [small], small) == (3, 3)


def test_the_attacker_knows_an_interval_when_there_is_one() -> None:
    whole = with_totals({("a",): 4, ("b",): 9, ("c",): 20})
    assert bounds_of(whole, [("a",), ("b",)], ("a",)) == (0, 13)
    assert bounds_of(whole, [("a",), ("All",)], ("a",)) == (0, None)


@SLOW
@given(tables())
@example({("a0", "b0"): 3, ("a0", "b1"): 40, ("a1", "b0"): 50, ("a1", "b1"): 60})
@example({("a0", "b0"): 0, ("a0", "b1"): 40, ("a1", "b0"): 50, ("a1", "b1"): 0})
@example({("a0",): 1, ("a1",): 1, ("a2",): 1})
def test_nothing_withheld_can_be_worked_out(inner: Inner) -> None:
    assert_none_recovered(inner, check(cells_for(inner), RULES))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_nothing_withheld_can_be_worked_out_without_the_solver(inner: Inner) -> None:
    checked = check(cells_for(inner), RULES, solver=no_solver)
    assert_none_recovered(inner, checked)


def test_the_worked_case_withholds_three_more_cells_and_keeps_every_total() -> None:
    checked = check(MILLBROOK, RULES)
    withheld = {row.at: row.reason for row in checked.rows if not row.shown}
    assert withheld.pop(("Millbrook", "Council rent")) == "LowCount"
    assert set(withheld.values()) == {"Secondary"}
    assert len(withheld) == 3
    assert all(row.shown for row in checked.rows if row.total)


def test_two_small_cells_that_sum_to_a_small_group_are_not_enough() -> None:
    inner = {("a",): 2, ("b",): 3, ("c",): 40, ("d",): 50}
    withheld = [r.at for r in check(cells_for(inner), RULES).rows if not r.shown]
    assert len(withheld) == 3, "2 + 3 would be known as 5 together, under the smallest group"


@settings(SLOW, max_examples=5)
@given(tables())
def test_no_withheld_amount_can_be_told_to_within_a_tenth(inner: Inner) -> None:
    amounts = {at: (n, 37.0 * n + 11 * (n % 7), 37.0 + 11 * (n % 7)) for at, n in inner.items()}
    dimensions = ("one", "two", "three")[: len(next(iter(inner)))]
    some = {at: amount for at, amount in amounts.items() if amount[0]} or amounts
    checked = check(with_arrears(some, dimensions=dimensions, smallest_group=LEAST), RULES)
    exact = exact_of({at: int(amount) for at, (_, amount, _) in amounts.items()}, checked)
    withheld = [row.at for row in checked.rows if not row.shown]
    for row in checked.rows:
        if row.reason in ("LowCount", "Dominance") and exact[row.at]:
            low, high = bounds_of(exact, withheld, row.at)
            assert low <= exact[row.at] * 0.901
            assert high is None or high >= exact[row.at] * 1.099


def test_an_empty_cell_is_no_cover_for_a_small_one() -> None:
    """Who knows that nobody in a can be y must not learn that 3 of them are x."""
    counts = {("a", "x"): 3, ("a", "z"): 40, ("b", "x"): 50, ("b", "y"): 45}
    counts |= {("c", "x"): 500, ("c", "y"): 500, ("c", "z"): 500}
    checked = check(cells_for(counts), RULES)
    withheld = [row.at for row in checked.rows if not row.shown]
    exact = with_totals(counts)
    low, high = bounds_of(exact, withheld, ("a", "x"), known_empty=True)
    assert low == 0
    assert high is None or high >= LEAST


def test_the_table_is_solved_against_those_who_know_the_empty_cells_and_those_who_do_not() -> None:
    asked: list[Problem] = []

    def listening(problem: Problem, *, minutes: int) -> Solved | None:
        asked.append(problem)
        return solve(problem, minutes=minutes)

    check(cells_for({("a", "x"): 30, ("a", "y"): 40, ("b", "x"): 50}), RULES, solver=listening)
    assert {0 in problem.values for problem in asked} == {True, False}


def test_an_amount_is_not_guarded_by_a_cell_that_is_large_in_people_only() -> None:
    """Were only b withheld beside a, its ten pounds would leave a known to within 0.01 %."""
    inner = {
        ("a",): (3, 100_000.0, 33_334.0),
        ("b",): (30, 10.0, 1.0),
        ("c",): (40, 4_000_000.0, 100_000.0),
        ("d",): (50, 5_000_000.0, 100_000.0),
    }
    checked = check(with_arrears(inner, dimensions=("one",)), RULES)
    withheld = [row.at for row in checked.rows if not row.shown]
    exact = with_totals({at: int(amount) for at, (_, amount, _) in inner.items()})
    low, high = bounds_of(exact, withheld, ("a",))
    assert low <= 90_000
    assert high is None or high >= 110_000


@pytest.mark.parametrize("size", [(12, 4), (6, 4, 2)])
def test_larger_tables_are_guarded_exactly(size: tuple[int, ...]) -> None:
    places = product(*([f"{'abc'[d]}{i}" for i in range(n)] for d, n in enumerate(size)))
    inner = {at: (7 * i * i + 3 * i) % 61 for i, at in enumerate(places)}
    checked = check(cells_for(inner), RULES)
    assert checked.facts["method"].startswith("Tau-Argus: as little as possible")
    exact = exact_of(inner, checked)
    withheld = [row.at for row in checked.rows if not row.shown]
    for at in withheld[::5]:
        low, high = bounds_of(exact, withheld, at)
        assert high is None or high > low


def _millbrook() -> dict[tuple[str, str], int]:
    return {
        (row["neighbourhood"], row["tenure"]): row["households"]
        for row in MILLBROOK.table.to_pylist()
    }
