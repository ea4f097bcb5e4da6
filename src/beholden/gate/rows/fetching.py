"""Fetching the rows that were decided on from a sealed extract, in an order that tells nothing."""

from __future__ import annotations

import pyarrow as pa

from beholden.kernel import Unavailable

from ..extract.extracts import Extract
from ..extract.keys import Keys
from ..extract.sql_text import quoted
from ..running.engine import exact_table
from ..running.limits import Isolation, Limits
from .deciding import RowsTable

# As much as a fitted table is made from: a feed holds every permitted row.
ROWS_LIMITS = Limits(seconds=600.0, memory_mb=4096, rows=20_000_000, answer_bytes=2 << 30)


def fetch_rows(
    extract: Extract, table: RowsTable, *, keys: Keys, isolation: Isolation | None = None
) -> pa.Table:
    """Return every permitted row of one dataset with the given columns alone, as it was sealed.

    They are read in the jailed engine like any question. Their order is that of the given values:
    the sealed order would tell of columns that are not given. Raises what ``run`` raises, and
    Unavailable for an extract from when the agreement gave no such key.
    """
    chosen = ", ".join(quoted(column.name) for column in table.columns)
    sql = f"SELECT {chosen} FROM {quoted(table.dataset)} ORDER BY ALL"  # noqa: S608
    rows = exact_table(sql, extract, keys=keys, limits=ROWS_LIMITS, isolation=isolation)
    _refuse_numbers(rows, table)
    return rows


def _refuse_numbers(rows: pa.Table, table: RowsTable) -> None:
    """Refuse keys that are numbers: after the next seal they may mean other subjects."""
    for column in table.columns:
        if column.is_pseudonym and pa.types.is_uint32(rows.schema.field(column.name).type):
            raise Unavailable(
                f"This extract has no {column.name} that can be given row by row.",
                why="It was sealed when the agreement gave no such rows.",
                next_step="Seal the use again.",
            )
