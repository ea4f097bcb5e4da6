"""Rows as PostgreSQL takes them: the type of each column, and their text for COPY."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from beholden.kernel import BadInput

from .values import Filled

_PIECE = 50_000
_KINDS: tuple[tuple[Any, str], ...] = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_int8, "smallint"),
    (pa.types.is_int16, "smallint"),
    (pa.types.is_int32, "integer"),
    (pa.types.is_int64, "bigint"),
    (pa.types.is_uint8, "smallint"),
    (pa.types.is_uint16, "integer"),
    (pa.types.is_uint32, "bigint"),
    (pa.types.is_uint64, "numeric(20)"),
    (pa.types.is_float32, "real"),
    (pa.types.is_float64, "double precision"),
    (pa.types.is_date, "date"),
    (pa.types.is_time, "time"),
    (pa.types.is_string, "text"),
    (pa.types.is_large_string, "text"),
)


def column_type(kind: pa.DataType) -> str:
    """Return PostgreSQL's type for one of Arrow's; raise BadInput where there is none."""
    if pa.types.is_dictionary(kind):
        return column_type(kind.value_type)
    if pa.types.is_decimal(kind):
        return f"numeric({kind.precision},{kind.scale})"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if kind.tz else "timestamp"
    for holds, name in _KINDS:
        if holds(kind):
            return name
    raise BadInput(
        "A column of this extract has values that a feed cannot give.",
        why=f"Its type is {kind}: a list, or bytes.",
        next_step="Leave it out of the records of the agreement.",
    )


@dataclass(slots=True)
class RowsText:
    """The text of a table's rows in pieces; once all were taken, what was in it."""

    table: pa.Table
    _digest: Any = field(default_factory=hashlib.sha256)

    def pieces(self) -> Iterator[bytes]:
        """Yield the rows as CSV: every text in quotation marks, what is missing as nothing."""
        for batch in self.table.to_batches(max_chunksize=_PIECE):
            text = _csv(pa.Table.from_batches([batch]))
            self._digest.update(text)
            yield text

    @property
    def filled(self) -> Filled:
        """Return how many rows there are, and the fingerprint of their text."""
        return Filled(self.table.num_rows, f"sha256:{self._digest.hexdigest()}")


def _csv(rows: pa.Table) -> bytes:
    # Names may repeat nothing here, and are not written.
    texts = pa.table([_texts(column) for column in rows.columns], names=_numbers(rows))
    sink = BytesIO()
    options = pcsv.WriteOptions(include_header=False, quoting_style="all_valid")
    pcsv.write_csv(texts, sink, write_options=options)
    return sink.getvalue()


def _numbers(rows: pa.Table) -> list[str]:
    return [str(number) for number in range(rows.num_columns)]


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return values as texts; PostgreSQL has no character of number 0, so a replacement stands."""
    texts = pc.cast(column, pa.string())
    return pc.replace_substring(texts, pattern="\0", replacement="\ufffd")
