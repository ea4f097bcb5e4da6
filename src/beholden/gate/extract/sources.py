"""Sources: what is sealed from, and the rows and columns that the terms take out of it.

Each dataset is staged in the sealing connection: only the rows that the condition gives, only the
columns that the agreement names. What decides whether a row is given is the row
alone, never another row (property S1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from beholden.kernel import BadInput, ColumnRole, Damaged, DatasetTerms, NotFound

from .column_types import canonical_key
from .sql_text import literal, quoted

_PLAIN_TYPES = re.compile(
    r"(VARCHAR|BOOLEAN|DATE|TIME|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|UUID|ENUM\(.*\)"
    r"|DECIMAL\(\d+,\s*\d+\)|TIMESTAMP(_S|_MS|_NS)?( WITH TIME ZONE)?|\"NULL\"|NULL)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One dataset to seal from: its Parquet file and the files of keys that belong to it.

    A file of keys has the column ``row`` (0-based position in ``data``, each at most once) and one
    or more key columns, such as ``uprn`` or ``person``; a key column stands before a column of the
    same name in ``data``.
    """

    data: Path
    keys: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a source: its own name, its DuckDB type, and how to write it in SQL."""

    name: str
    type: str
    sql: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose files were looked at: FROM clause and columns by lower-case name.

    ``joined`` says that more than one file is read.
    """

    tables: str
    columns: dict[str, Column]
    joined: bool

    def column(self, name: str) -> Column | None:
        """Return a column by its name, whatever its case."""
        return self.columns.get(name.lower())


def scan(path: Path) -> str:
    """Return the table function that reads one Parquet file."""
    return f"read_parquet({literal(pattern(path))}, file_row_number = true)"


def pattern(path: Path) -> str:
    """Return the pattern of this path and no other: the engine reads paths as patterns."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def files_of(source: Source, *, dataset: str) -> tuple[Path, ...]:
    """Return the files of a source; raise NotFound where one is not there."""
    files = (source.data, *source.keys)
    if not all(path.is_file() for path in files):
        raise NotFound(
            f"A file of the dataset {dataset} is not there.",
            next_step=f"Register {dataset} again, then seal.",
        )
    return files


def open_source(connection: Any, source: Source, *, dataset: str) -> Opened:
    """Return a source's columns and how its files come together; raise Damaged or BadInput."""
    columns = {c.name.lower(): c for c in _columns(connection, source.data, "d", dataset)}
    tables = [f"{scan(source.data)} AS d"]
    for number, path in enumerate(source.keys):
        alias = f"k{number}"
        found = {c.name.lower(): c for c in _columns(connection, path, alias, dataset)}
        row = found.pop("row", None)
        if row is None or not _whole_and_once(connection, source.data, path):
            raise BadInput(
                f"A file of keys of {dataset} does not fit its data.",
                why="It must name each row by its position, from 0, and none twice.",
                next_step=f"Match {dataset} again, then seal.",
            )
        columns.update(found)
        tables.append(f"LEFT JOIN {scan(path)} AS {alias} ON {row.sql} = d.file_row_number")
    return Opened(" ".join(tables), columns, joined=len(tables) > 1)


def _columns(connection: Any, path: Path, alias: str, dataset: str) -> list[Column]:
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {scan(path)}").fetchall()  # noqa: S608
    except duckdb.Error:
        raise Damaged(
            f"A file of the dataset {dataset} cannot be read.",
            why="It is not the Parquet file that was registered.",
            next_step=f"Register {dataset} again, then seal.",
        ) from None
    named = [(str(row[0]), str(row[1])) for row in rows if row[0] != "file_row_number"]
    return [Column(name, kind, f"{alias}.{quoted(name)}") for name, kind in named]


def _whole_and_once(connection: Any, data: Path, keys: Path) -> bool:
    sql = (
        'SELECT count(*) = count(DISTINCT k."row") AND coalesce(min(k."row"), 0) >= 0'  # noqa: S608
        f' AND coalesce(max(k."row"), -1) < (SELECT count(*) FROM {scan(data)})'
        f" FROM {scan(keys)} AS k"
    )
    try:
        return bool(connection.execute(sql).fetchall()[0][0])
    except duckdb.Error:
        return False


def stage(
    connection: Any, opened: Opened, dataset: DatasetTerms, *, subject: str, rows: str | None
) -> str:
    """Stage the permitted rows and columns of one dataset; return the name by which to read them.

    ``rows`` is the condition in SQL. Keys are in their one form; everything else is as it came.
    What stands in one file is read from it again each time; what has to be put together with files
    of keys is copied into a table once. Raises BadInput where the dataset has no such column, or
    one of composed values.
    """
    chosen = []
    for given in dataset.columns:
        if given.role is ColumnRole.WITHHELD:
            continue
        column = _required(opened, dataset, given.source)
        keyed = given.is_pseudonym or given.look_up or given.name.lower() == subject.lower()
        value = canonical_key(column.sql, column.type) if keyed else column.sql
        chosen.append(f"{value} AS {quoted(given.name)}")
    where = f" WHERE {rows}" if rows else ""
    kind = "TABLE" if opened.joined else "VIEW"
    connection.execute(
        f"CREATE TEMP {kind} {_stage_name(dataset)} AS"  # noqa: S608
        f" SELECT {', '.join(chosen)} FROM {opened.tables}{where}"
    )
    return _stage_name(dataset)


def _stage_name(dataset: DatasetTerms) -> str:
    return quoted(f"staged {dataset.name}")


def drop_stage(connection: Any, opened: Opened, dataset: DatasetTerms) -> None:
    """Let go of what ``stage`` made."""
    connection.execute(f"DROP {'TABLE' if opened.joined else 'VIEW'} {_stage_name(dataset)}")


def _required(opened: Opened, dataset: DatasetTerms, name: str) -> Column:
    column = opened.column(name)
    if column is None:
        raise BadInput(
            f"The dataset {dataset.name} has no column {name}.",
            why="The agreement gives a column that the registered data do not have.",
            next_step=f"Register {dataset.name} with that column, or change the agreement.",
            ask=dataset.steward,
        )
    if not _PLAIN_TYPES.fullmatch(column.type):
        raise BadInput(
            f"The column {dataset.name}.{name} holds lists, records or other composed values.",
            why="Only plain values can be given: numbers, texts, dates, yes and no.",
            next_step="Register the dataset with one value in each cell of that column.",
            ask=dataset.steward,
        )
    return column
