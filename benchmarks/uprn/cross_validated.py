"""The real labelled set again, each source scored by a card fitted without that source."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from beholden.linkage import DEFAULT_THRESHOLD
from beholden.linkage.addresses import scorecard
from benchmarks import fit_scorecard
from benchmarks.made_up_addresses import made_up

from .bars import Bar, Goal
from .setting import Setting
from .tally import Tally

_GOALS = {"as it is": (0.99, 0.93), "postcode wrong": (0.99, 0.90), "postcode gone": (0.99, 0.88)}


@dataclass(frozen=True, slots=True)
class Scored:
    """The likeliest places of some addresses: the probability of each, and whether it is right.

    ``chance`` and ``right`` are arrays of one length, an element an address that has a candidate.
    """

    kind: str
    chance: np.ndarray
    right: np.ndarray


def scored(gazetteer: pa.Table, labelled: pa.Table) -> list[Scored]:
    """Return the scores of each kind of copy, each source's by a card that has not seen it.

    The cards are fitted on the other sources and on the made-up addresses, as the shipped one is.
    """
    parts = fit_scorecard.real_examples(gazetteer, labelled)
    sources = sorted(set(parts[0].group))
    every = [*parts, _made_up()]
    cards = {name: fit_scorecard.fit(*fit_scorecard.stack(every, name)) for name in sources}
    return [_scored(part, cards) for part in parts]


def _made_up() -> fit_scorecard.Examples:
    gazetteer, asked = made_up(40_000, queries=8_000, seed=11, unknown=0.25)
    return fit_scorecard.examples(
        gazetteer, asked, np.full(asked.num_rows, "made up", object), "made up"
    )


def _scored(part: fit_scorecard.Examples, cards: dict[str, np.ndarray]) -> Scored:
    columns = scorecard.columns(part.features, part.gap, fit_scorecard.KNOTS)
    chance = np.zeros(len(part.right))
    for name, card in cards.items():
        mine = part.group == name
        chance[mine] = 1.0 / (1.0 + np.exp(-(columns[mine] @ card)))
    return Scored(part.kind, chance, part.right.astype(bool))


def by_source(setting: Setting) -> list[Bar]:
    """Return precision and recall at the default threshold, cross-validated by source."""
    labelled = setting.real("labelled")
    rows = labelled.num_rows
    answers = rows - labelled["true_uprn"].null_count
    bars = []
    for part in scored(setting.real("gazetteer"), labelled):
        if part.kind not in _GOALS:
            continue
        taken = part.chance >= DEFAULT_THRESHOLD
        right = int((taken & part.right).sum())
        found = Tally(rows, answers, int(taken.sum()), right)
        bars += _rates(part.kind, found, *_GOALS[part.kind])
    return bars


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
