"""Cells worked out and treated within one statement, where a result chooses rows.

It is what ``answer.treating`` does to cells that are shown, in SQL: groups of too few left out,
numbers of too few, of all or mostly of one subject blank, the rest rounded. The strictest rule
on groups of the agreement holds, for the rows that are chosen may be by any dimension.
"""

from __future__ import annotations

from beholden.kernel import AggregateOutput, Measure, Terms

from .grouping import Grouped
from .plans import AMOUNT_FIGURES, GROUP, LARGEST_AMOUNT, LOST, SPREADS
from .regenerating import cells_sql
from .writing import quoted_text


def treated_sql(question: Grouped, terms: Terms, aggregate: AggregateOutput) -> str:
    """Return the SELECT of the treated cells of a question."""
    least = max(rule.size for rule in terms.group_rules)
    least = least if least > 1 else 0
    keys = [quoted_text(key.name) for key in question.cells.keys]
    cells = cells_sql(question, largest_share=aggregate.largest_share)
    measures = [_measure(m, least, aggregate, cells) for m in question.cells.as_measures()]
    listed = ", ".join([*keys, *measures]) or f"NULL AS {quoted_text(GROUP)}"
    return f"SELECT {listed} FROM ({cells}) AS c WHERE {quoted_text(GROUP)} >= {least}"  # noqa: S608


def _measure(measure: Measure, least: int, aggregate: AggregateOutput, cells: str) -> str:
    name, subjects = quoted_text(measure.name), quoted_text(measure.subjects)
    fine = [f"{subjects} >= {least}"]
    rest, left_out = quoted_text(measure.rest), quoted_text(measure.left_out)
    fine += [f"{left_out} > 0"] if least and f" AS {left_out}" in cells else []
    if measure.chooses and least:
        fine += [f"{subjects} < {quoted_text(GROUP)}", f"{rest} >= {least}"]
    elif f" AS {rest}" in cells:
        fine.append(f"NOT ({rest} > 0 AND {rest} < {least})")
    if measure.column is not None:
        largest, total = quoted_text(measure.largest), quoted_text(measure.total)
        fine.append(f"{largest} <= {aggregate.largest_share!r} * {total}")
        fine += [_something(name, total, measure)] if least else []
        fine += [f"{total} <= {LARGEST_AMOUNT}", f"ABS({name}) <= {LARGEST_AMOUNT}"]
    return f"CASE WHEN {' AND '.join(fine)} THEN {_rounded(name, measure, aggregate)} END AS {name}"


def _something(name: str, total: str, measure: Measure) -> str:
    """Return that not each adds nought, and that a spread is not one of nought."""
    if measure.function not in SPREADS:
        return f"{total} > 0"
    spread = name if measure.function == "variance" else f"{name} * {name}"
    return f"{spread} > {LOST} * {total}"


def _rounded(name: str, measure: Measure, aggregate: AggregateOutput) -> str:
    base = aggregate.round_to
    if base == 1:
        return name
    if measure.column is None:
        return f"(2 * {name} + {base}) // {2 * base} * {base}"
    size = f"FLOOR(LOG10(NULLIF(ABS(CAST({name} AS DOUBLE)), 0)))"
    figures = f"TRY_CAST({AMOUNT_FIGURES - 1} - {size} AS INTEGER)"
    return f"COALESCE(ROUND(CAST({name} AS DOUBLE), {figures}), 0 * {name})"
