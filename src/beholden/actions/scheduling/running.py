"""Asking by a schedule: an ordinary question of whoever scheduled it, decided as they are now.

That it was asked, for which of its days, is written in the act of the receipt. So however many
workers try, and wherever one is killed, it is asked for a day once or not yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ...kernel import BeholdenError, Damaged, Receipt, Refusal, Refused, Unavailable
from ..acting import Act, acting_by_calendar
from ..agreements import keep_dates
from ..asking import ask
from ..home import Home
from ..keeping_answers import named_no, no_in_facts, write_unanswered
from .ends import end_schedule, why_over
from .kept import forget_answers, sealed_answer
from .rhythm import Every, Rhythm

if TYPE_CHECKING:
    import pyarrow as pa


class AskedAlreadyError(Exception):
    """Another worker asked for this day meanwhile, or somebody stopped the schedule."""


def rhythm_of(schedule: Any) -> Rhythm:
    """Return on which days a schedule asks."""
    return Rhythm(Every(schedule.every), schedule.on, schedule.starts, schedule.until)


def run_schedule(home: Home, *, schedule: int) -> None:
    """Ask the question of a schedule, if it is to ask today.

    What is refused or stopped at a limit is on record and asked for again on its next day. Raises
    Unavailable and Damaged, where the machine or what is stored is at fault: it may be tried again.
    """
    keep_dates(home)
    with home.at_work():
        found = _named(schedule)
        due = due_of(found, home.clock.today()) if found else None
    if found is None or due is None:
        return
    asked = _Asked(home, found.pk, due)
    try:
        _ask(home, found, asked)
    except AskedAlreadyError:
        return


def due_of(schedule: Any, today: date) -> date | None:
    """Return the day for which a schedule that has not ended is to ask today, or None."""
    newest = schedule.runs.order_by("-due").values_list("due", flat=True).first()
    return rhythm_of(schedule).due(today, asked=newest)


def _ask(home: Home, schedule: Any, asked: _Asked) -> None:
    saved, person = schedule.saved, schedule.scheduled_by
    try:
        _refuse_who_left(person)
        ask(home, by=person.code, use=saved.use.name, question=saved.question, scheduled=asked)
    except (Unavailable, Damaged):
        raise
    except BeholdenError as fault:
        with home.at_work():
            written = schedule.runs.filter(due=asked.due).exists()
        if not written:
            # It was not for their question: they left, or their office does not ask any more.
            _record_by_calendar(home, schedule, asked, fault)


def _refuse_who_left(person: Any) -> None:
    if not person.active:
        raise Refused(
            Refusal(
                what="whoever scheduled this question has left.",
                why="A schedule asks for one person, with the office and the training they have.",
                clause="people › left",
                next_step="another named analyst may schedule it.",
            )
        )


def _record_by_calendar(home: Home, schedule: Any, asked: _Asked, fault: BeholdenError) -> None:
    saved = schedule.saved
    name = named_no(fault)
    with acting_by_calendar(home, name=name, use=saved.use.name) as act:
        facts = no_in_facts(fault, name=name)
        receipt = write_unanswered(
            act, question=saved.question, facts=facts, asker=schedule.scheduled_by
        )
        # Why is somebody's own affair: that they left, or lack a course. The receipt has it.
        act.clauses = ("schedules",)
        asked.unanswered(act, receipt, fault)


def _named(schedule: int) -> Any:
    from ...records.models import Schedule

    standing = Schedule.objects.filter(pk=schedule, end__isnull=True)
    return standing.select_related("saved__use", "scheduled_by").first()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A schedule that asks for one of its days; each part is written under the ledger's lock."""

    home: Home
    schedule: int
    due: date

    def answered(
        self, act: Act, receipt: Receipt, *, extract: str, table: pa.Table, notes: tuple[str, ...]
    ) -> None:
        """Keep the answer in place of the one before."""
        found = self._still(act)
        forget_answers(found.runs.all())
        kept = sealed_answer(self.home, receipt, extract=extract, table=table, notes=notes)
        found.runs.create(due=self.due, receipt_id=receipt.id, answer=kept)

    def unanswered(self, act: Act, receipt: str, fault: BeholdenError) -> None:
        """Write that it was refused or stopped; end the schedule where that will not pass."""
        found = self._still(act)
        if isinstance(fault, Unavailable | Damaged):
            return
        found.runs.create(due=self.due, receipt_id=receipt)
        over = why_over(found)
        if over:
            end_schedule(act, found, over)

    def _still(self, act: Act) -> Any:
        found = _named(self.schedule)
        if found is None or found.runs.filter(due=self.due).exists():
            raise AskedAlreadyError
        act.facts["schedule"] = self.schedule
        return found
