"""Which columns of an answer add up over groups: sums do, averages and shares do not.

A count is of subjects, of whom one may be in several groups: only its groups tell.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from .reading import quiet_reader

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
    plain = tree.find(exp.CTE, exp.Subquery) is None
    return tuple(_adds_up(column, plain=plain) for column in columns)


def _adds_up(node: exp.Expr, *, plain: bool) -> bool | None:
    """Return whether a column adds up; ``plain`` says that it is not made from another result."""
    while isinstance(node, _AROUND):
        node = node.this
    if isinstance(node, exp.Sum):
        return True if plain else None
    return False if isinstance(node, _DOES_NOT) else None
