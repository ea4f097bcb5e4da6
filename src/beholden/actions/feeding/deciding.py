"""Whether a feed may have rows today, and who may read them: what is on record, then the gate.

Suspensions, undertakings, crises and withdrawals are read as asking reads them, by the same
functions; what the terms say is decided by the gate.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ... import gate
from ...kernel import Refusal, Refused, Terms
from ...records import reading
from ..acting import role_for
from ..agreeing.standing import has_not_signed
from ..asking import ended_early
from ..learning.needed import rule_on, untrained
from ..looking_again import terms_now
from ..rights import Right
from ..undertakings import stopped_by


def decided_for_feed(agreement: Any, *, today: date) -> gate.RowsDecision:
    """Return whether rows may be given under an agreement today, which, and until which day."""
    return _decided(agreement, terms_now(agreement), today=today)


def decided_for(person: Any, agreement: Any, *, today: date) -> gate.RowsDecision:
    """Return whether somebody may have the rows: by whose they are, their office and training."""
    left = None if person.active else _left()
    unsigned = left or has_not_signed(agreement, person.organisation) or _no_right(person, today)
    if unsigned:
        return gate.RowsDecision(unsigned)
    terms = terms_now(agreement)
    lacks = untrained(person, terms.training, rule=rule_on(today), today=today)
    return _decided(
        agreement, terms, today=today, organisation=person.organisation, lacks=frozenset(lacks)
    )


def _decided(
    agreement: Any,
    terms: Terms,
    *,
    today: date,
    organisation: str | None = None,
    lacks: frozenset[str] = frozenset(),
) -> gate.RowsDecision:
    stopped = ended_early(agreement, today) or stopped_by(agreement.use, today=today)
    if stopped:
        return gate.RowsDecision(stopped)
    decision = gate.decide_rows(terms, today=today, organisation=organisation, lacks=lacks)
    if decision.until is None:
        return decision
    return replace(decision, until=min([decision.until, *_other_ends(agreement.use)]))


def _other_ends(use: Any) -> list[date]:
    """Return the days after which the use may stop: of a crisis's review, of what is undertaken."""
    from ...records.models import Opening

    owed = Opening.objects.filter(use=use, review_by__isnull=False, reviewed_at__isnull=True)
    records = reading.undertaking_records().filter(use=use, stops=True)
    undertaken = [view for view in map(reading.undertaking_view, records) if view.ended is None]
    reviews = (day for day in owed.values_list("review_by", flat=True) if day is not None)
    return [*reviews, *(view.due for view in undertaken)]


def _no_right(person: Any, today: date) -> Refusal | None:
    """Return why somebody may not ask at all: the office that gives rows is that of asking."""
    try:
        role_for(person, Right.QUESTION_ASK, today=today)
    except Refused as refused:
        return refused.refusal
    return None


def _left() -> Refusal:
    return Refusal(
        what="this person has left.",
        why="Whoever has left reads nothing.",
        clause="people › left",
    )
