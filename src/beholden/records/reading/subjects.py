"""Reading what subjects asked for: counts alone, for of who they are only marks are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .views import View


@dataclass(frozen=True, slots=True)
class OptOutsView(View):
    """How many subjects opt out of a kind of use by what names them, and how many did."""

    kind: str
    column: str
    standing: int
    withdrawn: int
    newest: datetime


def opt_outs() -> tuple[OptOutsView, ...]:
    """Return the opt-outs counted by kind and by what names the subjects. For those inside only."""
    from django.db.models import Count, Max, Q

    from ..models import OptOut

    by_kind = OptOut.objects.order_by("kind", "column").values("kind", "column")
    counted = by_kind.annotate(
        standing=Count("pk", filter=Q(withdrawn_at__isnull=True)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        newest=Max("recorded_at"),
    )
    return tuple(OptOutsView(**row) for row in counted)
