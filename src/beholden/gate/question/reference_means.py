"""A mean or a sum of a dataset in which nobody is, for each row: that of its own category, say.

``price > (select avg(o.price) from item o where o.category = item.category)`` chooses by nothing
but dimensions of the row and a table of things, so it chooses as a dimension does. The things of a
row are found, and their values taken as numbers where they are some, so that no value makes it
fail: an error would tell that there is such a row.
"""

from __future__ import annotations

from sqlglot import exp

from beholden.kernel import ColumnRole

from .columns import Scope
from .combining import Whole
from .comparing import same_column
from .conditions import conjuncts
from .flattening import without_brackets
from .relations import Relation, relation_of, table_text
from .writing import sql_text

_TAKEN = {exp.Avg: "AVG", exp.Sum: "SUM"}
_PARTS = {"expressions", "from_", "where"}


def mean_of_reference(node: exp.Expr, scope: Scope, whole: Whole) -> str | None:
    """Return the SQL of such a question over sealed tables, or None for one of any other form.

    ``scope`` are the columns of the row around it.
    """
    select = without_brackets(node)
    if not isinstance(select, exp.Select) or {k for k, v in select.args.items() if v} != _PARTS:
        return None
    inner = _reference(select.args["from_"].this, "", whole)
    (said, *more), conditions = select.expressions, conjuncts(select.args["where"].this)
    taken = said.unalias()
    if inner is None or _asks(conditions):
        return None
    _refuse_unknown(select, inner, scope)
    if more or type(taken) not in _TAKEN:
        return None
    around = [c for c in conditions if not _is_within(c, inner)]
    if not around or not _is_column(taken.this, inner):
        return None
    if not all(_is_same(c, inner, scope) for c in around):
        return None
    return _written(select, conditions, scope, whole)


def _written(
    select: exp.Select, conditions: list[exp.Expr], scope: Scope, whole: Whole
) -> str | None:
    inner = _reference(select.args["from_"].this, whole.alias(), whole)
    if inner is None:
        return None
    own = Scope((inner,), whole.terms, whole.words, scope.used)
    # In one order, however they were written: so equal questions are told as equal.
    where = sorted(_condition(c, inner, own, scope) for c in conditions)
    scope.beside.append(inner)
    taken = select.expressions[0].unalias()
    value = sql_text(own.present(taken.this))
    said = f"{_TAKEN[type(taken)]}(TRY_CAST({value} AS DOUBLE))"
    return f"SELECT {said} FROM {table_text(inner)} WHERE {' AND '.join(where)}"  # noqa: S608


def _reference(table: exp.Expr, alias: str, whole: Whole) -> Relation | None:
    """Return the one dataset of a question, where it is one in which nobody is."""
    dataset = whole.terms.dataset(table.name) if isinstance(table, exp.Table) else None
    said = table.args.get("alias")
    if dataset is None or not dataset.reference or (said and said.args.get("columns")):
        return None
    return relation_of(table, alias, whole.terms, whole.words)


def _refuse_unknown(select: exp.Select, inner: Relation, scope: Scope) -> None:
    """Raise Refused, in the same words, for a column that is withheld or that there is not."""
    for column in select.find_all(exp.Column):
        if _is_column(column, inner) or scope.holds(column):
            continue
        if column.table.lower() == inner.called:
            raise scope.words.no_column(inner.dataset, column.name)
        scope.find(column)


def _asks(conditions: list[exp.Expr]) -> bool:
    return any(condition.find(exp.Query) for condition in conditions)


def _is_within(condition: exp.Expr, inner: Relation) -> bool:
    return all(_is_column(column, inner) for column in condition.find_all(exp.Column))


def _condition(condition: exp.Expr, inner: Relation, own: Scope, around: Scope) -> str:
    """Return a condition as SQL; of two columns that of the dataset stands first.

    So two questions that are told in the datasets' own names are told alike only if they are.
    """
    if _is_within(condition, inner):
        return f"({sql_text(own.choosing(condition))})"
    one, other = condition.this, condition.expression
    if not _is_column(one, inner):
        one, other = other, one
    return same_column(sql_text(own.present(one)), sql_text(around.present(other)))


def _is_same(condition: exp.Expr, inner: Relation, scope: Scope) -> bool:
    """Return whether a condition sets one column of the dataset beside one of the row around."""
    if not isinstance(condition, exp.EQ):
        return False
    one, other = condition.this, condition.expression
    own, around = (one, other) if _is_column(one, inner) else (other, one)
    return _is_column(own, inner) and isinstance(around, exp.Column) and scope.holds(around)


def _is_column(node: exp.Expr, inner: Relation) -> bool:
    """Return whether a name means a column of the dataset, which stands nearest to it."""
    named = isinstance(node, exp.Column) and node.table.lower() in ("", inner.called)
    column = inner.dataset.column(node.name) if named else None
    return column is not None and column.role is not ColumnRole.WITHHELD
