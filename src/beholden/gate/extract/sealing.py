"""Sealing: from datasets and terms to one encrypted extract that holds only what the terms allow.

    room → engine with no way out but the sources → stage permitted rows → check quality
    → leave out objections and rows without a subject → pseudonyms → tables in an order that tells
    nothing → encrypt → one rename

The order of a sealed table is that of its own contents, pseudonym of the subject first, so it says
nothing of the source's order. Faults of the engine are told in fixed
words: its own may hold values.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
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
    QualityFloor,
    Refusal,
    Refused,
    Terms,
    Unavailable,
    new_id,
    silent,
)

from .column_types import sealed_value
from .extracts import Extract, new_header, no_room, write_extract
from .image import Room, building_room, closing
from .keys import Keys
from .looking_up import look_up_tables
from .objecting import Marks, leave_out_marked
from .permitted import permitted_rows
from .pseudonyms import Pseudonyms
from .sources import Source, files_of, open_source, pattern, stage
from .sql_text import literal, quoted, trimmed

__all__ = ["Extract", "Source", "seal"]

_NO_MARKS: Marks = MappingProxyType({})
_EXPANSION = 6  # a native table of sorted pseudonyms against its Parquet files, with some to spare


@dataclass(frozen=True, slots=True)
class _Staged:
    """One dataset in the sealing connection: its table of permitted rows and what was left out."""

    terms: DatasetTerms
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
                leave_out = partial(leave_out_marked, marks=marks, secret=use_secret)
                staged = _stage_all(connection, terms, wanted, leave_out, progress)
                _map_keys(connection, terms, staged, use_secret)
                look_ups = look_up_tables(connection, terms, wanted)
                rows = _build(connection, terms, staged, look_ups, progress)
            extract = replace(_with_left_out(extract, staged), rows=rows)
            progress("encrypt", 0, 1)
            extract = _encrypt(room, extract, keys)
            progress("encrypt", 1, 1)
            return extract
    except OSError as error:
        raise no_room(error) from None


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
    leave_out_marked: Callable[[Any, str, str], int],
    progress: Progress,
) -> list[_Staged]:
    staged = []
    for number, dataset in enumerate(terms.datasets):
        progress(f"read {dataset.name}", number, len(terms.datasets))
        opened = open_source(connection, sources[dataset.name], dataset=dataset.name)
        rows = permitted_rows(dataset.rows, opened, dataset=dataset.name) if dataset.rows else None
        subject = terms.subject_column
        table = stage(connection, opened, dataset, subject=subject, rows=rows)
        _check_quality(connection, table, dataset, terms)
        marked = sum(
            leave_out_marked(connection, table, name)
            for name in _keys_of(dataset, terms, ColumnRole.JOIN, ColumnRole.IDENTITY)
        )
        part = _leave_out(connection, table, dataset, terms)
        staged.append(replace(part, objected=part.objected + marked))
    return staged


def _note_objections(connection: Any, left_out: frozenset[str]) -> None:
    values = pa.table({"value": pa.array(sorted(v.strip() for v in left_out), pa.string())})
    connection.register("left_out_values", values)
    connection.execute("CREATE TEMP TABLE objections AS SELECT DISTINCT value FROM left_out_values")
    connection.unregister("left_out_values")


def _check_quality(connection: Any, table: str, dataset: DatasetTerms, terms: Terms) -> None:
    """Raise Refused where a column of the permitted rows is not as good as was agreed."""
    for floor in (f for f in terms.quality if f.dataset.lower() == dataset.name.lower()):
        rows, filled, once = _counts(connection, table, floor)
        complete = filled / rows if rows else 1.0
        unique = once / filled if filled else 1.0
        if complete < floor.complete:
            said = f"It is filled in {_percent(complete)} of the rows", floor.complete
            raise _not_good_enough("complete", said, floor, dataset=dataset, terms=terms)
        if unique < floor.unique:
            said = f"{_percent(unique)} of its values stand in one row only", floor.unique
            raise _not_good_enough("unique", said, floor, dataset=dataset, terms=terms)


def _counts(connection: Any, table: str, floor: QualityFloor) -> tuple[int, int, int]:
    """Return the rows, those with a value, and those whose value no other row has."""
    value = trimmed(quoted(floor.column))
    (row,) = connection.execute(
        "SELECT sum(n), sum(n) FILTER (v IS NOT NULL), count(*) FILTER (v IS NOT NULL AND n = 1)"  # noqa: S608
        f" FROM (SELECT {value} AS v, count(*) AS n FROM {table} GROUP BY v)"
    ).fetchall()
    rows, filled, once = (int(count or 0) for count in row)
    return rows, filled, once


def _not_good_enough(
    word: str, said: tuple[str, float], floor: QualityFloor, *, dataset: DatasetTerms, terms: Terms
) -> Refused:
    place = f"{dataset.name}.{floor.column}"
    return Refused(
        Refusal(
            what=f"{place} is not {word} enough to be sealed.",
            why=f"{said[0]}; the agreement {terms.agreement} asks for {_percent(said[1])}.",
            clause=f"quality › {place}",
            next_step=f"Repair or match {dataset.name} again, then seal.",
            ask=f"the steward of {dataset.name} ({dataset.steward})",
        )
    )


def _percent(share: float) -> str:
    return f"{int(share * 1000) / 10:g} in 100"


def _keys_of(dataset: DatasetTerms, terms: Terms, *roles: ColumnRole) -> list[str]:
    """Return the names of the given columns with these roles, and the subject's."""
    subject = terms.subject_column.lower()
    return [c.name for c in _given(dataset) if c.role in roles or c.name.lower() == subject]


