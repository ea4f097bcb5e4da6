"""From features to a calibrated probability: a small scorecard, monotone in every evidence.

Each candidate's log-odds, against there being no such place in the gazetteer, are a sum: a
constant, a value for how the numbers stand, one for how the postcodes stand, and for every other
feature a rising (or falling) line through a few knots. The probability of each place follows from
the log-odds of all candidates of the address together (a conditional logit with "none" as one of
the choices: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974), so that a
close runner-up takes its share. The values are in scorecard.toml with how they were fitted; the
fitting is benchmarks/fit_scorecard.py.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from . import shapes as sh
from .shapes import F64, Card

RELATION_NAMES = (
    "exact", "role", "range", "no_numbers", "no_building", "row_no_building", "building_is_flat",
    "room_of", "parent", "child", "suffix", "letter_number",
    "unnumbered", "row_unnumbered", "beside", "conflict",
)  # fmt: skip
POSTCODE_NAMES = ("same", "near", "sector", "outward", "area", "other", "missing", "row_missing")
# In the order of the features from F_STREET on.
LINE_NAMES = (
    "street", "streets_differ", "name_missed", "name_hit", "tail_missed", "evidence", "inside",
    "outside", "after", "type", "part", "place_extra", "siblings", "neighbours", "names_differ",
    "spread", "home", "place_missed", "place_whole", "half_missed", "all_told", "address", "town",
    "adrift", "towns_differ", "afar", "opposed", "places_differ",
)  # fmt: skip
RISING = ("street", "name_hit", "evidence", "place_whole", "all_told", "address", "town")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The fitted values as ``Card`` for the kernel, and the default threshold."""

    card: Card
    threshold: float


def lines_of(knots: dict[str, tuple[float, ...]], steps: dict[str, tuple[float, ...]]) -> F64:
    """Return each line's table of GRID values on 0–1; a line is 0 at its first knot and before."""
    grid = np.linspace(0.0, 1.0, sh.GRID)
    tables = [
        np.interp(grid, knots[name], np.concatenate(([0.0], np.cumsum(steps[name]))))
        for name in LINE_NAMES
    ]
    return np.asarray(np.vstack(tables), np.float64)


def card_of(
    constant: float,
    relations: dict[str, float],
    postcodes: dict[str, float],
    lines: F64,
) -> Card:
    """Return the card for the kernel; the constant is added to the relations."""
    made = Card(
        np.array([constant + relations[name] for name in RELATION_NAMES], np.float64),
        np.array([postcodes[name] for name in POSTCODE_NAMES], np.float64),
        np.ascontiguousarray(lines, np.float64),
    )
    for array in made:
        array.flags.writeable = False
    return made


@cache
def load_scorecard(path: Path | None = None) -> Scorecard:
    """Return the scorecard that ships with the package, or one of a file."""
    stated = tomllib.loads((path or Path(__file__).with_name("scorecard.toml")).read_text("utf-8"))
    lines = stated["line"]
    knots = {name: tuple(lines[name]["knots"]) for name in LINE_NAMES}
    steps = {name: tuple(lines[name]["steps"]) for name in LINE_NAMES}
    card = card_of(
        stated["constant"], stated["relation"], stated["postcode"], lines_of(knots, steps)
    )
    return Scorecard(card, stated["threshold"])


def probabilities(scores: F64) -> F64:
    """Return the probability of each held place (n × HELD) from their log-odds; -inf is no place.

    What is left of 1 is the probability that the gazetteer does not have the address.
    """
    top = np.maximum(scores.max(axis=1, initial=0.0), 0.0)[:, None]
    parts = np.exp(scores - top)
    return np.asarray(parts / (np.exp(-top) + parts.sum(axis=1, keepdims=True)), np.float64)
