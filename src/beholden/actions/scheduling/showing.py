"""Schedules as the named analysts of a use see them, and the answer for who scheduled one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...kernel import NotFound, Refusal, Refused
from ...records import databases
from ..acting import require
from ..agreements import agreement_to_ask_under
from ..asking import Answered, explain
from ..home import Home
from ..keeping_answers import in_effect
from ..looking_again import terms_now
from ..named_use import use_named
from ..rights import Right
from ..workbench.whom import exact_standing_of
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
        exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        return views_of(schedules_of(use), by, home.clock.today())


def scheduled_answer(home: Home, *, by: str, use: str, schedule: int) -> Answered:
    """Return the newest answer of one's own schedule, while it is kept.

    Whoever could not ask the question now is not shown it either, and nobody what was answered
    under other terms than hold now. Raises NotFound where there is none, Refused where it was
    scheduled by another, or may not be asked now.
    """
    with home.at_work():
        person, _ = require(home, by=by, right=Right.QUESTION_ASK)
        run = _newest_run(use, schedule)
        if run is not None and run.schedule.scheduled_by_id != person.pk:
            raise Refused(_anothers())
    if run is None:
        raise NotFound(
            "There is no answer of that schedule.",
            why="It has not asked yet, or it is of another use.",
            next_step="See the schedules of the use.",
        )
    decision = explain(home, by=by, use=use, question=run.receipt.question)
    if decision.refusal:
        raise Refused(decision.refusal)
    with home.at_work():
        under = agreement_to_ask_under(use_named(use))
        if not is_kept(run) or run.receipt.agreement_id != under.pk:
            raise _not_kept()
        if run.receipt.facts.get("in_effect") != in_effect(terms_now(under), Right.QUESTION_ASK):
            raise _under_other_terms()
        return opened_answer(home, run)


def schedules_of(use: str) -> Any:
    """Return the query for the schedules of a use, those that have ended with them."""
    from ...records.models import Schedule

    return Schedule.objects.filter(saved__use__name=use)


def views_of(schedules: Any, by: str, today: date) -> tuple[ScheduleView, ...]:
    """Return the schedules of a query as somebody sees them, each with its newest runs."""
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
    return tuple(_view(one, by, today) for one in with_runs)


def _view(schedule: Any, by: str, today: date) -> ScheduleView:
    end = getattr(schedule, "end", None)
    common = {
        "number": schedule.pk,
        "use": schedule.saved.use.name,
        "question": schedule.saved_id,
        "title": schedule.saved.title,
        "how_often": rhythm_of(schedule).in_words(),
        "starts": schedule.starts,
        "until": schedule.until,
        "office": schedule.scheduled_by.office,
        "running": end is None and today <= schedule.until,
    }
    if schedule.scheduled_by.code != by:
        return ScheduleView(**common, mine=False)
    return ScheduleView(**common, mine=True, **_for_whose_it_is(schedule, end, today))


def _for_whose_it_is(schedule: Any, end: Any, today: date) -> dict[str, Any]:
    rhythm = rhythm_of(schedule)
    runs = tuple(map(_run, schedule.newest))
    asked = runs[0].due if runs else None
    if end:
        because = Because(end.because).sentence
        return {"runs": runs, "ended": because, "ended_at": end.ended_at}
    return {
        "runs": runs,
        "next_due": rhythm.due(today, asked=asked) or rhythm.next(today),
        "missed": rhythm.missed(today, asked=asked),
    }


def _run(run: Any) -> RunView:
    receipt, facts = run.receipt, run.receipt.facts
    no = facts.get("refusal") or facts.get("stopped") or {}
    outcome = ANSWERED if receipt.allowed else REFUSED if "refusal" in facts else STOPPED
    return RunView(
        due=run.due,
        at=receipt.asked_at,
        outcome=outcome,
        why=" ".join(filter(None, [no.get("what"), no.get("why")])),
        receipt=receipt.pk,
        kept=run.answered and may_be_kept(run),
    )


def _newest_run(use: str, schedule: int) -> Any:
    from ...records.models import ScheduleRun

    runs = ScheduleRun.objects.filter(schedule=schedule, schedule__saved__use__name=use)
    answered = runs.filter(receipt__allowed=True).select_related(
        "schedule", "receipt__extract", "receipt__agreement"
    )
    return answered.order_by("-due").first()


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
