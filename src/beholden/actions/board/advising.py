"""What the board advised on a use, written down point by point."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...kernel import BadInput
from ..acting import acting
from ..home import Home
from ..rights import Right
from ..statements import checked
from ..uses import use_named
from .conditions import refuse_unknown


def record_advice(home: Home, *, by: str, statement: Mapping[str, Any]) -> None:
    """Write down what the board advised on a use, point by point, with conditions.

    Raises BadInput for a condition that cannot be kept to, with those that can.
    """
    from ...records.models import Advice, AdvicePoint

    refuse_unknown(statement.get("says"))
    plain = checked(statement, schema="advice")
    _refuse_repeated_points(plain["says"])
    name = plain["use"]
    with acting(home, by=by, right=Right.ADVICE_RECORD, name="advice-recorded", use=name) as act:
        advice = Advice.objects.create(
            use=use_named(name),
            meeting=date.fromisoformat(plain["meeting"]),
            quorum=plain["quorum"],
            recorded_by=act.person,
            recorded_at=act.at,
        )
        AdvicePoint.objects.bulk_create(
            AdvicePoint(
                advice=advice,
                point=said["point"],
                text=said["text"],
                condition=said.get("condition"),
            )
            for said in plain["says"]
        )
        act.facts.update(
            meeting=plain["meeting"],
            points=len(plain["says"]),
            conditions=[s["condition"] for s in plain["says"] if s.get("condition")],
        )


def _refuse_repeated_points(says: list[dict[str, Any]]) -> None:
    points = [said["point"] for said in says]
    if len(set(points)) < len(points):
        raise BadInput(
            "Two points of advice have the same number.",
            next_step="Number the points from 1.",
        )
