"""Which of the board's accepted conditions took something out of an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...kernel import Terms
from ...records import reading
from ..uses import answer_to
from .conditions import in_words


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition that an agreement keeps: ``kind`` and ``names``, its sentence, its clause."""

    kind: str
    names: tuple[str, ...]
    says: str
    because: str


def taken_out(view: reading.UseView, terms: Terms) -> tuple[Bound, ...]:
    """Return the accepted conditions ``withhold`` and ``no_output`` that these terms keep.

    One that was accepted after an agreement was stated does not bind it, and is not told of it.
    """
    return tuple(
        Bound(kind, tuple(names), in_words({kind: names}), because)
        for condition, because in _accepted(view)
        for kind, left in (("withhold", _columns(terms)), ("no_output", _outputs(terms)))
        if (names := condition.get(kind)) and not {name.lower() for name in names} & left
    )


def _accepted(view: reading.UseView) -> Iterator[tuple[Mapping[str, Any], str]]:
    for advice in view.advice:
        for one in advice.points:
            answer = answer_to(view.decision, meeting=advice.meeting, point=one.point)
            if one.condition and answer and not answer.lower().startswith("refused"):
                day = advice.meeting
                yield one.condition, f"advice of {day.day} {day:%B %Y}, point {one.point}"


def _columns(terms: Terms) -> set[str]:
    used = [c for dataset in terms.datasets for c in dataset.columns if c.role != "withheld"]
    return {name.lower() for column in used for name in (column.name, column.of) if name}


def _outputs(terms: Terms) -> set[str]:
    outputs = ("aggregate", "self_service", "records")
    return {name for name in outputs if getattr(terms, name)}
