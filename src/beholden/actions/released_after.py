"""What may leave after the end: not what was broken off.

A table that was asked for in time may still be approved and published when its agreement has come
to its last day, or has its next version. It may not where somebody said no meanwhile: the officer
declined the use, a review said no, a party withdrew, the data-protection officer ended it early, or
a crisis was not reviewed in time. And nothing leaves while a review that the board asked for is
overdue: whether the use should go on is what it would say. What the board asked for and the officer
accepted meanwhile binds it too: its question is decided anew, as of the day on which it was asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from .. import gate
from ..kernel import Refusal, Refused, day_in_words, day_of
from ..records import reading
from .looking_again import terms_now


def refuse_broken_off(waiting: Any) -> None:
    """Raise Refused where the use of a release, or its agreement, was broken off."""
    why = _why_broken_off(waiting)
    if why:
        raise Refused(
            Refusal(
                what="what this table was made under was broken off, so it does not leave.",
                why=why,
                clause="releases › after the end",
                next_step="have the use decided and agreed anew, then ask and release anew.",
                ask="the data-protection officer.",
            )
        )


def refuse_overdue(waiting: Any, *, today: date) -> None:
    """Raise Refused where the use of a release is owed a review whose day has come.

    A review that was to come after the agreement's last day is not owed for what was made before.
    """
    agreement = waiting.receipt.agreement
    owed = reading.review_owed_by(agreement)
    if owed is not None and owed <= min(today, agreement.ends):
        raise Refused(
            Refusal(
                what="this use must be reviewed before anything more of it leaves.",
                why="The board put the condition that it is looked at again by "
                f"{day_in_words(owed)}.",
                clause="conditions › review_by",
                next_step="record the review; tables are approved and published again from then "
                "on.",
                ask=f"the {waiting.use.accountable_officer}.",
            )
        )


def refuse_tightened(waiting: Any) -> None:
    """Raise Refused where what holds now would refuse the question of a release, or show less.

    It is decided as of the day on which it was asked, since a last day that came meanwhile does not
    keep it back; ``refuse_overdue`` tells of a review that is owed.
    """
    asked = waiting.receipt
    terms = replace(terms_now(asked.agreement), review_by=None)
    decision = gate.decide(asked.question, terms, today=day_of(asked.asked_at))
    if decision.plan is None:
        raise Refused(decision.refusal or Refusal(what="this question.", why=""))
    held = decision.plan.smallest_group
    if held > waiting.checked["facts"]["smallest_group"]:
        raise Refused(
            Refusal(
                what="this table shows smaller groups than may be shown now.",
                why=f"Since it was checked, {held} became the smallest group "
                f"({decision.plan.because}).",
                clause="conditions › smallest_group",
                next_step="ask the question again, and release that answer.",
            )
        )


def _why_broken_off(waiting: Any) -> str:
    agreement = waiting.receipt.agreement
    if waiting.use.state == "declined":
        return "The accountable officer declined its use."
    if agreement.state == "withdrawn":
        return f"A party withdrew from the agreement {agreement.name}."
    if _lapsed(waiting.use):
        return "Its use was opened in a crisis, and its full review was not had in time."
    if agreement.state == "ended" and day_of(agreement.ended_at) <= agreement.ends:
        return f"The agreement {agreement.name} was ended before its last day had passed."
    return ""


def _lapsed(use: Any) -> bool:
    """Return whether a use was opened in a crisis, lapsed, and has not been approved since."""
    from ..records.models import Opening

    lapsed = Opening.objects.filter(use=use, lapsed_at__isnull=False)
    return bool(use.state != "approved" and lapsed.exists())
