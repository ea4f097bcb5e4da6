"""The acts of schedules: have a saved question asked on some days, and stop that."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...kernel import BadInput, NotFound, Refused, day_in_words
from ..acting import acting
from ..home import Home
from ..rights import Right
from ..self_service import explain
from ..workbench.saved import saved_named
from ..workbench.whom import Standing, exact_standing_of
from .ends import Because, end_schedule
from .rhythm import LAST_DAY, Every, Rhythm
from .showing import schedules_of


def schedule_question(
    home: Home,
    *,
    by: str,
    use: str,
    number: int,
    every: str,
    until: date,
    on: int = 0,
    starts: date | None = None,
) -> int:
    """Have a saved question asked every day, week or month; return the number of the schedule.

    ``on`` is the day of the week (Monday is 1) or of the month, 0 that of the first day; the first
    day is today where none is named. It is asked for whoever schedules it, and decided anew each
    time. Raises NotFound, BadInput for days that cannot be, Refused and BadQuestion for a question
    that may not be asked now.
    """
    today = home.clock.today()
    rhythm = _rhythm(every, on, starts or today, until)
    _refuse_unaskable(home, by=by, use=use, number=number)
    with acting(home, by=by, right=Right.QUESTION_ASK, name="question-scheduled", use=use) as act:
        standing = exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        _refuse_days(rhythm, standing, today=today)
        saved = saved_named(use, number)
        _refuse_twice(saved, act.person, today=today)
        days = {name: getattr(rhythm, name) for name in ("every", "on", "starts", "until")}
        made = saved.schedules.create(**days, scheduled_by=act.person, scheduled_at=act.at)
        act.clauses = ("until",)
        act.facts.update(
            number=saved.pk,
            schedule=made.pk,
            every=rhythm.every.value,
            until=rhythm.until.isoformat(),
        )
    return int(made.pk)


def _refuse_unaskable(home: Home, *, by: str, use: str, number: int) -> None:
    """Raise Refused, with the gate's own reason, for a saved question that may not be asked now."""
    with home.at_work():
        question = saved_named(use, number).question
    decision = explain(home, by=by, use=use, question=question)
    if decision.refusal:
        raise Refused(decision.refusal)


def unschedule_question(home: Home, *, by: str, use: str, schedule: int) -> None:
    """Stop a schedule; any named analyst of the use may.

    Raises NotFound where there is none of that number that still asks.
    """
    with acting(home, by=by, right=Right.QUESTION_ASK, name="schedule-stopped", use=use) as act:
        exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        found = schedules_of(use).filter(pk=schedule, end__isnull=True).first()
        if found is None:
            raise NotFound(
                "There is no schedule of that number that still asks.",
                why="It has ended, or its question was saved to another use.",
                next_step="See the schedules of the use.",
            )
        end_schedule(act, found, Because.STOPPED, by=act.person)
        act.facts.update(schedule=schedule)


def _rhythm(every: str, on: int, starts: date, until: date) -> Rhythm:
    if every not in set(Every):
        raise BadInput(
            "A question is asked every day, every week or every month.",
            next_step=f"Name one of {', '.join(Every)}.",
        )
    how = Every(every)
    first = {Every.DAY: 0, Every.WEEK: starts.isoweekday(), Every.MONTH: starts.day}[how]
    if not 0 <= on <= LAST_DAY[how]:
        raise BadInput(
            "There is no such day of a week or of a month.",
            why="Days of the week are 1 to 7, Monday first; days of the month are 1 to 31.",
            next_step="Name one of these, or none where it is asked every day.",
        )
    return Rhythm(how, on or first, starts, until)


def _refuse_days(rhythm: Rhythm, standing: Standing, *, today: date) -> None:
    if rhythm.starts < today:
        raise BadInput(
            "A schedule cannot begin in the past.", next_step="Begin today, or on a later day."
        )
    if rhythm.until > standing.terms.ends:
        raise BadInput(
            f"The agreement ends on {day_in_words(standing.terms.ends)}.",
            why="Nothing is asked after it.",
            next_step="Let the schedule end on that day, or earlier.",
        )
    if rhythm.newest(rhythm.until) is None:
        raise BadInput(
            "Between its first and its last day this schedule would never ask.",
            next_step="Let it end later, or choose another day.",
        )


def _refuse_twice(saved: Any, person: Any, *, today: date) -> None:
    standing = saved.schedules.filter(end__isnull=True, until__gte=today)
    if standing.filter(scheduled_by=person).exists():
        raise BadInput(
            "You have scheduled this question already.",
            next_step="Stop that schedule first, then schedule it anew.",
        )
