"""What a yes makes undertakings of: what is done about a consequence, and what a design needs.

Whoever stated them named an owner and a day already, so nothing is stated a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..acting import Act
from .giving import add_undertaking


def undertake_considered(act: Act, use: Any) -> None:
    """Have undertaken, as a part of a yes, what was stated with an owner and a day.

    That is each mitigation and encouragement, and each condition of the newest design review. What
    was undertaken before in the same words, by the same office and by the same day is not again.
    """
    for stated in _of_consequences(use):
        _undertake_once(act, use, stated)
    undertake_conditions(act, use.design_reviews.last())


def undertake_conditions(act: Act, review: Any) -> None:
    """Have undertaken what a design review asks of somebody by a day; none where there is none."""
    for stated in _of_design(review) if review else ():
        _undertake_once(act, review.use, stated)


def _undertake_once(act: Act, use: Any, stated: Mapping[str, Any]) -> None:
    same = {name: stated[name] for name in ("text", "owner", "by")}
    # What a decision set aside was the board's to ask for; that it is asked for here still holds.
    if not use.undertakings.filter(**same).exclude(events__step="set-aside").exists():
        record = add_undertaking(act, use, stated)
        act.facts.setdefault("undertakings", []).append(record.number)


def _of_consequences(use: Any) -> Iterator[dict[str, Any]]:
    for one in use.consequences.order_by("order"):
        if one.response and one.who and one.by:
            yield {
                "text": one.response,
                "owner": one.who,
                "by": one.by.isoformat(),
                "from": {"consequence": str(one.order)},
            }


def _of_design(review: Any) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(review.conditions, start=1):
        if one.get("who") and one.get("by"):
            yield {
                "text": one["what"],
                "owner": one["who"],
                "by": one["by"],
                "else": one.get("else", "tell"),
                "from": {"design_review": f"{review.on.isoformat()}, condition {number}"},
            }
