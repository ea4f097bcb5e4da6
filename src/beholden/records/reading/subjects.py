"""Reading what subjects asked for: counts alone, for of who they are only marks are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ...kernel import day_begins
from .offices import office_then
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


@dataclass(frozen=True, slots=True)
class ConcealmentView(View):
    """One concealment, for those inside: what, why, until when, and who stand for it."""

    id: str
    use: str
    dataset: str
    reason: str
    pages: bool
    until: date
    stated_by_office: str
    confirmed_by_office: str
    ended_at: datetime | None


def concealments() -> tuple[ConcealmentView, ...]:
    """Return every concealment, the oldest first. For those inside only."""
    from ..models import Concealment

    found = Concealment.objects.select_related("use", "stated_by", "confirmed_by")
    return tuple(
        ConcealmentView(
            id=record.pk,
            use=record.use.name,
            dataset=record.dataset,
            reason=record.reason,
            pages=record.pages,
            until=record.until,
            stated_by_office=office_then(record.stated_by, record.stated_at),
            confirmed_by_office=office_then(record.confirmed_by, record.confirmed_at),
            ended_at=record.ended_at,
        )
        for record in found
    )


def household_datasets() -> tuple[HouseholdDatasetView, ...]:
    """Return the datasets of which households are told exactly."""
    from ..models import HouseholdDataset

    standing = HouseholdDataset.objects.filter(withdrawn_at__isnull=True)
    return tuple(
        HouseholdDatasetView(
            dataset=record.dataset.name,
            columns=tuple(record.columns),
            because=record.because,
            stated_by_office=office_then(record.stated_by, record.stated_at),
            stated_at=record.stated_at,
        )
        for record in standing.select_related("dataset", "stated_by").order_by("dataset__name")
    )


def opt_outs_standing(on: date) -> dict[str, int]:
    """Return how many opt-outs of each kind stood when a day began. Exact: for those inside only.

    A subject who opts out by two names is counted twice: that they are one is known to nobody.
    """
    from django.db.models import Count, Q

    from ..models import OptOut

    began = day_begins(on)
    stood = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=began)
    found = OptOut.objects.filter(stood, recorded_at__lt=began).order_by("kind")
    return dict(found.values_list("kind").annotate(Count("pk")))


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
