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


@dataclass(frozen=True, slots=True)
class HouseholdDatasetView(View):
    """A dataset that every household is in, and the columns that a household has in common."""

    dataset: str
    columns: tuple[str, ...]
    because: str
    stated_by_office: str
    stated_at: datetime


def household_datasets() -> tuple[HouseholdDatasetView, ...]:
    """Return the datasets of which households are told exactly."""
    from ..models import HouseholdDataset

    standing = HouseholdDataset.objects.filter(withdrawn_at__isnull=True)
    return tuple(
        HouseholdDatasetView(
            dataset=record.dataset.name,
            columns=tuple(record.columns),
            because=record.because,
            stated_by_office=record.stated_by.office,
            stated_at=record.stated_at,
        )
        for record in standing.select_related("dataset", "stated_by").order_by("dataset__name")
    )


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
