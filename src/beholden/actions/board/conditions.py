"""The conditions that advice may set: those that become terms, and those that an office undertakes.

A condition becomes a term of every agreement of the use that is stated afterwards, or an
undertaking from the decision on that accepts it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ... import gate
from ...kernel import BadInput, day_in_words
from ..acting import Act
from ..clauses_named import clause_of
from ..undertakings import add_undertaking, set_aside, undertake_considered
from ..uses import answer_to

UNDERTAKE = "undertake"
_UNDERTAKEN = {
    "condition": UNDERTAKE,
    "written": "{undertake: Have ten residents read the letter, owner: Warm Homes manager, "
    "by: 2026-12-05, else: stop}",
    "becomes": "an undertaking",
    "does": "The office does it by that day; otherwise the use stops (else: stop, the default), or "
    "the public page tells (else: tell).",
}


def conditions_known() -> tuple[dict[str, str], ...]:
    """Return every kind of condition: how it is written, what it becomes and what it does."""
    terms = (
        {
            "condition": kind.name,
            "written": kind.written,
            "becomes": "a term",
            "does": kind.does,
        }
        for kind in gate.CONDITIONS
    )
    return (*terms, dict(_UNDERTAKEN))


def in_words(condition: Mapping[str, Any] | None) -> str:
    """Return a condition as a sentence for people, empty where there is none."""
    if not condition:
        return ""
    if UNDERTAKE not in condition:
        return gate.condition_in_words(condition)
    day = date.fromisoformat(condition["by"])
    otherwise = "" if condition.get("else", "stop") == "tell" else " Otherwise the use stops."
    text = condition[UNDERTAKE].rstrip(".")
    return f"{condition['owner']}, by {day_in_words(day)}: {text}.{otherwise}"


def refuse_unknown(says: Any) -> None:
    """Raise BadInput for a condition of no known kind, with the list of those that there are."""
    known = conditions_known()
    names = {row["condition"] for row in known}
    for said in says if isinstance(says, Sequence) else ():
        condition = said.get("condition") if isinstance(said, Mapping) else None
        is_known = isinstance(condition, Mapping) and names & set(condition)
        if condition is not None and not is_known:
            raise BadInput(
                "A condition of the advice is none that can be kept to.",
                why="What can be: " + "\n  ".join(f"{r['written']}: {r['does']}" for r in known),
                next_step="Write it as one of these, or as words of the point alone.",
            )


def keep_undertaken(act: Act, decision: Any) -> None:
    """Have undertaken what a decision accepts, and set aside what it refuses, as a part of it.

    A yes has undertaken what is done about each consequence and what the design needs too.
    """
    from ...records.models import AdvicePoint

    points = AdvicePoint.objects.select_related("advice").filter(advice__use=decision.use)
    for point in points.order_by("advice__meeting", "point"):
        if UNDERTAKE in (point.condition or {}):
            answer = answer_to(decision, meeting=point.advice.meeting, point=point.point)
            if answer.lower().startswith("refused"):
                _set_aside(act, point, because=answer)
            elif decision.yes and answer and not _stands(point):
                _undertake(act, decision.use, point)
    if decision.yes:
        undertake_considered(act, decision.use)


def _set_aside(act: Act, point: Any, *, because: str) -> None:
    for record in point.undertakings.all():
        if not _has_ended(record):
            set_aside(act, record, because=because)
            act.facts.setdefault("undertakings_set_aside", []).append(record.number)


def _undertake(act: Act, use: Any, point: Any) -> None:
    condition = point.condition
    stated = {
        "text": condition[UNDERTAKE],
        "owner": condition["owner"],
        "by": condition["by"],
        "else": condition.get("else", "stop"),
        "from": {"advice": clause_of(point)},
    }
    record = add_undertaking(act, use, stated, point=point)
    act.facts.setdefault("undertakings", []).append(record.number)


def _stands(point: Any) -> bool:
    """Return whether what a point asks for was undertaken, and not set aside since."""
    return any(
        not record.events.filter(step="set-aside").exists() for record in point.undertakings.all()
    )


def _has_ended(record: Any) -> bool:
    return bool(record.events.filter(step__in=("done", "withdrawn", "set-aside")).exists())
