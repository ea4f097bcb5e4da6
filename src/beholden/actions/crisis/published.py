"""What the public reads of a use that was asked for in a crisis."""

from __future__ import annotations

from datetime import date

from ... import release
from ...records import reading


def crisis(opening: reading.OpeningView | None) -> release.PublicCrisis | None:
    """Return why a use did not wait, who opened it, and what became of its review; or None."""
    if opening is None:
        return None
    return release.PublicCrisis(
        why_now=opening.why_now,
        asked=f"Asked for by the {opening.office} on {_day(opening.asked_at.date())}.",
        confirmed=_confirmed(opening),
        review=_review(opening),
    )


def _confirmed(opening: reading.OpeningView) -> str:
    if opening.confirmed_at is None:
        return ""
    return (
        f"Opened on {_day(opening.confirmed_at.date())} by the data-protection officer, until "
        f"{_day(opening.until)}: {opening.confirmed_because}"
    )


def _review(opening: reading.OpeningView) -> str:
    if opening.confirmed_at is None:
        return "The data-protection officer has not confirmed it, so nothing may be done yet."
    if opening.reviewed_at is not None:
        late = " It came late." if opening.lapsed_at else ""
        return f"The full review was had on {_day(opening.reviewed_at.date())}.{late}"
    owed = f"The full review is owed by {_day(opening.review_by)}"
    if opening.lapsed_at is not None:
        return f"{owed} and was not had: what was sealed is destroyed, and it is still owed."
    return f"{owed}; without it, what was sealed is destroyed on the next day."


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
