"""Reading how many subjects object to a use; of who they are only marks are kept."""

from __future__ import annotations

from .views import ObjectionsView


def objections(use: str | None = None) -> tuple[ObjectionsView, ...]:
    """Return the objections to every use, or to one, counted by key column."""
    from django.db.models import Count, F, Max, Q

    from ..models import Objection

    records = Objection.objects.filter(use__name=use) if use else Objection.objects.all()
    by_column = records.order_by("use__name", "column").values("column", of=F("use__name"))
    counted = by_column.annotate(
        standing=Count("pk", filter=Q(withdrawn_at__isnull=True)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        newest=Max("recorded_at"),
    )
    return tuple(ObjectionsView(use=row.pop("of"), **row) for row in counted)
