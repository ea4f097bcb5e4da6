"""Reading what was thought through before a use was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .views import CanvasVersionView, DesignReviewView, DpiaAdviceView, TriageView


def considered(use: Any) -> dict[str, Any]:
    """Return the triage, the canvas, the design reviews and the advice on the DPIA of a use.

    ``canvas`` is what each area says now, in words.
    """
    versions = tuple(use.canvas_versions.all())  # by area and number
    return {
        "triage": _triage(use) if use.triaged_at else None,
        "canvas": {one.area: one.text for one in versions if one.text},
        "canvas_versions": tuple(_versions(use, versions)),
        "design_reviews": tuple(map(_design, use.design_reviews.all())),
        "dpia_advice": tuple(map(_dpia_advice, use.dpia_advice.all())),
    }


def newest_triage() -> dict[str, Any]:
    """Return, as columns of a query for uses, what was answered last of each and what it owes."""
    from django.db.models import OuterRef, Subquery

    from ..models import Triage

    newest = Triage.objects.filter(use=OuterRef("pk")).order_by("-id")
    columns = {"answers": "triage_answers", "owed": "triage_owed", "recorded_at": "triaged_at"}
    return {called: Subquery(newest.values(name)[:1]) for name, called in columns.items()}


def _triage(use: Any) -> TriageView:
    return TriageView(use.triage_answers, use.triage_owed, use.triaged_at)


def _versions(use: Any, versions: Iterable[Any]) -> Iterable[CanvasVersionView]:
    advised = len(use.advice.all())
    seen = {version.area: version.pk for version in versions if version.advised < advised}
    for one in versions:
        yield CanvasVersionView(
            area=one.area,
            number=one.number,
            status=one.status,
            text=one.text,
            said=one.said,
            office=one.office,
            filled_at=one.filled_at,
            seen=seen.get(one.area) == one.pk,
        )


def _design(record: Any) -> DesignReviewView:
    return DesignReviewView(
        on=record.on,
        office=record.office,
        findings=record.findings,
        verdict=record.verdict,
        conditions=tuple(record.conditions),
    )


def _dpia_advice(record: Any) -> DpiaAdviceView:
    return DpiaAdviceView(
        on=record.on,
        office=record.office,
        says=record.says,
        proceed=record.proceed,
        residual_risk=record.residual_risk,
    )
