"""A Parquet file to a table, within bounds whatever it would unfold to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import compute as pc
from pyarrow import parquet as pq

from beholden.kernel import BadInput, Finding

from .headers import column_names
from .limits import MIB, ReadLimits

# Of each physical type, the bytes that a value takes in memory; of text, its place in a dictionary.
_WIDTHS = {"BOOLEAN": 1, "INT32": 4, "INT64": 8, "INT96": 8, "FLOAT": 4, "DOUBLE": 8}
_WIDTHS |= {"BYTE_ARRAY": 4}
_ROWS_AT_ONCE = 2**14
_FAULTS = (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError, OSError)


def read_parquet(path: Path, *, limits: ReadLimits) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table of a Parquet file in its own types, dictionaries and long strings unfolded.

    A few bytes can stand for any number of rows or for one long text, and one text in a dictionary
    for any number of cells: what the rows and the pages take is counted before they are read, and
    what the texts take before they are unfolded. Raises BadInput where that is too much
    (``limits.unpacked_bytes``), where the file is damaged, holds text that is not UTF-8 or has too
    many columns.
    """
    try:
        metadata = pq.read_metadata(path)
        names, findings = column_names(metadata.schema.to_arrow_schema().names, limits)
        _reject_bomb(path, _bytes_of_rows(metadata), limits)
        # Text is read as it is stored, each value once, and unfolded when it was counted.
        texts = _texts(path, metadata)
        with pq.ParquetFile(path, metadata=metadata, read_dictionary=texts) as file:
            plain = _plain(file.schema_arrow, names)
            pieces = list(_pieces(path, file, plain, limits))
    except _FAULTS:
        raise _damaged(path) from None
    return pa.concat_tables([plain.empty_table(), *pieces]), findings


def _damaged(path: Path) -> BadInput:
    return BadInput(
        f"{path.name} is a damaged or unknown form of Parquet file.",
        next_step="Write the file again, or export the data as CSV.",
    )


def _reject_bomb(path: Path, unpacked: int, limits: ReadLimits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise BadInput(
            f"{path.name} unpacks to more than {limits.unpacked_bytes // MIB} MiB.",
            next_step="Split it, or raise the limit of file_bytes.",
        )


def _columns(metadata: pq.FileMetaData) -> Iterator[pq.ColumnSchema]:
    return (metadata.schema.column(number) for number in range(metadata.num_columns))


def _texts(path: Path, metadata: pq.FileMetaData) -> list[str]:
    """Return the columns whose values are bytes of any length, those within records too.

    Raises BadInput where such are numbers, which no common program writes and which would be
    unfolded to be read.
    """
    texts = [one for one in _columns(metadata) if one.physical_type == "BYTE_ARRAY"]
    if any(one.logical_type.type == "DECIMAL" for one in texts):
        raise _damaged(path)
    return [one.path for one in texts]


def _bytes_of_rows(metadata: pq.FileMetaData) -> int:
    """Return how many bytes the rows take: by their number and widths, or by their pages' sizes.

    Of a column the larger of the two counts: a number may be written in fewer bytes than it takes,
    and a long text in more than its place in a dictionary.
    """
    widths = [_WIDTHS.get(one.physical_type, one.length) for one in _columns(metadata)]
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return sum(
        _bytes_of_column(group.column(number), width, group.num_rows)
        for group in groups
        for number, width in enumerate(widths)
    )


def _bytes_of_column(column: pq.ColumnChunkMetaData, width: int, rows: int) -> int:
    # In a list there are more values than rows.
    return int(max(width * max(rows, column.num_values), column.total_uncompressed_size))


def _pieces(
    path: Path, file: pq.ParquetFile, plain: pa.Schema, limits: ReadLimits
) -> Iterator[pa.Table]:
    """Yield the table of a file in pieces, of which none is unfolded that would be too much."""
    unpacked = 0
    for number in range(file.num_row_groups):
        group = file.read_row_group(number)
        unpacked += sum(_unfolded(chunk) for column in group.columns for chunk in column.chunks)
        _reject_bomb(path, unpacked, limits)
        _reject_invalid(group, plain.names)
        group = group.rename_columns(plain.names)
        for begin in range(0, group.num_rows, _ROWS_AT_ONCE):
            yield group.slice(begin, _ROWS_AT_ONCE).cast(plain)


def _unfolded(array: pa.Array) -> int:
    """Return how many bytes an array takes once its dictionaries are unfolded."""
    if pa.types.is_dictionary(array.type):
        lengths = pc.binary_length(array.dictionary).take(array.indices)
        return 4 * len(array) + (pc.sum(lengths).as_py() or 0)
    if pa.types.is_struct(array.type):
        return sum(map(_unfolded, array.flatten()))
    if pa.types.is_map(array.type):
        return 4 * len(array) + _unfolded(array.keys) + _unfolded(array.items)
    if pa.types.is_nested(array.type):
        return 4 * len(array) + _unfolded(array.flatten())
    return int(array.nbytes)


def _reject_invalid(table: pa.Table, names: list[str]) -> None:
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
    """Return a type without dictionaries and long strings, in lists and records too."""
    if pa.types.is_dictionary(kind):
        return _plain_type(kind.value_type)
    if pa.types.is_struct(kind):
        return pa.struct([_plain_field(kind.field(n)) for n in range(kind.num_fields)])
    if pa.types.is_map(kind):
        return pa.map_(_plain_field(kind.key_field), _plain_field(kind.item_field))
    if pa.types.is_list(kind):
        return pa.list_(_plain_field(kind.value_field))
    return pa.string() if pa.types.is_large_string(kind) else kind


def _plain_field(field: pa.Field) -> pa.Field:
    return field.with_type(_plain_type(field.type))
