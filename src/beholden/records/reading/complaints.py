"""Reading complaints: how each stands, and how many there were; never what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import acknowledge_by
from .light import long_of_use
from .views import View

_BASE = 5


@dataclass(frozen=True, slots=True)
class ComplaintView(View):
    """How a complaint stands on a day; ``days_left`` is None once it was acknowledged."""

    id: str
    use: str
    kind: str
    channel: str
    received: date
    acknowledge_by: date
    days_left: int | None
    overdue: bool
    acknowledged: date | None
    informed: date | None
    decided: date | None
    outcome: str
    closed: date | None


@dataclass(frozen=True, slots=True)
class ComplaintsOfYear(View):
    """The complaints that came in a year, rounded to fives; ``upheld`` wholly or in part."""

    year: int
    received: int
    acknowledged_late: int
    upheld: int
    not_upheld: int
    undecided: int


def complaints(today: date) -> tuple[ComplaintView, ...]:
    """Return every complaint: those that are overdue first, then by the days that are left."""
    views = [_view(record, today) for record in _records()]
    last = max((view.days_left for view in views if view.days_left is not None), default=0) + 1
    return tuple(
        sorted(
            views,
            key=lambda view: (
                view.closed is not None,
                last if view.days_left is None else view.days_left,
                view.received,
                view.id,
            ),
        )
    )


def complaint(name: str, today: date) -> ComplaintView | None:
    """Return how one complaint stands on a day, or None where there is none of that name."""
    record = _records().filter(pk=name).first()
    return _view(record, today) if record else None


def _records() -> Any:
    """Return the query for complaints, never what was written, with the days of their steps."""
    from django.db.models import OuterRef, Subquery

    from ..models import Complaint, ComplaintStep

    def newest(step: str, column: str = "on") -> Any:
        found = ComplaintStep.objects.filter(complaint=OuterRef("pk"), step=step).order_by("-id")
        return Subquery(found.values(column)[:1])

    days = {name: newest(name) for name in _SHOWN}
    held = Complaint.objects.select_related("use").defer("text", *long_of_use())
    return held.annotate(outcome=newest("decided", "outcome"), **days)


def complaints_by_year() -> tuple[ComplaintsOfYear, ...]:
    """Return how many complaints came in each year, rounded to fives: what the public is told."""
    from ..models import Complaint

    counted: dict[int, Counter[str]] = {}
    for record in Complaint.objects.prefetch_related("steps"):
        of_year = counted.setdefault(record.received.year, Counter())
        of_year.update(_counts_as(record))
    return tuple(
        ComplaintsOfYear(year, *(_rounded(counted[year][name]) for name in _COUNTED))
        for year in sorted(counted)
    )


def _counts_as(record: Any) -> Iterable[str]:
    """Give the names of the counts in which a complaint is counted."""
    taken = {step.step: step for step in record.steps.all()}
    answered, decided = taken.get("acknowledged"), taken.get("decided")
    yield "received"
    if "overdue" in taken or (answered and answered.on > acknowledge_by(record.received)):
        yield "acknowledged_late"
    yield _OUTCOMES[decided.outcome] if decided else "undecided"


def _view(record: Any, today: date) -> ComplaintView:
    due = acknowledge_by(record.received)
    left = None if record.acknowledged else (due - today).days
    days = {name: getattr(record, name) for name in _SHOWN}
    return ComplaintView(
        id=record.pk,
        use=record.use.name if record.use else "",
        kind=record.kind,
        channel=record.channel,
        received=record.received,
        acknowledge_by=due,
        days_left=left,
        overdue=left is not None and left < 0,
        outcome=record.outcome or "",
        **days,
    )


_COUNTED = ("received", "acknowledged_late", "upheld", "not_upheld", "undecided")
_OUTCOMES = {"upheld": "upheld", "partly upheld": "upheld", "not upheld": "not_upheld"}
_SHOWN = ("acknowledged", "informed", "decided", "closed")


def _rounded(number: int) -> int:
    return _BASE * ((number + _BASE // 2) // _BASE)
