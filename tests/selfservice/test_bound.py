"""The bound as arithmetic: what it allows, and what a population's register adds up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.selfservice import Spent, account, accuracy_of, cost_of

DAY = date(2026, 12, 10)


def spent(on: date = DAY, *, cost: float, bound: int = 60, told: str = "a", **changed) -> Spent:
    return replace(Spent(("uprn",), "one", on, cost, bound, told), **changed)


@given(st.integers(51, 99))
def test_the_cost_that_a_bound_allows_is_guessed_exactly_that_well(bound):
    assert accuracy_of(cost_of(bound)) == pytest.approx(bound / 100)


def test_what_is_known_of_the_bound_is_known():
    # Φ(μ/2) for μ = 1 is 0.6915 (any table of the normal distribution).
    assert accuracy_of(1.0) == pytest.approx(0.6915, abs=5e-5)
    assert cost_of(50) == 0


def test_the_first_seal_is_within_its_own_allowance():
    assert account([], spent(cost=cost_of(60))).allowed


def test_a_second_seal_of_other_events_is_over_it():
    seen = account([spent(cost=cost_of(60))], spent(DAY + timedelta(30), cost=0.01, told="b"))
    assert not seen.allowed
    assert seen.free_again == DAY + timedelta(365)


def test_the_same_events_again_cost_nothing():
    seen = account([spent(cost=cost_of(60))], spent(DAY + timedelta(30), cost=cost_of(60)))
    assert seen.allowed
    assert seen.cost == 0


def test_twelve_seals_that_were_planned_as_twelve_fit_and_a_thirteenth_does_not():
    each = cost_of(60) / 12
    register = [spent(DAY + timedelta(30 * n), cost=each, told=str(n)) for n in range(12)]
    for number, seal in enumerate(register):
        assert account(register[:number], seal).allowed
    last = DAY + timedelta(360)
    assert not account(register, spent(last, cost=each, told="13")).allowed
    assert account(register, spent(last + timedelta(5), cost=each, told="13")).allowed


def test_every_agreement_about_the_same_subjects_is_counted():
    register = [spent(cost=cost_of(60) / 2)]
    other = spent(cost=cost_of(60) / 2, told="b", agreement="two")
    assert account(register, other).allowed
    assert not account([*register, other], spent(cost=0.001, told="c", agreement="three")).allowed


def test_a_later_agreement_cannot_break_the_bound_of_an_earlier_one():
    register = [spent(cost=cost_of(60), bound=60)]
    assert not account(register, spent(cost=cost_of(80) / 2, told="b", bound=80)).allowed


def test_other_subjects_have_a_register_of_their_own():
    register = [spent(cost=cost_of(60))]
    assert account(register, spent(cost=cost_of(60), told="b", population=("person",))).allowed


def test_subjects_that_go_by_another_name_are_on_one_register():
    """By column they differ; a third agreement, that is on the register, knows both names."""
    homes = ("subject household", "column uprn")
    first = spent(cost=cost_of(60), population=homes)
    other = spent(cost=0.01, told="b", population=("subject household", "column home_id"))
    assert not account([first], other).allowed
    linking = spent(cost=0.0, told="c", population=("column uprn", "column place"))
    by_place = spent(cost=0.01, told="d", population=("subject dwelling", "column place"))
    assert account([first], by_place).allowed
    assert not account([first, linking], by_place).allowed


def test_events_sealed_again_late_in_a_year_are_told_in_the_next_one_too():
    register = [spent(cost=cost_of(60)), spent(DAY + timedelta(364), cost=cost_of(60))]
    seen = account(register, spent(DAY + timedelta(366), cost=cost_of(60), told="b"))
    assert not seen.allowed
    assert seen.free_again == DAY + timedelta(364 + 365)


def test_a_seal_again_that_an_earlier_version_kept_as_free_has_its_whole_cost():
    register = [spent(cost=cost_of(60)), spent(DAY + timedelta(364), cost=0.0)]
    assert not account(register, spent(DAY + timedelta(366), cost=0.01, told="b")).allowed


# What rests on the same events has one cost and one bound: both are in its terms.
_EVENTS = st.lists(st.tuples(st.floats(0.001, 0.3), st.integers(51, 90)), min_size=1, max_size=6)
_SEALS = st.lists(st.tuples(st.integers(0, 1100), st.integers(0, 5)))


@given(_EVENTS, _SEALS)
def test_no_year_of_allowed_seals_is_guessed_better_than_was_promised(events, wanted):
    """Every year's tables are held together, each once, by somebody who knows all the others."""
    register: list[Spent] = []
    for day, number in sorted(wanted):
        cost, bound = events[number % len(events)]
        told = str(number % len(events))
        seal = spent(DAY + timedelta(day), cost=cost, bound=bound, told=told)
        if account(register, seal).allowed:
            register.append(seal)
    for last in register:
        year = [s for s in register if timedelta(0) <= last.on - s.on < timedelta(365)]
        tables = {s.fingerprint: s.cost for s in year}
        most = accuracy_of(sum(tables.values()))
        assert all(most <= s.guess_bound / 100 + 1e-6 for s in year)
