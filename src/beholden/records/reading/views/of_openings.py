"""What doors may see of a use that was asked for in a crisis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .view import View


@dataclass(frozen=True, slots=True)
class OpeningView(View):
    """A use that was asked for in a crisis, and what became of its full review.

    ``until`` and ``review_by`` are None before the data-protection officer confirms it.
    """

    use: str
    title: str
    why_now: str
    office: str
    days: int
    review_within: int
    asked_at: datetime
    confirmed_at: datetime | None
    confirmed_because: str
    until: date | None
    review_by: date | None
    reviewed_at: datetime | None
    lapsed_at: datetime | None

    @property
    def state(self) -> str:
        """Return a word or two on where it is."""
        if self.confirmed_at is None:
            return "asked for"
        if self.reviewed_at is not None:
            return "reviewed"
        return "review overdue" if self.lapsed_at is not None else "open, review owed"
