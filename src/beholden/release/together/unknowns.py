"""The people as unknowns: how many, or how much of an amount, in each class of each clique."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from .axes import Axes, Part, Region
from .cliques import Clique, cliques_of, neighbours
from .limits import too_large
from .statements import Statement

Cells = NDArray[np.intp]
"""Positions of unknowns, all counted once."""


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Every unknown by its clique; ``starts`` is where each clique's begin."""

    cliques: tuple[Clique, ...]
    axes: tuple[tuple[str, ...], ...]
    shapes: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    size: int

    def of(self, region: Region) -> Cells:
        """Return the unknowns that a region is the sum of, in the smallest clique that has it."""
        wanted = set(region)
        home = min(
            (i for i, clique in enumerate(self.cliques) if wanted <= clique),
            key=lambda i: prod(self.shapes[i]),
        )
        return self._in(home, region)

    def agreed(self) -> list[tuple[Cells, Cells]]:
        """Return the pairs of sums on which neighbouring cliques must agree."""
        pairs = []
        for i, j, shared in neighbours(list(self.cliques)):
            names = sorted(shared)
            sizes = [self.shapes[i][self.axes[i].index(name)] for name in names]
            for at in product(*map(range, sizes)):
                region = {n: frozenset({c}) for n, c in zip(names, at, strict=True)}
                pairs.append((self._in(i, region), self._in(j, region)))
        return pairs

    def _in(self, home: int, region: Region) -> Cells:
        names, shape = self.axes[home], self.shapes[home]
        picked = [
            sorted(region[name]) if name in region else range(size)
            for name, size in zip(names, shape, strict=True)
        ]
        if not names:
            return np.array([self.starts[home]], dtype=np.intp)
        grid = np.ix_(*(np.fromiter(some, dtype=np.intp) for some in picked))
        return self.starts[home] + np.ravel_multi_index(grid, shape).ravel()


def unknowns_of(told: Sequence[Statement], axes: Axes, *, most: int) -> Unknowns:
    """Return the unknowns of what tables state. Raises BadInput where there are too many."""
    # In the order of what is told, not of a set: that is another in every run.
    scopes = dict.fromkeys(frozenset(statement.region) for statement in told)
    widest = [scope for scope in scopes if not any(scope < other for other in scopes)]
    sizes = {axis: axes.size(axis) for scope in widest for axis in scope}
    cliques = cliques_of(widest, sizes)
    names = tuple(tuple(sorted(clique)) for clique in cliques)
    shapes = tuple(tuple(sizes[name] for name in some) for some in names)
    counts = [prod(shape) for shape in shapes]
    if sum(counts) > most:
        raise too_large(sum(counts), most)
    starts = tuple(sum(counts[:i]) for i in range(len(counts)))
    return Unknowns(tuple(cliques), names, shapes, starts, sum(counts))


def unnamed(unknowns: Unknowns, axes: Axes) -> list[Region]:
    """Return, axis by axis, those who have a value that no table names."""
    names = sorted({name for some in unknowns.axes for name in some})
    return [{name: part} for name in names if (part := axes.unnamed(name))]


def boxes(unknowns: Unknowns, axes: Axes, *, most: int) -> list[Region]:
    """Return every group that the axes of one clique can name: parts along some of them.

    Where they come to more than ``most`` unknowns in all, those of one class along an axis.
    """
    found: dict[frozenset[tuple[str, Part]], Region] = {}
    for names in unknowns.axes:
        parts: list[list[Part | None]] = [[None, *axes.parts(name)] for name in names]
        if _room(parts, names, axes) > most:
            parts = [[None, *map(frozenset, _singles(axes.size(name)))] for name in names]
        for choice in product(*parts):
            region = {n: part for n, part in zip(names, choice, strict=True) if part is not None}
            found.setdefault(frozenset(region.items()), region)
    return list(found.values())


def _singles(size: int) -> list[set[int]]:
    return [{one} for one in range(size)]


def _room(parts: Sequence[Sequence[Part | None]], names: Sequence[str], axes: Axes) -> int:
    """Return how many unknowns all boxes have together, each counted as often as it is in one."""
    pairs = zip(parts, names, strict=True)
    return prod(sum(axes.size(n) if p is None else len(p) for p in some) for some, n in pairs)
