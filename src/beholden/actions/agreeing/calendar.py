"""What is owed when: an agreement's first and last day, its review, and what was undertaken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ...records import reading
from ..home import Home

_OPEN = ("offered", "in_force", "suspended")


@dataclass(frozen=True, slots=True, order=True)
class Owed:
    """One thing that is owed on a day: what, of which agreement or use, and by whom."""

    day: date
    what: str
    of: str
    use: str
    by: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return it as plain data."""
        return {
            "day": self.day.isoformat(),
            "what": self.what,
            "of": self.of,
            "use": self.use,
            "by": self.by,
        }


def agreement_calendar(home: Home, *, within: int | None = None) -> tuple[Owed, ...]:
    """Return what is owed from today on, the soonest first, within so many days or without end.

    What was undertaken and is overdue stands first, since nobody has seen to it.
    """
    today = home.clock.today()
    with home.at_work():
        found = [*_of_agreements(today), *_of_undertakings()]
    last = today + timedelta(days=within) if within is not None else date.max
    return tuple(sorted(one for one in found if one.day <= last))


def _of_agreements(today: date) -> Iterator[Owed]:
    for view in reading.agreements_in_brief():
        if view.state not in _OPEN:
            continue
        of = f"{view.name}, version {view.version}"
        days = (
            (view.starts, "agreement starts"),
            (view.ends, "agreement ends"),
            (view.review_by, "review owed, or asking stops"),
        )
        for day, what in days:
            if day is not None and day >= today:
                yield Owed(day, what, of, view.use)


def _of_undertakings() -> Iterator[Owed]:
    for one in reading.undertakings():
        if one.ended is None:
            yield Owed(one.due, f"undertaken: {one.text}", one.name, one.use, one.owner)
