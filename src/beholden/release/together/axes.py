"""Along what released tables part people: axes, and the classes that no condition tells apart.

A condition or a dimension that looks at one column is worked out over that column's values: every
value that some table names, one between and beyond every two, one that nobody names, and none. Two
conditions on one column are thereby compared (over 65 lies within over 60). What cannot be worked
out so stands for itself: yes or no, of which nothing else is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlglot import ParseError, exp, parse_one

from ..grid import NOT_STATED
from .values import Value, canonical, work_out

_NOBODY_NAMES = "\U0010fffd"
_YES = "Yes"

Part = frozenset[int]
"""Some classes of an axis."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression as a function of one column: its axis, and what it is for a value there."""

    axis: str
    of: Callable[[Value], Value]
    named: frozenset[Value] = frozenset()


@dataclass(slots=True)
class Axes:
    """Every axis with its values, merged into classes by ``settle`` once all tables are read."""

    values: dict[str, set[Value]] = field(default_factory=dict)
    _parts: dict[str, list[frozenset[Value]]] = field(default_factory=dict)
    _class_of: dict[str, dict[Value, int]] = field(default_factory=dict)

    def read(self, sql: str, *, labels: Iterable[str] = ()) -> Reading:
        """Return how an expression parts people; its labels or constants are added to its axis."""
        reading = reading_of(sql)
        told = self.values.setdefault(reading.axis, {None, _NOBODY_NAMES})
        told |= reading.named
        told |= {canonical(label) for label in labels if label != NOT_STATED}
        return reading

    def where(self, reading: Reading, wanted: Callable[[Value], bool]) -> frozenset[Value]:
        """Return the values of an axis for which an expression is as wanted."""
        part = frozenset(v for v in self.values[reading.axis] if wanted(reading.of(v)))
        self._parts.setdefault(reading.axis, []).append(part)
        return part

    def settle(self) -> None:
        """Merge the values of each axis that every part has alike."""
        for axis, values in self.values.items():
            parts = list(dict.fromkeys(self._parts.get(axis, ())))
            alike: dict[tuple[bool, ...], int] = {}
            self._class_of[axis] = {
                v: alike.setdefault(tuple(v in part for part in parts), len(alike)) for v in values
            }

    def size(self, axis: str) -> int:
        """Return how many classes an axis has."""
        return len(set(self._class_of[axis].values()))

    def classes(self, axis: str, part: Iterable[Value]) -> Part:
        """Return the classes that a part is made of."""
        return frozenset(self._class_of[axis][value] for value in part)

    def parts(self, axis: str) -> list[Part]:
        """Return every class, every part that a table names, and what one has beyond another."""
        whole = frozenset(range(self.size(axis)))
        named = {self.classes(axis, part) for part in self._parts.get(axis, ())} | {whole}
        beyond = {a - b for a in named for b in named if b < a}
        single = {frozenset({one}) for one in whole}
        return sorted((named | beyond | single) - {frozenset(), whole}, key=sorted)


def reading_of(sql: str) -> Reading:
    """Return an expression as a function of its one column, or of itself where it is not one."""
    try:
        node = parse_one(sql, dialect="duckdb")
    except ParseError:
        return _opaque(sql)
    columns = {column.sql(dialect="duckdb") for column in node.find_all(exp.Column)}
    if len(columns) != 1 or work_out(node, None) is NotImplemented:
        return _opaque(sql)
    named = _named(node)
    if any(work_out(node, value) is NotImplemented for value in named):
        return _opaque(sql)
    return Reading(columns.pop(), lambda value: work_out(node, value), named)


def _opaque(sql: str) -> Reading:
    return Reading(sql, lambda value: value, frozenset({_YES}))


def is_true(value: Value) -> bool:
    """Return whether a condition holds: neither no nor unknown."""
    return value == _YES or value is True


def _named(node: exp.Expr) -> frozenset[Value]:
    """Return the constants of an expression, and a value between and beyond every two."""
    literals = node.find_all(exp.Literal, exp.Boolean)
    told = {canonical(one.this) for one in literals}
    numbers = sorted(v for v in told if isinstance(v, float))
    texts = sorted(v for v in told if isinstance(v, str))
    return frozenset({*told, *_between(numbers), *(text + "\x01" for text in texts), ""})


def _between(numbers: Sequence[float]) -> list[float]:
    if not numbers:
        return []
    middles = [(a + b) / 2 for a, b in pairwise(numbers)]
    return [numbers[0] - 1, *middles, numbers[-1] + 1]


Region = Mapping[str, Part]
"""Classes along some axes; along every other axis it is everybody."""
