"""Rows that are chosen by a result: it is worked out and treated first, in the same statement.

A result compared with a dimension of each row may not fail on any of them, or an error would tell
that there is such a row. So the two are compared as texts, or where they are put in an order as
numbers if both are some, and what is put together of results is put together as doubles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from .columns import Scope, rebuilt_atom
from .combining import Listed, Named, Whole, quoted, tables_in
from .reference_means import mean_of_reference
from .refusing import Words
from .writing import sql_text, type_of

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren)
_EQUAL = (exp.EQ, exp.NEQ)
Asked = Callable[[exp.Expr, "OuterRow"], exp.Query]


@dataclass(frozen=True, slots=True)
class OuterRow:
    """A row of datasets as a question within its condition sees it: its dimensions, as texts."""

    scope: Scope
    outer: None = None

    def reach(self, node: exp.Column) -> exp.Expr | None:
        """Return the same as ``own``: nothing stands around a row that may be named."""
        return self.own(node)

    def own(self, node: exp.Column) -> exp.Expr | None:
        """Return a dimension of the row by its name; raise Refused for anything else it has."""
        if not self.scope.holds(node):
            return None
        return as_text(self.scope.present(node))


def chosen_by_result(node: exp.Expr, scope: Scope, whole: Whole, asked: Asked) -> exp.Expr:
    """Return a comparison with a result, or IN over one, as SQL over sealed tables."""

    def inlined(query: exp.Expr) -> str:
        return _inlined(query, scope, whole, asked)

    if isinstance(node, exp.In):
        listed = f"SELECT CAST(v.v AS TEXT) FROM ({inlined(node.args['query'])}) AS v(v)"  # noqa: S608
        return exp.Var(this=f"{sql_text(as_text(scope.present(node.this)))} IN ({listed})")
    sides = [_side(side, scope, whole, inlined) for side in (node.this, node.expression)]
    texts = type(node)(this=as_text(sides[0]), expression=as_text(sides[1]))
    if isinstance(node, _EQUAL):
        return texts
    numbers = type(node)(this=_as_number(sides[0]), expression=_as_number(sides[1]))
    return exp.Coalesce(this=exp.Paren(this=numbers), expressions=[exp.Paren(this=texts)])


def safe_of_cells(node: exp.Expr, words: Words) -> exp.Expr:
    """Return what is worked out of a group for each row, written so that no value makes it fail.

    Raises Refused for anything but a column of the cells, or sums and products of such.
    """
    if isinstance(node, exp.Column | exp.Literal):
        return node
    if type(node) not in (*_ARITHMETIC, exp.Nullif):
        raise words.question_chooses()
    parts = {k: safe_of_cells(p, words) for k, p in node.args.items() if isinstance(p, exp.Expr)}
    if not isinstance(node, exp.Paren):
        parts = {key: _as_number(part) for key, part in parts.items()}
    return type(node)(**parts)


def as_text(node: exp.Expr) -> exp.Expr:
    """Return a value as a text, which no value makes fail."""
    return exp.Cast(this=node, to=type_of(exp.DType.TEXT))


def _as_number(node: exp.Expr) -> exp.Expr:
    return exp.TryCast(this=node.copy(), to=type_of(exp.DType.DOUBLE), safe=True)


def _side(
    node: exp.Expr, scope: Scope, whole: Whole, inlined: Callable[[exp.Expr], str]
) -> exp.Expr:
    """Return one side: a value over dimensions, or constants and results put together."""
    if node.find(exp.Query) is None:
        return scope.present(node)
    if isinstance(node, exp.Subquery):
        text = mean_of_reference(node, scope, whole) or _of_one_row(inlined(node))
        return exp.Var(this=f"({text})")
    if type(node) not in _ARITHMETIC:
        raise whole.words.question_chooses()
    parts = {}
    for key, part in node.args.items():
        if isinstance(part, exp.Expr):
            atom = rebuilt_atom(part)
            side = _side(part, scope, whole, inlined) if atom is None else atom
            parts[key] = side if isinstance(node, exp.Paren) else _as_number(side)
    return type(node)(**parts)


def _of_one_row(sql: str) -> str:
    """Return the only value of a question, or nothing where it has several, which would fail."""
    return f"SELECT CASE WHEN COUNT(*) = 1 THEN MIN(v.v) END FROM ({sql}) AS v(v)"  # noqa: S608


def _inlined(node: exp.Expr, scope: Scope, whole: Whole, asked: Asked) -> str:
    """Return a question as SQL that works out and treats what it needs."""
    parts, named = len(whole.parts), len(whole.named)
    query = asked(node, OuterRow(scope))
    whole.set_aside(parts, named)
    found: dict[str, str] = {}
    _add_tables(query, whole, found)
    tables = ", ".join(f"{sql_text(quoted(name))} AS ({text})" for name, text in found.items())
    return f"WITH {tables} {sql_text(query)}" if found else sql_text(query)


def _add_tables(query: exp.Expr, whole: Whole, found: dict[str, str]) -> None:
    """Add the tables that SQL over treated cells reads, each after those that it reads itself."""
    for name in tables_in(query):
        if name in found:
            continue
        table = whole.table(name)
        if isinstance(table, Named):
            _add_tables(table.result.query, whole, found)
            found[name] = sql_text(table.result.query)
        elif isinstance(table, Listed):
            found[name] = table.sql
        elif table is not None:
            found[name] = whole.treated(table)
