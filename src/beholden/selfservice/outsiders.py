"""Which cells are looked at, so that whoever knows nobody else's value is told little of anybody.

The bound of the agreement is against somebody who knows all the others. Whoever knows none of them
has their chances for cover as well as the noise, and small cells give little of it. How well such a
reader could do with every number that is looked at is worked out for each profile, and what tells
most is left out until that is little. What is left out is worked out from its margins.

The best reader of normal numbers takes the likelier of two; what ``d²`` tells is right Φ(d/2) of
the time, with ``d² = aᵀ (G v + Σ)⁻¹ a`` over the cells of one subject, its own chance left out: G
holds how many subjects each two cells share, v the variance of one of them, Σ the noise. That rests
on what the reader does not know, so it is an aim and no promise. It costs nothing of the bound: all
that it needs is known or has its noise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .fitting import rate_of
from .grid import Cells, Codes, Floats

_EACH_ROUND = 0.4  # of those who are told too much, by how much: the worst first
_CLOSE = 1.01
Mask = NDArray[np.bool_]


def looked_at(
    cells: Cells, subjects: Floats, noisy: Floats, *, variance: Floats, most: float
) -> Mask:
    """Return which cells are looked at: all, but those that tell outsiders more than ``most``.

    ``subjects`` is the known number of each profile. Cells of one dimension are always looked at.
    """
    counted = cells.totals(subjects)
    rate = rate_of(counted, noisy, variance)
    chance = rate * (1 - rate)  # of an amount from 0 to 1 it is the most that it can be
    system = chance * cells.shared(subjects) + np.diag(variance)
    inverse: Floats = np.asarray(np.linalg.inv(system), dtype=np.float64)
    left = np.ones(len(counted), dtype=np.bool_)
    own, costly = _own_cells(cells), _costly(cells, variance)
    over = np.flatnonzero(subjects > 0)
    while len(over):
        told = _told(inverse, own[over])
        whole = told.sum(axis=1)
        known = whole / (1 - chance * whole)
        weighed = np.where(left[own[over]], told * costly, 0.0)
        too_much = (known > most * _CLOSE) & (weighed.max(axis=1) > 0)
        over, known, weighed = over[too_much], known[too_much], weighed[too_much]
        if len(over):
            worst = known >= most + (1 - _EACH_ROUND) * (known.max() - most)
            out = np.unique(own[over][worst, weighed[worst].argmax(axis=1)])
            left[out] = False
            inverse = _without(inverse, out)
    return left


def _own_cells(cells: Cells) -> Codes:
    """Return the cell of each profile in each table (profiles × tables)."""
    return np.array(
        [
            start + cells.grid.cells(table)
            for start, table in zip(cells.starts, cells.tables, strict=False)
        ]
    ).T


def _costly(cells: Cells, variance: Floats) -> Floats:
    """Return, for each table, how soon it is left out for what it tells; 0 is never.

    A table's precision over its cells is how important it is: the more so, the later.
    """
    parts = zip(cells.tables, cells.parts(variance), strict=True)
    return np.array([cells.grid.count(t) * v[0] if len(t) == 2 else 0.0 for t, v in parts])


def _told(inverse: Floats, own: Codes) -> Floats:
    """Return what each table tells of each profile's subjects; in all it is d² with their own."""
    told = np.zeros(own.shape)
    for one in range(own.shape[1]):
        for other in range(own.shape[1]):
            told[:, one] += inverse[own[:, one], own[:, other]]
    return told


def _without(inverse: Floats, out: Codes) -> Floats:
    """Return the inverse of a system without some of its cells, which are nought in it."""
    rest = inverse - inverse[:, out] @ np.linalg.solve(inverse[np.ix_(out, out)], inverse[out])
    rest[out] = rest[:, out] = 0.0
    return rest
