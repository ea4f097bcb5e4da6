"""Each time that somebody was shown the address of an account that was taken away before (S9).

Like the database's trigger this looks at the ways in too: what was sent first, and is shown when it
is given once more, is a way in alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..ways_in import Way, may_be_one


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing; people by their numbers. ``at`` is missing where somebody changed the giving."""

    office: str
    person: int
    taker: int
    giver: int
    at: datetime | None


def faults_of_showing() -> Iterator[str]:
    """Yield the fault of each showing, or nothing, by the ways in that there were before it.

    The database must be at work; it is asked once for everything.
    """
    from ...records.models import AccountTaken, WayIn

    rows = list(WayIn.objects.order_by("given_at", "pk"))
    taken = list(AccountTaken.objects.select_related("person").order_by("pk"))
    ways = [Way(row.person_id, row.given_by_id) for row in rows]
    times = [row.given_at for row in rows]
    # A giving that was shown is a way in as well: it is one showing.
    for shown in dict.fromkeys([*_given(taken), *_ways_after(taken, rows)]):
        before = len(ways) if shown.at is None else bisect_left(times, shown.at)
        yield _fault(shown, ways[:before])


def _given(taken: Iterable[Any]) -> Iterator[Shown]:
    for row in taken:
        given_by = row.given_by_id
        # That one person did both is told by another check.
        if given_by is not None and not row.sent and given_by != row.taken_by_id:
            yield _shown(row, given_by, row.given_at)


def _ways_after(taken: Iterable[Any], rows: Iterable[Any]) -> Iterator[Shown]:
    """Yield each way in to an account that was taken away before, by who took it away last."""
    of: dict[int, list[Any]] = {}
    for row in taken:
        of.setdefault(row.person_id, []).append(row)
    for way in rows:
        before = [row for row in of.get(way.person_id, ()) if row.taken_at < way.given_at]
        if before and not way.assumed:
            yield _shown(before[-1], way.given_by_id, way.given_at)


def _shown(taken: Any, giver: int, at: datetime | None) -> Shown:
    return Shown(taken.person.office, taken.person_id, taken.taken_by_id, giver, at)


def _fault(shown: Shown, ways: Iterable[Way]) -> str:
    if shown.giver == shown.person:
        return f"the account of the {shown.office} was given by its own person"
    if may_be_one(shown.taker, shown.giver, ways):
        return f"the account of the {shown.office} was given by who may be who took it away"
    return ""
