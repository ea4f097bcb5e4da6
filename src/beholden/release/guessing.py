"""How often anybody guesses right what one member of a group has, who reads how many of it have it.

The reader thinks either as likely of a member, of the others what holds in the whole table, and
takes the likelier: right half the time, and more by half of the largest chance that the others come
to one number. With 10 people and 12 in 100 who have it that is 69 times in 100; with 2 in 100, 92.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, floor, lgamma, log

from .grid import ALL, Grid, Place


def guesses(grid: Grid) -> Mapping[Place, float]:
    """Return for each group the best chance of a guess at a filtered count, where it has one."""
    whole = grid.cells[(ALL,) * len(grid.dimensions)]
    filtered = [i for i in grid.filtered if grid.measures[i].column is None]
    rates = {i: whole.amounts[i].subjects / whole.subjects for i in filtered if whole.subjects}
    if not rates:
        return {}
    return {
        at: max(guessed_right(cell.subjects, rate) for rate in rates.values())
        for at, cell in grid.cells.items()
        if cell.subjects
    }


def guessed_right(group: int, rate: float) -> float:
    """Return the chance (0.5–1) of a right guess at one of a group, from the group's exact count.

    ``rate`` is how common it is (0–1). Half, and half of the largest probability of Bin(group - 1,
    rate), which is how far two counts that differ by one can be told apart (total variation).
    """
    others = group - 1
    if rate in (0, 1) or others < 1:
        return 1.0
    most_likely = min(others, floor((others + 1) * rate))
    return 0.5 + 0.5 * _chance(most_likely, others, rate)


def _chance(n: int, among: int, rate: float) -> float:
    ways = lgamma(among + 1) - lgamma(n + 1) - lgamma(among - n + 1)
    return exp(ways + n * log(rate) + (among - n) * log(1 - rate))
