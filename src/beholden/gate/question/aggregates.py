"""Counts, sums and averages in a question: of which values, over whom, and whether allowed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sqlglot import exp

from beholden.kernel import ColumnRole, DatasetTerms, Refused

from .allowed_syntax import AGGREGATES
from .bounds import Bound, bounds_of
from .columns import Found, Scope
from .meaning import Pieces, Said, pieces_of
from .naming_syntax import named_function, named_kind
from .plain_parts import plain_parts
from .values import adds_nothing, value_of
from .writing import sql_text

_FUNCTIONS: dict[type[exp.Expr], str] = {
    exp.Sum: "sum",
    exp.Avg: "avg",
    **dict.fromkeys((exp.Stddev, exp.StddevSamp), "stddev"),
    exp.Variance: "variance",
}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate of a question.

    ``function`` is count (of subjects), sum, avg, stddev or variance; ``value`` the SQL that it is
    taken over and ``columns`` what is in it (none for a count). ``conditions`` are the SQL, over
    dimensions, of whom it is taken over beyond the group, ``parts`` all that must hold for them,
    ``pieces`` what is of one column each in them, and ``bounds`` what they bound.
    ``or_nought`` says that a sum over nobody is nought, as that of ``else 0`` is, and
    ``counts_nought`` that a subject who adds nought to it is one that it is taken over.
    """

    function: str
    value: str = ""
    columns: tuple[Found, ...] = ()
    conditions: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()
    pieces: Pieces = frozenset()
    bounds: tuple[Bound, ...] = ()
    or_nought: bool = False
    counts_nought: bool = True

    @property
    def is_amount(self) -> bool:
        """Return whether it is taken over values rather than counting subjects."""
        return self.function != "count"

    @property
    def said(self) -> Said:
        """Return whom it is taken over, as a filter that is compared with others."""
        return Said(self.conditions, self.parts, self.pieces)

    @property
    def is_plain(self) -> bool:
        """Return whether it is taken over a column by itself, or over nothing."""
        return self.value in ("NULL", *(found.sql for found in self.columns))

    @property
    def of(self) -> str | None:
        """Return by what name it is known what it is taken over; None for a count.

        A column by itself has its own name; an expression has those of its columns, and a digest
        that tells it from others over the same.
        """
        if not self.is_amount:
            return None
        names = " and ".join(dict.fromkeys(found.terms.name for found in self.columns))
        if self.columns and self.is_plain:
            return names
        text = self.value
        for found in self.columns:
            text = text.replace(f'"{found.relation.alias}"', f'"{found.relation.dataset.name}"')
        return f"{names or 'nothing'} ({hashlib.sha256(text.encode()).hexdigest()[:8]})"

    @property
    def default_name(self) -> str:
        """Return what the result is called where the question does not say; empty for a count."""
        names = dict.fromkeys(found.terms.name for found in self.columns)
        return "_".join([self.function, *names]) if self.is_amount else ""


def is_aggregate(node: exp.Expr) -> bool:
    """Return whether a node is an aggregate function."""
    return type(node) in AGGREGATES


def has_aggregate(node: exp.Expr) -> bool:
    """Return whether an aggregate function stands in an expression, outside of questions in it."""
    return any(
        is_aggregate(part) and not _of_a_window(part)
        for part in node.walk(prune=lambda n: isinstance(n, exp.Query) and n is not node)
    )


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
    if roles != {ColumnRole.DIMENSION} or _is_subject(columns, scope):
        return None
    return scope.grouping(value)


def read_aggregate(node: exp.Expr, scope: Scope) -> Aggregate:
    """Return what an aggregate of a question asks for; raise Refused where it is not allowed."""
    if isinstance(node, exp.Filter):
        inner = read_aggregate(node.this, scope)
        if not isinstance(node.expression, exp.Where):
            raise scope.words.not_sql(named_kind(node))
        return _only(inner, scope.choosing(node.expression.this))
    if isinstance(node, exp.Count):
        return _count(node, scope)
    if isinstance(node, exp.CountIf):
        return _only(Aggregate("count"), scope.choosing(node.this))
    if type(node) in _FUNCTIONS:
        return _taken(node.this, _FUNCTIONS[type(node)], scope)
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
    if not all(isinstance(column, exp.Column) for column in columns):
        raise scope.words.other_count()
    if not _is_subject(columns, scope):
        raise scope.words.other_count()
    return _count_key(scope.find(columns[0]), scope)


