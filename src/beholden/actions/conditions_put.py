"""Which conditions bind a use: the board put them, the officer answered, a review came since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..records import reading
from ..records.reading import DecisionSaid, PointSaid, ReviewSaid
from .clauses_named import clause_of_point
from .uses import answer_to, is_accepted


def conditions_of(use: Any) -> list[dict[str, Any]]:
    """Return the conditions under which an agreement is stated, each with its clause.

    They are those of all advice but what the newest decision refused: that is no term, and the
    refusal is public. What no decision answers yet is kept by what is stated meanwhile.
    """
    return _conditions(use, lambda decision, point: not _was_refused(decision, point))


def conditions_accepted(use: Any) -> list[dict[str, Any]]:
    """Return the conditions that bind an agreement in force, each with its clause.

    Only what the newest decision answers, and does not refuse: the board advises, and decides
    nothing (ADR 0024). It asks for nothing where ``read_what_was_said`` read it before.
    """
    return _conditions(use, _was_accepted)


def read_what_was_said(uses: Iterable[Any]) -> None:
    """Read what was said of many uses at once, so that their conditions ask for nothing more."""
    records = list(uses)
    said = reading.what_was_said({one.pk for one in records})
    for use in records:
        use.what_was_said = said[use.pk]


def _conditions(
    use: Any, holds: Callable[[DecisionSaid | None, PointSaid], bool]
) -> list[dict[str, Any]]:
    said = vars(use).get("what_was_said") or reading.what_was_said([use.pk])[use.pk]
    put = [
        {**point.condition, "because": clause_of_point(point.meeting, point.point)}
        for point in said.points
        if _is_term(point) and holds(said.decision, point) and not _was_met(said.review, point)
    ]
    return [*put, *_put_by_review(said.review)]


def _is_term(point: PointSaid) -> bool:
    """Return whether a point sets a condition, and not one that an office undertakes."""
    return bool(point.condition) and "undertake" not in point.condition


def _was_met(review: ReviewSaid | None, point: PointSaid) -> bool:
    """Return whether a point asked for a review, and one was recorded after it was put."""
    asks = "review_by" in point.condition
    return asks and review is not None and review.recorded_at > point.recorded_at


def _put_by_review(review: ReviewSaid | None) -> list[dict[str, Any]]:
    if review is None or review.next_review is None:
        return []
    day = review.next_review.isoformat()
    return [{"review_by": day, "because": f"review of {review.on.isoformat()}"}]


def _was_accepted(decision: DecisionSaid | None, point: PointSaid) -> bool:
    return is_accepted(_answered(decision, point))


def _was_refused(decision: DecisionSaid | None, point: PointSaid) -> bool:
    answer = _answered(decision, point)
    return bool(answer) and not is_accepted(answer)


def _answered(decision: DecisionSaid | None, point: PointSaid) -> str:
    """Return what a decision says of a point; of what was put on record after it, nothing."""
    if decision is None or point.recorded_at > decision.recorded_at:
        return ""
    return answer_to(decision, meeting=point.meeting, point=point.point)
