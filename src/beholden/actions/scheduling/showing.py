"""Schedules as the named analysts of a use see them, and the answer for who scheduled one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...kernel import BeholdenError, NotFound, Refusal, Refused, Terms
from ...records import databases, reading
from ..acting import require, role_for
from ..agreements import agreement_to_ask_under, keep_dates
from ..asking import Answered, Under, decided
from ..home import Home
from ..keeping_answers import in_effect
from ..looking_again import terms_now
from ..named_use import use_named
from ..rights import Right
from ..workbench.given import Given
from ..workbench.whom import exact_standing_of, given_of
from .ends import Because
from .kept import is_kept, may_be_kept, opened_answer
from .running import rhythm_of

MOST_RUNS = 10
ANSWERED, REFUSED, STOPPED = "answered", "refused", "stopped"


@dataclass(frozen=True, slots=True)
class RunView:
    """One time that a schedule asked: for which day, when, and what became of it.

    ``why`` is what the refusal said, or what stopped it; ``kept`` whether its answer can be read.
    """

    due: date
    at: datetime
    outcome: str
    why: str
    receipt: str
    kept: bool


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule of a saved question, as one of the named analysts of its use sees it.

    ``runs`` (the newest first), ``next_due`` and ``ended`` are empty for everybody but who
    scheduled it: why somebody was refused may be their own affair. ``running`` says whether it
    still asks, ``missed`` that its last day passed and no worker ran.
    """

    number: int
    use: str
    question: int
    title: str
    how_often: str
    starts: date
    until: date
    office: str
    mine: bool
    running: bool
    next_due: date | None = None
    ended: str = ""
    ended_at: datetime | None = None
    missed: date | None = None
    runs: tuple[RunView, ...] = ()

    @property
    def last(self) -> RunView | None:
        """Return the newest run, if there was any."""
        return self.runs[0] if self.runs else None


def scheduled_questions(home: Home, *, by: str, use: str) -> tuple[ScheduleView, ...]:
    """Return the schedules of a use, the oldest first, for its named analysts.

    Raises NotFound for an unknown use, Refused for whoever may not ask of its extract.
    """
    with home.at_work():
        standing = exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        return views_of(schedules_of(use), by, home.clock.today(), terms=standing.terms)


def scheduled_answer(home: Home, *, by: str, use: str, schedule: int) -> Answered:
    """Return the newest answer of one's own schedule, while it is kept.

    Whoever could not ask the question now is not shown it either, and nobody what was answered
    under other terms than hold now. Raises NotFound where there is none, Refused where it was
    scheduled by another, or may not be asked now.
    """
    keep_dates(home)
    with home.at_work():
        person, _ = require(home, by=by, right=Right.QUESTION_ASK)
        agreement = agreement_to_ask_under(use_named(use))
        under = Under(person, agreement, terms_now(agreement))
    return _answer(home, under, schedule)


@dataclass(frozen=True, slots=True)
class ScheduleShown:
    """A schedule with what its use gives, and its newest answer or the fault that keeps it back.

    Both are None where there is none of one's own.
    """

    given: Given
    schedule: ScheduleView
    answer: Answered | None = None
    not_shown: BeholdenError | None = None


def schedule_shown(home: Home, *, by: str, use: str, schedule: int) -> ScheduleShown:
    """Return all that a page shows of a schedule, for which the record is read once.

    Raises as ``scheduled_questions`` does, and NotFound where there is none of that number.
    """
    keep_dates(home)
    right, today = Right.QUESTION_ASK, home.clock.today()
    with home.at_work():
        standing = exact_standing_of(home, by=by, use=use, right=right)
        views = views_of(schedules_of(use).filter(pk=schedule), by, today)
        given = given_of(standing, {}, today=today)
    if not views:
        raise _no_schedule()
    if not any(run.kept for run in views[0].runs):
        return ScheduleShown(given, views[0])
    try:
        with home.at_work():
            role_for(standing.person, right, today=today)
        under = Under(standing.person, standing.agreement, standing.terms)
        return ScheduleShown(given, views[0], answer=_answer(home, under, schedule))
    except BeholdenError as fault:
        return ScheduleShown(given, views[0], not_shown=fault)


def _answer(home: Home, under: Under, schedule: int) -> Answered:
    """Return the newest answer of a schedule to whoever could ask it now; raise otherwise."""
    with home.at_work():
        run = _newest_run(under.agreement.use.name, schedule)
    if run is None:
        raise NotFound(
            "There is no answer of that schedule.",
            why="It has not asked yet, or it is of another use.",
            next_step="See the schedules of the use.",
        )
    if run.schedule.scheduled_by_id != under.person.pk:
        raise Refused(_anothers())
    decision = decided(home, under, run.receipt.question)
    if decision.refusal:
        raise Refused(decision.refusal)
    if not is_kept(run) or run.receipt.agreement_id != under.agreement.pk:
        raise _not_kept()
    if run.receipt.facts.get("in_effect") != in_effect(under.terms, Right.QUESTION_ASK):
        raise _under_other_terms()
    return opened_answer(home, run)


