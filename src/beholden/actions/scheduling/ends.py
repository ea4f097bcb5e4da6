"""Why a schedule asks no more: somebody stopped it, or a refusal will not pass."""

from __future__ import annotations

from typing import Any

from ...kernel import ToldCode
from ..acting import Act
from ..agreements import HOLDING


class Because(ToldCode):
    """Why a schedule ended before its last day, in a sentence."""

    STOPPED = "stopped", "It was stopped."
    PERSON_LEFT = "person-left", "Whoever scheduled it has left, and nobody is asked for any more."
    AGREEMENT_OVER = "agreement-over", "The agreement has ended, and there is nothing left to ask."
    QUESTION_GONE = "question-gone", "The saved question was taken off the list."


def why_over(schedule: Any) -> Because | None:
    """Return why a schedule can ask no more, or None where a refusal may still pass.

    A use that is suspended may go on, and training may be taken; who has left, and an agreement
    that has ended without another that waits, do not come back.
    """
    if not schedule.scheduled_by.active:
        return Because.PERSON_LEFT
    agreements = schedule.saved.use.agreements
    waits = agreements.filter(state__in=(*HOLDING, "offered")).exists()
    if schedule.saved.use.state == "declined" or not waits:
        return Because.AGREEMENT_OVER
    return None


def end_schedule(act: Act, schedule: Any, because: Because, *, by: Any = None) -> None:
    """End a schedule as a part of an act; ``by`` is who stopped it, None where it ended itself."""
    from ...records.models import ScheduleEnd

    ScheduleEnd.objects.create(schedule=schedule, because=because, ended_by=by, ended_at=act.at)
    act.facts.setdefault("schedules_ended", []).append(schedule.pk)
