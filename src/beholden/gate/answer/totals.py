"""Totals that would give away what was left out below them.

Where a question asks for groups and for their totals at once (rollup, cube, grouping sets), what
was left out is the total less what is shown of it, at whatever depth it is shown. So a number of a
total is blank where what is hidden below it is of too few subjects, is one group, is mostly one
subject's, or differs from another number by too few. What is blank is hidden for the totals above.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from beholden.kernel import SUBJECTS, Cells, Measure

from ..question.plans import GROUP, Part
from .alike import is_of_all

_REASON = "the total would tell what was left out below it"
Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is at least hidden of one number in some groups.

    ``subjects`` contribute to it in so many ``groups``; ``largest`` of ``total`` is one subject's.
    ``differs`` says that a group is among them whose number is too near to another number, or of
    all: two groups of which all are hidden are as many as they are together, and told so.
    """

    subjects: int = 0
    groups: int = 0
    largest: float = 0
    total: float = 0
    differs: bool = False

    def tells(self, cells: Cells, measure: Measure) -> bool:
        """Return whether it would tell too much if it were known."""
        fair = isfinite(self.total) and self.largest <= cells.largest_share * self.total
        mostly = measure.column is not None and not fair
        few = self.groups == 1 or self.subjects < cells.smallest_group
        return bool(self.groups) and (few or mostly or self.differs)


@dataclass(frozen=True, slots=True)
class Treated:
    """The groups of one part: exact and as they are shown, side by side, and those left out.

    ``hidden`` says for each group and number that is not shown what is at least hidden of it.
    """

    cells: Cells
    large: list[Row]
    shown: list[Row]
    small: list[Row]
    hidden: dict[tuple[Key, str], Hidden] = field(default_factory=dict)

    def rows(self) -> Iterable[tuple[Row, Row | None]]:
        """Yield every group as it is and as it is shown, or None where it was left out."""
        yield from zip(self.large, self.shown, strict=True)
        yield from ((row, None) for row in self.small)


def blank_totals(
    parts: Sequence[Part], groups: Mapping[str, Treated], withheld: Counter[str]
) -> None:
    """Blank the numbers of totals in ``shown`` that would tell of a group or number left out.

    The finest come first, so that what is blank there is heeded above.
    """
    if not any(part.totals_of for part in parts):
        return
    asked = [part for part in parts if part.name in groups]
    for part in sorted(asked, key=lambda part: -len(part.dimensions)):
        total = groups[part.name]
        below = [_below(total, groups[name]) for name in part.totals_of if name in groups]
        for row, shown in total.rows():
            for measure in total.cells.measures:
                _blank(total, row, shown, measure, below, withheld)


@dataclass(frozen=True, slots=True)
class _Below:
    """What is hidden in the groups of one finer part, by the group of the total that they are in.

    ``sizes`` is how many subjects these groups have together: more than the total where somebody
    is in several of them.
    """

    hidden: Mapping[tuple[Key, str], list[Hidden]]
    sizes: Mapping[Key, int]

    def of(self, key: Key, row: Row, measure: Measure) -> Hidden:
        """Return what is at least hidden of one number below one group of the total."""
        return _together(self.hidden.get((key, measure.name), []), apart=self.is_apart(key, row))

    def is_apart(self, key: Key, row: Row) -> bool:
        """Return whether no subject is in two of the finer groups."""
        return self.sizes.get(key, 0) == _size(row)


def _below(total: Treated, finer: Treated) -> _Below:
    hidden: dict[tuple[Key, str], list[Hidden]] = defaultdict(list)
    sizes: Counter[Key] = Counter()
    names = total.cells.dimensions
    for row, _ in finer.rows():
        key, own = _key(row, names), _key(row, finer.cells.dimensions)
        sizes[key] += _size(row)
        for measure in finer.cells.measures:
            found = finer.hidden.get((own, measure.name))
            if found is not None:
                hidden[key, measure.name].append(found)
    return _Below(hidden, sizes)


def _blank(
    total: Treated,
    row: Row,
    shown: Row | None,
    measure: Measure,
    below: Sequence[_Below],
    withheld: Counter[str],
) -> None:
    """Blank one number where it tells too much, and keep what is hidden of it if it is blank."""
    key = _key(row, total.cells.dimensions)
    rests = [finer.of(key, row, measure) for finer in below]
    if shown is not None and shown[measure.name] is not None:
        if not any(rest.tells(total.cells, measure) for rest in rests):
            return
        shown[measure.name] = None
        withheld[_REASON] += 1
    own = _own(row, measure, total.cells)
    if own is not None:
        known = [r for r, b in zip(rests, below, strict=True) if r.groups or b.is_apart(key, row)]
        total.hidden[key, measure.name] = _least([own, *known])


def _own(row: Row, measure: Measure, cells: Cells) -> Hidden | None:
    """Return what one group hides of a number, or None where nothing is withheld of nobody."""
    subjects = int(row[measure.subjects if measure.subjects in row else SUBJECTS])
    if not subjects and cells.smallest_group <= 1:
        return None
    of_all = cells.smallest_group > 1 and is_of_all(row, measure)
    differs = of_all or 0 < row.get(measure.rest, 0) < cells.smallest_group
    largest, total = row.get(measure.largest) or 0, row.get(measure.total) or 0
    return Hidden(subjects, 1, float(largest), float(total), differs)


def _together(hidden: Sequence[Hidden], *, apart: bool) -> Hidden:
    """Return what several groups hide; who may be in several of them is taken for one subject."""
    subjects = [one.subjects for one in hidden]
    largest = [one.largest for one in hidden]
    return Hidden(
        sum(subjects) if apart else max(subjects, default=0),
        sum(one.groups for one in hidden),
        max(largest, default=0) if apart else sum(largest),
        sum(one.total for one in hidden),
        any(one.differs for one in hidden),
    )


def _least(known: Sequence[Hidden]) -> Hidden:
    """Return the least that is hidden, whichever way it is worked out from what is shown."""
    return Hidden(
        min(one.subjects for one in known),
        min(one.groups for one in known),
        max(one.largest for one in known),
        min(one.total for one in known),
        any(one.differs for one in known),
    )


def _size(row: Row) -> int:
    return int(row[GROUP] if GROUP in row else row[SUBJECTS])


def _key(row: Row, dimensions: tuple[str, ...]) -> Key:
    """Return the values of some dimensions; what is not a number is one value, as in SQL."""
    values = (row[name] for name in dimensions)
    return tuple(value if value == value else "not a number" for value in values)
