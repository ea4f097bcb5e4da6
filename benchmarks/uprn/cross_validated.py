"""The real labelled set again, each source scored by a card fitted without that source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from beholden.linkage import DEFAULT_THRESHOLD

from .bars import Bar, Goal
from .setting import Setting
from .tally import Tally

if TYPE_CHECKING:
    from benchmarks.fit_scorecard import Tried

_GOALS = {"as it is": (0.99, 0.93), "postcode wrong": (0.99, 0.90), "postcode gone": (0.99, 0.88)}
_LAND, _LAND_GOALS = "cheltenham", (0.97, 0.90)
_MADE_UP = (60_000, 12_000, 11)


@dataclass(frozen=True, slots=True)
class Scored:
    """The likeliest place of each address, in arrays of one length.

    ``chance`` is its probability (0 where there is none), ``right`` whether it is right, ``known``
    whether there is a right one, ``source`` whose address it is.
    """

    kind: str
    chance: np.ndarray
    right: np.ndarray
    known: np.ndarray
    source: np.ndarray


def scored(gazetteer: pa.Table, labelled: pa.Table) -> list[Scored]:
    """Return the scores of each kind of copy, each source's by a card that has not seen it.

    The cards are fitted on the other sources and on made-up addresses, as the shipped one is. Which
    places are found at all is the shipped card's doing, which has seen every source.
    """
    from benchmarks import fit_scorecard as fitting

    sets = fitting.real_examples(gazetteer, labelled, None)
    card = fitting.scorecard.load_scorecard().card
    parts = [fitting.tried(one, card) for one in [*sets, *fitting.made_up_examples(*_MADE_UP)]]
    real = [part for part in parts if part.examples.labelled]
    sources = sorted({name for part in real for name in part.examples.group})
    cards = {name: fitting.fit(*fitting.stack(parts, name)) for name in sources}
    return [_scored(part, cards) for part in real]


def _scored(part: Tried, cards: dict[str, np.ndarray]) -> Scored:
    from benchmarks.fit_scorecard import scores_of

    rows = np.arange(len(part.held))
    chance, right = np.zeros(len(rows)), np.zeros(len(rows), bool)
    for name, values in cards.items():
        mine = part.examples.group == name
        each = np.where(part.held, scores_of(part, values), 0.0)
        best = each.argmax(axis=1)
        chance[mine], right[mine] = each[rows, best][mine], part.right[rows, best][mine]
    known = part.examples.asked["true_uprn"].is_valid().to_numpy()
    return Scored(part.examples.kind, chance, right, known, part.examples.group)


def by_source(setting: Setting) -> list[Bar]:
    """Return precision and recall at the default threshold, cross-validated by source."""
    parts = scored(setting.real("gazetteer"), setting.real("labelled"))
    bars = []
    for kind, goals in _GOALS.items():
        bars += _rates(kind, _tally(parts, kind), *goals)
        if kind == "as it is":
            land = _tally(parts, kind, source=_LAND)
            bars += _rates("council land and assets", land, *_LAND_GOALS)
    return bars


def _tally(parts: list[Scored], kind: str, *, source: str | None = None) -> Tally:
    found = Tally()
    for part in (one for one in parts if one.kind == kind):
        mine = np.ones(len(part.chance), bool) if source is None else part.source == source
        taken = mine & (part.chance >= DEFAULT_THRESHOLD)
        counts = (mine, mine & part.known, taken, taken & part.right, taken & ~part.known)
        found += Tally(*(int(one.sum()) for one in counts))
    return found


def _rates(kind: str, found: Tally, precision: float, recall: float) -> list[Bar]:
    name = f"cross-validated by source, {kind}"
    return [
        Bar(
            "real, cross-validated", f"{name}: precision", found.precision,
            goal=Goal(precision), note=found.precision_note(),
        ),
        Bar(
            "real, cross-validated", f"{name}: recall", found.recall,
            goal=Goal(recall), note=found.recall_note(),
        ),
    ]  # fmt: skip
