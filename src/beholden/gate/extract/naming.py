"""Names of keys: what stands in an extract in the place of each key value.

A key that nobody is given is a number from 0 on, the place of its pseudonym among those of this
extract: half as wide, and as quick to join by as the council's own small numbers. A key that
somebody is given, row by row or as a dimension, is its pseudonym, which stays the same from seal to
seal. Which value has which name is known in the sealing engine alone, until the seal is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import ColumnRole, Terms, Unavailable

from .building import or_changed
from .column_types import WHOLE, column_type
from .pseudonyms import Pseudonyms, once
from .sql_text import quoted

NUMBER = "UINTEGER"
# What making names may come to besides names.
_FAULTS = (
    MemoryError,
    pa.ArrowException,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one thing's key values: a table of the sealing engine.

    ``of`` is the type of the values, ``kind`` that of the names, ``count`` how many there are;
    ``without`` are the columns, as table and name, in which some rows have no key; ``shared`` says
    that more than one dataset has such keys.
    """

    table: str
    of: str
    kind: str
    count: int
    without: frozenset[tuple[str, str]]
    shared: bool

    def joined(self, table: str, column: str, *, alias: str) -> tuple[str, str]:
        """Return the SQL of the names in a column of ``s``, and of the join that they need."""
        # Under names that no column has, for those of the dataset stand without its name.
        value, name = quoted(f"{alias} value"), quoted(f"{alias} name")
        own = f"CAST(s.{quoted(column)} AS {self.of})"
        join = f"JOIN {self.table} AS {alias}({value}, {name}) ON {value} = {own}"
        if (table, column) not in self.without:
            return name, join
        return f"CASE WHEN {own} NOT NULL THEN {or_changed(name)} END", f"LEFT {join}"  # dearer


def given_out(terms: Terms) -> frozenset[str]:
    """Return the things whose names somebody is given: as a dimension, or row by row."""
    rows = {name.lower() for name in terms.records.columns} if terms.records else set()
    things = terms.things()
    return frozenset(
        things[dataset.name, column.name.lower()]
        for dataset in terms.datasets
        for column in dataset.columns
        if column.name.lower() in rows
        or column.role not in (ColumnRole.JOIN, ColumnRole.IDENTITY, ColumnRole.WITHHELD)
    )


def names_of(
    connection: Any,
    columns: Sequence[tuple[str, str]],
    *,
    thing: str,
    secret: bytes,
    shown: Collection[str],
) -> Names:
    """Make the table of the names of a thing, whose values stand in columns of these tables.

    Raises Unavailable where they cannot be made, or two values would have the same one.
    """
    kinds = {column_type(connection, table, quoted(name)) for table, name in columns}
    of = WHOLE if kinds == {WHOLE} else "VARCHAR"
    read = {one: _keys(connection, *one, of=of) for one in columns}
    values = [column.drop_null() if column.null_count else column for column in read.values()]
    with _told():
        maker, each = Pseudonyms.of_column(thing, secret=secret), _each(values, of=of)
        named = maker.table(each) if thing in shown else maker.numbered(each)
    table = quoted(f"names of {thing}")
    connection.register("named", named)
    connection.execute(f"CREATE TEMP TABLE {table} AS FROM named")
    connection.unregister("named")
    kind, shared = WHOLE if thing in shown else NUMBER, len(dict(columns)) > 1
    without = frozenset(one for one, column in read.items() if column.null_count)
    return Names(table, of, kind, len(named), without, shared)


def _keys(connection: Any, table: str, name: str, *, of: str) -> pa.ChunkedArray:
    """Return the keys of a column, texts once each, with an empty one where some rows have none."""
    each = "" if of == WHOLE else "DISTINCT "
    keys = f"SELECT {each}CAST({quoted(name)} AS {of}) AS key FROM {table}"  # noqa: S608
    return connection.sql(keys).to_arrow_table().column("key")


def _each(columns: Sequence[pa.ChunkedArray], *, of: str) -> pa.Array:
    """Return each key of some columns once, numbers in order."""
    if of == WHOLE:
        return pa.array(once(np.concatenate([column.to_numpy() for column in columns])))
    chunks = [chunk for column in columns for chunk in column.chunks]
    return pc.unique(pa.chunked_array(chunks, columns[0].type))


@contextmanager
def _told() -> Iterator[None]:
    """Tell a fault of making names as what it is: its own text may hold a value."""
    try:
        yield
    except _FAULTS as fault:
        raise _not_made(short=isinstance(fault, MemoryError)) from None


def _not_made(*, short: bool) -> Unavailable:
    return Unavailable(
        "The pseudonyms of a key could not be made, so nothing was sealed.",
        why="There is not memory enough." if short else "Their maker stopped at a value.",
        next_step="Close other work or seal on a larger machine."
        if short
        else "Check the datasets (beholden check), then seal again.",
        ask="the administrator",
    )
