"""What released tables say, number by number: of whom, and between which bounds it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, log10
from typing import Any

from ..checked import Checked, Row
from ..grid import ALL, NOT_STATED, Place
from .axes import Axes, Reading, Region, axis_of_numbers, is_true

COUNT = "count"
_SUMS = ("sum",)


@dataclass(frozen=True, slots=True)
class Statement:
    """One number of one table.

    ``quantity`` is what adds up (subjects, or a column summed), ``region`` whom it is of, ``low``
    and ``high`` what a reader knows of it: all, where it is withheld. ``table`` is the position of
    the table and ``number`` that of the measure in it, -1 for what a table says without a number.
    """

    table: int
    at: Place
    number: int
    quantity: str
    region: Region
    low: float
    high: float
    reason: str = ""

    @property
    def shown(self) -> bool:
        """Return whether the number was released."""
        return not self.reason


def told_by(tables: Sequence[Checked]) -> tuple[Axes, list[Statement]]:
    """Return every number that tables of one population state, and the axes that part it.

    Raises BadInput where two labels of a dimension are one number.
    """
    axes = Axes(frozenset(axis for table in tables for axis in _numbers(table)))
    readings = [_read(table, axes) for table in tables]
    parted = [_Parted(table, axes, read) for table, read in zip(tables, readings, strict=True)]
    axes.settle()
    told = [s for i, one in enumerate(parted) for s in one.statements(i)]
    return axes, told


def _numbers(table: Checked) -> Iterator[str]:
    """Yield the axes that a table says are of numbers, by a type or by a comparison."""
    of = table.facts["population"]
    typed = table.facts.get("numbers", ())
    sqls = dict.fromkeys(_conditions(of), False)
    sqls |= {sql: name in typed for name, sql in of["dimensions"].items()}
    for sql, is_number in sqls.items():
        axis = axis_of_numbers(sql, numbers=is_number)
        if axis is not None:
            yield axis


def _conditions(of: Mapping[str, Any]) -> list[str]:
    return [*of["conditions"], *(part for parts in of["filters"].values() for part in parts)]


def _read(table: Checked, axes: Axes) -> dict[str, Reading]:
    """Return the reading of every expression of a table, all its labels made known first."""
    of = table.facts["population"]
    labels = {
        name: [_value(table, name, row.at[i]) for row in table.rows if row.at[i] != ALL]
        for i, name in enumerate(table.dimensions)
    }
    readings = {sql: axes.read(sql) for sql in _conditions(of)}
    for name, sql in of["dimensions"].items():
        readings[sql] = axes.read(sql, labels=labels.get(name, ()))
    return readings


def _value(table: Checked, name: str, label: str) -> str:
    """Return the value in the data that a label stands for."""
    recorded: Mapping[str, Mapping[str, str]] = table.facts.get("as_recorded", {})
    return recorded.get(name, {}).get(label, label)


class _Parted:
    """One table with every part of an axis that it names, before the axes are settled."""

    def __init__(self, table: Checked, axes: Axes, readings: Mapping[str, Reading]) -> None:
        self.table, self.axes, self.readings = table, axes, readings
        of = table.facts["population"]
        self.by = [of["dimensions"][name] for name in table.dimensions]
        self.conditions = {sql: axes.where(readings[sql], is_true) for sql in of["conditions"]}
        self.filters = {
            name: {sql: axes.where(readings[sql], is_true) for sql in parts}
            for name, parts in of["filters"].items()
        }
        self.labels = [
            axes.labelled(readings[sql], self._labels(i)) for i, sql in enumerate(self.by)
        ]

    def _labels(self, i: int) -> dict[str, str | None]:
        """Return the labels of a dimension with the value in the data that each stands for."""
        table, name = self.table, self.table.dimensions[i]
        labels = dict.fromkeys(row.at[i] for row in table.rows if row.at[i] != ALL)
        return {at: None if at == NOT_STATED else _value(table, name, at) for at in labels}

    def statements(self, position: int) -> Iterator[Statement]:
        for number, name in enumerate(self.table.measures):
            quantity = quantity_of(self.table.facts["functions"][name])
            if quantity is None:
                continue
            base = self._within({**self.conditions, **self.filters.get(name, {})})
            if base is None:
                continue
            for row in self.table.rows:
                region = self._at(base, row.at)
                if region is not None:
                    low, high = _known(row, number, self.table)
                    yield Statement(
                        position, row.at, number, quantity, region, low, high, row.reason
                    )
            yield from self._unlisted(position, quantity, base)

    def _at(self, base: Region, at: Place) -> Region | None:
        parts = [(sql, each[label]) for sql, each, label in self._labels_at(at)]
        return self._narrowed(base, parts)

    def _labels_at(self, at: Place) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        for sql, each, label in zip(self.by, self.labels, at, strict=True):
            if label != ALL:
                yield sql, each, label

    def _unlisted(self, position: int, quantity: str, base: Region) -> Iterator[Statement]:
        """Yield that there is nobody whom no label of a dimension names."""
        for sql, each in zip(self.by, self.labels, strict=True):
            axis = self.readings[sql].axis
            rest = frozenset(self.axes.values[axis]) - frozenset().union(*each.values())
            outside = self._narrowed(base, [(sql, rest)])
            listed = self._narrowed(base, [(sql, frozenset().union(*each.values()))])
            if outside is not None and outside != listed:
                yield Statement(position, (), -1, quantity, outside, 0, 0)

    def _within(self, parts: Mapping[str, Any]) -> Region | None:
        return self._narrowed({}, list(parts.items()))

    def _narrowed(self, base: Region, parts: Sequence[tuple[str, Any]]) -> Region | None:
        region = dict(base)
        for sql, part in parts:
            axis = self.readings[sql].axis
            classes = self.axes.classes(axis, part)
            region[axis] = region.get(axis, classes) & classes
        return region if all(region.values()) else None


def quantity_of(stated: Sequence[str | None]) -> str | None:
    """Return what a measure's cells add up to; None where they do not add up."""
    function, column = stated[0] or "", stated[1]
    if column is None:
        return COUNT
    return f"sum of {column}" if function.lower() in _SUMS else None


def _known(row: Row, number: int, table: Checked) -> tuple[float, float]:
    """Return between which bounds a reader places a number, who knows how it was rounded."""
    value = row.values[number]
    if not row.shown or value is None:
        return -inf, inf
    name, facts = table.measures[number], table.facts
    if name in facts["counts"]:
        return _unrounded(int(value), int(facts["round_to"]), int(facts["smallest_group"]))
    if not value:
        return 0.0, 0.0
    half = 0.5 * 10 ** (floor(log10(abs(value))) - int(facts["significant_figures"]) + 1)
    return value - half, value + half


def _unrounded(value: int, base: int, least: int) -> tuple[float, float]:
    if base <= 1:
        return value, value
    low, high = ceil(value - base / 2), ceil(value + base / 2) - 1
    return (max(low, least, 0), high) if high >= least else (max(low, 0), high)
