"""What an auditor checks of two people where only what came before counts (property S9).

Somebody who decides on a use, and later opens one or sits on the board, has done nothing wrong: so
each of these looks at what was on record when the second act was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..board.deciding import has_advised
from .accounts_shown import faults_of_showing
from .check import Check

_PIECE = 1_000
_ASKED = {"time-given": "time-asked", "withdrawn": "withdrawal-asked"}


def checked_by_another_than_before() -> Iterator[Check]:
    """Yield a check of each of these rules; the database must be at work."""
    yield _each("no use was decided on by who opened it", _decisions(), _opener_decided)
    yield _each("no use was decided on by who advised on it", _decisions(), _adviser_decided)
    yield _each(
        "each undertaking was extended or withdrawn by another than asked for it",
        _agreed_to(),
        _agreed_alone,
    )
    yield _each(
        "each complaint was decided on by another than decided on its use",
        _complaints_decided(),
        _judged_own_decision,
    )
    yield _each("each shorter span was confirmed by another", _shorter_spans(), _shortened_alone)
    yield _each(
        "no account was handed over by who may be who took it away",
        faults_of_showing(),
        str,
    )


def _each(what: str, records: Iterable[Any], fault_of: Callable[[Any], str]) -> Check:
    told = [fault_of(record) for record in records]
    return Check(what, len(told), tuple(fault for fault in told if fault))


def _decisions() -> Iterator[Any]:
    from ...records.models import Decision

    found = Decision.objects.select_related("use__opening", "decided_by").order_by("pk")
    yield from found.iterator(chunk_size=_PIECE)


def _opener_decided(decision: Any) -> str:
    opening = getattr(decision.use, "opening", None)
    alone = opening is not None and opening.confirmed_by_id == decision.decided_by_id
    return f"{decision.use.name} was decided on by who opened it" if alone else ""


def _adviser_decided(decision: Any) -> str:
    before = decision.use.advice.filter(recorded_at__lte=decision.recorded_at)
    advised = any(has_advised(advice, decision.decided_by) for advice in before)
    return f"{decision.use.name} was decided on by who advised on it" if advised else ""


def _agreed_to() -> Iterator[Any]:
    from ...records.models import UndertakingEvent

    found = UndertakingEvent.objects.filter(step__in=_ASKED).select_related("undertaking__use")
    yield from found.order_by("pk").iterator(chunk_size=_PIECE)


def _agreed_alone(event: Any) -> str:
    earlier = event.undertaking.events.filter(pk__lt=event.pk, step=_ASKED[event.step])
    asked = earlier.order_by("-pk").first()
    if asked is not None and asked.recorded_by_id != event.recorded_by_id:
        return ""
    undertaking = event.undertaking
    return f"{undertaking.use.name}/{undertaking.number} was {event.step} by who asked for it"


def _complaints_decided() -> Iterator[Any]:
    from ...records.models import ComplaintStep

    found = ComplaintStep.objects.filter(step="decided").select_related("complaint__use")
    yield from found.order_by("pk").iterator(chunk_size=_PIECE)


def _judged_own_decision(step: Any) -> str:
    use = step.complaint.use
    decided = use and use.decisions.filter(
        decided_by=step.taken_by_id, recorded_at__lte=step.taken_at
    )
    alone = decided and decided.exists()
    return f"{step.complaint_id} was decided on by who decided on its use" if alone else ""


def _shorter_spans() -> Iterator[Any]:
    from ...records.models import SpanConfirmation

    yield from SpanConfirmation.objects.select_related("span").order_by("pk")


def _shortened_alone(confirmation: Any) -> str:
    span = confirmation.span
    alone = span.stated_by_id == confirmation.confirmed_by_id
    return f"{span.days} days for {span.of} were confirmed by who stated them" if alone else ""
