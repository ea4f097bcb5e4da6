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
from .limits import merged
from .values import (
    Value,
    as_number,
    by_label,
    constant,
    in_order,
    tells_a_number,
    with_label,
    with_numbers,
    work_out,
)

_NOBODY_NAMES = "\U0010fffd"
_YES = "Yes"
_NAMED_AT_LEAST = 2

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
    """Every axis with its values, merged into classes by ``settle`` once all tables are read.

    ``numbers`` are the axes of numbers: on any other, a text that looks like one stays a text.
    """

    numbers: frozenset[str] = frozenset()
    values: dict[str, set[Value]] = field(default_factory=dict)
    _parts: dict[str, list[frozenset[Value]]] = field(default_factory=dict)
    _class_of: dict[str, dict[Value, int]] = field(default_factory=dict)

    def read(self, sql: str, *, labels: Iterable[str] = ()) -> Reading:
        """Return how an expression parts people; its labels or constants are added to its axis.

        Raises BadInput where two labels are one number.
        """
        reading = reading_of(sql, self.numbers)
        told = self.values.setdefault(reading.axis, {None, _NOBODY_NAMES})
        told |= reading.named
        stated = [label for label in labels if label != NOT_STATED]
        self._refuse_merged(reading.axis, stated)
        # The label of a band is no value of the column that the bands are of.
        having = by_label(told, reading.of)
        new = [n for n in stated if not with_label(having, n)]
        told |= {as_number(n) if reading.axis in self.numbers else n for n in new}
        return reading

    def _refuse_merged(self, axis: str, labels: Sequence[str]) -> None:
        if axis in self.numbers and len(set(map(as_number, labels))) < len(set(labels)):
            raise merged(labels)

    def where(self, reading: Reading, wanted: Callable[[Value], bool]) -> frozenset[Value]:
        """Return the values of an axis for which an expression is as wanted."""
        part = frozenset(v for v in self.values[reading.axis] if wanted(reading.of(v)))
        self._parts.setdefault(reading.axis, []).append(part)
        return part

    def labelled(
        self, reading: Reading, labels: Mapping[str, str | None]
    ) -> dict[str, frozenset[Value]]:
        """Return the values of an axis that get each label, which is given with its own value."""
        having = by_label(self.values[reading.axis], reading.of)
        found = {label: with_label(having, value) for label, value in labels.items()}
        self._parts.setdefault(reading.axis, []).extend(found.values())
        return found

    def settle(self) -> None:
        """Merge the values of each axis that every part has alike.

        Classes are numbered in the order of the values, so that what is withheld is the same in
        every run: a set has an order of its own in each.
        """
        for axis, values in self.values.items():
            held: dict[Value, list[int]] = {value: [] for value in sorted(values, key=in_order)}
            for i, part in enumerate(dict.fromkeys(self._parts.get(axis, ()))):
                for value in part:
                    held[value].append(i)
            alike: dict[tuple[int, ...], int] = {}
            self._class_of[axis] = {
                v: alike.setdefault(tuple(i), len(alike)) for v, i in held.items()
            }

    def size(self, axis: str) -> int:
        """Return how many classes an axis has."""
        return len(set(self._class_of[axis].values()))

    def classes(self, axis: str, part: Iterable[Value]) -> Part:
        """Return the classes that a part is made of."""
        return frozenset(self._class_of[axis][value] for value in part)

    def unnamed(self, axis: str) -> Part:
        """Return the class of what nobody names; none of an axis that is not told value by value.

        Such are numbers, and yes or no: there must be two classes besides.
        """
        told = axis not in self.numbers and self.size(axis) > _NAMED_AT_LEAST
        return self.classes(axis, (_NOBODY_NAMES,)) if told else frozenset()

    def parts(self, axis: str) -> list[Part]:
        """Return every class, every part that a table names, and what one has beyond another."""
        whole = frozenset(range(self.size(axis)))
        named = {self.classes(axis, part) for part in self._parts.get(axis, ())} | {whole}
        beyond = {a - b for a in named if len(a) > 1 for b in named if b < a}
        single = {frozenset({one}) for one in whole}
        return sorted((named | beyond | single) - {frozenset(), whole}, key=sorted)


def axis_of_numbers(sql: str, *, numbers: bool = False) -> str | None:
    """Return the axis of an expression if it is of numbers: by its type, or as it is compared."""
    node, axis = _over_one_column(sql)
    if node is None:
        return sql if numbers else None
    plain = isinstance(node, exp.Column)
    return axis if (numbers and plain) or tells_a_number(node) else None


def reading_of(sql: str, numbers: frozenset[str] = frozenset()) -> Reading:
    """Return an expression as a function of its one column, or of itself where it is not one."""
    node, axis = _over_one_column(sql)
    if node is None:
        return _opaque(sql)
    told = with_numbers(node) if axis in numbers else node
    named = _named(told)
    if any(work_out(told, value) is NotImplemented for value in named):
        return _opaque(sql)
    return Reading(axis, lambda value: work_out(told, value), named)


def _over_one_column(sql: str) -> tuple[exp.Expr | None, str]:
    """Return an expression with the column that it is over; None where it is over no one column."""
    try:
        node = parse_one(sql, dialect="duckdb")
    except ParseError:
        return None, sql
    columns = {column.sql(dialect="duckdb") for column in node.find_all(exp.Column)}
    if len(columns) != 1 or work_out(node, None) is NotImplemented:
        return None, sql
    return node, columns.pop()


def _opaque(sql: str) -> Reading:
    return Reading(sql, lambda value: value, frozenset({_YES}))


def is_true(value: Value) -> bool:
    """Return whether a condition holds: neither no nor unknown."""
    return value == _YES or value is True


def _named(node: exp.Expr) -> frozenset[Value]:
    """Return the constants of an expression, and a value between and beyond every two."""
    literals = [one for one in node.walk() if isinstance(one, exp.Literal | exp.Boolean)]
    told = {constant(one) for one in literals}
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
