"""Every number of a release is the one that was asked for, and tells of enough residents."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from beholden.kernel import Cells, Measure
from beholden.release import Checked, Rules, check
from beholden.release.rounding import to_base, to_figures
from beholden.release.solving import Problem, Solved

from .attacker import bounds_of, with_totals
from .raw_rows import ASKED, Debt, Filter, cells_from, everybody, number, places, within

RULES = Rules.load()
LEAST = 10
VACCINATION = {
    Measure("vaccinated", "count"): lambda row: row.overdue,
    Measure("invited", "count"): everybody,
}


def no_solver(problem: Problem, *, minutes: int) -> Solved | None:
    return None


@st.composite
def residents(draw: st.DrawFn) -> list[Debt]:
    """Return some hundred residents in a few places, with one to three debts each."""
    ats = list(product("abc", "xy"))[: draw(st.integers(1, 6))]
    people = draw(st.lists(st.integers(5, 60), min_size=len(ats), max_size=len(ats)))
    seed = draw(st.integers(1, 10_000))
    share = draw(st.sampled_from([2, 3, 9]))
    rows: list[Debt] = []
    for at, count in zip(ats, people, strict=True):
        for one in range(count):
            resident = 1000 * len(rows) + one
            rows += [
                _debt(resident, at, seed * (one + 7 * k) + k, share) for k in range(1 + one % 3)
            ]
    return rows


def _debt(resident: int, at: tuple[str, ...], draw: int, share: int) -> Debt:
    return Debt(resident, at, 40 + draw * 37 % 101, draw % share == 0, draw % 5 > 1)


def district(at: str, count: int, *, marked: int) -> list[Debt]:
    """Return residents of one place, the first of them marked."""
    ids = range(count)
    return [Debt(hash((at, i)), (at,), 50, i < marked, False) for i in ids]


def row_of(checked: Checked, *at: str) -> dict[str, float | int | None]:
    values = next(row.values for row in checked.rows if row.at == at)
    return dict(zip(checked.measures, values, strict=True))


def published(value: float | None, measure: Measure, base: int) -> float | None:
    if value is None:
        return None
    return to_base(value, base) if measure.column is None else to_figures(value, 3)


def assert_true_to(rows: list[Debt], asked: dict[Measure, Filter], checked: Checked) -> None:
    base = checked.facts["round_to"]
    for at in places(rows):
        here = within(rows, at)
        shown = row_of(checked, *at)
        for measure, chosen in asked.items():
            if shown[measure.name] is not None:
                exact = number(here, measure, chosen)
                assert shown[measure.name] == published(exact, measure, base), (at, measure.name)
                own = {row.resident for row in here if chosen(row)}
                assert len(own) >= LEAST, f"{measure.name} at {at} tells of {len(own)}"
                left = {row.resident for row in here} - own
                assert measure.column or not 0 < len(left) < LEAST, f"{at}: all but {len(left)}"


RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@RANDOM
@given(residents(), st.sampled_from([1, 5]), st.booleans())
def test_every_number_is_the_one_that_was_asked_for(
    rows: list[Debt], base: int, hidden: bool
) -> None:
    asked = dict(ASKED) if hidden else dict(VACCINATION)
    cells = cells_from(rows, asked, dimensions=("ward", "kind"), round_to=base, hidden=hidden)
    assert_true_to(rows, asked, check(cells, RULES, solver=no_solver))


@settings(RANDOM, max_examples=6)
@given(residents())
def test_so_it_is_with_the_solver(rows: list[Debt]) -> None:
    cells = cells_from(rows, dict(VACCINATION), dimensions=("ward", "kind"))
    assert_true_to(rows, dict(VACCINATION), check(cells, RULES))


def test_the_vaccinated_are_not_the_invited() -> None:
    rows = [*district("a", 120, marked=80), *district("b", 90, marked=45)]
    checked = check(cells_from(rows, VACCINATION, dimensions=("ward",), round_to=5), RULES)
    assert checked.to_csv().split() == [
        "ward,vaccinated,invited",
        "a,80,120",
        "b,45,90",
        "All,125,210",
    ]


@pytest.mark.parametrize(
    ("marked", "reason"),
    [(0, "LowCount"), (9, "LowCount"), (10, ""), (40, ""), (41, "Differencing"), (50, "")],
)
def test_a_filter_is_judged_by_whom_it_counts_and_whom_it_leaves_out(
    marked: int, reason: str
) -> None:
    rows = [*district("a", 50, marked=marked), *district("b", 90, marked=45)]
    rows += [*district("c", 90, marked=45), *district("d", 70, marked=20)]
    checked = check(cells_from(rows, VACCINATION, dimensions=("ward",)), RULES)
    assert next(row.reason for row in checked.rows if row.at == ("a",)) == reason


def test_where_a_filter_counts_everybody_the_second_person_is_told() -> None:
    rows = [*district("a", 50, marked=50), *district("b", 90, marked=45)]
    told = check(cells_from(rows, VACCINATION, dimensions=("ward",)), RULES).findings
    assert [(risk.name, risk.at) for risk in told] == [("ClassDisclosure", ("a",))]
    assert "counted as vaccinated (100 %); the cell is shown" in told[0].says


def _blanked(cells: Cells, measure: Measure, at: str, rest: int) -> Cells:
    """Return cells of which one number differs by a few from another, as the gate says."""
    rows = cells.table.to_pylist()
    for row in rows:
        row[measure.rest] = rest if row["ward"] == at else 20
    return replace(cells, table=cells.table.from_pylist(rows))


@pytest.mark.parametrize(("rest", "reason"), [(0, ""), (1, "Differencing"), (9, "Differencing")])
def test_what_the_gate_leaves_blank_for_its_rest_is_withheld(rest: int, reason: str) -> None:
    """Another filter of the question may differ by one from this one: only the rest says so."""
    amounts = {
        Measure("owed", "sum", "debt"): everybody,
        Measure("owed_overdue", "sum", "debt"): lambda row: row.overdue,
    }
    rows = [*district("a", 50, marked=25), *district("b", 90, marked=45)]
    rows += [*district("c", 90, marked=45), *district("d", 70, marked=20)]
    cells = cells_from(rows, amounts, dimensions=("ward",))
    checked = check(_blanked(cells, tuple(amounts)[1], "a", rest), RULES)
    assert next(row.reason for row in checked.rows if row.at == ("a",)) == reason


def test_the_amount_of_one_person_s_second_row_is_not_told_by_the_others() -> None:
    """Nobody is left out, but one of one resident's two debts is."""
    asked = {m: f for m, f in ASKED.items() if m.name in ("owed", "owed_overdue")}
    one = [Debt(1, ("Hill",), 900, False, False), Debt(1, ("Hill",), 50, True, False)]
    others = [Debt(i, ("Hill",), 50 + i % 7, True, False) for i in range(2, 40)]
    elsewhere = [Debt(100 + i, ("Dale",), 60, i < 30, False) for i in range(80)]
    cells = cells_from([*one, *others, *elsewhere], asked, dimensions=("ward",))
    checked = check(cells, RULES)
    assert {row.at[0]: row.shown for row in checked.rows} == {
        "Hill": False,
        "Dale": False,
        "All": True,
    }


