"""Totals that would give away what was left out below them.

Where a question asks for groups and for their totals at once (rollup, cube, grouping sets), a group
that was left out is the total less the others. So a total is blank where the groups left out below
it have too few subjects together, or are only one; and a number of it is blank where the same
number is blank in one group below.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beholden.kernel import Cells, Measure

from ..question.plans import GROUP, Part

_REASON = "the total would tell what was left out below it"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Treated:
    """The groups of one part: what is known of them, those that are shown, and those left out."""

    cells: Cells
    shown: list[Row]
    small: list[Row]


def blank_totals(
    parts: Sequence[Part], groups: Mapping[str, Treated], withheld: Counter[str]
) -> None:
    """Blank the numbers of totals in ``shown`` that would tell of a group or number left out.

    The finest come first, so that what is blank there is heeded above.
    """
    for part in sorted(parts, key=lambda part: -len(part.dimensions)):
        for name in part.totals_of:
            if name in groups and part.name in groups:
                _blank(groups[part.name], groups[name], withheld)


def _blank(total: Treated, below: Treated, withheld: Counter[str]) -> None:
    left_out: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    blanks: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    dimensions = total.cells.dimensions
    for row in below.small:
        left_out[_key(row, dimensions)].append(int(row[GROUP]))
    for row in below.shown:
        for measure in below.cells.measures:
            blanks[_key(row, dimensions)][measure.name] += row[measure.name] is None
    for row in total.shown:
        sizes, blank = left_out[_key(row, dimensions)], blanks[_key(row, dimensions)]
        few = bool(sizes) and (len(sizes) == 1 or sum(sizes) < total.cells.smallest_group)
        for measure in total.cells.measures:
            _blank_one(row, measure, few or blank[measure.name] == 1, withheld)


def _blank_one(row: Row, measure: Measure, tells: bool, withheld: Counter[str]) -> None:
    if tells and row[measure.name] is not None:
        row[measure.name] = None
        withheld[_REASON] += 1


def _key(row: Row, dimensions: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in dimensions)
