"""The days of a schedule: month ends, leap days, missed days, a clock that goes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.actions.scheduling.rhythm import LAST_DAY, Every, Rhythm

DAY, WEEK, MONTH = Every


def days(text: str) -> list[date]:
    return [date.fromisoformat(one) for one in text.split()]


def all_of(rhythm: Rhythm) -> list[date]:
    found, after = [], rhythm.starts - timedelta(days=1)
    while (after := rhythm.next(after)) is not None:
        found.append(after)
    return found


@pytest.mark.parametrize(
    ("every", "on", "between", "falls"),
    [
        (DAY, 0, "2026-12-30 2027-01-02", "2026-12-30 2026-12-31 2027-01-01 2027-01-02"),
        (DAY, 0, "2026-12-10 2026-12-10", "2026-12-10"),
        (WEEK, 1, "2026-12-10 2026-12-31", "2026-12-14 2026-12-21 2026-12-28"),
        (WEEK, 4, "2026-12-10 2026-12-24", "2026-12-10 2026-12-17 2026-12-24"),
        (WEEK, 7, "2026-12-28 2027-01-03", "2027-01-03"),
        (WEEK, 3, "2026-12-10 2026-12-15", ""),
        (MONTH, 1, "2026-12-10 2027-02-28", "2027-01-01 2027-02-01"),
        # Months that are shorter: their last day.
        (
            MONTH,
            31,
            "2026-12-10 2027-05-30",
            "2026-12-31 2027-01-31 2027-02-28 2027-03-31 2027-04-30",
        ),
        (MONTH, 30, "2027-01-30 2027-03-30", "2027-01-30 2027-02-28 2027-03-30"),
        (MONTH, 29, "2027-02-01 2027-03-28", "2027-02-28"),
        # A leap year.
        (MONTH, 29, "2028-02-01 2028-03-29", "2028-02-29 2028-03-29"),
        (MONTH, 31, "2028-02-01 2028-02-29", "2028-02-29"),
        (MONTH, 28, "2028-02-28 2028-02-29", "2028-02-28"),
        (MONTH, 15, "2026-12-16 2027-01-14", ""),
        (MONTH, 31, "9999-12-01 9999-12-31", "9999-12-31"),
    ],
)
def test_the_days_that_a_schedule_falls_on(every, on, between, falls):
    assert all_of(Rhythm(every, on, *days(between))) == days(falls)


@pytest.mark.parametrize(
    ("today", "asked", "due"),
    [
        ("2026-12-09", None, None),  # before its first day
        ("2026-12-13", None, None),
        ("2026-12-14", None, "2026-12-14"),
        ("2026-12-14", "2026-12-14", None),
        ("2026-12-16", None, "2026-12-14"),  # a day was missed: it catches up
        ("2026-12-16", "2026-12-14", None),
        ("2027-03-29", "2026-12-14", "2027-03-29"),  # fifteen were missed: it asks once
        ("2027-03-30", "2026-12-14", "2027-03-29"),
        ("2027-03-31", "2027-03-29", None),
        ("2027-04-01", "2026-12-14", None),  # after its last day nothing is asked
        ("2026-12-14", "2026-12-21", None),  # the clock went back
        ("2026-12-28", "2026-12-21", "2026-12-28"),
    ],
)
def test_for_which_day_it_is_to_ask(today, asked, due):
    rhythm = Rhythm(WEEK, 1, *days("2026-12-10 2027-03-31"))
    found = rhythm.due(
        date.fromisoformat(today), asked=date.fromisoformat(asked) if asked else None
    )
    assert found == (date.fromisoformat(due) if due else None)


@pytest.mark.parametrize(
    ("today", "asked", "missed"),
    [
        ("2026-12-31", "2026-12-21", None),  # it may still ask
        ("2027-01-01", "2026-12-28", None),
        ("2027-01-01", "2026-12-21", "2026-12-28"),
        ("2027-06-01", None, "2026-12-28"),
    ],
)
def test_what_was_missed_at_its_end_is_told(today, asked, missed):
    rhythm = Rhythm(WEEK, 1, *days("2026-12-10 2026-12-31"))
    found = rhythm.missed(
        date.fromisoformat(today), asked=date.fromisoformat(asked) if asked else None
    )
    assert found == (date.fromisoformat(missed) if missed else None)


@given(
    st.sampled_from(Every),
    st.integers(1, 31),
    st.dates(date(2020, 1, 1), date(2032, 1, 1)),
    st.integers(0, 400),
    st.integers(-40, 440),
)
def test_the_newest_and_the_next_are_neighbours(every, on, starts, length, at):
    """Between the newest day up to now and the next after it the schedule falls on no other."""
    until = starts + timedelta(days=length)
    rhythm = Rhythm(every, min(on, LAST_DAY[every]) if every != DAY else 0, starts, until)
    whole = [starts + timedelta(days=n) for n in range(length + 1)]
    falls = [day for day in whole if rhythm.falls_on(day)]
    now = starts + timedelta(days=at)
    assert rhythm.newest(now) == max((day for day in falls if day <= now), default=None)
    assert rhythm.next(now) == min((day for day in falls if day > now), default=None)


@pytest.mark.parametrize(
    ("every", "on", "words"),
    [
        (DAY, 0, "every day"),
        (WEEK, 7, "every Sunday"),
        (MONTH, 1, "on day 1 of every month"),
        (MONTH, 29, "on day 29 of every month, or its last day where it is shorter"),
    ],
)
def test_how_often_in_words(every, on, words):
    assert Rhythm(every, on, *days("2026-12-10 2027-12-10")).in_words() == words
