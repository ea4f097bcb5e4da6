"""The real labelled set again, each source by a card and a threshold that have not seen it.

The peer learns nothing from the set, so that its figures are those of its one setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from beholden.linkage import DEFAULT_THRESHOLD

from .bars import Bar, Goal
from .setting import Setting, match_peer
from .tally import Tally, answered, tally, truths

if TYPE_CHECKING:
    from benchmarks.fit_scorecard import Tried

_GOALS = {"as it is": (0.99, 0.93), "postcode wrong": (0.99, 0.90), "postcode gone": (0.99, 0.88)}
_LAND, _LAND_GOALS = "cheltenham", (0.97, 0.90)
_DELETED, _DELETED_GOAL = "true row out", 0.02


@dataclass(frozen=True, slots=True)
class Scored:
    """The likeliest place of each address of one set, in arrays of one length.

    ``gazetteer`` and ``asked`` are the set itself. ``chance`` is its probability (0 where there is
    none), ``right`` whether it is right, ``known`` whether there is a right one, ``source`` whose
    address it is, ``threshold`` what the other sources choose for it.
    """

    kind: str
    gazetteer: pa.Table
    asked: pa.Table
    chance: np.ndarray
    right: np.ndarray
    known: np.ndarray
    source: np.ndarray
    threshold: np.ndarray


def scored(setting: Setting) -> list[Scored]:
    """Return the scores of each kind of copy, each source's by a card that has not seen it.

    The cards are fitted on the other sources, on registers where the folder of the data has them
    (unlabelled.parquet), and on made-up addresses, as the shipped one is. Which places are found at
    all is the shipped card's doing, which has seen every source. The threshold of each source is
    chosen by the others.
    """
    from beholden.linkage.addresses import scorecard
    from benchmarks import fit_scorecard as fitting
    from benchmarks.fit_threshold import without_each

    registers = setting.data / "unlabelled.parquet"
    sets = fitting.all_examples(
        setting.real("gazetteer"), setting.real("labelled"), None,
        registers if registers.exists() else None,
    )  # fmt: skip
    card = scorecard.load_scorecard().card
    parts = [fitting.tried(one, card) for one in sets]
    sources = fitting.sources_of(parts)
    cards = {name: fitting.fit(*fitting.stack(parts, name)) for name in sources}
    thresholds = without_each(fitting.counted(parts, cards), sources)
    real = [part for part in parts if part.examples.labelled]
    return [_scored(part, cards, thresholds) for part in real]


def _scored(part: Tried, cards: dict[str, np.ndarray], thresholds: dict[str, float]) -> Scored:
    from benchmarks.fit_scorecard import scores_of

    rows = np.arange(len(part.held))
    chance, right = np.zeros(len(rows)), np.zeros(len(rows), bool)
    threshold = np.ones(len(rows))
    for name, values in cards.items():
        mine = part.examples.group == name
        threshold[mine] = thresholds[name]
        each = np.where(part.held, scores_of(part, values), 0.0)
        best = each.argmax(axis=1)
        chance[mine], right[mine] = each[rows, best][mine], part.right[rows, best][mine]
    of = part.examples
    known = of.asked["true_uprn"].is_valid().to_numpy()
    return Scored(of.kind, of.gazetteer, of.asked, chance, right, known, of.group, threshold)


def by_source(setting: Setting) -> list[Bar]:
    """Return precision and recall, each source by a card without it.

    At the one fixed default threshold, which is the same for every source; and at the one that the
    other sources choose for each.
    """
    parts = scored(setting)
    theirs = {kind: _peer(setting, _of(parts, kind)) for kind in (*_GOALS, _DELETED)}
    return [
        bar for fixed in (DEFAULT_THRESHOLD, None) for bar in _at(parts, theirs, threshold=fixed)
    ]


def _of(parts: list[Scored], kind: str) -> list[Scored]:
    return [part for part in parts if part.kind == kind]


def _at(
    parts: list[Scored], theirs: dict[str, dict[str, Tally]], *, threshold: float | None
) -> list[Bar]:
    """Return the bars at one threshold, or (None) at that of each source."""
    way = "cross-validated by source" if threshold is None else f"held out, from {threshold:.2f} on"
    bars = []
    for kind, goals in _GOALS.items():
        mine = _of(parts, kind)
        found = _tally(mine, threshold=threshold)
        bars += _rates(f"{way}, {kind}", (found, theirs[kind].get("all")), *goals)
        if kind == "as it is":
            land = _tally(mine, source=_LAND, threshold=threshold)
            pair = (land, theirs[kind].get(_LAND))
            bars += _rates(f"{way}, council land and assets", pair, *_LAND_GOALS)
    deleted = _tally(_of(parts, _DELETED), threshold=threshold)
    return [*bars, _deleted(way, deleted, theirs[_DELETED].get("all"))]


def _tally(
    parts: list[Scored], *, source: str | None = None, threshold: float | None = None
) -> Tally:
    found = Tally()
    for part in parts:
        mine = np.ones(len(part.chance), bool) if source is None else part.source == source
        least = part.threshold if threshold is None else threshold
        taken = mine & (part.chance >= least)
        counts = (mine, mine & part.known, taken, taken & part.right, taken & ~part.known)
        found += Tally(*(int(one.sum()) for one in counts))
    return found


def _peer(setting: Setting, parts: list[Scored]) -> dict[str, Tally]:
    """Return the peer's tally of some sets, in all and by source; empty where it is not run."""
    found: dict[str, Tally] = {}
    for at, part in enumerate(parts):
        matches = match_peer(setting, f"cross {part.kind} {at}", part.gazetteer, part.asked)
        if matches is None:
            return {}
        ids = part.asked["unique_id"].to_pylist()
        of = dict(zip(ids, part.source.tolist(), strict=True))
        for name in ("all", *sorted(set(of.values()))):
            truth = {i: t for i, t in truths(part.asked).items() if name in ("all", of[i])}
            found[name] = found.get(name, Tally()) + tally(answered(matches), truth)["all"]
    return found


def _deleted(way: str, found: Tally, theirs: Tally | None) -> Bar:
    """Return how many get a UPRN although their true row was taken out: all are wrong."""
    matched = Tally(found.asked, 0, found.matched, 0, found.matched)
    return Bar(
        "real, cross-validated", f"{way}, true row deleted: matched",
        matched.unknown_rate, theirs.matched / theirs.asked if theirs else None,
        Goal(at_most=_DELETED_GOAL), note=matched.unknown_note(),
    )  # fmt: skip


def _rates(
    name: str, pair: tuple[Tally, Tally | None], precision: float, recall: float
) -> list[Bar]:
    found, theirs = pair
    return [
        Bar(
            "real, cross-validated", f"{name}: precision", found.precision,
            theirs.precision if theirs else None, Goal(precision), note=found.precision_note(),
        ),
        Bar(
            "real, cross-validated", f"{name}: recall", found.recall,
            theirs.recall if theirs else None, Goal(recall), note=found.recall_note(),
        ),
    ]  # fmt: skip
