"""The figures of inference as bars: what was tried, and what is held against the goals.

Goals are held against what the best outsider can do as it is worked out. The largest of many shares
that were tried is partly luck of the draw, so these are told beside, without a goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.uprn.bars import Bar, Goal

from .protections import USUAL
from .rights import Rights

SECTION = "inference"
# What is worked out over many boroughs, by its name there, and the goal that is set for it.
GOALS = {
    "worked out, the single worst of everybody": Goal(at_most=0.56),
    "who knows all others, everybody with either flag": Goal(at_most=0.65),
    "ward x age, median error in 100": Goal(at_most=0.05),
}


def bars(found: Rights, searches: Rights, many: Mapping[str, Sequence[float]]) -> list[Bar]:
    """Return what was tried of each protection, what searchers found, and the goals' figures."""
    return [*_tried(found), *_searched(searches), *(_over_many(*one) for one in many.items())]


def _tried(found: Rights) -> Iterator[Bar]:
    """Yield the best attack on each protection, the usual ones' beside the fitted table's."""
    best = found.best()
    usual = [by[max(by)] for name, by in best.items() if name in {one.name for one in USUAL}]
    for name, by in best.items():
        told = ", ".join(f"{n:,}: {100 * right:.1f}" for n, right in by.items())
        peer = min(usual) if usual and name.startswith("fitted") else None
        what = f"{name}: right by the best attack at any number of questions"
        yield Bar(SECTION, what, max(by.values()), peer, note=f"right in 100 after {told}")


def _searched(searches: Rights) -> Iterator[Bar]:
    for (protection, attack), by in searches.found.items():
        shares = {n: float(np.concatenate(rights).mean()) for n, rights in by.items()}
        told = ", ".join(f"{n:,}: {100 * right:.1f}" for n, right in shares.items())
        yield Bar(SECTION, f"{protection}: {attack}", max(shares.values()), note=told)


def _over_many(name: str, shares: Sequence[float]) -> Bar:
    error = spread_of(shares)
    note = f"± {100 * error:.1f} in 100, {len(shares)} boroughs"
    return Bar(SECTION, name, float(np.mean(shares)), goal=GOALS.get(name, Goal()), note=note)


def spread_of(shares: Sequence[float]) -> float:
    """Return twice the standard error of the mean; nought of a single one, which has none."""
    return 2 * float(np.std(shares, ddof=1)) / len(shares) ** 0.5 if len(shares) > 1 else 0.0
