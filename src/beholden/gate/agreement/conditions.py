"""What the board put: conditions that can only tighten what the parties agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from beholden.kernel import GroupRule

from .form import place

_GROUP = {"smallest_group", "when", "because"}
_REVIEW = {"review_by", "else", "because"}


def condition_faults(
    conditions: Sequence[Mapping[str, Any]], agreement: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return every fault in the conditions, each with its place."""
    dimensions = {
        column
        for given in agreement["datasets"].values()
        for column, said in given["columns"].items()
        if said["role"] == "dimension"
    }
    return tuple(
        f"{place('conditions', number)}{fault}"
        for number, condition in enumerate(conditions)
        for fault in _faults(condition, dimensions)
    )


def tighter_rules(conditions: Sequence[Mapping[str, Any]]) -> tuple[GroupRule, ...]:
    """Return the rules on group size that the conditions add; where several hold, the largest."""
    return tuple(
        GroupRule(
            size=condition["smallest_group"],
            because=_because(condition, number),
            when=tuple(condition.get("when", ())),
        )
        for number, condition in enumerate(conditions)
        if "smallest_group" in condition
    )


def review_day(conditions: Sequence[Mapping[str, Any]]) -> date | None:
    """Return the earliest day from which a review is owed, or None."""
    days = [date.fromisoformat(c["review_by"]) for c in conditions if "review_by" in c]
    return min(days, default=None)


def _because(condition: Mapping[str, Any], number: int) -> str:
    return str(condition.get("because") or f"condition {number + 1} of the board")


def _faults(condition: Mapping[str, Any], dimensions: set[str]) -> Iterator[str]:
    if "smallest_group" in condition and set(condition) <= _GROUP:
        yield from _group_faults(condition, dimensions)
    elif "review_by" in condition and set(condition) <= _REVIEW:
        yield from _review_faults(condition)
    else:
        yield (
            ": A condition is smallest_group (with when), or review_by (with else: stop);"
            " nothing else can be enforced."
        )


def _group_faults(condition: Mapping[str, Any], dimensions: set[str]) -> Iterator[str]:
    size, when = condition["smallest_group"], condition.get("when", [])
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        yield " › smallest_group: This must be a whole number of at least 1."
    if not isinstance(when, list):
        yield " › when: This must be a list of dimensions."
        return
    for name in when:
        if name not in dimensions:
            yield f" › when › {name}: there is no such dimension in the agreement."


def _review_faults(condition: Mapping[str, Any]) -> Iterator[str]:
    if condition.get("else", "stop") != "stop":
        yield " › else: This must read: stop."
    try:
        date.fromisoformat(str(condition["review_by"]))
    except ValueError:
        yield " › review_by: This is not a day, such as 2027-02-01."
