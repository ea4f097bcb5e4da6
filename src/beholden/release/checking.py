"""Disclosure control of one table: the exact cells in, what may be published out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from beholden.kernel import SUBJECTS, BadInput, Cells, Measure

from .checked import Checked, Row
from .differencing import (
    apart_by_few,
    changes,
    differences,
    same_table,
    told_of_cells,
    withheld_before,
)
from .grid import ExactCell, Grid, Place, additive, as_recorded, complete, counted
from .guessing import guesses
from .risks import (
    Reason,
    Risk,
    counts_by_reason,
    largest_share,
    primaries,
    reasons_in_words,
    smallest_group,
    subjects_in_words,
    whole_groups,
)
from .rounding import to_base, to_figures
from .rules import Rules
from .solving import solve
from .suppress import Guard, Solver, guard

_EXACT = "Tau-Argus: as little as possible is withheld besides, and nothing can be worked out."
_WHOLE_TOTALS = "Whole totals are withheld, because Tau-Argus gave no safe answer."


def check(
    cells: Cells,
    rules: Rules,
    *,
    name: str = "",
    moment: str = "",
    besides: frozenset[Place] = frozenset(),
    kept: frozenset[Place] = frozenset(),
    before: Sequence[Checked | Mapping[str, Any]] = (),
    solver: Solver = solve,
) -> Checked:
    """Return the table of some exact cells as it may be published, with its totals.

    ``cells`` are inner cells only; ``name`` is what the table is released as, ``before`` all that
    was released of the same use, whatever its name, the latest last. A cell is withheld, with all
    its numbers, where one of them is a risk by its own subjects (LowCount, Dominance, LowDOF,
    Differencing), or where it would let another be worked out (Secondary). ``moment`` says of which
    versions of the data; ``besides`` are withheld for what they tell beside other tables, and
    ``kept`` because the same cell is withheld elsewhere. Counts are rounded to
    the agreement's base, amounts and averages to the significant figures of the rules; averages
    have no totals. Raises BadInput for a table that is
    too large, states a cell twice, or lacks a column that its measures need.
    """
    _whole(cells)
    earlier = [b if isinstance(b, Checked) else Checked.from_dict(b) for b in before]
    grid = complete(cells, rules)
    few = apart_by_few(grid, earlier, cells, rules) | besides
    apart = dict.fromkeys(few, Reason.DIFFERENCING)
    primary = {**apart, **primaries(grid, cells, rules)}
    held = withheld_before(grid.dimensions, iter(grid.cells), earlier)
    kept = kept | held if apart else kept
    guarded = guard(grid, primary, cells=cells, rules=rules, before=held, kept=kept, solver=solver)
    table = _table(grid, guarded, cells, rules)
    named = {"name": name, "moment": moment, **table.facts}
    return _beside(replace(table, facts=named), earlier, rules)


def _table(grid: Grid, guarded: Guard, cells: Cells, rules: Rules) -> Checked:
    """Return a guarded grid as the table that may be published, rounded."""
    return Checked(
        grid.dimensions,
        tuple(measure.name for measure in grid.measures),
        cells.subject,
        tuple(_rows(grid, guarded, cells, rules)),
        (*_groups(grid, guarded, rules), *_fallback(guarded)),
        _facts(grid, guarded, cells, rules),
    )


def _rows(grid: Grid, guarded: Guard, cells: Cells, rules: Rules) -> Iterator[Row]:
    words = reasons_in_words(cells, rules)
    for at, cell in grid.cells.items():
        reason = guarded.reasons.get(at)
        if reason is None:
            yield Row(at, _shown(cell, grid.measures, cells.round_to, rules))
        else:
            yield Row(at, (None,) * len(grid.measures), reason.value, words[reason])


def _shown(
    cell: ExactCell, measures: Sequence[Measure], base: int, rules: Rules
) -> tuple[float | int | None, ...]:
    return tuple(
        _rounded(amount.value, measure, base, rules)
        for amount, measure in zip(cell.amounts, measures, strict=True)
    )


def _rounded(value: float | None, measure: Measure, base: int, rules: Rules) -> float | int | None:
    if value is None:
        return None
    if counted(measure):
        return to_base(value, base)
    return to_figures(value, rules.significant_figures)


def _groups(grid: Grid, guarded: Guard, rules: Rules) -> Iterator[Risk]:
    for risk in whole_groups(grid, rules):
        state = "withheld" if risk.at in guarded.reasons else "shown"
        yield replace(risk, says=f"{' × '.join(risk.at)}: {risk.says}; the cell is {state}")


def _fallback(guarded: Guard) -> Iterator[Risk]:
    if not guarded.exact:
        says = "Tau-Argus gave no safe answer, so every total of a withheld cell is withheld too"
        yield Risk("ImplicitTables", says)


def _facts(grid: Grid, guarded: Guard, cells: Cells, rules: Rules) -> dict[str, Any]:
    shown = [cell for at, cell in grid.cells.items() if at not in guarded.reasons]
    return {
        "cells": len(grid.cells),
        "shown": len(shown),
        "withheld": counts_by_reason(guarded.reasons),
        "smallest_group": smallest_group(cells, rules),
        "because": cells.because,
        "round_to": cells.round_to,
        "significant_figures": rules.significant_figures,
        "largest_share": largest_share(cells, rules),
        "largest_risk": _largest_risk(guarded, cells, rules),
        "counts": [measure.name for measure in grid.measures if counted(measure)],
        "without_totals": [measure.name for measure in grid.measures if not additive(measure)],
        "guessed": round(100 * max(guesses(grid).values(), default=0.5)),
        "method": _EXACT if guarded.exact else _WHOLE_TOTALS,
        "changes": 0,
        "functions": {m.name: [m.function, m.column] for m in grid.measures},
        "population": _population(cells),
        "as_recorded": as_recorded(cells),
        "numbers": [name for name in cells.dimensions if _of_numbers(cells, name)],
    }


def _of_numbers(cells: Cells, name: str) -> bool:
    kind = cells.table.schema.field(name).type
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _population(cells: Cells) -> dict[str, Any] | None:
    of = cells.population
    return (
        None
        if of is None
        else {
            "counted": of.counted,
            "conditions": list(of.conditions),
            "dimensions": dict(of.dimensions),
            "filters": {name: list(parts) for name, parts in of.filters.items()},
        }
    )


def _largest_risk(guarded: Guard, cells: Cells, rules: Rules) -> str:
    found = set(guarded.reasons.values())
    if Reason.LOW_COUNT in found:
        group = f"fewer than {smallest_group(cells, rules)} {subjects_in_words(cells.subject)}"
        return f"Before it was checked, some cells described {group}, or nobody (LowCount)."
    if Reason.DOMINANCE in found:
        return "Before it was checked, one or a few made up most of an amount (Dominance)."
    if Reason.CLASS_DISCLOSURE in found:
        return "Before it was checked, some groups were all or nearly all alike (ClassDisclosure)."
    if Reason.LOW_DOF in found:
        return "Before it was checked, a spread was taken over very few (LowDOF)."
    if Reason.DIFFERENCING in found:
        return "Before it was checked, some numbers differed by very few (Differencing)."
    return "None was found: no cell had to be withheld."


def _beside(table: Checked, before: Sequence[Checked], rules: Rules) -> Checked:
    if not before:
        return table
    same = same_table(table.facts["name"], before)
    told = changes(table.rows, table, same[-1]) if same else {}
    others = [one for one in before if one not in same]
    beside = told_of_cells(table, others, rules)
    return replace(
        table,
        rows=tuple(replace(row, change=_both(row, told, beside)) for row in table.rows),
        findings=table.findings + differences(table, before, rules),
        facts={**table.facts, "changes": len(told)},
    )


def _both(row: Row, *told: Mapping[Place, str]) -> str:
    """Return all that is told of a cell: of the same table before, and beside other tables."""
    return "; ".join(filter(None, (said.get(row.at) for said in told)))


def _whole(cells: Cells) -> None:
    needed = [*cells.dimensions, SUBJECTS]
    for measure in cells.measures:
        needed.append(measure.name)
        if measure.column is not None:
            needed += [measure.largest, measure.total]
    missing = [name for name in needed if name not in cells.table.column_names]
    if missing:
        raise BadInput(
            "These cells cannot be checked for release.",
            why="Without " + ", ".join(missing) + " nobody could tell a small or dominated cell.",
            next_step="Ask the question again, so that the cells come with what is needed.",
        )
