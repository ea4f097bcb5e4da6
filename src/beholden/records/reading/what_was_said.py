"""Reading what was said of uses: the board's points, the newest decision, the newest review."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class PointSaid:
    """One point of the board's advice, with the condition that it puts; empty where it has none."""

    meeting: date
    recorded_at: datetime
    point: int
    condition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """What the officer decided last: the day, and what was done about each point of advice."""

    on: date
    on_advice: Mapping[str, str]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewSaid:
    """The newest review by which a use goes on, and the day by which it is owed another."""

    on: date
    next_review: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SaidOfUse:
    """What was said of one use; the points by meeting, then as they are numbered."""

    points: tuple[PointSaid, ...] = ()
    decision: DecisionSaid | None = None
    review: ReviewSaid | None = None


def what_was_said(uses: Collection[int]) -> dict[int, SaidOfUse]:
    """Return what was said of each use of some keys; one query, however many they are."""
    if not uses:
        return {}
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in _points_of_uses().filter(pk__in=uses):
        rows.setdefault(row["pk"], []).append(row)
    return {key: _said(of_use) for key, of_use in rows.items()}


@cache
def _points_of_uses() -> Any:
    """Return the query for the points of every use, kept: making it takes longer than asking it."""
    from ..models import DataUse

    newest = _newest_of("decisions", _OF_A_DECISION) | _newest_of("reviews", _OF_A_REVIEW)
    found: Any = DataUse.objects.annotate(**newest)
    by_meeting = found.order_by("pk", "advice__meeting", "advice__points__point")
    return by_meeting.values("pk", *_OF_A_POINT.values(), *newest)


_OF_A_POINT = {
    "meeting": "advice__meeting",
    "recorded_at": "advice__recorded_at",
    "point": "advice__points__point",
    "condition": "advice__points__condition",
}
_OF_A_DECISION = ("on", "on_advice", "recorded_at")
_OF_A_REVIEW = ("on", "next_review", "recorded_at")


def _newest_of(kind: str, columns: Collection[str]) -> dict[str, Any]:
    """Return columns of the newest decision, or of the newest review that lets a use go on."""
    from django.db.models import OuterRef, Subquery

    from ..models import Decision, Review

    held: Any = Decision.objects if kind == "decisions" else Review.objects.filter(continues=True)
    newest = held.filter(use=OuterRef("pk")).order_by("-id")
    return {f"{kind}_{name}": Subquery(newest.values(name)[:1]) for name in columns}


def _said(rows: list[dict[str, Any]]) -> SaidOfUse:
    """Return what the rows of one use say: a row for each point, or one where there is none."""
    of_decision, of_review = (
        {name: rows[0][f"{kind}_{name}"] for name in columns}
        for kind, columns in (("decisions", _OF_A_DECISION), ("reviews", _OF_A_REVIEW))
    )
    return SaidOfUse(
        points=tuple(_point(row) for row in rows if row[_OF_A_POINT["point"]] is not None),
        decision=DecisionSaid(**of_decision) if of_decision["on"] else None,
        review=ReviewSaid(**of_review) if of_review["on"] else None,
    )


def _point(row: dict[str, Any]) -> PointSaid:
    told = {name: row[column] for name, column in _OF_A_POINT.items()}
    return PointSaid(**{**told, "condition": told["condition"] or {}})
