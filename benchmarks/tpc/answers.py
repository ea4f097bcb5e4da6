"""Whether an allowed question has the answer that plain DuckDB gives, before anything is withheld.

The agreements withhold and round nothing. What runs for the question is run on the suite's tables
as they would lie in the extract, treated and finished as for an analyst, and set beside what the
question's own text gives on the same tables. A limit is left out on both sides: which of equal rows
it keeps is open.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot

from beholden.gate import Plan, treat
from beholden.kernel import Cells

CLOSE = 1e-9
Rows = list[tuple[Any, ...]]


def without_limit(question: str) -> str:
    """Return a question with the limit of its outermost part left out."""
    tree = sqlglot.parse_one(question, read="duckdb")
    tree.set("limit", None)
    return tree.sql("duckdb")


def plainly(question: str, at: duckdb.DuckDBPyConnection) -> Rows:
    """Return the rows that plain DuckDB gives, in an order that does not matter."""
    return _rows(at.sql(question).to_arrow_table())


def by_plan(plan: Plan, at: duckdb.DuckDBPyConnection) -> Rows:
    """Return the rows that the plan of the question gives."""
    parts = [_cells(part, at.sql(part.sql).to_arrow_table()) for part in plan.apart()]
    return _rows(treat(*parts, plan=plan).table)


def _cells(part: Plan, table: pa.Table) -> Cells:
    return Cells(
        dimensions=part.dimensions,
        measures=part.measures,
        subject=part.subject,
        smallest_group=part.smallest_group,
        because=part.because,
        round_to=part.round_to,
        largest_share=part.largest_share,
        table=table,
    )


def holds_something(rows: Rows) -> bool:
    """Return whether an answer is of more than nothing: some value in it is none and not nought."""
    return any(value not in (None, 0.0) for row in rows for value in row)


def are_equal(one: Rows, other: Rows) -> bool:
    """Return whether two answers have the same rows, numbers to nine figures."""
    return len(one) == len(other) and all(map(_is_same, one, other))


def _is_same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=CLOSE)
        if isinstance(a, float) and isinstance(b, float)
        else a == b
        for a, b in zip(one, other, strict=True)
    )


def _rows(table: pa.Table) -> Rows:
    columns = [column.to_pylist() for column in table.columns]
    rows = [tuple(map(_plain, row)) for row in zip(*columns, strict=True)]
    return sorted(rows, key=_order)


def _order(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Return a key by which rows stand in one order: texts first, numbers by four figures."""
    texts = [repr(value) for value in row if not isinstance(value, float)]
    return (*texts, *(f"{value:.3e}" for value in row if isinstance(value, float)))


def _plain(value: Any) -> Any:
    """Return every number as a double; sums of doubles differ in their last figures.

    A division by nothing gives nothing here, and infinity or no number in plain DuckDB.
    """
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    number = float(value) if is_number else value
    return None if is_number and not math.isfinite(number) else number
