"""The working tables of a delivery: written as they are read, then asked by DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beholden.kernel import Unavailable

from .layouts import TABLES, Projection

# What DuckDB may hold in memory before it uses the disk; a national delivery needs no more.
MEMORY = "2GB"
_SMALL = 50_000


class Tables:
    """The tables of a delivery as Parquet files in a working folder, appended to while reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}
        self.latest = ""
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.Table]] = {}

    def add(self, projection: Projection, table: pa.Table, volume: int) -> None:
        """Append the fields that a projection names to its table."""
        name = projection.table
        if projection.needs:
            table = table.filter(pc.is_valid(table[projection.needs]))
        made = _projected(projection, table, volume, self.rows.get(name, 0))
        self.rows[name] = self.rows.get(name, 0) + made.num_rows
        if projection.order:
            self.latest = max(self.latest, pc.max(made["place"]).as_py() or "")
        waiting = self._waiting.setdefault(name, [])
        waiting.append(made)
        if sum(part.num_rows for part in waiting) >= _SMALL:
            self._write(name)

    def _write(self, name: str) -> None:
        parts = self._waiting.pop(name, [])
        if not parts:
            return
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(
                self.path(name), parts[0].schema, compression="zstd", compression_level=1
            )
        self._writers[name].write_table(pa.concat_tables(parts))

    def path(self, name: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"read-{name}.parquet"

    def finish(self) -> None:
        """Write what is still in memory and close every file; tables without rows are empty."""
        for name, columns in TABLES.items():
            if name not in self.rows:
                empty = pa.table({column: pa.array([], pa.string()) for column in columns})
                self.add(Projection(name, {c: c for c in columns}), empty, 0)
            self._write(name)
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()


def _projected(projection: Projection, table: pa.Table, volume: int, start: int) -> pa.Table:
    """Return the columns of a table as its projection says, with change, place, volume and line."""
    nothing = pa.nulls(table.num_rows, pa.string())
    fixed = projection.fixed or {}
    made: dict[str, pa.Array | pa.ChunkedArray] = {}
    for column in TABLES[projection.table]:
        name = projection.fields.get(column, "")
        if column in fixed:
            made[column] = pa.repeat(pa.scalar(fixed[column], pa.string()), table.num_rows)
        else:
            made[column] = table[name] if name in table.column_names else nothing
    for column, name in (("change", projection.change), ("place", projection.order)):
        made[column] = table[name] if name in table.column_names else nothing
    made["volume"] = pa.repeat(pa.scalar(volume, pa.int32()), table.num_rows)
    made["line"] = pa.array(np.arange(start, start + table.num_rows, dtype=np.int64))
    return pa.table(made)


def disk_says(error: OSError) -> Unavailable:
    """Return the error for a disk that does not do what is asked."""
    return Unavailable(
        "The gazetteer could not be read or written.",
        why=f"The machine says: {error.strerror or 'no reason'}.",
        next_step="Make room (a delivery needs about twice its packed size), or name another "
        "folder for temporary files in TMPDIR.",
    )


@contextmanager
def engine(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB that keeps within its memory and spills into a folder."""
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET temp_directory = $folder", {"folder": str(folder / "spill")})
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        try:
            yield connection
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise Unavailable(
                "The gazetteer could not be worked through.",
                why="The disk for temporary files is full, or cannot be written.",
                next_step="Make room, or name another folder for temporary files in TMPDIR.",
            ) from error


def quoted(path: Path) -> str:
    """Return a path as a text literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
