"""Under how many subjects a cell is not looked at: what each cut does to guesses and to errors.

The boroughs are others than those of the table and of ``many``: a cut that is chosen by what an
outsider guesses must not be chosen on the boroughs that are held against the goal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from unittest.mock import patch

import numpy as np

from beholden.selfservice import making

from .borough import WORST, Borough, Sealed, borough, errors, sealed

CUTS = (0, 10, 20, 30)
SEEDS = range(200, 210)
_SMALL = (10, 50)


def by_cut(subjects: int, bound: int) -> Iterator[str]:
    """Yield a line for each cut, over the boroughs of ``SEEDS``, each with the same noise."""
    found: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for seed in SEEDS:
        made = borough(subjects, seed)
        for cut in CUTS:
            with patch.object(making, "LEAST_LOOKED_AT", cut):
                told = sealed(made, bound, secret=seed.to_bytes(32, "big"))
            found[cut].append((_right(made, told), errors(made, told)[0], _small(made, told)))
    for cut, rows in found.items():
        right, error, small = np.mean(rows, axis=0)
        about = 2 * np.std([100 * row[0] for row in rows], ddof=1) / np.sqrt(len(rows))
        yield (
            f"cells under {cut} not looked at: an outsider, worst targets, {100 * right:.1f} ± "
            f"{about:.1f}; ward x age {error:.1f} %; cells of {_SMALL[0]} to {_SMALL[1]} subjects "
            f"off by {small:.2f} ({len(rows)} boroughs)"
        )


def _right(made: Borough, told: Sealed) -> float:
    """Return how often the fitted value of a worst target's own profile tells its flag."""
    score = told.expected[made.targets[WORST]]
    return float(((score > np.median(score)) == made.flags[made.targets[WORST]]).mean())


def _small(made: Borough, told: Sealed) -> float:
    """Return the mean error of the small cells of all tables of two dimensions, in subjects."""
    off = []
    for table in combinations(made.by, 2):
        true = told.everybody.total(table, made.flags.astype(float))
        got = told.fitted.grid.total(table, told.fitted.fits["flag"].expected)
        count = told.everybody.total(table, np.ones(len(made.flags)))
        off.append(np.abs(got - true)[(count >= _SMALL[0]) & (count <= _SMALL[1])])
    return float(np.concatenate(off).mean())
