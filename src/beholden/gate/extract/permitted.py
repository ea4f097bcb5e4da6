"""The condition of an agreement on the rows of a dataset, as the sealing connection runs it.

Each comparison reads a cell by what it is compared with: a text beside a number as a number, a text
where yes or no is asked for as yes or no. What cannot be read so is null, and the row is not given.
The reading of one row never depends on another (property S1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.kernel import BadInput

from ..agreement.row_conditions import RowConditionFault, checked_condition
from .column_types import as_yes_no
from .sources import Column, Opened

if TYPE_CHECKING:
    from sqlglot import exp


def permitted_rows(condition: str, opened: Opened, *, dataset: str) -> str:
    """Return the SQL of a row condition over an opened source; or raise BadInput."""
    import sqlglot

    names = [column.name for column in opened.columns.values()]
    try:
        checked = checked_condition(condition, columns=names)
    except RowConditionFault as fault:
        raise BadInput(
            f"The condition on the rows of {dataset} cannot be used.",
            why=str(fault),
            next_step=f"Change datasets › {dataset} › rows in the agreement.",
        ) from None
    tree = sqlglot.parse_one(f"SELECT 1 WHERE {checked}", read="duckdb")
    for node in list(tree.find_all(sqlglot.exp.Column)):
        column = opened.column(node.name)
        if column is not None:
            node.replace(sqlglot.parse_one(_read_as(node, column), read="duckdb"))
    written: str = tree.args["where"].this.sql(dialect="duckdb", comments=False)
    return written


def _read_as(node: exp.Column, column: Column) -> str:
    if column.type != "VARCHAR":
        return column.sql
    if _asks_yes_or_no(node):
        return as_yes_no(column.sql)
    if any(_is_number(other) for other in _beside(node)):
        return f"TRY_CAST(trim({column.sql}) AS DOUBLE)"
    return column.sql


def _beside(node: exp.Column) -> list[exp.Expr]:
    """Return what stands beside a column in its comparison."""
    parent = node.parent
    if parent is None:
        return []
    return [part for part in parent.iter_expressions() if part is not node]


def _asks_yes_or_no(node: exp.Column) -> bool:
    from sqlglot import exp

    bare = (exp.And, exp.Or, exp.Not, exp.Paren, exp.Where)
    return isinstance(node.parent, bare) or any(isinstance(o, exp.Boolean) for o in _beside(node))


def _is_number(node: exp.Expr) -> bool:
    from sqlglot import exp

    node = node.this if isinstance(node, exp.Neg) else node
    return isinstance(node, exp.Literal) and not node.is_string
