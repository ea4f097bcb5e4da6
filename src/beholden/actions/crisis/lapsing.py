"""The day of a crisis's review: had, or else what was sealed is destroyed."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...kernel import Refusal, Refused
from ..acting import Act, acting_by_calendar
from ..ending import OPEN, end
from ..home import Home


def lapse_crises(home: Home) -> bool:
    """End each opened use whose review was owed by a day that has passed; say whether any was.

    The caller destroys the keys. The review is still owed, and the register goes on saying so.
    """
    from ...records.models import Opening

    today = home.clock.today()
    with home.at_work():
        late = list(_late(Opening.objects.select_related("use"), today))
    for opening in late:
        _lapse(home, opening)
    return bool(late)


def refuse_opener(use: Any, person: Any) -> None:
    """Raise Refused where somebody confirmed the opening on whose use they would decide."""
    from ...records.models import Opening

    if Opening.objects.filter(use=use, confirmed_by=person).exists():
        raise Refused(
            Refusal(
                what="whoever opened a use in a crisis does not decide on it at its review.",
                why="Two people opened it without a review; the review is a third person's.",
                clause="S9 two people",
                ask=f"another {use.accountable_officer}.",
            )
        )


def record_review(use: Any, act: Act) -> None:
    """Record that an opened use has had its full review: the officer's decision, yes or no."""
    from ...records.models import Opening

    owed = Opening.objects.filter(use=use, confirmed_at__isnull=False, reviewed_at__isnull=True)
    if owed.update(reviewed_at=act.at):
        act.facts["crisis_reviewed"] = True


def _late(openings: Any, today: date) -> Any:
    return openings.filter(review_by__lt=today, reviewed_at__isnull=True, lapsed_at__isnull=True)


def _lapse(home: Home, opening: Any) -> None:
    with acting_by_calendar(home, name="crisis-lapsed", use=opening.use.name) as act:
        # Read again under the lock: it may have been reviewed meanwhile.
        current = _late(type(opening).objects.filter(pk=opening.pk), home.clock.today()).first()
        act.moot = current is None
        if current is None:
            return
        for agreement in current.use.agreements.filter(state__in=OPEN):
            end(agreement, act)
        current.lapsed_at = act.at
        act.clauses = ("crisis › review_within",)
        current.save(update_fields=["lapsed_at"])
        act.facts.update(
            review_by=current.review_by.isoformat(), because="its full review was not had in time"
        )
