"""What one published group has beyond another within it, where that may be very few.

Along one axis such a rest is a group that columns can name, and is looked at with those. Along
several it is not: all of a ward but the owners over 66 in it. Its number is read off all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from time import monotonic

import numpy as np

from .axes import Axes, Region
from .limits import out_of_time, too_many_rests
from .statements import Statement
from .unknowns import Cells, Unknowns

Within = Callable[[Statement], tuple[float, float]]
"""Between which numbers a statement's own is known to lie by whoever checks it."""


def rests(
    told: Sequence[Statement],
    unknowns: Unknowns,
    axes: Axes,
    *,
    within: Within,
    least: int,
    most: int,
    until: float,
) -> Iterator[Cells]:
    """Yield the unknowns of each rest that may be of 1 to ``least`` - 1 subjects.

    ``told`` are the numbers that somebody may know: those shown, and of those withheld the ones
    whose own number ``within`` tells. Raises BadInput where the rests come to more than ``most``
    unknowns, each counted as often as it is in one, or where it takes longer than ``until``.
    """
    known = [(s.region, *within(s)) for s in _each_once(told)]
    lows = np.array([low for _, low, _ in known])
    highs = np.array([high for _, _, high in known])
    room = 0
    for whole, low, high in known:
        _in_time(until)
        near = (low - highs < least) & (high - lows >= 1) & np.isfinite(highs)
        for i in np.flatnonzero(near):
            part = known[i][0]
            if _lies_in(part, whole):
                rest = _rest(part, whole, unknowns, axes)
                room += len(rest)
                if room > most:
                    raise too_many_rests(most)
                yield rest


def alike(
    told: Sequence[Statement], unknowns: Unknowns, axes: Axes, *, within: Within, until: float
) -> Iterator[tuple[Statement, Statement, Cells, Cells]]:
    """Yield each group of one table that may be wholly within a group of another.

    Beside the two: what the wider has beyond the other along the one axis that parts them, and the
    same of everybody. Where the first is certainly nobody and the second is not, all of a group are
    of one kind (100 %, and 0 % of any other). Raises BadInput where it takes longer than ``until``.
    """
    known = [(s, within(s)) for s in _each_once(told) if s.shown and s.number >= 0]
    by_number: dict[tuple[float, float], list[Statement]] = {}
    for one, number in known:
        if number[0] >= 1:
            by_number.setdefault(number, []).append(one)
    for same in by_number.values():
        for whole, part in permutations(same, 2):
            _in_time(until)
            axis = _one_axis(part.region, whole.region) if whole.table != part.table else None
            if axis is not None:
                everywhere = frozenset(range(axes.size(axis)))
                left = whole.region.get(axis, everywhere) - part.region[axis]
                beyond = unknowns.of({**part.region, axis: left})
                yield whole, part, beyond, unknowns.of({axis: left})


def _in_time(until: float) -> None:
    if monotonic() > until:
        raise out_of_time()


def _one_axis(part: Region, whole: Region) -> str | None:
    """Return the one axis along which a region lies within another; None for any other two."""
    if any(axis not in part for axis in whole):
        return None
    other = [axis for axis, classes in part.items() if whole.get(axis) != classes]
    if len(other) != 1 or (other[0] in whole and not part[other[0]] < whole[other[0]]):
        return None
    return other[0]


def _each_once(told: Sequence[Statement]) -> list[Statement]:
    """Return one statement of each region, a shown one before a withheld one."""
    found: dict[frozenset[object], Statement] = {}
    for one in sorted(told, key=lambda s: not s.shown):
        found.setdefault(frozenset(one.region.items()), one)
    return list(found.values())


def _lies_in(part: Region, whole: Region) -> bool:
    """Return whether a region lies in another and differs from it along two axes or more."""
    if any(axis not in part or not part[axis] <= classes for axis, classes in whole.items()):
        return False
    return sum(whole.get(axis) != classes for axis, classes in part.items()) > 1


def _rest(part: Region, whole: Region, unknowns: Unknowns, axes: Axes) -> Cells:
    """Return what is beyond the part, both taken in the same clique."""
    everywhere = {axis: frozenset(range(axes.size(axis))) for axis in part}
    return np.setdiff1d(unknowns.of({**everywhere, **whole}), unknowns.of(part))
