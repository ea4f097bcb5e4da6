"""Between which bounds a reader of everything places a number: linear programming, by HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .limits import not_solved, out_of_time
from .statements import COUNT, Statement
from .unknowns import Cells, Unknowns

_TINY = 1e-6
_SWEEPS = 30
_LONGEST = 3600.0
_SOLVED, _STOPPED, _INFEASIBLE, _UNBOUNDED = 0, 1, 2, 3
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bound:
    """What a reader knows of a number, and by which statements (their positions)."""

    low: float
    high: float
    by: frozenset[int]

    def narrower(self, other: Bound, *, most: float) -> bool:
        """Return whether this tells more than another does; beyond ``most`` is all the same."""
        slack = _TINY * max([1.0, *(abs(n) for n in (self.low, self.high) if isfinite(n))])
        return self.low > other.low + slack or min(self.high, most) < min(other.high, most) - slack


class Reader:
    """Somebody who has every released number of one quantity and solves them all.

    Every answer to a linear programme is kept: a number that was nought in one of them cannot be
    known to be more, so most questions need no programme of their own.
    """

    def __init__(
        self,
        told: Sequence[Statement],
        unknowns: Unknowns,
        *,
        signed: bool = False,
        until: float = inf,
    ) -> None:
        from scipy.sparse import csr_array

        self.told = [s for s in told if s.low > -inf or s.high < inf]
        self.unknowns, self.until = unknowns, until
        self.whole = bool(told) and told[0].quantity == COUNT
        self.floor = -inf if signed else 0.0
        rows = [unknowns.of(s.region) for s in self.told]
        agreed = unknowns.agreed()
        indices = [*rows, *(np.concatenate(pair) for pair in agreed)]
        data = [np.ones(len(row)) for row in rows]
        data += [np.repeat([1.0, -1.0], [len(a), len(b)]) for a, b in agreed]
        ends = np.cumsum([0, *map(len, indices)])
        self.matrix = csr_array(
            (_joined(data), _joined(indices).astype(np.intp), ends),
            shape=(len(indices), unknowns.size),
        )
        self.low = np.array([*(s.low for s in self.told), *(0.0 for _ in agreed)])
        self.high = np.array([*(s.high for s in self.told), *(0.0 for _ in agreed)])
        self.exact = self.low == self.high
        self.upper, self.lower = ~self.exact & (self.high < inf), ~self.exact & (self.low > -inf)
        self.constraints = self._constraints()
        self.answers: list[Vector] = []

    def _constraints(self) -> dict[str, Any]:
        from scipy.sparse import vstack

        made: dict[str, Any] = {}
        if self.exact.any():
            made |= {"A_eq": self.matrix[self.exact], "b_eq": self.high[self.exact]}
        if (self.upper | self.lower).any():
            made["A_ub"] = vstack([self.matrix[self.upper], -self.matrix[self.lower]])
            made["b_ub"] = np.concatenate([self.high[self.upper], -self.low[self.lower]])
        return made

    def duals_of(self, found: Any) -> Vector:
        """Return how much each statement had to do with the least that was found."""
        duals = np.zeros(len(self.low))
        if self.exact.any():
            duals[self.exact] = np.abs(found.eqlin.marginals)
        if (self.upper | self.lower).any():
            both = np.abs(found.ineqlin.marginals)
            duals[self.upper] += both[: self.upper.sum()]
            duals[self.lower] += both[self.upper.sum() :]
        return duals

    def consistent(self) -> bool:
        """Return whether the statements can all be true of the same people."""
        return _programme(self, np.zeros(self.unknowns.size)) is not None

    def bound(self, cells: Cells) -> Bound:
        """Return the least and the most that some unknowns can come to; whole for counts."""
        cost = np.zeros(self.unknowns.size)
        cost[cells] = 1.0
        low, by_low = self._least(cost)
        high, by_high = self._least(-cost)
        if not self.whole:
            return Bound(low, -high, by_low | by_high)
        return Bound(_up(low), _down(-high), by_low | by_high)

    def between(self, cells: Cells, least: int) -> bool:
        """Return whether answers found so far have a number both at nought and at ``least``."""
        values = [float(answer[cells].sum()) for answer in self.answers]
        if not values or least <= 1:
            return False
        return min(values) <= _TINY and max(values) >= least - _TINY

    def certain(self, numbers: Sequence[Cells], least: int) -> list[int]:
        """Return which numbers are certainly of 1 to ``least`` - 1 subjects, by their positions."""
        left = self._unresolved(list(range(len(numbers))), numbers, least)
        for sign in (1.0, -1.0):
            for _ in range(_SWEEPS):
                cost = np.zeros(self.unknowns.size)
                for i in left:
                    cost[numbers[i]] += sign
                before = len(left)
                self._least(cost)
                left = self._unresolved(left, numbers, least)
                if not left or len(left) == before:
                    break
        return [i for i in left if self._is_certain(numbers[i], least)]

    def middle(self) -> Vector:
        """Return the mean of all answers found: people as a reader may picture them."""
        return np.mean(self.answers, axis=0) if self.answers else np.zeros(self.unknowns.size)

    def _is_certain(self, cells: Cells, least: int) -> bool:
        if any(self._open(answer[cells].sum(), least) for answer in self.answers):
            return False
        bound = self.bound(cells)
        return bound.low >= 1 and bound.high < least

    def _unresolved(self, left: list[int], numbers: Sequence[Cells], least: int) -> list[int]:
        if not self.answers:
            self.consistent()
        recent = self.answers[-2:]
        return [i for i in left if not any(self._open(a[numbers[i]].sum(), least) for a in recent)]

    @staticmethod
    def _open(value: float, least: int) -> bool:
        # Where the most is nine and a half, whole people are nine at the most.
        return value <= _TINY or value >= least - _TINY

    def _least(self, cost: Vector) -> tuple[float, frozenset[int]]:
        found = _programme(self, cost)
        if found is None:
            # What contradicts itself is left out before: here it can only be the solver's trouble.
            raise not_solved()
        used = np.flatnonzero(np.abs(found[1]) > _TINY)
        return found[0], frozenset(int(i) for i in used if i < len(self.told))


def _programme(reader: Reader, cost: Vector) -> tuple[float, Vector] | None:
    """Return the least of a linear programme with its duals; None where nothing fulfils it.

    It is -inf, with no duals, where there is no least. Raises BadInput where HiGHS says neither.
    """
    found = _solved(reader, cost)
    if found.status == _INFEASIBLE:
        return None
    if found.status == _UNBOUNDED:
        return -inf, np.zeros(len(reader.low))
    reader.answers.append(found.x)
    return float(found.fun), reader.duals_of(found)


def _solved(reader: Reader, cost: Vector) -> Any:
    """Return what HiGHS found; without its presolving where that cannot tell none from no end."""
    for presolve in (True, False):
        found = _asked(reader, cost, presolve=presolve)
        if found.status == _STOPPED:
            raise out_of_time()
        if found.status in (_SOLVED, _INFEASIBLE, _UNBOUNDED):
            return found
    raise not_solved()


def _asked(reader: Reader, cost: Vector, *, presolve: bool) -> Any:
    from scipy.optimize import linprog

    left = reader.until - monotonic()
    if left <= 0:
        raise out_of_time()
    return linprog(
        cost,
        **reader.constraints,
        bounds=(None if reader.floor == -inf else reader.floor, None),
        method="highs",
        options={"time_limit": min(left, _LONGEST), "presolve": presolve},
    )


def _joined(parts: Sequence[NDArray[np.generic]]) -> NDArray[np.generic]:
    return np.concatenate(parts) if parts else np.zeros(0)


def _up(value: float) -> float:
    return value if value == -inf else float(ceil(value - _TINY))


def _down(value: float) -> float:
    return value if value == inf else float(floor(value + _TINY))
