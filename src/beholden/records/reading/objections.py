"""Reading how many subjects object to a use; of who they are only marks are kept."""

from __future__ import annotations

from .views import ObjectionsView


def objections(use: str | None = None) -> tuple[ObjectionsView, ...]:
    """Return the objections to every use, or to one, counted by key column."""
    from django.db.models import Count, Max, Q

    from ..models import Objection

    records = Objection.objects.filter(use__name=use) if use else Objection.objects.all()
    by_column = records.order_by("use__name", "column").values_list("use__name", "column")
    counted = by_column.annotate(
        Count("pk", filter=Q(withdrawn_at__isnull=True)),
        Count("pk", filter=Q(withdrawn_at__isnull=False)),
        Max("recorded_at"),
    )
    return tuple(ObjectionsView(*row) for row in counted)
