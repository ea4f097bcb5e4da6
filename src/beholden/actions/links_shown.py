"""Doubtful pairs as somebody looks at them: whose linkage they may review, what differs in words.

Nothing here reads a pair: what is shown was given by an act that wrote into the ledger that
somebody looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..kernel import Sentence
from ..linkage import reviewing
from ..records.reading import LinkageView, ReviewView
from .acting import require
from .home import Home
from .rights import Right
from .under_review import SEES_ALL

_TOLD = {"row", "other", "score", "matched", "reason", "alike", "linkage", "decision"}
_BETWEEN = " | "


def calibration_told(view: ReviewView) -> str:
    """Return in words what the pairs that people decided did to the scores of a linkage."""
    return reviewing.calibration_told(view.calibration)


@dataclass(frozen=True, slots=True)
class LinkageToReview:
    """A linkage that somebody may look at; ``why_not`` says why they may not decide on it."""

    linkage: LinkageView
    why_not: str


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """One thing that two rows tell; ``note`` stands in place of values that need no look."""

    name: str
    one: tuple[reviewing.Piece, ...] = ()
    other: tuple[reviewing.Piece, ...] = ()
    note: str = ""

    @property
    def only_one(self) -> tuple[str, ...]:
        """Return the words that only the first has."""
        return reviewing.differing_words(self.one)

    @property
    def only_other(self) -> tuple[str, ...]:
        """Return the words that only the second has."""
        return reviewing.differing_words(self.other)


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two rows side by side; ``score``, ``reason`` and ``alike`` are None in a blind sample."""

    row: int
    candidate: str
    linkage: str
    fields: tuple[FieldBeside, ...]
    decision: str = ""
    score: float | None = None
    matched: bool | None = None
    reason: str | None = None
    alike: int | None = None


def linkages_to_review(
    home: Home, *, by: str, dataset: str = "", key: str = ""
) -> tuple[LinkageToReview, ...]:
    """Return the linkages whose pairs somebody may see, and which of them they may not decide on.

    With ``dataset`` and ``key`` that linkage alone.

    Raises Refused for who may review none. That is looking at counts alone, and no act.
    """
    from ..records import reading

    with home.at_work():
        person, role = require(home, by=by, right=Right.LINKS_REVIEW)
        found = reading.linkages(**({"dataset": dataset, "column": key} if dataset else {}))
    everything = role.code == SEES_ALL
    return tuple(
        LinkageToReview(one, _OWN if by in one.makers else "")
        for one in found
        if everything or one.steward == person.organisation
    )


_OWN = Sentence("You had these made, so somebody else must review them: a link needs two people.")


def pair_shown(pair: Mapping[str, Any]) -> PairShown:
    """Return a pair of a list for review (``ReviewList.pairs``) as it is shown side by side."""
    return PairShown(
        row=pair["row"],
        candidate=str(pair["uprn"] if "uprn" in pair else pair["other"]),
        linkage=pair["linkage"],
        fields=_of_places(pair) if "uprn" in pair else _of_people(pair),
        decision=pair["decision"],
        score=pair.get("score"),
        matched=pair["matched"] == "yes" if "matched" in pair else None,
        reason=pair.get("reason"),
        alike=pair.get("alike"),
    )


def _of_places(pair: Mapping[str, Any]) -> tuple[FieldBeside, ...]:
    sides = reviewing.pieces_of(pair["address"] or "", pair["gazetteer"] or "")
    return (FieldBeside("address", *sides),)


def _of_people(pair: Mapping[str, Any]) -> tuple[FieldBeside, ...]:
    return tuple(_field(name, says) for name, says in pair.items() if name not in _TOLD)


def _field(name: str, says: str) -> FieldBeside:
    if says.count(_BETWEEN) != 1:  # a note, or a value that holds the sign itself
        return FieldBeside(name, note=says)
    one, other = says.split(_BETWEEN)
    return FieldBeside(name, *reviewing.pieces_of(one, other))
