"""What a table says beside earlier releases of the same use: differences may describe a few.

Any earlier release is compared, whatever its name: the same groups may have been counted under
another name, with another filter, or as a total of a finer table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from beholden.kernel import Cells

from .checked import Checked, Row
from .grid import ALL, Grid, Place, counted
from .risks import Reason, Risk, smallest_group
from .rules import Rules

_NAMED = 3

Key = frozenset[tuple[str, str]]
"""A group by its labels alone, so that tables with more or fewer dimensions can be compared."""


def key_of(dimensions: Sequence[str], at: Place) -> Key:
    """Return the group that a cell describes, whatever else the table is divided by."""
    return frozenset(
        (name, label) for name, label in zip(dimensions, at, strict=True) if label != ALL
    )


def withheld_before(
    dimensions: Sequence[str], places: Iterator[Place], before: Sequence[Checked]
) -> frozenset[Place]:
    """Return the places of this table whose groups an earlier release withheld."""
    keys = {key_of(b.dimensions, row.at) for b in before for row in b.rows if not row.shown}
    return frozenset(at for at in places if key_of(dimensions, at) in keys)


def apart_by_few(
    grid: Grid, before: Sequence[Checked], cells: Cells, rules: Rules
) -> frozenset[Place]:
    """Return the places of which a count, less one of an earlier release, is exactly that of a few.

    A difference is exact where neither count was rounded, and both are of the same subjects.
    """
    exact = [b for b in before if _unrounded(b) and b.subject == cells.subject]
    if cells.round_to > 1:
        return frozenset()
    least = smallest_group(cells, rules)
    return frozenset(at for b in exact for at in _apart_from(grid, b, least))


def _apart_from(grid: Grid, before: Checked, least: int) -> Iterator[Place]:
    names = [measure.name for measure in grid.measures]
    counts = [measure.name for measure in grid.measures if counted(measure)]
    pairs = _comparable(names, counts, before)
    earlier = _by_key(before)
    for at, cell in grid.cells.items():
        then = earlier.get(key_of(grid.dimensions, at))
        if then is None or not then.shown:
            continue
        now = {name: amount.value or 0 for name, amount in zip(names, cell.amounts, strict=True)}
        moves = (abs(now[a] - _value(then, before.measures, b)) for a, b in pairs)
        if any(0 < move < least for move in moves):
            yield at


def _comparable(
    names: Sequence[str], counts: Iterable[str], before: Checked
) -> list[tuple[str, str]]:
    """Return which counts are compared: by name in the same table again, each with each in another.

    Names tell nothing of filters, so a count of another table may be of almost the same subjects.
    """
    earlier = before.facts.get("counts", ())
    if tuple(names) == before.measures:
        return [(name, name) for name in counts if name in earlier]
    return list(product(counts, earlier))


def _unrounded(table: Checked) -> bool:
    return int(table.facts.get("round_to", 1)) <= 1


def same_table(name: str, before: Sequence[Checked]) -> list[Checked]:
    """Return the earlier releases of the same name, and those that state none."""
    return [b for b in before if b.facts.get("name", "") in ("", name)]


def changes(rows: Sequence[Row], now: Checked, before: Checked) -> dict[Place, str]:
    """Return in words how each cell differs from the earlier release, where it does."""
    earlier = _by_key(before)
    told = {}
    for row in rows:
        then = earlier.get(key_of(now.dimensions, row.at))
        words = _change(row, then, now.measures, before.measures)
        if words:
            told[row.at] = words
    return told


def differences(now: Checked, before: Sequence[Checked], rules: Rules) -> tuple[Risk, ...]:
    """Return the risks that come of this table beside each earlier release of it."""
    found = ((one, _differences(now, one, rules)) for one in before)
    return tuple(
        _risk(says, places) for one, parts in found for says, places in parts.items() if places
    )


def told_of_cells(now: Checked, before: Sequence[Checked], rules: Rules) -> dict[Place, str]:
    """Return in words what is found of each cell beside earlier releases of other tables."""
    told: dict[Place, list[str]] = {}
    for says, places in (part for one in before for part in _differences(now, one, rules).items()):
        for at in places:
            told.setdefault(at, []).append(says)
    return {at: "; ".join(said) for at, said in told.items()}


def _differences(now: Checked, before: Checked, rules: Rules) -> dict[str, list[Place]]:
    """Return the places of each thing that is found beside one earlier release."""
    earlier = _by_key(before)
    matched = [(row, earlier.get(key_of(now.dimensions, row.at))) for row in now.rows]
    pairs = [(row, then) for row, then in matched if then is not None]
    apart = [r.at for r, then in pairs if then.shown and r.reason == Reason.DIFFERENCING]
    which = _which(now, before)
    few = f"changed by fewer than {rules.smallest_change} since {which}"
    return {
        f"withheld now, so as not to be compared with {which}": apart,
        f"withheld now, but shown in {which}": [
            r.at for r, then in pairs if then.shown and not r.shown and r.at not in apart
        ],
        f"shown now, but withheld in {which}": [
            r.at for r, then in pairs if not then.shown and r.shown
        ],
        f"{few}, so the difference may describe the few who came or went": [
            r.at for r, then in pairs if _by_few(r, then, now, before, rules)
        ],
    }


def _which(now: Checked, before: Checked) -> str:
    name = before.facts.get("name", "")
    which = f"an earlier release ({name})" if name else "an earlier release"
    return f"{which}, which counted others" if _counted_others(now, before) else which


def _counted_others(now: Checked, before: Checked) -> bool:
    """Return whether two tables are known to count by other conditions."""
    first, second = now.facts.get("population"), before.facts.get("population")
    if not first or not second:
        return False
    return any(first[part] != second[part] for part in ("counted", "conditions", "filters"))


def _risk(says: str, places: Sequence[Place]) -> Risk:
    """Return the risk of some cells; it is filed under its cell only where it is of one."""
    named = "; ".join(" × ".join(at) for at in places[:_NAMED])
    more = f" and {len(places) - _NAMED} more, told of in the table" * (len(places) > _NAMED)
    noun = "cell" if len(places) == 1 else "cells"
    at = places[0] if len(places) == 1 else ()
    return Risk("Differencing", f"{len(places)} {noun} {says}: {named}{more}", at)


def _by_few(row: Row, then: Row, now: Checked, before: Checked, rules: Rules) -> bool:
    if not (row.shown and then.shown):
        return False
    moves = (
        abs(_value(row, now.measures, a) - _value(then, before.measures, b))
        for a, b in _comparable(now.measures, now.facts.get("counts", ()), before)
    )
    return any(0 < move < rules.smallest_change for move in moves)


def _value(row: Row, measures: Sequence[str], name: str) -> float:
    return row.values[measures.index(name)] or 0


def _by_key(table: Checked) -> Mapping[Key, Row]:
    return {key_of(table.dimensions, row.at): row for row in table.rows}


def _change(row: Row, then: Row | None, measures: Sequence[str], before: Sequence[str]) -> str:
    if then is None:
        return "new in this release"
    if row.shown != then.shown:
        return "shown now, withheld then" if row.shown else "withheld now, shown then"
    moved = [
        f"{name} {_signed(row, then, measures, before, name)}"
        for name in measures
        if row.shown and name in before and _moved(row, then, measures, before, name)
    ]
    return ", ".join(moved)


def _moved(row: Row, then: Row, measures: Sequence[str], before: Sequence[str], name: str) -> bool:
    return row.values[measures.index(name)] != then.values[before.index(name)]


def _signed(row: Row, then: Row, measures: Sequence[str], before: Sequence[str], name: str) -> str:
    return f"{_value(row, measures, name) - _value(then, before, name):+g}"
