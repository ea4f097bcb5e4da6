"""What the public reads of a use that was asked for in a crisis."""

from __future__ import annotations

from ... import release
from ...kernel import day_in_words, day_of
from ...records import reading


def crisis(opening: reading.OpeningView | None) -> release.PublicCrisis | None:
    """Return why a use did not wait, who opened it, and what became of its review; or None."""
    if opening is None:
        return None
    return release.PublicCrisis(
        why_now=opening.why_now,
        asked=f"Asked for by the {opening.office} on {day_in_words(day_of(opening.asked_at))}.",
        confirmed=_confirmed(opening),
        review=_review(opening),
    )


def _confirmed(opening: reading.OpeningView) -> str:
    if opening.confirmed_at is None:
        return ""
    return (
        f"Opened on {day_in_words(day_of(opening.confirmed_at))} by the data-protection officer, "
        f"until {day_in_words(opening.until)}: {opening.confirmed_because}"
    )


def _review(opening: reading.OpeningView) -> str:
    if opening.confirmed_at is None:
        return "The data-protection officer has not confirmed it, so nothing may be done yet."
    if opening.reviewed_at is not None:
        late = " It came late." if opening.lapsed_at else ""
        return f"The full review was had on {day_in_words(day_of(opening.reviewed_at))}.{late}"
    owed = f"The full review is owed by {day_in_words(opening.review_by)}"
    if opening.lapsed_at is not None:
        return f"{owed} and was not had: what was sealed is destroyed, and it is still owed."
    return f"{owed}; without it, what was sealed is destroyed on the next day."
