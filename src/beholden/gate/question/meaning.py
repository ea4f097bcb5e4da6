"""What filters have in common by what they mean, however each of them is written.

``flag = 1``, ``abs(flag) = 1`` and ``case when flag > 0 then 1 end = 1`` hold of the same people
where nobody has less than nought. So conditions are not compared as texts: each is worked out for
values on either side of every constant that the question itself names (``boundaries``), of each
type that its columns may be of; no row of anybody is read. What holds for every one of these values
that meets another filter is taken to follow from it; where that cannot be told, all is taken to be
in common. This guards against accident: what only a value that was not tried divides, or a
condition about two columns within a CASE, is not seen (docs/security.md, S3, says which).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import product
from math import prod
from operator import or_
from typing import Any

from sqlglot import exp

from .boundaries import COLUMN, TYPES, Column, values_for
from .reading_engine import engine_that_reads
from .writing import quoted_text, sql_text

MOST_ROWS = 4_096
MOST_WAYS = 128  # of taking each column for one type or another
_ROWS_OF_ALL = 8_192  # of all these ways together
_MOST_TO_CHOOSE = 1_000
_MOST_PIECES = 120
_MOST_LETTERS = 12_000
_KEPT = 64

Pieces = frozenset[str]
_Outcome = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A filter: its conditions, the parts that must all hold for them, and its ``pieces``.

    Pieces are the largest expressions of one column each that it is made of.
    """

    conditions: tuple[str, ...]
    parts: frozenset[str]
    pieces: Pieces


def pieces_of(condition: exp.Expr) -> Pieces:
    """Return the largest expressions in a condition that are made of one column each."""
    return frozenset(sql_text(piece) for piece in _split(condition)[1])


def _split(node: exp.Expr) -> tuple[frozenset[str], list[exp.Expr]]:
    """Return the names of the columns in an expression, and its largest parts of one column."""
    if isinstance(node, exp.Column):
        return frozenset({f"{node.table}.{node.name}"}), [node]
    inner = [_split(part) for part in node.iter_expressions()]
    columns = frozenset[str]().union(*(names for names, _ in inner))
    alone = [node] if columns else []
    return columns, alone if len(columns) < 2 else [one for _, pieces in inner for one in pieces]


