"""The fit: expected values for each profile from noisy tables and numbers of subjects.

What a profile's subjects come to is modelled as ``n·(p + Σ b) + e``: a rate that all share, an
effect b for each cell of each kept table (variance κ of its table), and what is left to chance
(variance κ₀·n). The best linear prediction from noisy tables z is ``K Aᵀ S⁻¹ (z − pN)``, with
``S = κ₀G + GDG + Σ``: G holds how many subjects each two cells share, D the κ, Σ the noise
(Robinson, "That BLUP is a good thing", Statistical Science 6(1), 1991). So what is known of
numbers of subjects is used in full, tables borrow from one another and from their margins, and a
table that says nothing above its noise is shrunk to what its margins say. Only noisy numbers come
in, so nothing that comes out costs anything of the bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .grid import Cells, Floats, Table

_LEAST_EFFECT = 1e-3  # of the chance variance: no table is taken to say nothing at all
_LEAST_RATE = 1e-4
_RAKINGS = 10


@dataclass(frozen=True, slots=True)
class Fit:
    """Expected values by profile, and what their error is worked out from.

    The variance of a sum over some profiles is ``chance·n + gᵀ·doubt·g``, where n is the number of
    their subjects and g how many of them lie in each cell.
    """

    cells: Cells
    expected: Floats
    chance: float
    doubt: Floats

    def variance(self, shares: Floats) -> Floats:
        """Return the variance of sums; ``shares`` has the subjects of each sum by cell (Q × C).

        The first table is the total, so its one column is n.
        """
        spread = np.einsum("qc,qc->q", shares @ self.doubt, shares)
        variance: Floats = np.maximum(self.chance * shares[:, 0] + spread, 0.0)
        return variance


def fit(
    cells: Cells, subjects: Floats, noisy: Floats, *, variance: Floats, rate: float | None = None
) -> Fit:
    """Fit expected values by profile (from 0 to ``subjects``) to noisy cells.

    ``subjects`` is the number of subjects of each profile, ``noisy`` and ``variance`` (C) the cells
    and the variance of their noise: that of a cell without end is not looked at. ``rate`` 1 fits
    numbers of subjects themselves.
    """
    counted = cells.totals(subjects)
    seen = np.flatnonzero(np.isfinite(variance))
    noisy = np.where(np.isfinite(variance), noisy, 0.0)
    p = rate_of(counted, noisy, variance) if rate is None else rate
    chance = p * (1 - p) if rate is None else p
    effects = _effects(cells, counted, noisy - p * counted, variance=variance, chance=chance)
    common = cells.shared(subjects)
    prior = np.concatenate(
        [np.full(cells.grid.count(table), effects[table]) for table in cells.tables]
    )
    reach = (chance * np.eye(len(prior)) + prior[:, None] * common)[:, seen]
    system = (common[seen] @ reach) + np.diag(variance[seen])
    by_cell = reach @ np.linalg.solve(system, (noisy - p * counted)[seen])
    expected = subjects * (p + cells.spread(by_cell))
    doubt = np.diag(prior) - reach @ np.linalg.solve(system, reach.T)
    most = subjects if rate is None else None
    return Fit(cells, raked(cells, expected, most=most), chance, doubt)


def rate_of(counted: Floats, noisy: Floats, variance: Floats) -> float:
    """Return the rate that all share, from noisy cells and the subjects counted in them.

    Where every noisy number of subjects was under nought, none are counted, and no rate is seen.
    """
    weight = float((counted**2 / variance).sum())
    rate = float((noisy * counted / variance).sum()) / weight if weight else _LEAST_RATE
    return min(max(rate, _LEAST_RATE), 1 - _LEAST_RATE)


def _effects(
    cells: Cells, counted: Floats, over: Floats, *, variance: Floats, chance: float
) -> Mapping[Table, float]:
    """Return the variance of each table's effects, by the moments of what its cells have over.

    Of a table of two dimensions, what its single dimensions explain is taken away.
    """
    effects: dict[Table, float] = {}
    parts = (cells.parts(each) for each in (counted, over, variance))
    for table, n, rest, noise in zip(cells.tables, *parts, strict=True):
        weight = (n / (noise + chance * n)) ** 2  # 0 where a cell is not looked at
        whole = float((weight * n**2).sum())
        over_noise = np.where(weight > 0, rest**2 - noise - chance * n, 0.0)
        seen = float((weight * over_noise).sum()) / whole if whole else 0.0
        explained = sum(effects.get((name,), 0.0) for name in table) if len(table) == 2 else 0.0
        effects[table] = max(seen - explained, _LEAST_EFFECT * chance)
    effects[()] = _LEAST_EFFECT * chance
    return effects


def raked(cells: Cells, values: Floats, *, most: Floats | None) -> Floats:
    """Return the values without negative ones, and with nearly the totals that they had.

    What is cut at 0 is taken from the others of its cells by proportional fitting (Deming and
    Stephan, Annals of Mathematical Statistics 11(4), 1940). No value is over ``most``.
    """
    goals = [np.maximum(goal, 0.0) for goal in cells.parts(cells.totals(values))]
    kept = np.maximum(values, 0.0)
    for _ in range(_RAKINGS):
        for table, goal in zip(cells.tables, goals, strict=True):
            now = cells.grid.total(table, kept)
            factor = np.divide(goal, now, out=np.ones_like(goal), where=now > 0)
            kept *= factor[cells.grid.cells(table)]
    return kept if most is None else np.minimum(kept, most)
