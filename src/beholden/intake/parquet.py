"""A Parquet file to a table."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet as pq

from beholden.kernel import BadInput, Finding

from .headers import column_names
from .limits import ReadLimits


def read_parquet(path: Path, *, limits: ReadLimits) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table of a Parquet file in its own types, dictionaries and long strings unfolded.

    Raises BadInput where the file is damaged, holds text that is not UTF-8 or has too many columns.
    """
    try:
        with pq.ParquetFile(path) as file:
            names, findings = column_names(file.schema_arrow.names, limits)
            table = file.read()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError, OSError):
        raise BadInput(
            f"{path.name} is a damaged or unknown form of Parquet file.",
            next_step="Write the file again, or export the data as CSV.",
        ) from None
    _reject_invalid(table, names)
    return table.rename_columns(list(names)).cast(_plain(table.schema, names)), findings


def _reject_invalid(table: pa.Table, names: tuple[str, ...]) -> None:
    for name, column in zip(names, table.columns, strict=True):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            raise BadInput(
                f"Column {name} holds values that its type does not have.",
                why="Most often its text is not UTF-8, as Parquet's text must be.",
                next_step="Write the file again in UTF-8, or export the data as CSV.",
            ) from None


def _plain(schema: pa.Schema, names: tuple[str, ...]) -> pa.Schema:
    return pa.schema(
        [pa.field(name, _plain_type(field.type)) for name, field in zip(names, schema, strict=True)]
    )


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain_type(kind.value_type)
    return pa.string() if pa.types.is_large_string(kind) else kind
