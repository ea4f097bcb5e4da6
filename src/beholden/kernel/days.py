"""Days as the council counts them, and as they are read."""

from __future__ import annotations

from datetime import date, datetime, time

from .sentences import Sentence


def day_of(moment: datetime) -> date:
    """Return the council's day of a moment: moments are kept in UTC, and its day begins earlier.

    In summer an hour of each day is still the day before in UTC.
    """
    return moment.astimezone().date()


def day_begins(day: date) -> datetime:
    """Return the moment at which the council's day begins."""
    return datetime.combine(day, time.min).astimezone()


def day_in_words(day: date | None) -> Sentence | str:
    """Return a day as it is read, such as 1 December 2026; empty where there is none."""
    return Sentence("%(day)s", day=day) if day else ""


def moment_in_words(moment: datetime) -> Sentence:
    """Return a moment as it is read, such as 1 December 2026, 14:05 UTC."""
    return Sentence("%(day)s, %(time)s UTC", day=day_of(moment), time=f"{moment:%H:%M}")
