"""From the cells that a question found to the whole table: every combination, and every total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from math import prod
from typing import Any

from beholden.kernel import SUBJECTS, BadInput, Cells, Measure, legible

from .rules import Rules

ALL = "All"
GROUP = "_group"
NOT_STATED = "Not stated"
_AS_RECORDED = " (as recorded)"
_LEADING = 5
_ADDITIVE = frozenset({"sum", "count"})

Place = tuple[str, ...]
"""Where a cell is: one label for each dimension, ``All`` in a total."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What one measure is in one cell: its value, its largest contributions and all their sizes.

    ``subjects`` are those that it is taken over, ``rest`` those by whom it differs from another
    number of the cell (its filter's complement, or another filter), ``least_rest`` the smallest
    such number that is not nought among the cells that a total is the sum of.
    """

    value: float | None = None
    leading: tuple[float, ...] = ()
    size: float = 0.0
    subjects: int = 0
    rest: int = 0
    least_rest: int = 0

    @property
    def largest(self) -> float:
        """Return the size of the largest contribution."""
        return self.leading[0] if self.leading else 0.0

    def of_the_largest(self, n: int) -> float:
        """Return the most that the n largest contributions can come to, of those that are known."""
        known = self.leading[:n]
        unknown = (n - len(known)) * known[-1] if len(self.leading) == 1 else 0.0
        return min(self.size, sum(known) + unknown)


@dataclass(frozen=True, slots=True)
class ExactCell:
    """One exact cell of the whole table, inner or total. It never leaves the council.

    ``subjects`` are all of the group, whatever the filters of its measures.
    """

    at: Place
    subjects: int
    amounts: tuple[Amount, ...]

    @property
    def total(self) -> bool:
        """Return whether the cell is a total of others."""
        return ALL in self.at


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table: labels of each dimension in order, and every cell by its place.

    Cells come in the order of the labels, totals last along each dimension. ``filtered`` has the
    positions of the measures by which a part of a group may be told from the rest; ``alone`` those
    of them whose rests add up, for there is one such part.
    """

    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    measures: tuple[Measure, ...]
    cells: Mapping[Place, ExactCell]
    filtered: frozenset[int]
    alone: frozenset[int]

    def sums(self) -> Iterator[tuple[Place, tuple[Place, ...]]]:
        """Yield every total along one dimension with the cells that it is the sum of."""
        for at in self.cells:
            for i, label in enumerate(at):
                if label == ALL:
                    yield at, tuple((*at[:i], part, *at[i + 1 :]) for part in self.labels[i])

    def totals_of(self, at: Place) -> Iterator[Place]:
        """Yield every total that a cell is part of, the grand total included."""
        for choice in product(*(((label,) if label == ALL else (label, ALL)) for label in at)):
            if choice != at:
                yield choice


def additive(measure: Measure) -> bool:
    """Return whether cells of a measure add up to its totals (sums and counts do)."""
    return measure.column is None or measure.function.lower() in _ADDITIVE


def counted(measure: Measure) -> bool:
    """Return whether a measure counts something, and so is rounded to the base."""
    return measure.column is None or measure.function.lower() == "count"


def complete(cells: Cells, rules: Rules) -> Grid:
    """Return the whole table of some cells: combinations that nobody is in, and all totals.

    Totals are sums of inner cells, so a subject who is in two cells counts in both. Raises BadInput
    where the table has too many dimensions or cells to be reviewed, or states a cell twice.
    """
    rows = cells.table.to_pylist()
    named = [_labels([row[name] for row in rows]) for name in cells.dimensions]
    _within(cells, named, rules)
    labels = tuple(tuple(by_value.values()) for by_value in named)
    inner: dict[Place, ExactCell] = {}
    for row in rows:
        at = tuple(
            by_value[row[name]] for name, by_value in zip(cells.dimensions, named, strict=True)
        )
        if at in inner:
            raise _stated_twice()
        inner[at] = _exact(at, row, cells.measures)
    filtered = frozenset(i for i in range(len(cells.measures)) if _is_filtered(inner, i, cells))
    alone = frozenset(i for i in filtered if _is_alone(inner, i, cells.measures))
    whole = _with_totals(labels, inner, cells)
    return Grid(cells.dimensions, labels, cells.measures, whole, filtered, alone)


def _is_filtered(inner: Mapping[Place, ExactCell], i: int, cells: Cells) -> bool:
    """Return whether a measure leaves somebody out: a count below its group, an amount's rest."""
    if cells.measures[i].column is None:
        return any(cell.amounts[i].subjects != cell.subjects for cell in inner.values())
    return any(cell.amounts[i].rest for cell in inner.values())


def _is_alone(inner: Mapping[Place, ExactCell], i: int, measures: Sequence[Measure]) -> bool:
    """Return whether a measure's rest is told by one other number of its column at the most."""
    alike = [j for j, measure in enumerate(measures) if measure.column == measures[i].column]
    return len(alike) <= 2 and all(
        cell.amounts[j].rest in (0, cell.amounts[i].rest) for cell in inner.values() for j in alike
    )


def _exact(at: Place, row: Mapping[str, Any], measures: Sequence[Measure]) -> ExactCell:
    own = [_subjects(row, measure) for measure in measures]
    group = int(row[GROUP]) if GROUP in row else max([int(row[SUBJECTS]), *own])
    amounts = (_amount(row, m, n, group) for m, n in zip(measures, own, strict=True))
    return ExactCell(at, group, tuple(amounts))


def _subjects(row: Mapping[str, Any], measure: Measure) -> int:
    """Return whom a measure is taken over: a count says it itself."""
    if measure.column is None:
        return int(row[measure.name])
    return int(row.get(measure.subjects, row[SUBJECTS]))


def _amount(row: Mapping[str, Any], measure: Measure, subjects: int, group: int) -> Amount:
    by_default = group - subjects if measure.column is None else 0
    rest = int(row.get(measure.rest, by_default) or 0)
    if measure.column is None:
        return Amount(float(subjects), subjects=subjects, rest=rest, least_rest=rest)
    value = row[measure.name]
    return Amount(
        None if value is None else float(value),
        _leading(row, measure),
        float(row[measure.total] or 0),
        subjects,
        rest,
        rest,
    )


def _leading(row: Mapping[str, Any], measure: Measure) -> tuple[float, ...]:
    """Return the largest contributions; older cells state the largest alone."""
    stated = row.get(measure.leading) or [row[measure.largest] or 0]
    return tuple(float(one) for one in stated)


def _labels(values: Iterable[Any]) -> dict[Any, str]:
    distinct = sorted(set(values), key=_order)
    taken: dict[str, Any] = {}
    for value in distinct:
        label = _label(value)
        while label in taken or (label == ALL) or (label == NOT_STATED and value is not None):
            label += _AS_RECORDED
        taken[label] = value
    return {value: label for label, value in taken.items()}


def as_recorded(cells: Cells) -> dict[str, dict[str, str]]:
    """Return the values of labels that read otherwise than the data, by dimension.

    A label has no blanks around it and no character that a page cannot hold; conditions have.
    """
    found = {
        name: {
            label: value
            for value, label in _labels(cells.table.column(name).to_pylist()).items()
            if isinstance(value, str) and label != value
        }
        for name in cells.dimensions
    }
    return {name: labels for name, labels in found.items() if labels}


def _order(value: Any) -> tuple[int, float, str]:
    if value is None:
        return (2, 0.0, "")
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, str(value))


