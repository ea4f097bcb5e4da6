"""Reading the uses that were asked for in a crisis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .views import OpeningView


def openings() -> tuple[OpeningView, ...]:
    """Return every use that was asked for in a crisis, the newest first."""
    from ..models import Opening

    return tuple(map(opening_view, Opening.objects.select_related("use").order_by("-id")))


def opening_of(use: Any) -> OpeningView | None:
    """Return the opening of a use's record, or None where it was never asked for in a crisis."""
    record = getattr(use, "opening", None)
    return opening_view(record) if record else None


def opening_document(use: str) -> Mapping[str, Any]:
    """Return the agreement that a crisis was asked for with, without its days; empty for none."""
    from ..models import Opening

    found = Opening.objects.filter(use__name=use).values_list("document", flat=True).first()
    return dict(found or {})


def opening_view(record: Any) -> OpeningView:
    """Return the view of one record."""
    return OpeningView(
        use=record.use.name,
        title=record.use.title,
        why_now=record.why_now,
        office=record.office,
        days=record.days,
        review_within=record.review_within,
        asked_at=record.asked_at,
        confirmed_at=record.confirmed_at,
        confirmed_because=record.confirmed_because,
        until=record.until,
        review_by=record.review_by,
        reviewed_at=record.reviewed_at,
        lapsed_at=record.lapsed_at,
    )
