"""One person, two people of one home, or two strangers: the share of each, and the score of a pair.

Fellegi and Sunter's model knows two kinds of pairs, of one person and of two, and takes
comparisons to be independent within each. Two people of one home break it: they share surname,
address, and at times telephone and e-mail, so they look like one person who is badly written. So
there is a third kind here, of two people of one home. Its shares by level are stated below; how
common the three kinds are is estimated from the pairs by expectation maximisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .comparisons import BIRTH, FIRST, Compared

if TYPE_CHECKING:
    import pyarrow as pa

_Reals: TypeAlias = NDArray[np.float64]

ROUNDS = 50
SETTLED = 1e-4

# Of pairs of two people of one home: the share that agrees on each level. For comparisons and
# levels that are not named, two people of one home agree as two strangers do.
AT_HOME: Mapping[str, Mapping[str, float]] = {
    "first_name": {"same first name": 0.01},
    "surname": {"same surname": 0.65, "similar surname": 0.02},
    "birth": {"same date of birth": 0.012},
    "place": {
        "same UPRN": 0.45,
        "same house number and postcode": 0.45,
        "same house number, similar street": 0.05,
        "same postcode": 0.03,
    },
    "email": {"same e-mail address": 0.10},
    "phone": {"same telephone number": 0.35},
    "birth_place": {"same place of birth": 0.50},
}


@dataclass(frozen=True, slots=True)
class Kinds:
    """The share of all pairs of rows that are one person, and that are two people of one home."""

    person: float
    home: float


def weights_at_home(
    pairs: pa.Table, compared: Sequence[Compared], model: Mapping[str, Any]
) -> _Reals:
    """Return for each pair log2 of how much likelier it is in one home than between strangers."""
    total = np.zeros(pairs.num_rows)
    namesakes = _namesakes(pairs, compared)
    for comparison, learnt in zip(compared, model["comparisons"], strict=True):
        shares = AT_HOME.get(comparison.name)
        if shares is None:
            continue
        levels = [x for x in learnt["comparison_levels"] if not x.get("is_null_level")]
        strangers = [float(level["u_probability"]) for level in levels]
        gamma = pairs.column(f"gamma_{comparison.name}").to_numpy()
        bits = _ratios(strangers, _within_reach(comparison, shares, gamma))[gamma]
        total += np.where(namesakes, 0.0, bits) if comparison is BIRTH else bits
        adjusted = f"mw_tf_adj_{comparison.name}"
        if adjusted in pairs.column_names and comparison.name != "birth":
            total += np.where(gamma == len(levels) - 1, pairs.column(adjusted).to_numpy(), 0.0)
    return total


def _namesakes(pairs: pa.Table, compared: Sequence[Compared]) -> NDArray[np.bool_]:
    """Return the pairs of one first name: they may be father and son, but never twins."""
    if FIRST not in compared:
        return np.zeros(pairs.num_rows, dtype=bool)
    gamma = pairs.column(f"gamma_{FIRST.name}").to_numpy()
    alike: NDArray[np.bool_] = gamma > FIRST.value("same first initial")
    return alike


def _within_reach(
    comparison: Compared, shares: Mapping[str, float], gamma: NDArray[Any]
) -> list[float | None]:
    """Return the stated share of each level, strongest first; None where none is stated.

    The share of a level on which no pair agrees, as there is no such column, goes to the next one:
    without house numbers, two people of one home agree on the postcode.
    """
    seen = np.bincount(gamma + 1, minlength=len(comparison.levels) + 1)[:0:-1] > 0
    named: list[float | None] = []
    waiting = 0.0
    for level, reached in zip(comparison.levels, seen, strict=True):
        share = shares.get(level.words)
        if share is not None and not reached:
            waiting, share = waiting + share, 0.0
        elif share is not None:
            waiting, share = 0.0, waiting + share
        named.append(share)
    return named


def _ratios(strangers: Sequence[float], named: Sequence[float | None]) -> _Reals:
    """Return log2 of home over strangers by Splink's number of the level; the last is for silence.

    What the named levels do not take is shared out among the others as between strangers.
    """
    taken = sum(share for share in named if share is not None)
    rest = sum(u for share, u in zip(named, strangers, strict=True) if share is None)
    home = [
        max(share, u) if share is not None else u * max(1 - taken, 0.01) / rest
        for share, u in zip(named, strangers, strict=True)
    ]
    ratios: _Reals = np.log2(
        np.array([*reversed(home), 1.0]) / np.array([*reversed(strangers), 1.0])
    )
    return ratios


def estimate_kinds(person: _Reals, home: _Reals, *, total: float, start: Kinds) -> Kinds:
    """Return how common the kinds are among ``total`` pairs, of which those given were compared.

    ``person`` and ``home`` are log2 ratios against strangers. Pairs that were not compared are
    taken for strangers.
    """
    kinds = start
    for _ in range(ROUNDS):
        one, same_home = posterior(person, home, kinds)
        after = Kinds(max(one.sum(), 0.5) / total, max(same_home.sum(), 0.5) / total)
        settled = abs(after.person - kinds.person) < SETTLED * kinds.person
        kinds = after
        if settled:
            break
    return kinds


def posterior(person: _Reals, home: _Reals, kinds: Kinds) -> tuple[_Reals, _Reals]:
    """Return the probability that each pair is one person, and that it is two of one home."""
    strangers = 1 - kinds.person - kinds.home
    one = person + np.log2(kinds.person / strangers)
    two = home + np.log2(kinds.home / strangers)
    base = np.logaddexp2(np.logaddexp2(one, two), 0.0)
    return np.exp2(one - base), np.exp2(two - base)
