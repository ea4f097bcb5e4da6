"""What is determined by what was released, were nothing rounded: rank over primes; leverage."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from .limits import out_of_time
from .unknowns import Cells

# Small enough that a product of two residues is exact in 64 bits. A number that is no combination
# over one prime is none over the rationals, but for a prime that divides a minor: hence two.
PRIMES = (2_147_483_629, 2_147_483_587)
Whole = NDArray[np.int64]


def determined(known: Whole, wanted: Whole, *, until: float) -> list[bool]:
    """Return for each wanted sum of unknowns whether it is a combination of the known ones.

    Both have a row for each sum. A sum counts as determined where it is in the span over either
    prime: a wrong yes withholds a cell too many, a wrong no would let one through. Raises BadInput
    where it takes too long.
    """
    found = np.zeros(len(wanted), dtype=bool)
    for prime in PRIMES:
        found |= _in_span(known % prime, wanted % prime, prime, until)
    return [bool(one) for one in found]


def rows_of(sums: Sequence[Cells], size: int) -> Whole:
    """Return sums of unknowns as rows of noughts and ones."""
    made = np.zeros((len(sums), size), dtype=np.int64)
    for i, cells in enumerate(sums):
        made[i, cells] = 1
    return made


def _in_span(basis: Whole, wanted: Whole, prime: int, until: float) -> NDArray[np.bool_]:
    """Eliminate every pivot of the basis from itself and from what is wanted, modulo a prime."""
    rank = 0
    for column in range(basis.shape[1]):
        pivots = np.flatnonzero(basis[rank:, column])
        if not len(pivots):
            continue
        if monotonic() > until:
            raise out_of_time()
        pivot = rank + int(pivots[0])
        basis[[rank, pivot]] = basis[[pivot, rank]]
        basis[rank] = basis[rank] * pow(int(basis[rank, column]), -1, prime) % prime
        for rows in (basis[rank + 1 :], wanted):
            hit = np.flatnonzero(rows[:, column])
            if len(hit):
                rows[hit] = (rows[hit] - rows[hit, column, None] * basis[rank]) % prime
        rank += 1
        if rank == len(basis):
            break
    return np.array([not row.any() for row in wanted])


def weights(known: Whole, wanted: Whole) -> NDArray[np.float64]:
    """Return how much of each known sum makes up a determined one (least squares)."""
    parts: NDArray[np.float64] = np.linalg.lstsq(known.T * 1.0, wanted * 1.0, rcond=None)[0]
    return np.abs(parts)


def leverage(known: Whole, people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each subject's leverage, by the unknown that they are in: 0 (unseen) to 1 (told).

    It is the squared length of a subject's unit vector projected on the span of what is released
    (Belsley, Kuh and Welsch, Regression Diagnostics, 1980, chapter 2); ``people`` says how many are
    in each unknown, all of whom stand alike.
    """
    matrix = known.astype(float)
    inner = np.linalg.pinv((matrix * people) @ matrix.T, hermitian=True)
    told: NDArray[np.float64] = np.einsum("ia,ij,ja->a", matrix, inner, matrix, optimize=True)
    return told
