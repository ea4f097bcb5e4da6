"""Who advised on a use does not decide on it (S9)."""

from __future__ import annotations

from typing import Any

from ...kernel import Refusal, Refused


def refuse_adviser(use: Any, person: Any) -> None:
    """Raise Refused where somebody advised on a use as a member of the board.

    Of advice whose meeting is on record, that is whoever was there and did not stand aside; of any
    other, every member whose term covers its day.
    """
    if any(has_advised(advice, person) for advice in use.advice.all()):
        raise Refused(
            Refusal(
                what="nobody decides on a use on which they advised as a member of the board.",
                why="The board advises and another decides.",
                clause="S9 two people",
                next_step="have the accountable officer decide, who did not sit.",
            )
        )


def has_advised(advice: Any, person: Any) -> bool:
    """Return whether somebody gave a piece of advice as a member of the board."""
    from ...records.models import AdviceGiven, BoardMember

    given = AdviceGiven.objects.select_related("item").filter(advice=advice).first()
    if given is None:
        terms = BoardMember.objects.filter(person=person)
        return bool(terms.filter(starts__lte=advice.meeting, ends__gte=advice.meeting).exists())
    there = given.item.meeting.attendances.filter(person=person).first()
    return there is not None and not given.item.stood_aside.filter(attendance=there).exists()
