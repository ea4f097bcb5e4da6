"""Somebody who solves every sum of a published table, in exact arithmetic and without our solver.

The simplex method with Bland's rule (Chvátal, Linear Programming, 1983, chapters 2, 3 and 8) over
fractions: slow, but its answers are exact and owe nothing to Tau-Argus or HiGHS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product

from beholden.release import ALL

Row = list[Fraction]


def bounds_of(
    exact: Mapping[tuple[str, ...], int],
    withheld: Iterable[tuple[str, ...]],
    target: tuple[str, ...],
    *,
    known_empty: bool = False,
) -> tuple[Fraction, Fraction | None]:
    """Return between what values a withheld cell can be placed; None above means without bound.

    ``exact`` holds every cell with its totals. The attacker is given all that is not withheld, to
    the unit; with ``known_empty`` also which cells nobody is in.
    """
    hidden = [at for at in withheld if not (known_empty and exact[at] == 0)]
    place = {at: i for i, at in enumerate(hidden)}
    rows = []
    for total, parts in sums(exact):
        row = [Fraction(0)] * (len(hidden) + 1)
        for at, sign in [(total, -1), *((part, 1) for part in parts)]:
            if at in place:
                row[place[at]] += sign
            else:
                row[-1] -= sign * exact[at]
        if any(row[:-1]):
            rows.append(row)
    low = _least(rows, [Fraction(int(at == target)) for at in hidden])
    high = _least(rows, [-Fraction(int(at == target)) for at in hidden])
    if low is None:
        raise AssertionError("a count has no lower bound")
    return low, None if high is None else -high


def sums(
    exact: Mapping[tuple[str, ...], int],
) -> Iterable[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Yield every total with its parts along one dimension, from the places alone."""
    for at in exact:
        for i, label in enumerate(at):
            if label == ALL:
                yield (
                    at,
                    [
                        other
                        for other in exact
                        if other[i] != ALL and other[:i] == at[:i] and other[i + 1 :] == at[i + 1 :]
                    ],
                )


def with_totals(inner: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    """Return every cell of the whole table, combinations that nobody is in included."""
    labels = [sorted({at[i] for at in inner}) for i in range(len(next(iter(inner))))]
    whole = {}
    for at in product(*([*some, ALL] for some in labels)):
        whole[at] = sum(
            n
            for other, n in inner.items()
            if all(a in (ALL, b) for a, b in zip(at, other, strict=True))
        )
    return whole


def _least(rows: Sequence[Row], cost: Sequence[Fraction]) -> Fraction | None:
    """Return the least of cost·x with rows·x = right side and x ≥ 0, or None if there is none."""
    tableau = [[-v for v in row] if row[-1] < 0 else list(row) for row in rows]
    n, m = len(cost), len(tableau)
    for i, row in enumerate(tableau):
        row[n:n] = [Fraction(int(i == j)) for j in range(m)]
    basis = [n + i for i in range(m)]
    first = [Fraction(0)] * n + [Fraction(1)] * m
    if _pivoted(tableau, basis, first, n + m) != 0:
        raise AssertionError("the published table contradicts itself")
    _drive_out(tableau, basis, n)
    return _pivoted(tableau, basis, [*cost, *[Fraction(0)] * m], n)


def _pivoted(
    tableau: list[Row], basis: list[int], cost: Sequence[Fraction], width: int
) -> Fraction | None:
    while True:
        entering = next(
            (
                j
                for j in range(width)
                if cost[j]
                < sum(cost[b] * row[j] for b, row in zip(basis, tableau, strict=True) if row[j])
            ),
            None,
        )
        if entering is None:
            return sum(
                (cost[b] * row[-1] for b, row in zip(basis, tableau, strict=True)), Fraction(0)
            )
        ratios = [
            (row[-1] / row[entering], basis[i], i)
            for i, row in enumerate(tableau)
            if row[entering] > 0
        ]
        if not ratios:
            return None
        _pivot(tableau, basis, min(ratios)[2], entering)


def _pivot(tableau: list[Row], basis: list[int], i: int, j: int) -> None:
    scale = tableau[i][j]
    tableau[i] = [v / scale for v in tableau[i]]
    for r, row in enumerate(tableau):
        if r != i and row[j]:
            factor = row[j]
            tableau[r] = [a - factor * b for a, b in zip(row, tableau[i], strict=True)]
    basis[i] = j


def _drive_out(tableau: list[Row], basis: list[int], n: int) -> None:
    for i in reversed(range(len(tableau))):
        if basis[i] < n:
            continue
        j = next((j for j in range(n) if tableau[i][j]), None)
        if j is None:
            del tableau[i], basis[i]
        else:
            _pivot(tableau, basis, i, j)