def _pseudonyms_of(dataset: DatasetTerms, terms: Terms) -> list[str]:
    """Return the names of the given columns of which only pseudonyms are sealed."""
    subject = terms.subject_column.lower()
    return [c.name for c in _given(dataset) if c.is_pseudonym or c.name.lower() == subject]


def _leave_out(connection: Any, table: str, dataset: DatasetTerms, terms: Terms) -> _Staged:
    """Take out the rows that name no subject, then those of subjects that objected."""
    without = objected = 0
    for name in _keys_of(dataset, terms):
        without += _delete(connection, table, f"{quoted(name)} IS NULL")
    for name in _keys_of(dataset, terms, ColumnRole.JOIN):
        objected += _delete(connection, table, f"{quoted(name)} IN (FROM objections)")
    return _Staged(dataset, table, without, objected)


def _delete(connection: Any, table: str, condition: str) -> int:
    return int(connection.execute(f"DELETE FROM {table} WHERE {condition}").fetchone()[0])  # noqa: S608


def _build(
    connection: Any,
    terms: Terms,
    staged: list[_Staged],
    look_ups: Mapping[LookUp, str],
    progress: Progress,
) -> dict[str, int]:
    """Write the sealed tables into the image; return their rows by dataset."""
    rows = {}
    for number, part in enumerate(staged):
        progress(f"seal {part.terms.name}", number, len(staged))
        rows[part.terms.name] = _write_table(connection, part, terms, look_ups)
        connection.execute(f"DROP TABLE {part.table}")
    return rows


def _map_keys(connection: Any, terms: Terms, staged: list[_Staged], secret: bytes) -> None:
    """Make, for each key column's name, the one table from value to pseudonym."""
    uses: dict[str, list[str]] = {}
    for part in staged:
        for name in _pseudonyms_of(part.terms, terms):
            uses.setdefault(name.lower(), []).append(
                f"SELECT {quoted(name)} AS value FROM {part.table}"  # noqa: S608
            )
    for name, selects in uses.items():
        distinct = (
            f"SELECT DISTINCT value FROM ({' UNION ALL '.join(selects)}) WHERE value IS NOT NULL"  # noqa: S608
        )
        values = connection.sql(distinct).to_arrow_table().column("value").combine_chunks()
        connection.register("mapped", Pseudonyms.of_column(name, secret=secret).table(values))
        connection.execute(f"CREATE TEMP TABLE {quoted('map ' + name)} AS FROM mapped")
        connection.unregister("mapped")


def _write_table(
    connection: Any, part: _Staged, terms: Terms, look_ups: Mapping[LookUp, str]
) -> int:
    """Write one sealed table, sorted by its own contents; return how many rows it has."""
    keyed = set(_pseudonyms_of(part.terms, terms))
    inner, outer, joins = [], [], []
    for number, column in enumerate(_given(part.terms)):
        name = quoted(column.name)
        if column.name in keyed:
            inner.append(name)
            outer.append(f"k{number}.pseudonym AS {name}")
            source = quoted("map " + column.name.lower())
            joins.append(f"LEFT JOIN {source} AS k{number} ON k{number}.value = s.{name}")
        elif column.look_up:
            inner.append(name)
            outer.append(f"k{number}.instead AS {name}")
            source = look_ups[column.look_up]
            joins.append(f"LEFT JOIN {source} AS k{number} ON k{number}.value = s.{name}")
        else:
            value = sealed_value(connection, part.table, column, dataset=part.terms.name)
            inner.append(f"{value} AS {name}")
            outer.append(f"s.{name}")
    target = f"sealed.{quoted(part.terms.name)}"
    connection.execute(
        f"CREATE TABLE {target} AS SELECT {', '.join(outer)}"  # noqa: S608
        f" FROM (SELECT {', '.join(inner)} FROM {part.table}) AS s {' '.join(joins)}"
        f" ORDER BY {_order(part.terms, keyed, subject=terms.subject_column)}"
    )
    return int(connection.execute(f"SELECT count(*) FROM {target}").fetchone()[0])  # noqa: S608


def _order(dataset: DatasetTerms, keyed: set[str], *, subject: str) -> str:
    """Return positions of all columns: the subject's first, then other keys, then the rest."""
    names = [column.name for column in _given(dataset)]
    ranked = sorted(names, key=lambda n: (n.lower() != subject.lower(), n not in keyed))
    return ", ".join(str(names.index(name) + 1) for name in ranked)


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
