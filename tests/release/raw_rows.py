"""Raw rows of made-up residents, and the cells that the gate makes of them, worked out plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from beholden.kernel import SUBJECTS, Cells, Measure
from beholden.release import ALL

from .cases import cells_of


@dataclass(frozen=True, slots=True)
class Debt:
    """One row of one resident, who lives at one place and may have several rows."""

    resident: int
    at: tuple[str, ...]
    amount: int
    overdue: bool
    old: bool


Filter = Callable[[Debt], bool]


def everybody(row: Debt) -> bool:
    return True


ASKED: Mapping[Measure, Filter] = {
    Measure("overdue", "count"): lambda row: row.overdue,
    Measure("residents", "count"): everybody,
    Measure("old", "count"): lambda row: row.old,
    Measure("owed", "sum", "debt"): everybody,
    Measure("owed_overdue", "sum", "debt"): lambda row: row.overdue,
    Measure("average_old", "avg", "debt"): lambda row: row.old,
}


def cells_from(
    rows: Sequence[Debt],
    asked: Mapping[Measure, Filter],
    *,
    dimensions: Sequence[str],
    round_to: int = 1,
    hidden: bool = True,
) -> Cells:
    """Return the cells of a question; without ``hidden`` only what older cells had of each."""
    groups: dict[tuple[str, ...], list[Debt]] = {}
    for row in rows:
        groups.setdefault(row.at, []).append(row)
    made = []
    for at, group in groups.items():
        cell = {**dict(zip(dimensions, at, strict=True)), **_cell(group, asked)}
        plain = {k: v for k, v in cell.items() if not k.startswith(("_subjects_", "_rest_"))}
        made.append(cell if hidden else plain)
    return cells_of(made, dimensions, tuple(asked), round_to=round_to, largest_share=1.0)


def number(rows: Iterable[Debt], measure: Measure, chosen: Filter) -> float | None:
    """Return what one measure is over some rows."""
    kept = [row for row in rows if chosen(row)]
    if measure.column is None:
        return len(_residents(kept))
    owed = sum(row.amount for row in kept)
    if not kept:
        return None
    return owed / len(kept) if measure.function == "avg" else owed


def places(rows: Sequence[Debt]) -> Iterable[tuple[str, ...]]:
    """Yield every place of the whole table, totals included."""
    labels = [sorted({row.at[i] for row in rows}) for i in range(len(rows[0].at))]
    return product(*([*some, ALL] for some in labels))


def within(rows: Iterable[Debt], at: Sequence[str]) -> list[Debt]:
    """Return the rows of a place or a total."""
    return [r for r in rows if all(a in (ALL, b) for a, b in zip(at, r.at, strict=True))]


def _cell(group: Sequence[Debt], asked: Mapping[Measure, Filter]) -> dict[str, Any]:
    cell: dict[str, Any] = {"_group": len(_residents(group))}
    filters = list(dict.fromkeys([everybody, *asked.values()]))
    for measure, chosen in asked.items():
        kept = [row for row in group if chosen(row)]
        cell[measure.name] = number(group, measure, chosen)
        cell[measure.subjects] = len(_residents(kept))
        apart = [_apart(group, measure, chosen, other) for other in filters]
        cell[measure.rest] = min((n for pair in apart for n in pair if n), default=0)
        if measure.column:
            owed = [sum(r.amount for r in kept if r.resident == one) for one in _residents(kept)]
            cell[measure.largest], cell[measure.total] = max(owed, default=0), sum(owed)
            cell[measure.leading] = sorted(owed, reverse=True)[:5]
    own = [cell[measure.subjects] for measure in asked]
    return {**cell, SUBJECTS: min([cell["_group"], *own])}


def _apart(group: Sequence[Debt], measure: Measure, a: Filter, b: Filter) -> tuple[int, int]:
    """Return how many residents one filter has beyond another, and the other way round."""
    if measure.column:
        return (
            len(_residents(row for row in group if a(row) and not b(row))),
            len(_residents(row for row in group if b(row) and not a(row))),
        )
    left, right = (_residents(row for row in group if chosen(row)) for chosen in (a, b))
    return len(left - right), len(right - left)


def _residents(rows: Iterable[Debt]) -> set[int]:
    return {row.resident for row in rows}
