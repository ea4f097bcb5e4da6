"""The condition on rows that a dataset is given under: read, checked, written anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

_LONGEST = 2000


class RowConditionFault(ValueError):
    """What is wrong with a row condition, in words that stand in an agreement's list of faults."""


def checked_condition(text: str, *, columns: Collection[str] | None) -> str:
    """Return the condition as DuckDB SQL with every column quoted.

    Only comparisons, and / or / not, is null, in and between over columns of the dataset are read;
    the condition may use columns that the agreement does not give. ``columns`` None checks no
    names. Raises RowConditionFault.
    """
    known = None if columns is None else {name.lower(): name for name in columns}
    try:
        return _write(_read(text), known).sql(dialect="duckdb", comments=False)
    except RecursionError:
        raise RowConditionFault("The condition is too deep.") from None


def columns_of_condition(text: str) -> frozenset[str]:
    """Return the columns, in small letters, that decide which rows a condition gives.

    Raises RowConditionFault.
    """
    from sqlglot import exp

    return frozenset(node.name.lower() for node in _read(text).find_all(exp.Column))


def _read(text: str) -> exp.Expr:
    import sqlglot
    from sqlglot.errors import SqlglotError

    from ..question.reading import JOINS, quiet_reader

    if len(text) > _LONGEST:
        raise RowConditionFault("The condition is too long.")
    quiet_reader()
    written = f"SELECT 1 WHERE {text}"
    try:
        joins = [t for t in sqlglot.tokenize(written, dialect="duckdb") if t.token_type in JOINS]
        # Each join would double the work of reading, and no condition has one.
        trees = [] if joins else sqlglot.parse(written, read="duckdb")
    except SqlglotError:
        raise RowConditionFault("The condition cannot be read.") from None
    first = trees[0] if len(trees) == 1 else None
    if first is None or {k for k, v in first.args.items() if v} != {"expressions", "where"}:
        raise RowConditionFault("The condition must be one condition and nothing else.")
    where: exp.Expr = first.args["where"].this
    return where


def _write(node: exp.Expr, known: dict[str, str] | None) -> exp.Expr:
    from sqlglot import exp

    if isinstance(node, exp.Column):
        return _column(node, known)
    if isinstance(node, exp.Literal):
        return exp.Literal(this=node.this, is_string=node.is_string)
    if isinstance(node, exp.Boolean):
        return exp.Boolean(this=bool(node.this))
    allowed = _allowed().get(type(node))
    given = {key for key, value in node.args.items() if value not in (None, False, [])}
    if allowed is None or not given <= allowed:
        raise RowConditionFault(
            "Only comparisons, and, or, not, is null, in and between may be used."
        )
    return type(node)(**{key: _part(node.args[key], known) for key in given})


def _part(value: object, known: dict[str, str] | None) -> object:
    from sqlglot import exp

    if isinstance(value, exp.Expr):
        return _write(value, known)
    return [_part(item, known) for item in value] if isinstance(value, list) else value


def _column(node: exp.Column, known: dict[str, str] | None) -> exp.Expr:
    from sqlglot import exp

    plain = isinstance(node.this, exp.Identifier) and not (node.table or node.db)
    name = node.name if known is None else known.get(node.name.lower())
    if not plain or name is None:
        raise RowConditionFault("The condition names a column that there is not.")
    return exp.Column(this=exp.Identifier(this=name, quoted=True))


def _allowed() -> dict[type[exp.Expr], frozenset[str]]:
    from sqlglot import exp

    two, one = frozenset({"this", "expression"}), frozenset({"this"})
    pairs = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.And, exp.Or, exp.Is)
    return {
        **dict.fromkeys(pairs, two),
        **dict.fromkeys((exp.Not, exp.Paren, exp.Neg), one),
        exp.Null: frozenset(),
        exp.In: frozenset({"this", "expressions"}),
        exp.Between: frozenset({"this", "low", "high"}),
    }