def _label(value: Any) -> str:
    if value is None:
        return NOT_STATED
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return legible(str(value)).strip() or "Blank"


def _with_totals(
    labels: Sequence[tuple[str, ...]], inner: Mapping[Place, ExactCell], cells: Cells
) -> dict[Place, ExactCell]:
    found: dict[Place, list[ExactCell]] = {}
    for at, cell in inner.items():
        for choice in product(*((label, ALL) for label in at)):
            found.setdefault(choice, []).append(cell)
    return {
        at: inner.get(at) or _total(at, found.get(at, ()), cells.measures)
        for at in product(*((*some, ALL) for some in labels))
    }


def _total(at: Place, parts: Sequence[ExactCell], measures: Sequence[Measure]) -> ExactCell:
    amounts = tuple(
        _summed([part.amounts[i] for part in parts], measure) for i, measure in enumerate(measures)
    )
    return ExactCell(at, sum(part.subjects for part in parts), amounts)


def _summed(parts: Sequence[Amount], measure: Measure) -> Amount:
    value = sum((part.value or 0.0 for part in parts), 0.0) if additive(measure) else None
    return Amount(
        value,
        tuple(sorted((x for part in parts for x in part.leading), reverse=True)[:_LEADING]),
        sum(part.size for part in parts),
        sum(part.subjects for part in parts),
        sum(part.rest for part in parts),
        min((part.least_rest for part in parts if part.least_rest), default=0),
    )


def _within(cells: Cells, labels: Sequence[Mapping[Any, str]], rules: Rules) -> None:
    size = prod(len(some) + 1 for some in labels)
    if len(labels) <= rules.most_dimensions and size <= rules.most_cells:
        return
    raise BadInput(
        "This table is too large to be reviewed for release.",
        why=f"It has {len(labels)} dimensions and {size} cells with its totals; a release has at "
        f"most {rules.most_dimensions} dimensions and {rules.most_cells} cells.",
        next_step="Ask for fewer dimensions, or for wider groups of " + ", ".join(cells.dimensions),
    )


def _stated_twice() -> BadInput:
    return BadInput(
        "This table states one of its cells twice.",
        why="A release is checked cell by cell, so each combination of dimensions may come once.",
        next_step="Group by every dimension that is listed.",
    )
