"""Where a use is, in the words of the public pages."""

from __future__ import annotations

from datetime import date
from typing import Any

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
    if view.opening and view.opening.confirmed_at and not view.decision:
        return "Opened in a crisis" if view.in_force else "Opened in a crisis, review overdue"
    if view.in_force and view.in_force.ends >= today:
        return "In use"
    if any(agreement.state == "suspended" for agreement in view.agreements):
        return "Suspended"
    if view.in_force or any(
        agreement.ended_at and agreement.began_at for agreement in view.agreements
    ):
        return "Ended"
    return {"approved": "Approved", "declined": "Declined"}.get(view.state, "Under review")