def in_common(filters: Sequence[Said], inside: Sequence[int]) -> frozenset[str]:
    """Return the conditions, or columns, of which some of the filters say the same.

    ``inside`` are their places. Where it cannot be told what a filter means, all that they say is
    taken to be in common.
    """
    meant = _meanings(tuple(filters))
    told = [shared for one in meant if (shared := one.shared(inside)) is not None]
    parts = [filters[place].parts for place in inside]
    if not told:
        return frozenset[str]().union(*parts)
    return frozenset.intersection(*parts).union(*told)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Where filters and parts hold, among rows of values that were tried: a bit for each row.

    ``values`` has for each column the rows of each of its values, ``missing`` those of none.
    """

    everywhere: int
    filters: tuple[int, ...]
    parts: Mapping[str, int]
    values: Mapping[str, tuple[int, ...]]
    missing: Mapping[str, int]

    def shared(self, inside: Sequence[int]) -> frozenset[str] | None:
        """Return what holds wherever one of some filters does; None where one holds nowhere.

        That is a part of any filter, or of a column that it has one of the values which it has
        where one of the filters holds. What holds everywhere tells nothing, nor does it that a
        column has any value, unless a filter says so.
        """
        chosen = [self.filters[place] for place in inside]
        if not all(chosen):
            return None
        told = [(text, where, where) for text, where in self.parts.items()]
        for column, of in self.values.items():
            there = [sum(value for value in of if value & rows) for rows in chosen]
            told += [(column, where, where | self.missing[column]) for where in there]
        anywhere = reduce(or_, chosen)
        return frozenset(
            text for text, where, most in told if most != self.everywhere and not anywhere & ~where
        )


@lru_cache(maxsize=_KEPT)
def _meanings(filters: tuple[Said, ...]) -> tuple[_Meaning, ...]:
    """Return what filters mean, once for each way to take their columns' types; none if unclear."""
    import duckdb

    columns = _columns(filters)
    texts = [text for said in filters for text in (*said.conditions, *said.parts, *said.pieces)]
    if len(texts) > _MOST_PIECES or sum(map(len, texts)) > _MOST_LETTERS:
        return ()
    try:
        ways = list(_ways_together(columns))
        if len(ways) > MOST_WAYS:
            return ()
        most = min(MOST_ROWS, _ROWS_OF_ALL // max(1, len(ways)))
        found = [_meaning(filters, columns, way, most=most) for way in ways]
    except duckdb.Error:  # no word on types: for want of memory, say
        return ()
    return tuple(one for one in found if one is not None)


def _ways_together(columns: Sequence[Column]) -> Iterator[tuple[_Way, ...]]:
    """Yield the types that all columns may be of together."""
    ways = [_ways(column) for column in columns]
    if ways and prod(map(len, ways)) <= _MOST_TO_CHOOSE:
        yield from product(*ways)


def _columns(filters: Sequence[Said]) -> list[Column]:
    """Return the columns of filters, each with the pieces that are made of it alone."""
    texts = {text for said in filters for text in (*said.conditions, *said.parts)}
    pieces = {text for said in filters for text in (*said.parts, *said.pieces)}
    named = sorted({found.group() for text in texts for found in COLUMN.finditer(text)})
    return [Column(name, _of_column(name, pieces), frozenset(texts)) for name in named]


def _of_column(name: str, pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        sorted(text for text in pieces if {c.group() for c in COLUMN.finditer(text)} == {name})
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A column taken for one type: a value for each way that its pieces come out."""

    type: str
    values: tuple[Any, ...]


@lru_cache(maxsize=_KEPT)
def _ways(column: Column) -> tuple[_Way, ...]:
    """Return the types that a column may be of, those that come to the same once.

    What pieces come to rules no type out: whoever asks writes them, and the gate lets a piece that
    fails come to nothing. A type is left out where the engine would not read the pieces at all.
    """
    asked = [f"CAST(TRY({piece}) AS VARCHAR)" for piece in column.pieces]
    asked += [f"TYPEOF({piece})" for piece in column.pieces]
    found: dict[frozenset[_Outcome], _Way] = {}
    tried: list[tuple[str, dict[_Outcome, Any]]] = []
    for kind in TYPES:
        values = values_for(column, kind)
        rows = _worked_out(asked, {column: _Way(kind, values)})
        if rows is None:
            continue
        first: dict[_Outcome, Any] = {}
        for row, value in zip(rows, values, strict=True):
            first.setdefault(row, value)
        tried.append((kind, first))
        of, like = kind, first
        if len(first) == 1:
            # That of a text is taken where it comes to the same: for it is most often that of no
            # text at all, and what fails for every value costs the engine far more.
            of, like = next((t, known) for t, known in tried if first.keys() <= known.keys())
        found.setdefault(frozenset(first), _Way(of, tuple(like[outcome] for outcome in first)))
    return tuple(found.values())


def _meaning(
    filters: Sequence[Said], columns: Sequence[Column], ways: Sequence[_Way], *, most: int
) -> _Meaning | None:
    """Return where each filter and part holds among all values of the columns together."""
    if prod(len(way.values) for way in ways) > most:  # those nearest to what is said are first
        each = int(most ** (1 / len(ways)))
        ways = [replace(way, values=way.values[:each]) for way in ways]
    rows = list(product(*(range(len(way.values)) for way in ways)))
    taken = {
        column: _Way(way.type, tuple(way.values[row[place]] for row in rows))
        for place, (column, way) in enumerate(zip(columns, ways, strict=True))
    }
    parts = sorted(frozenset[str]().union(*(said.parts for said in filters)))
    whole = [" AND ".join(f"({c})" for c in said.conditions) for said in filters]
    asked = [f"COALESCE(TRY(CAST(({text}) AS BOOLEAN)), FALSE)" for text in (*whole, *parts)]
    told = _worked_out(asked, taken)
    if told is None:
        return None
    holds = [_bits(cells) for cells in zip(*told, strict=True)]
    values = {
        column.name: _bits_of_each([row[place] for row in rows], len(way.values))
        for place, (column, way) in enumerate(zip(columns, ways, strict=True))
    }
    after = len(whole)
    return _Meaning(
        (1 << len(rows)) - 1,
        tuple(holds[:after]),
        dict(zip(parts, holds[after:], strict=True)),
        values,
        {column.name: _bits(value is None for value in taken[column].values) for column in columns},
    )


def _bits(cells: Iterable[Any]) -> int:
    """Return a bit for each cell that holds, the first the lowest."""
    return int(bytes(49 if cell else 48 for cell in cells)[::-1] or b"0", base=2)


def _bits_of_each(chosen: Sequence[int], many: int) -> tuple[int, ...]:
    """Return for each of so many values a bit for each row in which it is chosen."""
    rows = [bytearray(b"0" * len(chosen)) for _ in range(many)]
    for place, value in enumerate(chosen, start=1):
        rows[value][-place] = 49
    return tuple(int(row, base=2) for row in rows)


def _worked_out(asked: list[str], taken: Mapping[Column, _Way]) -> list[tuple[Any, ...]] | None:
    """Return expressions worked out for values of columns, or None where types do not allow it.

    A relation stands as a struct with its columns, so that what is asked is asked as it is written.
    """
    import duckdb

    tables: dict[str, list[str]] = {}
    for place, column in enumerate(taken):
        field = f"{quoted_text(column.column)} := v{place}"
        tables.setdefault(column.table, []).append(field)
    packed = [f"STRUCT_PACK({', '.join(f)}) AS {quoted_text(t)}" for t, f in tables.items()]
    lists = [f"UNNEST(CAST(${n + 1} AS {w.type}[])) AS v{n}" for n, w in enumerate(taken.values())]
    sql = (
        f"SELECT {', '.join(asked)}"  # noqa: S608
        f" FROM (SELECT {', '.join(packed)} FROM (SELECT {', '.join(lists)}))"
    )
    try:
        given = [list(way.values) for way in taken.values()]
        return engine_that_reads().cursor().execute(sql, given).fetchall()
    except duckdb.BinderException:  # of these types the question itself could not be asked
        return None
