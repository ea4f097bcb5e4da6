"""One row of a list to at most one row of the other: the assignment with the most evidence."""

from __future__ import annotations

import numpy as np

from .clustering import Flags, Floats, Ints, Links
from .grouping import Rules, components, group

LARGEST_ASSIGNED = 400
_TIE = 1e-6
_LEAST_WORTH = 0.01


def one_to_one(rows: int, links: Links, *, side: Flags) -> Flags:
    """Return which links to keep so that no row has two, with the most strength in all.

    ``side`` is True for rows of the second list; links within a list are never kept. Links are
    assigned optimally within each group of rows that hang together; a link that
    another best assignment would do without is not kept, so ties abstain. Groups of more than 400
    rows are taken strongest first instead.
    """
    kept = np.zeros(len(links), dtype=bool)
    across = np.flatnonzero(side[links.left] != side[links.right])
    first = components(rows, links.only(across))[links.left[across]]
    order = np.argsort(first, kind="stable")
    for at in np.split(across[order], np.flatnonzero(np.diff(first[order])) + 1):
        if len(at) == 1:
            kept[at] = True
        elif len(at):
            kept[at] = _assigned(links.only(at), side)
    return kept


def _assigned(links: Links, side: Flags) -> Flags:
    """Return which links of one group of rows are in every best assignment."""
    swapped = side[links.left]
    one = np.where(swapped, links.right, links.left)
    other = np.where(swapped, links.left, links.right)
    rows, row = np.unique(one, return_inverse=True)
    columns, column = np.unique(other, return_inverse=True)
    if len(rows) + len(columns) > LARGEST_ASSIGNED:
        return _strongest_first(links)
    size = len(rows) + len(columns)
    worth = np.zeros((size, size))
    # A link is always worth more than none, also where the threshold is below even odds.
    np.maximum.at(worth, (row, column), links.strength.clip(_LEAST_WORTH))
    taken, surely = best_assignment(worth)
    chosen: Flags = (taken[row] == column) & surely[row]
    return chosen


def _strongest_first(links: Links) -> Flags:
    """Return links taken strongest first, none where equals contend."""
    rows, ends = np.unique(np.concatenate([links.left, links.right]), return_inverse=True)
    left, right = np.split(ends, 2)
    small = Links(left, right, links.score, links.strength, links.reason, links.words)
    sides = np.full((len(rows), 2), -1, dtype=np.int64)
    sides[left, 0], sides[right, 1] = left, right
    return group(len(rows), small, Rules(sides)).taken


def best_assignment(worth: Floats) -> tuple[Ints, Flags]:
    """Return for each row of a square matrix its column, and whether every best choice agrees.

    The sum of ``worth`` is the greatest there is. The Hungarian method with potentials (Kuhn 1955;
    Munkres 1957), in cubic time. A row's column is sure where no cycle of exchanges costs nothing.
    """
    size = len(worth)
    cost = -worth
    of_row, of_column = np.zeros(size + 1), np.zeros(size + 1)
    holder = np.full(size + 1, size, dtype=np.int64)
    for row in range(size):
        _augment(cost, of_row, of_column, holder, row)
    column = np.empty(size, dtype=np.int64)
    column[holder[:size]] = np.arange(size)
    slack = cost - of_row[:size, None] - of_column[None, :size]
    return column, ~_in_a_cycle(slack <= _TIE, holder[:size], column)


def _augment(cost: Floats, of_row: Floats, of_column: Floats, holder: Ints, row: int) -> None:
    """Give one more row a column, along the cheapest path of exchanges."""
    size = len(cost)
    holder[size] = row
    least = np.full(size, np.inf)
    back = np.full(size, size, dtype=np.int64)
    used = np.zeros(size + 1, dtype=bool)
    at = size
    while True:
        used[at] = True
        reduced = cost[holder[at]] - of_row[holder[at]] - of_column[:size]
        closer = ~used[:size] & (reduced < least)
        least[closer], back[closer] = reduced[closer], at
        nearest = int(np.argmin(np.where(used[:size], np.inf, least)))
        step = least[nearest]
        of_row[holder[used]] += step
        of_column[used] -= step
        least[~used[:size]] -= step
        at = nearest
        if holder[at] == size:
            break
    while at != size:
        holder[at] = holder[back[at]]
        at = int(back[at])


def _in_a_cycle(tight: Flags, holder: Ints, column: Ints) -> Flags:
    """Return the rows that could exchange columns with others at no cost."""
    reach = tight[:, column].astype(np.float32)
    np.fill_diagonal(reach, 0)
    for _ in range(max(len(holder) - 1, 1).bit_length()):
        reach = np.minimum(reach + reach @ reach, 1)
    cyclic: Flags = np.diag(reach) > 0
    return cyclic
