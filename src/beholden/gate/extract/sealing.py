"""Sealing: from datasets and terms to one encrypted extract that holds only what the terms allow.

    room → engine with no way out but the sources → stage permitted rows → check quality
    → leave out objections and rows without a subject → pseudonyms → tables in an order that tells
    nothing → encrypt → one rename

The order of a sealed table is that of its own contents: the pseudonym of the subject first, then a
digest of the whole row. So it says nothing of the source's order. Faults of the engine are told in
fixed words: its own may hold values.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa

from beholden.kernel import (
    BadInput,
    BeholdenError,
    ColumnRole,
    ColumnTerms,
    Damaged,
    DatasetTerms,
    LookUp,
    Progress,
    Terms,
    Unavailable,
    new_id,
    silent,
)

from .column_types import WHOLE, column_type, sealed_value
from .extracts import Extract, new_header, no_room, write_extract
from .image import Room, building_room, closing
from .keys import Keys
from .looking_up import look_up_tables
from .objecting import FindMarked, Marks, marked_values
from .permitted import permitted_rows
from .pseudonyms import Pseudonyms
from .quality import check_quality
from .sources import Opened, Source, drop_stage, files_of, open_source, pattern, stage
from .sql_text import literal, quoted

__all__ = ["Extract", "Source", "seal"]

_NO_MARKS: Marks = MappingProxyType({})
_EXPANSION = 6  # a native table of sorted pseudonyms against its Parquet files, with some to spare


@dataclass(frozen=True, slots=True)
class _Staged:
    """One dataset in the sealing connection: its view of what is sealed, and what was left out."""

    terms: DatasetTerms
    opened: Opened
    table: str
    without_subject: int
    objected: int


def seal(
    terms: Terms,
    sources: Mapping[str, Source],
    *,
    to: Path,
    keys: Keys,
    use_secret: bytes,
    version: int,
    left_out: frozenset[str] = frozenset(),
    marks: Marks = _NO_MARKS,
    progress: Progress = silent,
) -> Extract:
    """Seal what the terms allow of the sources into the file ``to`` and return its record.

    ``left_out`` holds the clear key values of subjects that objected, ``marks`` their marks by key
    column in lower case; ``version`` is the extract's number under its agreement. An extract that
    stood at ``to`` stays until the new one is whole.
    Raises BadInput (a source that does not fit the terms), Refused (quality under the agreement's
    floor), NotFound or Damaged (a source's files), Unavailable (no room).
    """
    named = dict.fromkeys([d.name for d in terms.datasets] + [x.dataset for x in terms.look_ups])
    missing = [name for name in named if name not in sources]
    if missing:
        raise BadInput(
            f"There is no source for {', '.join(missing)}.",
            why=f"The agreement {terms.agreement} gives it.",
            next_step="Register the dataset, then seal.",
        )
    extract = Extract(
        id=new_id("extract"),
        path=to,
        agreement=terms.agreement,
        use=terms.use,
        terms_hash=terms.hash,
        version=version,
        rows={},
        fingerprint="",
    )
    wanted = {name: sources[name] for name in named}
    files = [f for name, s in wanted.items() for f in files_of(s, dataset=name)]
    size = sum(file.stat().st_size for file in files)
    try:
        with building_room(expected_bytes=size * _EXPANSION) as room:
            with _engine(room, files) as connection:
                _note_objections(connection, left_out)
                find_marked = partial(marked_values, marks=marks, secret=use_secret)
                staged = _stage_all(connection, terms, wanted, find_marked, progress)
                mapped = _Mapped(
                    _map_keys(connection, terms, staged, use_secret),
                    look_up_tables(connection, terms, wanted),
                )
                rows = _build(connection, terms, staged, mapped, progress)
            extract = replace(_with_left_out(extract, staged), rows=rows)
            progress("encrypt", 0, 1)
            extract = _encrypt(room, extract, keys)
            progress("encrypt", 1, 1)
            return extract
    except OSError as error:
        raise no_room(error) from None


@dataclass(frozen=True, slots=True)
class _Mapped:
    """What stands for values when a table is written: whole-number keys by name, and look-ups."""

    numbers: frozenset[str]
    look_ups: Mapping[LookUp, str]

    def of(self, column: ColumnTerms, *, keyed: bool) -> tuple[str, str, str]:
        """Return a table, its column to give instead of the value, and the SQL of the value."""
        text = f"CAST(s.{quoted(column.name)} AS VARCHAR)"
        if not keyed and column.look_up:
            return self.look_ups[column.look_up], "instead", text
        whole = column.name.lower() in self.numbers
        value = f"s.{quoted(column.name)}" if whole else text
        return quoted("map " + column.name.lower()), "pseudonym", value


@contextmanager
def _engine(room: Room, files: list[Path]) -> Iterator[Any]:
    """Yield a connection that can read the sources, write the image, and nothing else.

    The image is a valid empty file first, attached without a write-ahead log, so that what is in it
    is nowhere else.
    """
    empty = room.directory / "empty"
    try:
        duckdb.connect(str(empty)).close()
    except duckdb.IOException as error:
        raise _input_output(error) from None
    room.image.write_bytes(empty.read_bytes())
    connection = duckdb.connect(":memory:")
    try:
        paths = sorted({name for file in files for name in (str(file), pattern(file))})
        allowed = ", ".join(map(literal, paths))
        connection.execute(f"SET temp_directory = {literal(str(room.spill))}")
        connection.execute(f"SET allowed_paths = [{allowed}]")
        for switch in ("autoinstall_known_extensions", "autoload_known_extensions"):
            connection.execute(f"SET {switch} = false")
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"ATTACH {literal(str(room.image))} AS sealed (RECOVERY_MODE no_wal_writes)"
        )
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
        connection.execute("DETACH sealed")
    except duckdb.OutOfMemoryException:
        raise _no_memory() from None
    except duckdb.IOException as error:
        raise _input_output(error) from None
    except duckdb.Error:
        raise BadInput(
            "The datasets cannot be sealed under these terms.",
            why="A condition or a band of the agreement does not fit the values of its column.",
            next_step="Check the datasets (beholden check), then the agreement's rows and bands.",
        ) from None
    finally:
        connection.close()


def _input_output(error: duckdb.IOException) -> BeholdenError:
    """Return what an input or output error means; its own text stays here, it may hold a value."""
    if "No space left" in str(error) or "File too large" in str(error):
        return no_room(OSError(errno.ENOSPC, ""))
    return Damaged(
        "A file of a dataset cannot be read to its end.",
        why="It is not as it was registered.",
        next_step="Register the dataset again, then seal.",
    )


def _no_memory() -> Unavailable:
    return Unavailable(
        "The extract cannot be sealed on this machine.",
        why="There is not memory enough.",
        next_step="Close other work or seal on a larger machine.",
    )


def _stage_all(
    connection: Any,
    terms: Terms,
    sources: Mapping[str, Source],
    find_marked: FindMarked,
    progress: Progress,
) -> list[_Staged]:
    staged = []
    for number, dataset in enumerate(terms.datasets):
        progress(f"read {dataset.name}", number, len(terms.datasets))
        opened = open_source(connection, sources[dataset.name], dataset=dataset.name)
        rows = permitted_rows(dataset.rows, opened, dataset=dataset.name) if dataset.rows else None
        subject = terms.subject_column
        table = stage(connection, opened, dataset, subject=subject, rows=rows)
        check_quality(connection, table, dataset, terms)
        kept, without, objected = _leave_out(connection, table, dataset, terms, find_marked)
        staged.append(_Staged(dataset, opened, kept, without, objected))
    return staged


def _note_objections(connection: Any, left_out: frozenset[str]) -> None:
    values = pa.table({"value": pa.array(sorted(v.strip() for v in left_out), pa.string())})
    connection.register("left_out_values", values)
    connection.execute("CREATE TEMP TABLE objections AS SELECT DISTINCT value FROM left_out_values")
    connection.unregister("left_out_values")


def _keys_of(dataset: DatasetTerms, terms: Terms, *roles: ColumnRole) -> list[str]:
    """Return the names of the given columns with these roles, and the subject's."""
    subject = terms.subject_column.lower()
    return [c.name for c in _given(dataset) if c.role in roles or c.name.lower() == subject]


def _pseudonyms_of(dataset: DatasetTerms, terms: Terms) -> list[str]:
    """Return the names of the given columns of which only pseudonyms are sealed."""
    subject = terms.subject_column.lower()
    return [c.name for c in _given(dataset) if c.is_pseudonym or c.name.lower() == subject]


def _leave_out(
    connection: Any, table: str, dataset: DatasetTerms, terms: Terms, find_marked: FindMarked
) -> tuple[str, int, int]:
    """Keep out the rows that name no subject, then those of subjects that objected.

    Returns the view of what is kept, and how many rows were left out for each reason.
    """
    unnamed = [f"{quoted(n)} IS NULL" for n in _keys_of(dataset, terms)]
    anybody = connection.execute("SELECT 1 FROM objections LIMIT 1").fetchone() is not None
    objecting = _keys_of(dataset, terms, ColumnRole.JOIN) if anybody else []
    objected = [_among(name, "objections") for name in objecting]
    for name in _keys_of(dataset, terms, ColumnRole.JOIN, ColumnRole.IDENTITY):
        marked = find_marked(connection, table, name)
        objected += [_among(name, marked)] if marked else []
    without, left_out = (" OR ".join(c) or "false" for c in (unnamed, objected))
    counts = connection.execute(
        f"SELECT count(*) FILTER ({without}), count(*) FILTER (NOT ({without}) AND ({left_out}))"  # noqa: S608
        f" FROM {table}"
    ).fetchone()
    kept = quoted(f"kept {dataset.name}")
    connection.execute(
        f"CREATE TEMP VIEW {kept} AS FROM {table} WHERE NOT ({without}) AND NOT ({left_out})"
    )
    return kept, int(counts[0]), int(counts[1])


def _among(name: str, table: str) -> str:
    """Return the SQL that says whether a key is among a table's texts; a missing key is not."""
    return f"coalesce(CAST({quoted(name)} AS VARCHAR) IN (FROM {table}), false)"


def _build(
    connection: Any, terms: Terms, staged: list[_Staged], mapped: _Mapped, progress: Progress
) -> dict[str, int]:
    """Write the sealed tables into the image; return their rows by dataset."""
    rows = {}
    for number, part in enumerate(staged):
        progress(f"seal {part.terms.name}", number, len(staged))
        rows[part.terms.name] = _write_table(connection, part, terms, mapped)
        connection.execute(f"DROP VIEW {part.table}")
        drop_stage(connection, part.opened, part.terms)
    return rows


def _map_keys(
    connection: Any, terms: Terms, staged: list[_Staged], secret: bytes
) -> frozenset[str]:
    """Make, for each key column's name, the one table from value to pseudonym.

    Returns the names, in small letters, of the keys that are whole numbers in every dataset: they
    are looked up as numbers, the others as texts.
    """
    uses: dict[str, list[tuple[str, str]]] = {}
    for part in staged:
        for name in _pseudonyms_of(part.terms, terms):
            uses.setdefault(name.lower(), []).append((quoted(name), part.table))
    numbers = frozenset(
        name
        for name, places in uses.items()
        if all(column_type(connection, table, column) == WHOLE for column, table in places)
    )
    for name, places in uses.items():
        values = _distinct(connection, places, whole=name in numbers)
        connection.register("mapped", Pseudonyms.of_column(name, secret=secret).table(values))
        connection.execute(f"CREATE TEMP TABLE {quoted('map ' + name)} AS FROM mapped")
        connection.unregister("mapped")
    return numbers


def _distinct(connection: Any, places: list[tuple[str, str]], *, whole: bool) -> pa.Array:
    kind = WHOLE if whole else "VARCHAR"
    selects = [
        f"SELECT CAST({column} AS {kind}) AS value FROM {table}"  # noqa: S608
        for column, table in places
    ]
    found = connection.sql(
        f"SELECT DISTINCT value FROM ({' UNION ALL '.join(selects)}) WHERE value IS NOT NULL"  # noqa: S608
    )
    return found.to_arrow_table().column("value").combine_chunks()


def _write_table(connection: Any, part: _Staged, terms: Terms, mapped: _Mapped) -> int:
    """Write one sealed table, sorted by its own contents; return how many rows it has."""
    keyed = set(_pseudonyms_of(part.terms, terms))
    inner, outer, joins = [], [], []
    for number, column in enumerate(_given(part.terms)):
        name = quoted(column.name)
        if column.name in keyed or column.look_up:
            table, instead, value = mapped.of(column, keyed=column.name in keyed)
            inner.append(name)
            outer.append(f"k{number}.{instead} AS {name}")
            joins.append(f"LEFT JOIN {table} AS k{number} ON k{number}.value = {value}")
        else:
            value = sealed_value(connection, part.table, column, dataset=part.terms.name)
            inner.append(f"{value} AS {name}")
            outer.append(f"s.{name}")
    target = f"sealed.{quoted(part.terms.name)}"
    connection.execute(
        f"CREATE TABLE {target} AS FROM (SELECT {', '.join(outer)}"  # noqa: S608
        f" FROM (SELECT {', '.join(inner)} FROM {part.table}) AS s {' '.join(joins)})"
        f" ORDER BY {_order(part.terms, keyed, subject=terms.subject_column)}"
    )
    return int(connection.execute(f"SELECT count(*) FROM {target}").fetchone()[0])  # noqa: S608


def _order(dataset: DatasetTerms, keyed: set[str], *, subject: str) -> str:
    """Return the order of a sealed table: its subject, or its first key, then the whole row.

    Rows are told apart by a digest of 64 bits: to compare every column of every row costs more
    than all else that sealing does.
    """
    names = [column.name for column in _given(dataset)]
    first = min(names, key=lambda n: (n.lower() != subject.lower(), n not in keyed))
    return f"{quoted(first)}, hash({', '.join(map(quoted, names))})"


def _given(dataset: DatasetTerms) -> list[ColumnTerms]:
    return [c for c in dataset.columns if c.role is not ColumnRole.WITHHELD]


def _with_left_out(extract: Extract, staged: list[_Staged]) -> Extract:
    return replace(
        extract,
        without_subject={part.terms.name: part.without_subject for part in staged},
        objected={part.terms.name: part.objected for part in staged},
    )


def _encrypt(room: Room, extract: Extract, keys: Keys) -> Extract:
    """Encrypt the finished image under a new key; without a file there is no key either."""
    key = keys.create(extract.id)
    header = new_header(extract, engine=f"duckdb {duckdb.__version__}")
    with ExitStack() as undo:
        undo.callback(keys.destroy, extract.id)
        with closing(os.open(room.image, os.O_RDONLY)) as image:
            fingerprint = write_extract(
                image, header=header, key=key, binding=extract.bound_to, to=extract.path
            )
        undo.pop_all()
    return replace(extract, fingerprint=fingerprint)
