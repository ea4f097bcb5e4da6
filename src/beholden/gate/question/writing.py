"""Checked trees as text: the one place where SQL is written from them.

The reader copies a tree before it writes it and looks its dialect up each time, which costs more
than the writing; a condition or a value is not changed by being written, so it is not copied.
"""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect

_DUCKDB = Dialect.get_or_raise("duckdb")


def sql_text(node: exp.Expr, *, last: bool = False) -> str:
    """Return a tree as DuckDB's SQL, without comments.

    A query is changed by being written, so it is copied unless it is written for the ``last`` time.
    """
    copy = isinstance(node, exp.Query) and not last
    text: str = _DUCKDB.generator(comments=False).generate(node, copy=copy)
    return text


def quoted_text(name: str) -> str:
    """Return a name as it stands in what runs."""
    return '"' + name.replace('"', '""') + '"'


def column_text(table: str, name: str) -> str:
    """Return a column of a table as it stands in what runs, as ``sql_text`` would say it."""
    return f"{quoted_text(table)}.{quoted_text(name)}"


def type_of(kind: exp.DType) -> exp.DataType:
    """Return a plain type as it stands in a cast."""
    return exp.DataType(this=kind, nested=False)
