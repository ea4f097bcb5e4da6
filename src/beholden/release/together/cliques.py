"""Which axes must be looked at together, so that tables are solved exactly and not all at once.

Tables that share axes in a tree hold exactly where each agrees with its neighbours on what they
share (Vorob'ev, Consistent families of measures and their extensions, 1962), so the people need not
be divided by every axis at once: by those of one clique of the tables' graph at a time (Lauritzen
and Spiegelhalter, Local computations with probabilities on graphical structures, 1988).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import prod

Clique = frozenset[str]


def cliques_of(scopes: Iterable[Clique], sizes: Mapping[str, int]) -> list[Clique]:
    """Return the cliques of a triangulated graph in which every scope is within one.

    Axes are taken out one after the other, that whose clique is smallest first.
    """
    near: dict[str, set[str]] = {}
    for scope in scopes:
        for axis in scope:
            near.setdefault(axis, set()).update(scope - {axis})
    found: list[Clique] = []
    while near:
        axis = min(near, key=lambda a: (prod(sizes[b] for b in {a, *near[a]}), a))
        clique = frozenset({axis, *near[axis]})
        if not any(clique <= other for other in found):
            found.append(clique)
        _take_out(axis, near)
    return found or [frozenset()]


def _take_out(axis: str, near: dict[str, set[str]]) -> None:
    for one, other in combinations(near[axis], 2):
        near[one].add(other)
        near[other].add(one)
    for one in near.pop(axis):
        near[one].discard(axis)


def neighbours(cliques: list[Clique]) -> list[tuple[int, int, Clique]]:
    """Return a tree over the cliques, each edge with the axes that both have (a junction tree)."""
    edges = []
    joined = [{i} for i in range(len(cliques))]
    pairs = combinations(range(len(cliques)), 2)
    for i, j in sorted(pairs, key=lambda ij: -len(cliques[ij[0]] & cliques[ij[1]])):
        left, right = (next(s for s in joined if n in s) for n in (i, j))
        if left is not right:
            joined.remove(right)
            left |= right
            edges.append((i, j, cliques[i] & cliques[j]))
    return edges
