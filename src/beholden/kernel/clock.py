"""Time as a part that can be held still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from .days import day_of


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        ...

    def today(self) -> date:
        """Return the present day, as the council counts it."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the machine's day, in its own time zone."""
        return day_of(self.now())


@dataclass(frozen=True, slots=True)
class HeldClock:
    """A clock that stands at one moment, for tests and demonstrations."""

    at: datetime

    @classmethod
    def on(cls, day: date | str) -> HeldClock:
        """Return a clock that stands at noon of a day."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return cls(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    def now(self) -> datetime:
        """Return the held moment."""
        return self.at

    def today(self) -> date:
        """Return the day of the held moment."""
        return day_of(self.at)
