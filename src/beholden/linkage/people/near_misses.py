"""The links that a person may judge: those that hold people together, and those that nearly did."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from .clustering import Flags, Ints, Links
from .grouping import find

# As far from the threshold as a pair is worth a person's time: odds of a twentieth of its own.
WIDEST = 20.0
_SURE = 1 - 1e-6


def least_near(threshold: float) -> float:
    """Return the probability from which on a pair that was not linked is a near miss."""
    inside = min(threshold, _SURE)
    odds = inside / (1 - inside) / WIDEST
    return odds / (1 + odds)


def holding(links: Links, first: Ints) -> Links:
    """Return the links that hold people together: the strongest, one fewer than a person has rows.

    ``links`` are those within people, ``first`` is for each row the smallest row of its person.
    Without any of these a person would fall apart, or hang by a weaker link (Kruskal 1956).
    """
    kept = np.bincount(first, minlength=1)[first[links.left]] == 2 if len(links) else _none(links)
    parent = list(range(len(first)))
    for at in _strongest_first(links, ~kept):
        one, other = (find(parent, int(end[at])) for end in (links.left, links.right))
        if one != other:
            parent[max(one, other)] = min(one, other)
            kept[at] = True
    return links.only(kept)


def near_misses(links: Links, first: Ints, *, but_of: Collection[tuple[int, int]]) -> Links:
    """Return the links between people, of each two people the strongest.

    Pairs of rows that somebody decided (``but_of``, the smaller row first) are left out.
    """
    between = first[links.left] != first[links.right]
    kept, seen = _none(links), set()
    for at in _strongest_first(links, between):
        rows = sorted((int(links.left[at]), int(links.right[at])))
        people = tuple(sorted(int(first[row]) for row in rows))
        if people not in seen and tuple(rows) not in but_of:
            seen.add(people)
            kept[at] = True
    return links.only(kept)


def _none(links: Links) -> Flags:
    return np.zeros(len(links), dtype=bool)


def _strongest_first(links: Links, some: Flags) -> list[int]:
    """Return the places of some links, the strongest first; of equal ones, by score and rows."""
    order = np.lexsort((links.right, links.left, -links.score, -links.strength))
    chosen: list[int] = order[some[order]].tolist()
    return chosen
