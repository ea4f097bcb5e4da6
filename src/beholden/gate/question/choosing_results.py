"""Rows that are chosen by a result: it is worked out and treated first, in the same statement.

A result compared with a dimension of each row may not fail on any of them, or an error would tell
that there is such a row. So the two are compared as numbers if both are some and else as texts,
and what is put together of results is put together as doubles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from .columns import Scope, rebuilt_atom
from .combining import Listed, Named, Whole, quoted, tables_in
from .comparing import among, as_number, compared
from .reference_means import mean_of_reference
from .refusing import Words
from .writing import sql_text

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren)
Asked = Callable[[exp.Expr, "OuterRow"], exp.Query]


@dataclass(frozen=True, slots=True)
class OuterRow:
    """A row of datasets as a question within its condition sees it: its dimensions."""

    scope: Scope
    outer: None = None

    def reach(self, node: exp.Column) -> exp.Expr | None:
        """Return the same as ``own``: nothing stands around a row that may be named."""
        return self.own(node)

    def own(self, node: exp.Column) -> exp.Expr | None:
        """Return a dimension of the row by its name; raise Refused for anything else it has."""
        if not self.scope.holds(node):
            return None
        return self.scope.present(node)


def chosen_by_result(node: exp.Expr, scope: Scope, whole: Whole, asked: Asked) -> exp.Expr:
    """Return a comparison with a result, or IN over one, as SQL over sealed tables."""

    def inlined(query: exp.Expr) -> str:
        return _inlined(query, scope, whole, asked)

    if isinstance(node, exp.In):
        query = node.args["query"]
        values = inlined(query)
        return among(scope.present(node.this), query, values)
    one, other = (_side(side, scope, whole, inlined) for side in (node.this, node.expression))
    return compared(node, one, other)


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
        parts = {key: as_number(part) for key, part in parts.items()}
    return type(node)(**parts)


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
            parts[key] = side if isinstance(node, exp.Paren) else as_number(side)
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
