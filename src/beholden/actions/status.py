"""Where a use is, in the words of the public pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..records import reading

STATUSES = (
    "Under review",
    "Approved",
    "In use",
    "Suspended",
    "Ended",
    "Declined",
    "Opened in a crisis",
    "Opened in a crisis, review overdue",
)


def status_of(view: Any, today: date) -> str:
    """Return where a use is: one of ``STATUSES``. ``view`` is a use as read or as listed."""
    return _in_words(
        view.state,
        opened=bool(view.opening and view.opening.confirmed_at),
        until=view.in_force.ends if view.in_force else None,
        suspended=any(one.state == "suspended" for one in view.agreements),
        over=any(one.ended_at and one.began_at for one in view.agreements),
        today=today,
    )


def status_in_list(view: reading.UseSummary, today: date) -> str:
    """Return where a use of the list of all uses is, in the same words."""
    return _in_words(
        view.state,
        opened=view.opened,
        until=view.ends,
        suspended=view.suspended,
        over=view.over,
        today=today,
    )


def _in_words(
    state: str, *, opened: bool, until: date | None, suspended: bool, over: bool, today: date
) -> str:
    if opened and state == "stated":
        return "Opened in a crisis" if until else "Opened in a crisis, review overdue"
    if until and until >= today:
        return "In use"
    if suspended:
        return "Suspended"
    if until or over:
        return "Ended"
    return {"approved": "Approved", "declined": "Declined"}.get(state, "Under review")
