"""On which days a schedule asks. It is decided from the calendar alone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ...kernel import Sentence, worded

# From any day on, a day of each rhythm comes within so many days.
_WITHIN = 31


class Every(StrEnum):
    """How often a schedule asks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# The last day of the week, and of the month, that a schedule may name; each day has none.
LAST_DAY = {Every.DAY: 0, Every.WEEK: 7, Every.MONTH: 31}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Each day, one of each week (Monday is 1) or one of each month, between two days inclusive.

    Where a month is shorter than ``on``, its last day is meant.
    """

    every: Every
    on: int
    starts: date
    until: date

    def falls_on(self, day: date) -> bool:
        """Return whether a day is one of its days, were it not for its first and its last."""
        if self.every is Every.DAY:
            return True
        if self.every is Every.WEEK:
            return day.isoweekday() == self.on
        return day.day == min(self.on, monthrange(day.year, day.month)[1])

    def newest(self, day: date) -> date | None:
        """Return the newest of its days up to a day, or None."""
        last = min(day, self.until)
        return self._first(last, range(min((last - self.starts).days, _WITHIN) + 1), back=True)

    def next(self, after: date) -> date | None:
        """Return the first of its days after a day, or None."""
        if after >= self.until:
            return None
        first = max(after + timedelta(days=1), self.starts)
        return self._first(first, range(min((self.until - first).days, _WITHIN) + 1), back=False)

    def due(self, today: date, *, asked: date | None) -> date | None:
        """Return the day for which it is to ask today, or None; ``asked`` is the last that it did.

        However many of its days were missed, it asks once: for the newest. After its last day it
        asks no more.
        """
        newest = self.newest(today) if today <= self.until else None
        return newest if newest and (asked is None or newest > asked) else None

    def missed(self, today: date, *, asked: date | None) -> date | None:
        """Return its last day where that is over and it did not ask for it, or None."""
        newest = self.newest(self.until) if today > self.until else None
        return newest if newest and (asked is None or newest > asked) else None

    def in_words(self) -> Sentence:
        """Return how often it asks, in words."""
        if self.every is Every.DAY:
            return Sentence("every day")
        if self.every is Every.WEEK:
            return Sentence("every %(day)s", day=worded(WEEKDAYS[self.on - 1]))
        if self.on > 28:
            return Sentence(
                "on day %(day)s of every month, or its last day where it is shorter", day=self.on
            )
        return Sentence("on day %(day)s of every month", day=self.on)

    def _first(self, begin: date, days: range, *, back: bool) -> date | None:
        step = -1 if back else 1
        found = (begin + timedelta(days=step * n) for n in days)
        return next((day for day in found if self.falls_on(day)), None)