def _count_present(found: Found, scope: Scope) -> Aggregate:
    role = found.terms.role
    if role is ColumnRole.MEASURE and "count" not in found.terms.functions:
        raise scope.words.wrong_function(found.relation.dataset, found.terms)
    if role in (ColumnRole.MEASURE, ColumnRole.DIMENSION):
        return _only(Aggregate("count"), _present(found.reference))
    if role is not ColumnRole.JOIN and not _tells_subject(found, scope):
        raise scope.words.other_count()
    return _count_key(found, scope)


def _is_subject(columns: list[exp.Expr], scope: Scope) -> bool:
    """Return whether columns are together those by which subjects are counted."""
    found = [scope.find(column) for column in columns if isinstance(column, exp.Column)]
    names = {f.terms.name for f in found}
    relations = {f.relation.alias for f in found}
    tells = [set(scope.terms.subject_columns(f.relation.dataset)) for f in found]
    return len(relations) == 1 and all(told == names for told in tells)


def _tells_subject(found: Found, scope: Scope) -> bool:
    return scope.terms.subject_columns(found.relation.dataset) == (found.terms.name,)


def _count_key(found: Found, scope: Scope) -> Aggregate:
    """Count subjects whose key is there: all of them, but for a dataset that is joined by left."""
    own = found.terms.name in scope.terms.subject_columns(found.relation.dataset)
    if own and not found.relation.optional:
        return Aggregate("count")
    return _only(Aggregate("count"), _present(found.reference))


def _taken(node: exp.Expr, function: str, scope: Scope) -> Aggregate:
    """Return a sum, an average or a spread: of a value, or of one in a case with one when."""
    node = node.unnest()
    chosen = _one_case(node)
    if chosen is None:
        return _of_value(node, function, scope)
    condition, value, otherwise = chosen
    if not adds_nothing(otherwise, zero=function == "sum"):
        raise scope.words.not_alone(_dataset_of(node, scope))
    checked = scope.choosing(condition)
    if function == "sum" and isinstance(value, exp.Literal) and value.name == "1":
        return _only(Aggregate("count"), checked)
    taken = _only(_taken(value, function, scope), checked)
    nought = taken.or_nought or not adds_nothing(otherwise, zero=False)
    return replace(taken, or_nought=taken.is_amount and nought)


def _of_value(node: exp.Expr, function: str, scope: Scope) -> Aggregate:
    """Return an aggregate of a value that is worked out in each row."""
    value = value_of(node, function, scope)
    return Aggregate(
        function,
        value.sql,
        value.columns,
        or_nought=value.or_nought,
        counts_nought=value.counts_nought,
    )


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


def _only(aggregate: Aggregate, condition: exp.Expr) -> Aggregate:
    text = sql_text(condition)
    return replace(
        aggregate,
        conditions=(*aggregate.conditions, text),
        parts=aggregate.parts | plain_parts(condition),
        pieces=aggregate.pieces | pieces_of(condition),
        bounds=(*aggregate.bounds, *bounds_of(condition)),
    )


def _present(node: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=exp.Paren(this=node), expression=exp.Null()))


def _dataset_of(node: exp.Expr, scope: Scope) -> DatasetTerms | None:
    column = next(iter(node.find_all(exp.Column)), None)
    return scope.find(column).relation.dataset if column else None


def _other(node: exp.Expr, scope: Scope) -> Refused:
    column = next(iter(node.find_all(exp.Column)), None)
    if isinstance(node, exp.GroupConcat):
        return scope.words.over_results(named_function(node))
    if column is None:
        return scope.words.not_sql(named_kind(node))
    found = scope.find(column)
    return scope.words.wrong_function(found.relation.dataset, found.terms)
