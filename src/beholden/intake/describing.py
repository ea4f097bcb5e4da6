"""A table described column by column; no value is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import repeat, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import patterns
from .kinds import ColumnKind, Sample, kind_of, name_words

_MOST_VALUES_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column: its name, its Arrow type, how many cells are empty, and what it likely holds.

    ``distinct`` counts different values without null. ``examples`` is always empty: a description
    is shown and stored where no personal value may be.
    """

    name: str
    type: str
    nulls: int
    distinct: int
    kind: ColumnKind
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """A table: its rows and its columns, in order."""

    rows: int
    columns: tuple[ColumnDescription, ...]

    def column(self, name: str) -> ColumnDescription | None:
        """Return the description of a column, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def of_kind(self, *kinds: ColumnKind) -> tuple[str, ...]:
        """Return the names of the columns of any of these kinds, in the table's order."""
        return tuple(column.name for column in self.columns if column.kind in kinds)

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain data."""
        return asdict(self)


def describe(
    table: pa.Table, *, before: pa.Table | None = None, known: Description | None = None
) -> Description:
    """Return type, nulls, distinct values and likely kind of every column of a table.

    ``known`` is the description of what the table was before; a column that is still the same is
    not looked at again.
    """
    columns = (
        said or _described(name, table[name])
        for name, said in zip(table.column_names, _still_so(table, before, known), strict=False)
    )
    return Description(rows=table.num_rows, columns=tuple(columns))


def _still_so(
    table: pa.Table, before: pa.Table | None, known: Description | None
) -> Iterator[ColumnDescription | None]:
    """Yield what is known of each column in its place, and None of one that is another now."""
    if before is None or known is None:
        yield from repeat(None)
        return
    was = zip_longest(table.schema, table.columns, before.columns, known.columns)
    for is_now, now, old, said in was:
        same = said and (said.name, said.type) == (is_now.name, str(is_now.type))
        yield said if same and old.equals(now) else None


def _described(name: str, column: pa.ChunkedArray) -> ColumnDescription:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_nested(column.type):
        return ColumnDescription(name, str(column.type), column.null_count, 0, ColumnKind.TEXT)
    values = pc.drop_null(pc.unique(column))
    kind = _kind(name, column, values)
    return ColumnDescription(name, str(column.type), column.null_count, len(values), kind)


def _kind(name: str, column: pa.ChunkedArray, values: pa.Array) -> ColumnKind:
    kind = column.type
    if pa.types.is_boolean(kind):
        return ColumnKind.BOOLEAN
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return _dated(name)
    if not (_is_text(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return ColumnKind.NUMBER if pa.types.is_decimal(kind) else ColumnKind.TEXT
    filled = len(column) - column.null_count
    looked_at = pc.utf8_trim_whitespace(pc.cast(_spread(values), pa.string()))
    found = kind_of(Sample(name, looked_at, filled, len(values)))
    if _is_text(kind) or found in _NUMERIC_IDENTIFIERS:
        return found
    return ColumnKind.NUMBER


_NUMERIC_IDENTIFIERS = (ColumnKind.UPRN, ColumnKind.NHS_NUMBER, ColumnKind.PHONE)


def _dated(name: str) -> ColumnKind:
    born = patterns.fits(pa.array([name_words(name)]), " dob | birth | born ")
    return ColumnKind.DATE_OF_BIRTH if born[0] else ColumnKind.DATE


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _spread(values: pa.Array) -> pa.Array:
    """Return at most 5,000 of the values, evenly from first to last."""
    if len(values) <= _MOST_VALUES_LOOKED_AT:
        return values
    places = np.linspace(0, len(values) - 1, _MOST_VALUES_LOOKED_AT).astype(np.int64)
    return values.take(pa.array(places))
