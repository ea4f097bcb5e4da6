"""Which keys stand in one row of a sealed table at most: noted at sealing, tied to the extract.

A question over a join is answered in a fraction of the time where it is known that no row comes
back in it. It is looked at in what was sealed, by the values as the joins compare them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from beholden.kernel import ColumnRole, DatasetTerms, Terms

from ..noted import Key
from .sql_text import quoted


def keys_standing_once(
    connection: Any, table: str, dataset: DatasetTerms, terms: Terms, *, names: Mapping[str, int]
) -> tuple[Key, ...]:
    """Return the keys, each as its columns, that no two rows of a sealed table have alike.

    ``names`` is how many names there are for each column of keys: a table with more rows has some
    of them in several.
    """
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]  # noqa: S608
    return tuple(
        key
        for key in _keys(dataset, terms)
        if not (len(key) == 1 and key[0] in names and rows > names[key[0]])
        and all(_differ(connection, table, sql, key) for sql in _values(key, dataset))
    )


def _keys(dataset: DatasetTerms, terms: Terms) -> Iterator[Key]:
    """Yield the keys by which a dataset's rows are joined or its subjects told apart, each once."""
    written = [terms.subject_columns(dataset), *(j.columns_of(dataset.name) for j in terms.joins)]
    given = [[dataset.column(name) for name in key] for key in written if key]
    found = [tuple(column.name for column in key if column) for key in given if all(key)]
    yield from dict.fromkeys(found)


def _values(key: Key, dataset: DatasetTerms) -> Iterator[list[str]]:
    """Yield a key as it stands, and as joins compare one of which a column is sealed in clear."""
    yield [quoted(name) for name in key]
    clear = [(c := dataset.column(name)) and c.role is ColumnRole.DIMENSION for name in key]
    if any(clear):
        yield [
            f"CAST({quoted(name)} AS TEXT)" if is_clear else quoted(name)
            for name, is_clear in zip(key, clear, strict=True)
        ]


def _differ(connection: Any, table: str, values: list[str], key: Key) -> bool:
    """Return whether no two rows that have the whole key have the same; others join to nothing."""
    value = values[0] if len(values) == 1 else f"ROW({', '.join(values)})"
    there = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in key)
    alike = f"SELECT count(*) - count(DISTINCT {value}) FROM {table} WHERE {there}"  # noqa: S608
    return bool(connection.execute(alike).fetchall()[0][0] == 0)
