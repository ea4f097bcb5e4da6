"""What the public reads of a use that was asked for in a crisis."""

from __future__ import annotations

from ... import release
from ...kernel import Sentence, day_of, sentences
from ...records import reading


def crisis(opening: reading.OpeningView | None) -> release.PublicCrisis | None:
    """Return why a use did not wait, who opened it, and what became of its review; or None."""
    if opening is None:
        return None
    return release.PublicCrisis(
        why_now=opening.why_now,
        asked=Sentence(
            "Asked for by the %(office)s on %(day)s.",
            office=opening.office,
            day=day_of(opening.asked_at),
        ),
        confirmed=_confirmed(opening),
        review=_review(opening),
    )


def _confirmed(opening: reading.OpeningView) -> str:
    if opening.confirmed_at is None:
        return ""
    return Sentence(
        "Opened on %(day)s by the data-protection officer, until %(until)s: %(because)s",
        day=day_of(opening.confirmed_at),
        until=opening.until,
        because=opening.confirmed_because,
    )


def _review(opening: reading.OpeningView) -> str:
    if opening.confirmed_at is None:
        return Sentence(
            "The data-protection officer has not confirmed it, so nothing may be done yet."
        )
    if opening.reviewed_at is not None:
        had = Sentence("The full review was had on %(day)s.", day=day_of(opening.reviewed_at))
        return sentences(had, Sentence("It came late.") if opening.lapsed_at else "")
    return Sentence(
        "The full review is owed by %(day)s; without it, what was sealed is destroyed on the next "
        "day."
        if opening.lapsed_at is None
        else "The full review is owed by %(day)s and was not had: what was sealed is destroyed, "
        "and it is still owed.",
        day=opening.review_by,
    )
