"""Completeness: what should be there is there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from beholden.intake.kinds import ColumnKind
from beholden.intake.looks import ColumnLook, Faults, TableLook

_NEEDED = (
    ColumnKind.UPRN,
    ColumnKind.POSTCODE,
    ColumnKind.DATE_OF_BIRTH,
    ColumnKind.NHS_NUMBER,
    ColumnKind.NINO,
)


def no_rows(look: TableLook) -> Iterator[Faults]:
    """Find a table that has columns but no rows."""
    if look.rows == 0:
        yield Faults(None, None, 0)


def empty_columns(look: TableLook) -> Iterator[Faults]:
    """Find columns that hold nothing at all."""
    for column in look.columns:
        if look.rows and not column.filled.any():
            yield Faults(column.name, None, look.rows)


def empty_rows(look: TableLook) -> Iterator[Faults]:
    """Find rows that hold nothing at all."""
    held = np.zeros(look.rows, dtype=np.bool_)
    for column in look.columns:
        held |= column.filled
    yield Faults(None, ~held, look.rows)


def missing_values(look: TableLook) -> Iterator[Faults]:
    """Find empty cells where links or the contract need a value."""
    for column in look.columns:
        if column.filled.any() and _is_needed(look, column):
            yield Faults(column.name, column.codes < 0, look.rows)


def placeholders(look: TableLook) -> Iterator[Faults]:
    """Find cells that stand in for a value that is not known."""
    for column in look.texts():
        judged = column.is_placeholder | column.is_blank
        yield Faults(column.name, column.over(judged), int((column.codes >= 0).sum()))


def _is_needed(look: TableLook, column: ColumnLook) -> bool:
    agreed = look.agreed(column)
    return bool(agreed and agreed.required) or column.kind in _NEEDED
