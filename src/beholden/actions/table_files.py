"""Files of tables: read with what there is to say of the reading, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import intake
from ..kernel import BadInput, Repair
from .full_disk import full_disk_is_unavailable

if TYPE_CHECKING:
    import pyarrow as pa

_ODD = r"^[=+\-@＝＋－＠]|[\x00-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]"
# Scores and shares err by about a hundredth themselves: more places would say nothing.
PLACES = 4


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table that was read from a file, and in words what there is to say of the reading."""

    table: pa.Table
    remarks: tuple[str, ...]


def read_list(source: str | Path) -> TableRead:
    """Read a file of addresses or a gazetteer, repaired so that postcodes and UPRNs compare.

    The remarks name the file and never a value of it. Raises as ``intake.read`` does.
    """
    reading = intake.read(source)
    table, repairs = intake.repair(reading.table, intake.describe(reading.table))
    name = Path(source).name
    return TableRead(table, (*_remarks(name, reading), *_mended(name, repairs)))


def read_table(source: str | Path) -> pa.Table:
    """Return the table of a file as ``read_list`` reads it."""
    return read_list(source).table


def _remarks(name: str, reading: intake.Reading) -> tuple[str, ...]:
    """Return what reading found, a sentence for each kind, with how many rows have it."""
    rows = reading.in_rows
    whole = [one.message for one in reading.findings if one.code not in rows]
    first = {one.code: one.message for one in reversed(reading.findings) if one.code in rows}
    each = [f"{first[code]} Rows: {count:,}." for code, count in rows.items()]
    return tuple(f"{name}: {sentence}" for sentence in (*dict.fromkeys(whole), *each))


def _mended(name: str, repairs: Sequence[Repair]) -> tuple[str, ...]:
    """Return what was mended that another program had spoilt, and may have spoilt elsewhere."""
    rows = len({one.row for one in repairs if one.rule == "doubled-encoding"})
    if not rows:
        return ()
    return (f"{name}: Letters that were encoded twice (as Ã´ for ô) were mended. Rows: {rows:,}.",)


def rounded(table: pa.Table) -> pa.Table:
    """Return a table whose chances (0–1) have as many places as are known.

    What is not certain is not shown as 0 or 1: these are what a person decided.
    """
    import pyarrow as pa

    columns = [
        _chances(column) if pa.types.is_floating(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)


def _chances(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    least, short = 10.0**-PLACES, pc.round(column, PLACES)
    inside = pc.and_(pc.greater(column, 0.0), pc.less(column, 1.0))
    bounded = pc.min_element_wise(pc.max_element_wise(short, least), round(1 - least, PLACES))
    return pc.if_else(inside, bounded, short)


def write_table(table: pa.Table, out: Path, *, cell: Callable[[str], str] | None = None) -> None:
    """Write a table as Parquet or CSV by its file name, whole or not at all.

    ``cell`` is given each text of a CSV that a spreadsheet might run, or that holds a control
    character, and returns what is written in its place.
    """
    import pyarrow.csv
    import pyarrow.parquet as pq

    if out.suffix not in {".csv", ".parquet"}:
        raise BadInput(
            "The file to write has neither of the two forms there are.",
            why="The form is told from the end of its name.",
            next_step="Name a file that ends in .csv or .parquet.",
        )
    part = out.with_name(f".{out.name}.part")
    with full_disk_is_unavailable():
        try:
            if out.suffix == ".csv":
                pyarrow.csv.write_csv(_calm(table, cell) if cell else table, part)
            else:
                pq.write_table(table, part)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def write_rows(
    rows: Sequence[Mapping[str, Any]], out: Path, *, cell: Callable[[str], str] | None = None
) -> None:
    """Write rows of plain values as ``write_table`` does."""
    import pyarrow as pa

    write_table(pa.Table.from_pylist([dict(row) for row in rows]), out, cell=cell)


def _calm(table: pa.Table, cell: Callable[[str], str]) -> pa.Table:
    """Return a table whose odd texts, names of columns too, went through ``cell``."""
    import pyarrow as pa

    columns = []
    for column in table.columns:
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        textual = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        columns.append(_calm_column(column, cell) if textual else column)
    return pa.table(columns, names=[cell(name) for name in table.column_names])


def _calm_column(column: pa.ChunkedArray, cell: Callable[[str], str]) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    odd = pc.fill_null(pc.match_substring_regex(column, _ODD), False)
    if not pc.any(odd).as_py():
        return column
    calmed = [cell(text) for text in column.filter(odd).to_pylist()]
    return pc.replace_with_mask(
        column.combine_chunks(), odd.combine_chunks(), pa.array(calmed, column.type)
    )
