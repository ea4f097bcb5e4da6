"""Counts, sums and averages in a question: which column, over whom, and whether that is allowed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from beholden.kernel import ColumnRole, DatasetTerms, Refused

from .allowed_syntax import AGGREGATES
from .columns import Found, Scope

_FUNCTIONS: dict[type[exp.Expr], str] = {exp.Sum: "sum", exp.Avg: "avg"}
_NOTHING = (exp.Null,)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate of a question.

    ``function`` is count (of subjects), sum or avg; ``column`` what it is taken over (None for a
    count); ``conditions`` the SQL, over dimensions, of whom it is taken over beyond the group.
    """

    function: str
    column: Found | None = None
    conditions: tuple[str, ...] = ()

    @property
    def default_name(self) -> str:
        """Return what the result is called where the question does not say; empty for a count."""
        return f"{self.function}_{self.column.terms.name}" if self.column else ""


def is_aggregate(node: exp.Expr) -> bool:
    """Return whether a node is an aggregate function."""
    return type(node) in AGGREGATES


def has_aggregate(node: exp.Expr) -> bool:
    """Return whether an aggregate function stands anywhere in an expression."""
    return any(is_aggregate(part) and not _of_a_window(part) for part in node.walk())


def _of_a_window(node: exp.Expr) -> bool:
    """Return whether an aggregate function is a window's: it is over groups, not over rows."""
    return isinstance(node.parent, exp.Window) and node.arg_key == "this"


def value_of_dimensions(node: exp.Expr, scope: Scope) -> exp.Expr | None:
    """Return the value over dimensions of which the different, smallest or largest is asked.

    None for any other expression. Such a value may be grouped by, so it may be looked at in groups.
    """
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        values = node.this.expressions
        value = values[0] if len(values) == 1 and not node.expressions else None
    else:
        value = node.this if isinstance(node, exp.Min | exp.Max) else None
    if value is None or has_aggregate(value) or value.find(exp.Query, exp.Window):
        return None
    columns = list(value.find_all(exp.Column))
    roles = {scope.find(column).terms.role for column in columns}
    return scope.grouping(value) if roles == {ColumnRole.DIMENSION} else None


def read_aggregate(node: exp.Expr, scope: Scope) -> Aggregate:
    """Return what an aggregate of a question asks for; raise Refused where it is not allowed."""
    if isinstance(node, exp.Filter):
        inner = read_aggregate(node.this, scope)
        if not isinstance(node.expression, exp.Where):
            raise scope.words.not_sql("a part of SQL that is not on the list")
        return _only(inner, scope.choosing(node.expression.this))
    if isinstance(node, exp.Count):
        return _count(node, scope)
    if isinstance(node, exp.CountIf):
        return _only(Aggregate("count"), scope.choosing(node.this))
    if type(node) in _FUNCTIONS:
        return _sum(node.this, _FUNCTIONS[type(node)], scope)
    raise _other(node, scope)


def _count(node: exp.Count, scope: Scope) -> Aggregate:
    counted = node.this
    if node.expressions:
        raise scope.words.other_count()
    if counted is None or isinstance(counted, exp.Star | exp.Literal):
        return Aggregate("count")
    if isinstance(counted, exp.Distinct):
        return _count_distinct(counted, scope)
    if isinstance(counted, exp.Column):
        return _count_present(scope.find(counted), scope)
    return _only(Aggregate("count"), _present(scope.present(counted)))


def _count_distinct(counted: exp.Distinct, scope: Scope) -> Aggregate:
    columns = counted.expressions
    if len(columns) != 1 or not isinstance(columns[0], exp.Column):
        raise scope.words.other_count()
    found = scope.find(columns[0])
    if not _is_subject(found, scope):
        raise scope.words.other_count()
    return _count_key(found, scope)


def _count_present(found: Found, scope: Scope) -> Aggregate:
    if found.terms.role is ColumnRole.MEASURE:
        if "count" not in found.terms.functions:
            raise scope.words.wrong_function(found.relation.dataset, found.terms)
        return _only(Aggregate("count"), _present(found.reference))
    if found.terms.role is ColumnRole.DIMENSION:
        return _only(Aggregate("count"), _present(found.reference))
    if found.terms.role is not ColumnRole.JOIN and not _is_subject(found, scope):
        raise scope.words.other_count()
    return _count_key(found, scope)


def _is_subject(found: Found, scope: Scope) -> bool:
    return found.terms.name.lower() == scope.terms.subject_column.lower()


def _count_key(found: Found, scope: Scope) -> Aggregate:
    """Count subjects whose key is there: all of them, but for a dataset that is joined by left."""
    if _is_subject(found, scope) and not found.relation.optional:
        return Aggregate("count")
    return _only(Aggregate("count"), _present(found.reference))


def _sum(node: exp.Expr, function: str, scope: Scope) -> Aggregate:
    node = node.unnest()
    if isinstance(node, exp.Column):
        return Aggregate(function, _measure(scope.find(node), function, scope))
    chosen = _one_case(node)
    if chosen is None:
        raise scope.words.not_alone(_dataset_of(node, scope))
    condition, value, otherwise = chosen
    if not _adds_nothing(otherwise, function):
        raise scope.words.not_alone(_dataset_of(node, scope))
    checked = scope.choosing(condition)
    if function == "sum" and isinstance(value, exp.Literal) and value.name == "1":
        return _only(Aggregate("count"), checked)
    return _only(_sum(value, function, scope), checked)


def _one_case(
    node: exp.Expr,
) -> tuple[exp.Expr, exp.Expr, exp.Expr | None] | None:
    """Return the parts of case when … then … else … end with one when, or of if(…)."""
    if isinstance(node, exp.Case) and node.this is None and len(node.args["ifs"]) == 1:
        only = node.args["ifs"][0]
        return only.this, only.args["true"], node.args.get("default")
    if isinstance(node, exp.If):
        return node.this, node.args["true"], node.args.get("false")
    return None


def _adds_nothing(otherwise: exp.Expr | None, function: str) -> bool:
    zero = isinstance(otherwise, exp.Literal) and otherwise.name == "0"
    return otherwise is None or isinstance(otherwise, _NOTHING) or (zero and function == "sum")


def _measure(found: Found, function: str, scope: Scope) -> Found:
    dataset, column = found.relation.dataset, found.terms
    if column.role is not ColumnRole.MEASURE or function not in column.functions:
        raise scope.words.wrong_function(dataset, column)
    return found


def _only(aggregate: Aggregate, condition: exp.Expr) -> Aggregate:
    text = condition.sql(dialect="duckdb", comments=False)
    return Aggregate(aggregate.function, aggregate.column, (*aggregate.conditions, text))


def _present(node: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=exp.Paren(this=node), expression=exp.Null()))


def _dataset_of(node: exp.Expr, scope: Scope) -> DatasetTerms | None:
    column = next(iter(node.find_all(exp.Column)), None)
    return scope.find(column).relation.dataset if column else None


def _other(node: exp.Expr, scope: Scope) -> Refused:
    column = next(iter(node.find_all(exp.Column)), None)
    if column is None:
        return scope.words.not_sql("a function that is not on the list")
    found = scope.find(column)
    return scope.words.wrong_function(found.relation.dataset, found.terms)
