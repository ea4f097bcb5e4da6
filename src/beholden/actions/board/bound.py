"""Which of the board's accepted conditions took something out of an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ... import gate
from ...kernel import Terms
from ...records import reading
from ..uses import answer_to, is_accepted
from .conditions import in_words


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition that an agreement keeps: ``kind`` and ``names``, its sentence, its clause."""

    kind: str
    names: tuple[str, ...]
    says: str
    because: str


def taken_out(view: reading.UseView, terms: Terms) -> tuple[Bound, ...]:
    """Return the accepted conditions ``withhold`` and ``no_output`` that these terms keep."""
    return tuple(
        Bound(kind, tuple(names), in_words({kind: names}), because)
        for condition, because in _accepted(view)
        for kind, left in (("withhold", _columns(terms)), ("no_output", _outputs(terms)))
        if (names := condition.get(kind)) and not {name.lower() for name in names} & left
    )


def terms_held(use: reading.UseView, view: reading.AgreementView) -> Terms:
    """Return the terms of an agreement, of one that is open with what was accepted since.

    The day of a review is not among them: the view of an agreement tells it.
    """
    terms = Terms.from_dict(view.terms)
    put = [
        {**condition, "because": because}
        for condition, because in _accepted(use)
        if not {"undertake", "review_by"} & set(condition)
    ]
    if view.state not in ("offered", "in_force", "suspended") or not put:
        return terms
    return gate.tightened(terms, view.document, put)


def _accepted(view: reading.UseView) -> Iterator[tuple[Mapping[str, Any], str]]:
    for advice in view.advice:
        for one in advice.points:
            answer = answer_to(view.decision, meeting=advice.meeting, point=one.point)
            if one.condition and is_accepted(answer):
                day = advice.meeting
                yield one.condition, f"advice of {day.day} {day:%B %Y}, point {one.point}"


def _columns(terms: Terms) -> set[str]:
    used = [c for dataset in terms.datasets for c in dataset.columns if c.role != "withheld"]
    return {name.lower() for column in used for name in (column.name, column.of) if name}


def _outputs(terms: Terms) -> set[str]:
    outputs = ("aggregate", "self_service", "records")
    return {name for name in outputs if getattr(terms, name)}
