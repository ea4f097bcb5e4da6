"""What a table says beside the earlier releases of it: the differences may describe a few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .checked import Checked, Row
from .grid import ALL, Place
from .risks import Risk
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
    return tuple(risk for earlier in before for risk in _differences(now, earlier, rules))


def _differences(now: Checked, before: Checked, rules: Rules) -> Iterator[Risk]:
    earlier = _by_key(before)
    pairs = [(row, earlier.get(key_of(now.dimensions, row.at))) for row in now.rows]
    told_then = [row.at for row, then in pairs if then and then.shown and not row.shown]
    told_now = [row.at for row, then in pairs if then and not then.shown and row.shown]
    few = [row.at for row, then in pairs if then and _by_few(row, then, now, before, rules)]
    if told_then:
        yield _risk("withheld now, but shown in an earlier release", told_then)
    if told_now:
        yield _risk("shown now, but withheld in an earlier release", told_now)
    if few:
        says = f"changed by fewer than {rules.smallest_change} since an earlier release"
        yield _risk(f"{says}, so the difference may describe the few who came or went", few)


def _risk(says: str, places: Sequence[Place]) -> Risk:
    named = "; ".join(" × ".join(at) for at in places[:_NAMED])
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    noun = "cell" if len(places) == 1 else "cells"
    return Risk("Differencing", f"{len(places)} {noun} {says}: {named}{more}", places[0])


def _by_few(row: Row, then: Row, now: Checked, before: Checked, rules: Rules) -> bool:
    if not (row.shown and then.shown):
        return False
    counted = set(now.facts.get("counts", ())) & set(before.facts.get("counts", ()))
    moves = (
        abs(_value(row, now.measures, name) - _value(then, before.measures, name))
        for name in counted
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
