"""Which columns of an answer add up over groups: counts and sums do, averages and shares do not."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from .reading import quiet_reader

_ADDS_UP = (exp.Count, exp.CountIf, exp.Sum)
_DOES_NOT = (exp.Avg, exp.Div, exp.Stddev, exp.StddevSamp, exp.Variance)
_AROUND = (exp.Alias, exp.Cast, exp.Coalesce, exp.Filter, exp.Paren, exp.Round)


def what_adds_up(question: str) -> tuple[bool | None, ...]:
    """Return of each column of an answer whether it adds up; None where the question tells not.

    Empty where the columns cannot be told from the text of the question.
    """
    quiet_reader()
    try:
        tree = sqlglot.parse_one(question, read="duckdb")
    except SqlglotError:
        return ()
    columns = tree.expressions if isinstance(tree, exp.Select) else []
    if any(column.is_star for column in columns if not column.find(exp.Count)):
        return ()
    return tuple(_adds_up(column) for column in columns)


def _adds_up(node: exp.Expr) -> bool | None:
    while isinstance(node, _AROUND):
        node = node.this
    if isinstance(node, _ADDS_UP):
        return True
    return False if isinstance(node, _DOES_NOT) else None
