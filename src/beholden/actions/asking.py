"""Asking: decide, run, treat, and keep a receipt. Every question is on the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from .. import gate
from ..kernel import (
    BadQuestion,
    BeholdenError,
    Cells,
    NotFound,
    Receipt,
    Refusal,
    Refused,
    Terms,
    Unavailable,
)
from .acting import Act, require
from .agreeing.standing import has_not_signed, suspended
from .agreements import agreement_to_ask_under
from .fitted_tables import extract_of
from .home import Home
from .keeping_answers import (
    Scheduled,
    Told,
    keep_answer,
    named_no,
    no_in_facts,
    record_unanswered,
)
from .learning.needed import rule_on, untrained
from .looking_again import terms_now
from .named_use import use_named
from .rights import Right
from .sealing import current_extract
from .undertakings import stopped_by

if TYPE_CHECKING:
    import pyarrow as pa

EVERYBODY = "all staff"


@dataclass(frozen=True, slots=True)
class Answered:
    """The rows that came back, and the receipt that is kept of them."""

    table: pa.Table
    receipt: Receipt
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Under:
    """Who asks, with the right to, and the agreement that they ask under with its terms of today.

    It is read once for all that is decided of one request, and kept for no other.
    """

    person: Any
    agreement: Any
    terms: Terms


def _under(home: Home, *, by: str, use: str) -> Under:
    with home.at_work():
        person, _ = require(home, by=by, right=Right.QUESTION_ASK)
        agreement = agreement_to_ask_under(use_named(use))
        return Under(person, agreement, terms_now(agreement))


def decided(home: Home, under: Under, question: str) -> gate.Decision:
    """Return the decision on a question; the dates are kept, and their right is seen to."""
    person, terms, today = under.person, under.terms, home.clock.today()
    with home.at_work():
        stopped = stopped_by(under.agreement.use, today=today)
        rule = rule_on(today) if terms.training else None
        lacks = untrained(person, terms.training, rule=rule, today=today)
        given = not_given_to(person, agreement=under.agreement, terms=terms, today=today)
    refusal = given or stopped
    if refusal:
        return gate.Decision(question, allowed=False, refusal=refusal, clauses=(), plan=None)
    return gate.decide(question, terms, today=today, lacks=lacks)


def ask(
    home: Home,
    *,
    by: str,
    use: str,
    question: str,
    cancel: gate.Cancel | None = None,
    scheduled: Scheduled | None = None,
) -> Answered:
    """Ask a question under a use; return the rows that may be shown, with their receipt.

    The dates are kept already, by whoever found that it is asked here. ``cancel`` stops it from
    another thread; Ctrl-C does so too. ``scheduled`` is the schedule that asks it, if one does.
    Raises Refused, BadQuestion, OutOfLimits, NotFound; each is on the record too. Refusals depend
    on the question, the terms and the asker's office and training alone (S2).
    """
    asker = _Asker(by, use, scheduled)
    try:
        under = _under(home, by=by, use=use)
        decision = decided(home, under, question)
    except BadQuestion as fault:
        _record_no(home, asker, question, name=named_no(fault), fault=fault)
        raise
    if not decision.allowed or decision.plan is None:
        raise _refuse(home, asker, decision)
    try:
        record = _extract_to_ask(home, use=use, agreement=under.agreement)
        with _interrupts_recorded(home, asker, question):
            ran = _worked_out(home, use=use, plan=decision.plan, record=record, cancel=cancel)
        by_terms = (under.terms, decision)
        return _kept(home, asker, by_terms=by_terms, ran=ran, record=record)
    except BeholdenError as fault:
        _record_stopped(home, asker, question, fault)
        raise


@dataclass(frozen=True, slots=True)
class _Asker:
    """For whom it is asked, under which use, and the schedule by which, if by one."""

    by: str
    use: str
    scheduled: Scheduled | None


@contextmanager
def _interrupts_recorded(home: Home, asker: _Asker, question: str) -> Iterator[None]:
    """Keep the record of a question that Ctrl-C stops before it has its answer."""
    try:
        yield
    except KeyboardInterrupt:
        _record_stopped(home, asker, question, gate.stopped_by_asker())
        raise


def _extract_to_ask(home: Home, *, use: str, agreement: Any) -> Any:
    """Return the record of the extract that stands under an agreement."""
    with home.at_work():
        record = current_extract(use_named(use))
    if record is None:
        raise NotFound(
            "Nothing has been sealed for this use yet.",
            why="Questions are asked of an extract, never of the council's data.",
            next_step=f"beholden seal {use}",
            ask="the data-protection officer",
        )
    if record.agreement.pk != agreement.pk:
        # What was decided under one agreement is never asked of another's extract.
        raise _sealed_anew()
    return record


@dataclass(frozen=True, slots=True)
class _Ran:
    """What came of a plan that ran, treated, and how it was kept in."""

    answer: gate.Answer
    isolation: gate.Isolation


def _worked_out(
    home: Home, *, use: str, plan: gate.Plan, record: Any, cancel: gate.Cancel | None
) -> _Ran:
    """Run what was allowed and treat what came out, all of it kept in the same way."""
    isolation = home.isolation()
    try:
        cells = run_plan(home, plan, record, cancel=cancel, isolation=isolation)
    except (Refused, NotFound):
        # The key or the file went while the question ran.
        _refuse_if_replaced(home, use=use, record=record)
        raise
    answer = gate.treat(*cells, plan=plan, cancel=cancel, isolation=isolation)
    return _Ran(answer, isolation)


def run_plan(
    home: Home,
    plan: gate.Plan,
    record: Any,
    *,
    cancel: gate.Cancel | None = None,
    isolation: gate.Isolation | None = None,
) -> tuple[Cells, ...]:
    """Run a plan in the sealed engine against the extract of a record."""
    extract, how = extract_of(home, record), isolation or home.isolation()
    return run_parts(home, plan, extract, keys=home.keys, cancel=cancel, isolation=how)


def run_parts(
    home: Home,
    plan: gate.Plan,
    extract: gate.Extract,
    *,
    keys: gate.Keys,
    isolation: gate.Isolation,
    cancel: gate.Cancel | None = None,
) -> tuple[Cells, ...]:
    """Run each part of a plan; together they keep to the limits that the council set.

    What the extract's record notes is believed: changed, it would not open.
    """
    left, cells = home.limits.seconds, []
    for part in plan.given(extract.noted).apart():
        started = monotonic()
        limits = gate.Limits(max(0.1, left), home.limits.memory_mb, home.limits.rows)
        run = partial(gate.run, part, extract, keys=keys, limits=limits)
        cells.append(run(cancel=cancel, isolation=isolation))
        left -= monotonic() - started
    return tuple(cells)


def _refuse_if_replaced(home: Home, *, use: str, record: Any) -> None:
    with home.at_work():
        now = current_extract(use_named(use))
    if now is not None and now.pk != record.pk:
        raise _sealed_anew()


def _sealed_anew() -> Unavailable:
    return Unavailable(
        "The data of this use were sealed anew while the question ran.",
        why="The extract that it was asked of is destroyed.",
        next_step="Ask again.",
    )


def not_given_to(person: Any, *, agreement: Any, terms: Terms, today: date) -> Refusal | None:
    """Return why an agreement gives somebody no answer, whatever they ask; None where it does.

    ``terms`` are those of today (``terms_now``).
    """
    return (
        has_not_signed(agreement, person.organisation)
        or _not_a_party(terms, person.organisation)
        or ended_early(agreement, today)
    )


def _not_a_party(terms: Terms, organisation: str) -> Refusal | None:
    to = terms.aggregate.to if terms.aggregate else ()
    if organisation in to or EVERYBODY in to:
        return None
    if terms.closed_by("aggregate"):
        return gate.closed_output(terms, "aggregate")
    return Refusal(
        what="this agreement does not give answers to your organisation.",
        why=f"The agreement {terms.agreement} gives them to {', '.join(to) or 'nobody'}.",
        clause="outputs › aggregate › to",
        ask="the data-protection officer.",
    )


def ended_early(agreement: Any, today: date) -> Refusal | None:
    """Return the refusal of an agreement that is suspended or ended before its last day, or None.

    Its last day itself is a term, which the gate reads.
    """
    stopped = suspended(agreement)
    if stopped:
        return stopped
    stands = agreement.state == "in_force" and agreement.use.state != "declined"
    if stands or today > agreement.ends:
        return None
    return Refusal(
        what="the agreement has ended; there is nothing left to ask.",
        why=f"The agreement {agreement.name} was ended before its last day, and the key of its "
        "extract was destroyed.",
        clause="at_the_end",
        ask="the data-protection officer.",
    )


def _kept(
    home: Home, asker: _Asker, *, by_terms: tuple[Terms, gate.Decision], ran: _Ran, record: Any
) -> Answered:
    """Keep the receipt of an answer, which may be shown only then."""

    def gone(current: Any) -> BeholdenError:
        _refuse_if_replaced(home, use=current.use.name, record=current)
        stopped = suspended(current.agreement)
        if stopped:
            return Refused(stopped)
        return Refused(
            Refusal(
                what="the agreement has ended; there is nothing left to ask.",
                why="It ended while the question ran.",
                clause="until",
            )
        )

    answer = ran.answer

    def also(act: Act, receipt: Receipt) -> None:
        if asker.scheduled:
            told_of = {"extract": record.pk, "table": answer.table, "notes": answer.notes}
            asker.scheduled.answered(act, receipt, **told_of)

    right = Right.QUESTION_ASK
    told = _told_of(*by_terms, ran)
    receipt = keep_answer(
        home, by=asker.by, right=right, record=record, told=told, gone=gone, also=also
    )
    return Answered(answer.table, receipt, answer.notes)


def _told_of(terms: Terms, decision: gate.Decision, ran: _Ran) -> Told:
    """Return what a receipt tells of an answer: what was asked, and how much was shown."""
    answer = ran.answer
    return Told(
        terms=terms,
        question=decision.question,
        sql=decision.plan.sql if decision.plan else "",
        public=gate.public_question(decision),
        clauses=decision.clauses,
        subjects=answer.subjects,
        shown=answer.shown,
        withheld=answer.withheld,
        isolation=ran.isolation.value,
    )


def _refuse(home: Home, asker: _Asker, decision: gate.Decision) -> Refused:
    refused = Refused(decision.refusal or Refusal(what="this question.", why=""))
    _record_no(home, asker, decision.question, name="question-refused", fault=refused)
    return refused


def _record_stopped(home: Home, asker: _Asker, question: str, fault: BeholdenError) -> None:
    _record_no(home, asker, question, name="question-stopped", fault=fault)


def _record_no(
    home: Home, asker: _Asker, question: str, *, name: str, fault: BeholdenError
) -> None:
    def also(act: Act, receipt: str) -> None:
        if asker.scheduled:
            asker.scheduled.unanswered(act, receipt, fault)

    facts = no_in_facts(fault, name=name)
    record_unanswered(
        home, by=asker.by, use=asker.use, question=question, name=name, facts=facts, also=also
    )