@settings(RANDOM, max_examples=8, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=5))
@example([(3, 40), (50, 45), (60, 11), (40, 30)])
@example([(30, 3), (50, 45), (60, 11), (40, 30)])
@example([(3, 40), (4, 30), (50, 45), (60, 61)])
@example([(40, 3), (30, 4), (50, 45), (60, 61)])
def test_neither_part_of_a_group_can_be_worked_out(parts: list[tuple[int, int]]) -> None:
    """Those counted, those left out and the group add up to each other, and stay open together."""
    rows = [row for i, (a, b) in enumerate(parts) for row in district(f"w{i}", a + b, marked=a)]
    assume(rows)
    checked = check(cells_from(rows, VACCINATION, dimensions=("ward",)), RULES)
    withheld = {row.at[0] for row in checked.rows if not row.shown}
    inner = {(f"w{i}", "yn"[k]): pair[k] for i, pair in enumerate(parts) for k in (0, 1)}
    exact = with_totals({at: n for at, n in inner.items() if any(r.at == at[:1] for r in rows)})
    hidden = [at for at in exact if at[0] in withheld]
    for at in hidden:
        low, high = bounds_of(exact, hidden, at)
        if exact[at] < LEAST:
            assert low == 0, f"{at} is known to be more than none"
            assert high is None or high >= LEAST, f"{at} is known to be small"
        assert high is None or high > low, f"{at} is known exactly"
