"""From features to a calibrated probability: a small scorecard, monotone in every evidence.

A match's log-odds are a sum: a constant, a value for how the numbers stand, one for how the
postcodes stand, and for every other feature a rising (or falling) line through a few knots. The
values are in scorecard.toml with how they were fitted; the fitting is benchmarks/fit_scorecard.py.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from . import shapes as sh
from .shapes import F64

RELATION_NAMES = (
    "exact", "role", "range", "no_numbers", "no_building", "row_no_building", "building_is_flat",
    "room_of", "parent", "child", "unnumbered", "row_unnumbered", "conflict",
)  # fmt: skip
POSTCODE_NAMES = ("same", "near", "area", "other", "missing")
LINE_NAMES = (
    "forward", "back", "evidence", "gap", "outside", "fuzzy", "leftover", "type", "kind", "anchor",
    "siblings", "missed",
)  # fmt: skip
RISING = ("forward", "back", "evidence", "gap")
_RANKED = ("forward", "back", "outside", "fuzzy", "evidence", "leftover", "type", "kind", "anchor")
_NO_RUNNER_UP = sh.FAR
_SIBLINGS_MATTER = (sh.ROOM_OF, sh.PARENT, sh.CHILD, sh.RANGE, sh.ROW_UNNUMBERED)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The fitted values: ``rank`` for the kernel, ``knots`` by line, ``values`` by column.

    ``values`` stand in the order of ``columns``: the constant, relations, postcodes, line by line.
    """

    rank: F64
    knots: dict[str, tuple[float, ...]]
    values: F64
    threshold: float


def rank_of(stated: dict[str, Any]) -> F64:
    """Return the kernel's ranking weights from their names."""
    return np.array(
        [stated["relation"][name] for name in RELATION_NAMES]
        + [stated["postcode"][name] for name in POSTCODE_NAMES]
        + [stated[name] for name in _RANKED],
        np.float64,
    )


@cache
def load_scorecard(path: Path | None = None) -> Scorecard:
    """Return the scorecard that ships with the package, or one of a file."""
    stated = tomllib.loads((path or Path(__file__).with_name("scorecard.toml")).read_text("utf-8"))
    card = stated["card"]
    knots = {name: tuple(card[name]["knots"]) for name in LINE_NAMES}
    values = [
        card["constant"],
        *(card["relation"][name] for name in RELATION_NAMES),
        *(card["postcode"][name] for name in POSTCODE_NAMES),
        *(step for name in LINE_NAMES for step in card[name]["steps"]),
    ]
    return Scorecard(
        rank_of(stated["rank"]), knots, np.array(values, np.float64), card["threshold"]
    )


def gaps(picks: sh.I64, features: F64) -> F64:
    """Return how far each best candidate stands before its runner-up (3 where none is near)."""
    gap = features[:, 0, sh.F_SCORE] - features[:, 1, sh.F_SCORE]
    return np.where(picks[:, 1] < 0, _NO_RUNNER_UP, gap)


def _lines(features: F64, gap: F64) -> dict[str, F64]:
    relation = features[:, sh.F_RELATION]
    siblings = np.where(np.isin(relation, _SIBLINGS_MATTER), features[:, sh.F_SIBLINGS], 0.0)
    return {
        "forward": features[:, sh.F_FORWARD],
        "back": features[:, sh.F_BACK],
        "evidence": features[:, sh.F_EVIDENCE],
        "gap": gap,
        "outside": features[:, sh.F_OUTSIDE],
        "fuzzy": features[:, sh.F_FUZZY],
        "leftover": features[:, sh.F_LEFTOVER],
        "type": features[:, sh.F_TYPE],
        "kind": features[:, sh.F_KIND],
        "anchor": features[:, sh.F_ANCHOR],
        "siblings": siblings,
        "missed": features[:, sh.F_MISSED],
    }


def columns(features: F64, gap: F64, knots: dict[str, tuple[float, ...]]) -> F64:
    """Return the scorecard's columns (n × values) for candidates' features (n × FEATURES).

    Between two knots a line's column runs from 0 to 1; outside them it stands still. Falling lines
    have negative values, rising ones positive, so the sum is monotone.
    """
    relation = features[:, sh.F_RELATION].astype(int)
    postcode = features[:, sh.F_POSTCODE].astype(int)
    parts = [
        np.ones((len(features), 1)),
        np.eye(sh.RELATIONS)[relation],
        np.eye(sh.POSTCODES)[postcode],
    ]
    lines = _lines(features, gap)
    for name in LINE_NAMES:
        low, high = np.array(knots[name][:-1]), np.array(knots[name][1:])
        parts.append(((lines[name][:, None] - low) / (high - low)).clip(0.0, 1.0))
    return np.hstack(parts)


def probabilities(features: F64, gap: F64, card: Scorecard) -> F64:
    """Return the probability that each candidate is the address's own place."""
    logits = columns(features, gap, card.knots) @ card.values
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), np.float64)
