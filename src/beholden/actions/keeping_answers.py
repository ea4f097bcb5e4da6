"""Keeping an answer: its receipt and its ledger entry, whichever way it was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..kernel import BeholdenError, Clause, DatasetVersion, Receipt, Terms, new_id
from .acting import Act, acting
from .home import Home
from .rights import Right
from .undertakings import refuse_stopped


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt says that depends on how the question was answered.

    ``public`` is the question as the ledger may hold it; ``isolation`` is how what ran was kept
    in, empty where nothing ran.
    """

    question: str
    sql: str
    public: str
    clauses: tuple[Clause, ...]
    subjects: int
    shown: int
    withheld: Mapping[str, int]
    isolation: str = ""


def keep_answer(
    home: Home,
    *,
    by: str,
    right: Right,
    record: Any,
    told: Told,
    gone: Callable[[Any], BeholdenError],
) -> Receipt:
    """Keep what was told from the extract of a record, as an act; return the receipt.

    Raises what ``gone`` returns of the record where its extract cannot be asked now, Refused where
    the use was stopped meanwhile.
    """
    with acting(home, by=by, right=right, name="question-answered", use=record.use.name) as act:
        current = type(record).objects.select_related("use", "agreement").get(pk=record.pk)
        if current.state != "current" or current.agreement.state != "in_force":
            raise gone(current)
        # The last day of something undertaken may have passed while the question ran.
        refuse_stopped(current.use, today=home.clock.today())
        receipt = _receipt(act, told=told, record=current)
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
    return receipt


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


def _receipt(act: Act, *, told: Told, record: Any) -> Receipt:
    terms = Terms.from_dict(record.agreement.terms)
    return Receipt(
        id=new_id("answer"),
        use=terms.use,
        purpose=terms.purpose,
        agreement=terms.agreement,
        terms_hash=record.agreement.terms_hash,
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
    )
