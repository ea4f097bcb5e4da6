"""What should be done by itself and was not: scheduled questions, and whatever the worker does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...kernel import Sentence, day_of, sentences, worded
from ..home import Home
from ..jobs.standing import worker_state
from ..rights import Right
from ..scheduling.showing import ANSWERED, ScheduleView, views_of
from .items import Awaiting, Awaits, Whom

# That a schedule ended by itself is told for so long.
_TOLD_FOR = timedelta(days=28)


def of_schedules(whom: Whom, today: date) -> Iterator[Awaiting]:
    """Yield one's own schedules whose last question was not answered, or that ended by themselves.

    What was answered since, or stopped by somebody, asks for nothing more.
    """
    from ...records.models import Schedule

    if not whom.may(Right.QUESTION_ASK):
        return
    lately = Schedule.objects.filter(until__gte=today - _TOLD_FOR)
    own = lately.filter(scheduled_by__code=whom.code, end__ended_by=None)
    for one in views_of(own, whom.code, today):
        why = _why_told(one, today)
        if why and one.last:
            yield Awaiting(
                Awaits.SCHEDULE,
                of=f"{one.use}/{one.number}",
                use=one.use,
                what=Sentence(
                    "Your scheduled question was not answered: %(title)s", title=one.title
                ),
                why=why,
                since=day_of(one.last.at),
            )


def of_worker(home: Home, whom: Whom) -> Iterator[Awaiting]:
    """Yield that no worker has run though something is due, to who keeps the home."""
    if not whom.may(Right.HOME_BACKUP):
        return
    state = worker_state(home)
    if state.missed:
        overdue = "; ".join(one.says for one in state.overdue)
        yield Awaiting(
            Awaits.WORKER,
            of="worker",
            what=Sentence("Start the worker: what is due is not done by itself"),
            why=Sentence("None has run for over an hour. Overdue: %(what)s.", what=overdue),
            since=day_of(min(one.due for one in state.overdue)),
        )


def _why_told(one: ScheduleView, today: date) -> str:
    last = one.last
    if last is None or last.outcome == ANSWERED:
        return ""
    said = Sentence(
        "On %(day)s it was %(outcome)s: %(why)s",
        day=day_of(last.at),
        outcome=worded(last.outcome),
        why=last.why,
    )
    if one.running:
        return said
    over = day_of(one.ended_at) if one.ended_at else one.until
    if today - over > _TOLD_FOR:
        return ""
    return sentences(said, Sentence("It asks no more."), one.ended)
