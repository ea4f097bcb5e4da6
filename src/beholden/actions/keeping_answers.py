"""Keeping an answer, or a no: its receipt and its ledger entry, whichever way it was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..kernel import (
    BadQuestion,
    BeholdenError,
    Clause,
    DatasetVersion,
    Receipt,
    Refused,
    Terms,
    Unavailable,
    fingerprint,
    new_id,
)
from .acting import Act, acting
from .agreements import agreement_to_ask_under
from .home import Home
from .looking_again import terms_now
from .named_use import use_named
from .rights import Right
from .undertakings import refuse_stopped

if TYPE_CHECKING:
    import pyarrow as pa

# A text that is no question may be of any length; its beginning is enough for the record.
_LONGEST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt says that depends on how the question was answered.

    ``public`` is the question as the ledger may hold it; ``isolation`` is how what ran was kept
    in, empty where nothing ran. ``terms`` are those of today (``terms_now``), which decided.
    """

    terms: Terms
    question: str
    sql: str
    public: str
    clauses: tuple[Clause, ...]
    subjects: int
    shown: int
    withheld: Mapping[str, int]
    isolation: str = ""


class Scheduled(Protocol):
    """A schedule that asks: what it writes in the same act as the receipt."""

    def answered(
        self, act: Act, receipt: Receipt, *, extract: str, table: pa.Table, notes: tuple[str, ...]
    ) -> None:
        """Write that a question was answered, from the extract of that name."""

    def unanswered(self, act: Act, receipt: str, fault: BeholdenError) -> None:
        """Write that a question was refused or stopped."""


def keep_answer(
    home: Home,
    *,
    by: str,
    right: Right,
    record: Any,
    told: Told,
    gone: Callable[[Any], BeholdenError],
    also: Callable[[Act, Receipt], None] | None = None,
) -> Receipt:
    """Keep what was told from the extract of a record, as an act; return the receipt.

    ``also`` writes more in the same act. Raises what ``gone`` returns of the record where its
    extract cannot be asked now, Refused where the use was stopped meanwhile, Unavailable where what
    may be given changed since it was decided on.
    """
    with acting(home, by=by, right=right, name="question-answered", use=record.use.name) as act:
        current = type(record).objects.select_related("use", "agreement").get(pk=record.pk)
        if current.state != "current" or current.agreement.state != "in_force":
            raise gone(current)
        _refuse_other_terms(current.agreement, told.terms)
        # The last day of something undertaken may have passed while the question ran.
        refuse_stopped(current.use, today=home.clock.today())
        receipt = _receipt(act, told=told, record=current, right=right)
        _write(act, receipt, current)
        act.clauses = tuple(clause.where for clause in told.clauses)
        act.facts.update(
            receipt=receipt.id,
            agreement=receipt.agreement,
            terms=receipt.terms_hash,
            extract=current.pk,
            question=told.public,
            subjects=receipt.subjects,
            shown=receipt.shown,
            isolation=receipt.isolation,
        )
        if also:
            also(act, receipt)
    return receipt


def _refuse_other_terms(agreement: Any, decided_under: Terms) -> None:
    """Raise Unavailable where other terms hold now: what is accepted binds at once (ADR 0024)."""
    if terms_now(agreement).hash != decided_under.hash:
        raise Unavailable(
            "What may be given changed while the question ran.",
            why="A condition of the board was accepted, a review was recorded, or a party signed "
            "or withdrew. What was answered under other terms is not shown.",
            next_step="Ask again.",
        )


def in_effect(terms: Terms, right: Right) -> str:
    """Return the fingerprint of the terms of a day and of the right by which one is answered.

    What was answered under another is not shown again: a condition of the board that was accepted
    since holds at once, without a new version of the agreement.
    """
    return fingerprint({"terms": terms.to_dict(), "right": str(right)})


def _write(act: Act, receipt: Receipt, record: Any) -> None:
    from ..records.models import Receipt as ReceiptRecord

    ReceiptRecord.objects.create(
        id=receipt.id,
        use=record.use,
        agreement=record.agreement,
        extract=record,
        question=receipt.question,
        allowed=True,
        facts=receipt.to_dict(),
        asked_by=act.person,
        asked_at=act.at,
    )


def _receipt(act: Act, *, told: Told, record: Any, right: Right) -> Receipt:
    """Return the receipt, which names the terms that decided, as an extract does.

    Theirs is the fingerprint that is public. It is that of the agreement as its parties signed it
    until a condition is accepted, or a review puts another day, or where not all have signed.
    """
    terms = told.terms
    return Receipt(
        id=new_id("answer"),
        use=terms.use,
        purpose=terms.purpose,
        agreement=terms.agreement,
        terms_hash=terms.hash,
        question=told.question,
        sql=told.sql,
        clauses=told.clauses,
        datasets=tuple(DatasetVersion(**facts) for facts in record.datasets),
        subjects=told.subjects,
        shown=told.shown,
        withheld=dict(told.withheld),
        by_role=act.role,
        at=act.at.isoformat(timespec="seconds"),
        entry=act.index,
        isolation=told.isolation,
        in_effect=in_effect(told.terms, right),
    )


def named_no(fault: BeholdenError) -> str:
    """Return the act by which the ledger tells that a question has no answer: why, by its kind."""
    if isinstance(fault, BadQuestion):
        return "question-unread"
    return "question-refused" if isinstance(fault, Refused) else "question-stopped"


def no_in_facts(fault: BeholdenError, *, name: str) -> dict[str, Any]:
    """Return what the record of a question says of why it was refused, or what stopped it."""
    if name == "question-refused" and isinstance(fault, Refused):
        return {"refusal": fault.refusal.to_dict()}
    return {"stopped": fault.to_dict()["error"]}


def record_unanswered(
    home: Home,
    *,
    by: str,
    use: str,
    question: str,
    name: str,
    facts: dict[str, Any],
    right: Right = Right.QUESTION_ASK,
    also: Callable[[Act, str], None] | None = None,
) -> None:
    """Keep the record of a question that was not answered, and why.

    ``also`` writes more in the same act.
    """
    with acting(home, by=by, right=right, name=name, use=use) as act:
        receipt = write_unanswered(act, question=question, facts=facts, asker=act.person)
        if also:
            also(act, receipt)


def write_unanswered(act: Act, *, question: str, facts: dict[str, Any], asker: Any) -> str:
    """Write, as a part of an act, that somebody's question was not answered; return the receipt."""
    from ..records.models import Receipt as ReceiptRecord

    use = use_named(act.use)
    agreement = agreement_to_ask_under(use)
    receipt = ReceiptRecord.objects.create(
        id=new_id("receipt"),
        use=use,
        agreement=agreement,
        question=question[:_LONGEST_KEPT].encode("utf-8", "replace").decode(),
        allowed=False,
        facts={**facts, "by_role": act.role, "entry": act.index},
        asked_by=asker,
        asked_at=act.at,
    )
    # The question may hold anything that somebody typed, so the public entry does not.
    act.clauses = tuple(filter(None, [facts.get("refusal", {}).get("clause")]))
    act.facts.update(receipt=receipt.pk, agreement=agreement.name, terms=terms_now(agreement).hash)
    return str(receipt.pk)
