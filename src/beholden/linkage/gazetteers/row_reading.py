"""Volumes of rows with names (AddressBase, Core, Plus, NGD, plain tables) into working tables."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from beholden.kernel import BadInput, Progress

from ..addresses.uprns import exact_up_to
from .blocks import whole_lines
from .detecting import Shape, whole_parquet
from .row_projections import prepared, projections_of
from .store import Tables
from .tallies import Tally, VolumeSummary
from .volumes import Volume

_BLOCK = 2**23
_MOST_BROKEN = 0.1


class _Blocks(io.RawIOBase):
    """Blocks of whole lines as one stream, which tells how far it has been read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        self.done += size
        return size


def read_rows(
    found: Sequence[tuple[Volume, Shape]], tables: Tables, tally: Tally, progress: Progress
) -> None:
    """Read volumes of rows into tables; what was met on the way is counted in the tally."""
    total, done = sum(volume.size for volume, _ in found), 0
    for number, (volume, shape) in enumerate(found):
        before, rows = tally.counts["broken-record"], 0
        for batch in batches_of(volume, shape, tally):
            table = prepared(batch, shape)
            rows += table.num_rows
            for projection in projections_of(shape):
                tables.add(projection, table, number)
            progress("reading the delivery", done, total)
        _refuse_broken(volume, rows, tally.counts["broken-record"] - before)
        done += volume.size
        tally.volumes.append(
            VolumeSummary(volume.name, "", "", None, "", "", rows, 0, Counter({0: rows}))
        )
    progress("reading the delivery", total, total)


def batches_of(volume: Volume, shape: Shape, tally: Tally) -> Iterator[pa.Table]:
    """Yield the rows of a file, a part at a time, as tables of text."""
    with volume.open() as stream:
        if shape.parquet:
            with whole_parquet(volume.name):
                yield from _batches_of_parquet(stream, shape)
            return
        blocks = _Blocks(whole_lines(stream, volume.name, tally.letters))
        try:
            with _reader(blocks, shape, tally) as reader:
                for batch in reader:
                    yield pa.Table.from_batches([batch])
        except pa.ArrowInvalid:
            raise _unreadable(volume) from None


def _batches_of_parquet(stream: BinaryIO, shape: Shape) -> Iterator[pa.Table]:
    file = pq.ParquetFile(stream)
    for batch in file.iter_batches(_BLOCK // 64):
        table = pa.Table.from_batches([batch]).rename_columns(list(_unique(shape.names)))
        table.validate(full=True)  # the reader believes that texts are UTF-8
        yield pa.table({name: as_text(table[name]) for name in table.column_names})


def _reader(blocks: _Blocks, shape: Shape, tally: Tally) -> arrow_csv.CSVStreamingReader:
    def broken(_: arrow_csv.InvalidRow) -> str:
        tally.counts["broken-record"] += 1
        return "skip"

    names = list(_unique(shape.names))
    return arrow_csv.open_csv(
        pa.PythonFile(blocks, mode="r"),
        arrow_csv.ReadOptions(
            column_names=names, skip_rows=int(shape.headed), block_size=_BLOCK
        ),
        arrow_csv.ParseOptions(
            delimiter=shape.delimiter, newlines_in_values=True, invalid_row_handler=broken
        ),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True,
            null_values=[""],
        ),
    )  # fmt: skip


def _unique(names: Sequence[str]) -> Iterator[str]:
    """Yield names of which none stands twice."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}_{seen[name]}"


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as text; whole numbers that are stored as floats lose their point.

    Those that are larger than their float can hold keep it, and are told from whole ones by it.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        most = exact_up_to(column.type)
        whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), most))
        if pc.all(pc.fill_null(whole, True)).as_py():
            column = column.cast(pa.int64())
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.chunked_array([pa.nulls(len(column), pa.string())])
    return column.cast(pa.string())


def _unreadable(volume: Volume) -> BadInput:
    return BadInput(
        f"{volume.name} cannot be read as rows.",
        why="A quotation mark may have been opened and never closed.",
        next_step="Fetch or export the file again, as CSV in UTF-8 or as Parquet.",
    )


def _refuse_broken(volume: Volume, rows: int, broken: int) -> None:
    if broken <= _MOST_BROKEN * (rows + broken):
        return
    raise BadInput(
        f"{volume.name}: {broken:,} of {rows + broken:,} rows have another number of fields.",
        why="So many are no slip; values might stand under the wrong column.",
        next_step="Fetch or export the file again.",
    )
