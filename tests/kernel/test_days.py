"""The council's day: moments are kept in UTC, and in summer its day begins an hour earlier."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

import pytest

from beholden.kernel import HeldClock, SystemClock, day_in_words, day_of


@pytest.fixture
def london(monkeypatch):
    """Hold the machine in the time zone that a home's records set."""
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(os.name != "posix", reason="a process elsewhere has no time zone of its own")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_clock_and_a_moment_on_record_are_of_the_same_day(london, moment, day):
    assert day_of(moment) == HeldClock(moment).today() == day


def test_the_machines_own_day_is_that_of_its_moment():
    clock = SystemClock()
    assert day_of(clock.now()) <= clock.today() <= day_of(clock.now())


def test_a_day_is_read_as_people_write_it():
    assert day_in_words(date(2026, 12, 1)) == "1 December 2026"
    assert day_in_words(None) == ""
