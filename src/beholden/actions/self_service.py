"""Asking by anybody: named analysts ask the extract, everybody else the sealed fitted table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import selfservice
from ..kernel import (
    BeholdenError,
    Clause,
    DatasetVersion,
    NotFound,
    Receipt,
    Refusal,
    Refused,
    Terms,
    new_id,
)
from . import asking
from .acting import Act, acting, person_named, require
from .agreements import agreement_to_ask_under, keep_dates
from .asking import EVERYBODY, Answered
from .fitted_tables import open_fitted
from .home import Home
from .rights import Right, role_that_may
from .sealing import current_extract
from .uses import use_named

if TYPE_CHECKING:
    import pyarrow as pa

_OUTSIDE = frozenset({"partner"})


def ask(home: Home, *, by: str, use: str, question: str) -> Answered:
    """Ask a question under a use; return the rows that may be shown, with their receipt.

    Named analysts are answered from the extract; whomever the agreement gives self-service and
    nothing else, from the fitted table, each number with its band. Raises Refused, BadQuestion,
    OutOfLimits, NotFound; each is on the record too. Refusals depend on the question, the terms and
    the asker's office alone (S2).
    """
    agreement = _for_self_service(home, by=by, use=use)
    if agreement is None:
        return asking.ask(home, by=by, use=use, question=question)
    try:
        decision = _decided(home, agreement, question)
        if decision.asks is None:
            raise Refused(decision.refusal or Refusal(what="this question.", why=""))
        return _answered(home, by=by, agreement=agreement, decision=decision)
    except BeholdenError as fault:
        _record_unanswered(home, by=by, use=use, question=question, fault=fault)
        raise


def explain(home: Home, *, by: str, use: str, question: str) -> Any:
    """Return the decision on a question without answering or recording it.

    It has ``allowed``, ``clauses`` and ``refusal``, whichever way the asker would be answered.
    """
    agreement = _for_self_service(home, by=by, use=use)
    if agreement is None:
        return asking.explain(home, by=by, use=use, question=question)
    return _decided(home, agreement, question)


def _for_self_service(home: Home, *, by: str, use: str) -> Any:
    """Return the agreement that gives somebody self-service and no exact answers, or None."""
    keep_dates(home)
    with home.at_work():
        person = person_named(by)
        roles = set(person.roles.values_list("role", flat=True))
        agreement = agreement_to_ask_under(use_named(use))
        terms = Terms.from_dict(agreement.terms)
        named = terms.aggregate.to if terms.aggregate else ()
        exact = {person.organisation, EVERYBODY} & set(named)
        if (exact and role_that_may(frozenset(roles), Right.QUESTION_ASK)) or not _given_to(
            terms, person.organisation, roles
        ):
            return None
        require(by=by, right=Right.SELF_SERVICE_ASK)
        return agreement


def _given_to(terms: Terms, organisation: str, roles: set[str]) -> bool:
    """Return whether self-service is given: all staff are those who hold an office here."""
    to = terms.self_service.to if terms.self_service else ()
    return organisation in to or (EVERYBODY in to and bool(roles - _OUTSIDE))


def _decided(home: Home, agreement: Any, question: str) -> selfservice.FittedDecision:
    terms, today = Terms.from_dict(agreement.terms), home.clock.today()
    refusal = asking.ended_early(agreement, today)
    if refusal:
        return selfservice.FittedDecision(question, False, refusal, (), None, today)
    return selfservice.decide_fitted(question, terms, today=today)


def _answered(
    home: Home, *, by: str, agreement: Any, decision: selfservice.FittedDecision
) -> Answered:
    with home.at_work():
        record = current_extract(agreement.use)
    if record is None or record.agreement.pk != agreement.pk:
        raise NotFound(
            "Nothing has been sealed for this use yet.",
            why="Self-service is answered from a fitted table, which sealing makes.",
            next_step=f"beholden seal {agreement.use.name}",
            ask="the data-protection officer",
        )
    terms, asks = Terms.from_dict(agreement.terms), decision.asks
    if asks is None:
        raise Refused(Refusal(what="this question.", why=""))
    smallest = _smallest(terms, asks)
    answer = selfservice.answer_fitted(open_fitted(home, record), asks, smallest=smallest)
    table = _shown(answer.table, asks)
    receipt = _record_answer(
        home,
        by=by,
        decision=decision,
        record=record,
        told=(table, answer, smallest),
    )
    return Answered(table, receipt, tuple(_notes(asks)))


def _smallest(terms: Terms, asks: selfservice.FittedQuestion) -> int:
    """Return the smallest group that the terms allow for what is asked; 1 where none is said."""
    if not any(not rule.when for rule in terms.group_rules):
        return max((rule.size for rule in terms.group_rules), default=1)
    return terms.smallest_group(asks.dimensions).size


def _shown(table: pa.Table, asks: selfservice.FittedQuestion) -> pa.Table:
    """Return the rows rounded: numbers of subjects and sums to a tenth, averages to thousandths."""
    import pyarrow.compute as pc

    digits = {asked.name: 3 if asked.function == "avg" else 1 for asked in asks.asked}
    for name, places in digits.items():
        for column in (name, name + selfservice.WITHIN):
            at = table.column_names.index(column)
            table = table.set_column(at, column, pc.round(table.column(column), places))
    return table


def _notes(asks: selfservice.FittedQuestion) -> Iterator[str]:
    named = ", ".join(asked.name for asked in asks.asked)
    yield (
        f"From a fitted table: {named} may be off by as much as its column "
        f"…{selfservice.WITHIN} says, 19 times in 20."
    )


def _band(table: pa.Table, asks: selfservice.FittedQuestion) -> Iterator[Clause]:
    """Give the band of each number as the receipt keeps it: the least and the largest."""
    for asked in asks.asked:
        within = table.column(asked.name + selfservice.WITHIN).to_pylist()
        if within:
            yield Clause(
                f"error band › {asked.name}",
                f"19 in 20 true values are within {min(within):g} to {max(within):g} of the number",
            )


def _record_answer(
    home: Home,
    *,
    by: str,
    decision: selfservice.FittedDecision,
    record: Any,
    told: tuple[pa.Table, selfservice.FittedAnswer, int],
) -> Receipt:
    from ..records.models import Receipt as ReceiptRecord

    use = record.use.name
    with acting(
        home, by=by, right=Right.SELF_SERVICE_ASK, name="question-answered", use=use
    ) as act:
        current = type(record).objects.select_related("use", "agreement").get(pk=record.pk)
        if current.state != "current":
            raise NotFound("The fitted table was sealed anew, or ended.", next_step="Ask again.")
        receipt = _receipt(act, decision, current, told)
        ReceiptRecord.objects.create(
            id=receipt.id,
            use=current.use,
            agreement=current.agreement,
            extract=current,
            question=decision.question,
            allowed=True,
            facts=receipt.to_dict(),
            asked_by=act.person,
            asked_at=act.at,
        )
        act.facts.update(
            receipt=receipt.id,
            agreement=receipt.agreement,
            terms=receipt.terms_hash,
            extract=current.pk,
            question=receipt.sql,
            subjects=receipt.subjects,
            shown=receipt.shown,
        )
    return receipt


def _receipt(
    act: Act,
    decision: selfservice.FittedDecision,
    record: Any,
    told: tuple[pa.Table, selfservice.FittedAnswer, int],
) -> Receipt:
    terms, (table, answer, smallest) = Terms.from_dict(record.agreement.terms), told
    asks = decision.asks
    withheld = {f"fewer than {smallest}": answer.small} if answer.small else {}
    return Receipt(
        id=new_id("answer"),
        use=terms.use,
        purpose=terms.purpose,
        agreement=terms.agreement,
        terms_hash=record.agreement.terms_hash,
        question=decision.question,
        sql=asks.in_words() if asks else "",
        clauses=(*decision.clauses, *(_band(table, asks) if asks else ())),
        datasets=tuple(DatasetVersion(**facts) for facts in record.datasets),
        subjects=_rounded_down(answer.subjects),
        shown=table.num_rows,
        withheld=withheld,
        by_role=act.role,
        at=act.at.isoformat(timespec="seconds"),
        entry=act.index,
    )


def _rounded_down(subjects: float) -> int:
    return int(subjects // 10 * 10)


def _record_unanswered(
    home: Home, *, by: str, use: str, question: str, fault: BeholdenError
) -> None:
    refused = isinstance(fault, Refused)
    facts = (
        {"refusal": fault.refusal.to_dict()}
        if isinstance(fault, Refused)
        else {"stopped": fault.to_dict()["error"]}
    )
    asking.record_unanswered(
        home,
        by=by,
        use=use,
        question=question,
        name="question-refused" if refused else "question-stopped",
        facts=facts,
        right=Right.SELF_SERVICE_ASK,
    )
