"""Reading how many subjects object to a use; of who they are only marks are kept."""

from __future__ import annotations

from typing import Any

from .missing import missing
from .views import ObjectionsView


def objections(use: str | None = None) -> tuple[ObjectionsView, ...]:
    """Return the objections to every use, or to one, counted by key column; raises NotFound."""
    from django.db.models import Count, F, Max, Q

    from ..models import DataUse, Objection

    names = DataUse.objects.values_list("name", flat=True)
    if use is not None and use not in names:
        raise missing("data use", use, names, list_with="beholden use list")
    records = Objection.objects.all() if use is None else Objection.objects.filter(use__name=use)
    by_column = records.order_by("use__name", "column").values("column", of=F("use__name"))
    counted = by_column.annotate(
        standing=Count("pk", filter=Q(withdrawn_at__isnull=True)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        newest=Max("recorded_at"),
    )
    rows: list[dict[str, Any]] = [dict(row) for row in counted]
    return tuple(ObjectionsView(use=row.pop("of"), **row) for row in rows)
