"""Reading what residents ask for: how each stands on a day; never what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import acknowledge_by, day_of
from .views import View


@dataclass(frozen=True, slots=True)
class RequestView(View):
    """How a request stands on a day; ``days_left`` is None once it is closed."""

    id: str
    kind: str
    received: date
    answer_by: date
    days_left: int | None
    overdue: bool
    outcome: str
    closed: date | None


def requests(today: date) -> tuple[RequestView, ...]:
    """Return every request: the open ones first, by the days that are left."""
    from ..models import ResidentRequest

    fields = ("id", "kind", "received", "outcome", "closed_at")
    views = [request_view(record, today) for record in ResidentRequest.objects.only(*fields)]
    return tuple(sorted(views, key=lambda one: (one.closed is not None, one.received, one.id)))


def request_view(record: Any, today: date) -> RequestView:
    """Return how the request of a record stands on a day."""
    due = acknowledge_by(record.received)
    left = None if record.closed_at else (due - today).days
    return RequestView(
        id=record.pk,
        kind=record.kind,
        received=record.received,
        answer_by=due,
        days_left=left,
        overdue=left is not None and left < 0,
        outcome=record.outcome,
        closed=day_of(record.closed_at) if record.closed_at else None,
    )