def schedules_of(use: str) -> Any:
    """Return the query for the schedules of a use, those that have ended with them."""
    from ...records.models import Schedule

    return Schedule.objects.filter(saved__use__name=use)


def views_of(
    schedules: Any, by: str, today: date, *, terms: Terms | None = None
) -> tuple[ScheduleView, ...]:
    """Return the schedules of a query as somebody sees them, each with its newest runs.

    An answer that was given under other ``terms`` than these, where they are of one use, is not
    told as kept: it is not shown again.
    """
    from django.db.models import Prefetch, Q

    from ...records.models import ScheduleRun

    # Of the answers, each of up to 4 MiB, only whether they are there. The database is named, for
    # what a slice needs of it is asked before the query is sent to that of the council at work.
    there = (
        ScheduleRun.objects.using(databases.current_alias())
        .defer("answer")
        .annotate(answered=~Q(answer=b""))
    )
    newest = there.order_by("-due").select_related("receipt__extract")
    found = schedules.select_related("saved__use", "scheduled_by", "end")
    with_runs = found.prefetch_related(Prefetch("runs", newest[:MOST_RUNS], to_attr="newest"))
    now = in_effect(terms, Right.QUESTION_ASK) if terms else None
    return tuple(_view(one, by, today, now) for one in with_runs)


def _view(schedule: Any, by: str, today: date, now: str | None) -> ScheduleView:
    end = getattr(schedule, "end", None)
    common = {
        "number": schedule.pk,
        "use": schedule.saved.use.name,
        "question": schedule.saved_id,
        "title": schedule.saved.title,
        "how_often": rhythm_of(schedule).in_words(),
        "starts": schedule.starts,
        "until": schedule.until,
        "office": reading.office_then(schedule.scheduled_by, schedule.scheduled_at),
        "running": end is None and today <= schedule.until,
    }
    if schedule.scheduled_by.code != by:
        return ScheduleView(**common, mine=False)
    return ScheduleView(**common, mine=True, **_for_whose_it_is(schedule, end, today, now))


def _for_whose_it_is(schedule: Any, end: Any, today: date, now: str | None) -> dict[str, Any]:
    rhythm = rhythm_of(schedule)
    runs = tuple(_run(run, now) for run in schedule.newest)
    asked = runs[0].due if runs else None
    if end:
        because = Because(end.because).sentence
        return {"runs": runs, "ended": because, "ended_at": end.ended_at}
    return {
        "runs": runs,
        "next_due": rhythm.due(today, asked=asked) or rhythm.next(today),
        "missed": rhythm.missed(today, asked=asked),
    }


def _run(run: Any, now: str | None) -> RunView:
    receipt, facts = run.receipt, run.receipt.facts
    no = facts.get("refusal") or facts.get("stopped") or {}
    outcome = ANSWERED if receipt.allowed else REFUSED if "refusal" in facts else STOPPED
    return RunView(
        due=run.due,
        at=receipt.asked_at,
        outcome=outcome,
        why=" ".join(filter(None, [no.get("what"), no.get("why")])),
        receipt=receipt.pk,
        kept=run.answered and may_be_kept(run) and now in (None, facts.get("in_effect")),
    )


def _newest_run(use: str, schedule: int) -> Any:
    from ...records.models import ScheduleRun

    runs = ScheduleRun.objects.filter(schedule=schedule, schedule__saved__use__name=use)
    answered = runs.filter(receipt__allowed=True).select_related(
        "schedule", "receipt__extract", "receipt__agreement"
    )
    return answered.order_by("-due").first()


def _no_schedule() -> NotFound:
    return NotFound(
        "There is no schedule of that number.",
        why="It is of another use, or there never was one.",
        next_step="See the schedules of the use.",
    )


def _anothers() -> Refusal:
    return Refusal(
        what="the answer of a schedule is for who scheduled it.",
        why="It was asked with their office and their training.",
        clause=f"rights › {Right.QUESTION_ASK}",
        next_step="ask the saved question yourself, or schedule it.",
    )


def _not_kept() -> NotFound:
    return NotFound(
        "The answer is kept no longer.",
        why="It ended with the extract that it is from, or was too large to be kept.",
        next_step="Ask the saved question again.",
    )


def _under_other_terms() -> NotFound:
    return NotFound(
        "The answer is shown no longer.",
        why="The terms have changed since it was given.",
        next_step="Ask the saved question again.",
    )
