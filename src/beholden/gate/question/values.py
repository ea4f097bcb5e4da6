"""Values that are summed or averaged: few forms over the columns of one row, each of them proved.

A value is a column; or a product of up to three columns, of which all but one may stand as
``1 - column`` or ``1 + column``; or up to three of these added or taken from each other. Nothing
else: a constant of the asker's would shift or scale what one subject adds, and ``round``, a cast or
a power would choose by it. No condition stands in a value either: ``case when … then`` is taken
apart before, so that it is known whom a number is taken over.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from beholden.kernel import ColumnRole

from .columns import Found, Scope

MOST_FACTORS = 3
MOST_TERMS = 3
WIDE = 10  # figures before the point that a decimal has room for
PLACES = 2


@dataclass(frozen=True, slots=True)
class Value:
    """What is taken of a row: its SQL, the columns in it, and how it counts.

    ``counts_nought`` says that a subject whose value is nought is one that the number is taken
    over; that is so of a measure by itself and of nothing that is worked out. ``or_nought`` says
    that a sum over nobody is nought.
    """

    sql: str
    columns: tuple[Found, ...] = ()
    counts_nought: bool = True
    or_nought: bool = False


def value_of(node: exp.Expr, function: str, scope: Scope) -> Value:
    """Return a value written anew, worked out in doubles, so that no row makes it fail.

    Raises Refused for any other form. Where numbers of subjects are rounded each term has a measure
    by itself for a factor: the value is nothing where its measures are nothing, so that no sum of
    it is a number of rows.
    """
    node = _uncast(_plain(node))
    if adds_nothing(node, zero=function == "sum"):
        return Value("NULL", or_nought=not adds_nothing(node, zero=False))
    alone = _or_nought(node, function)
    if isinstance(alone, exp.Column):
        found = _number(alone, function, scope)
        is_measure = found.terms.role is ColumnRole.MEASURE
        if scope.rounds() and not is_measure:
            raise _refused(node, scope)
        return Value(found.sql, (found,), is_measure, or_nought=alone is not node)
    terms = [(_term(term, function, scope), less) for term, less in _terms(node, scope)]
    text = " ".join(f"{'-' if less else '+'} {sql}" for (sql, _), less in terms)
    columns = dict.fromkeys(found for (_, found_in), _ in terms for found in found_in)
    return Value(text.removeprefix("+ "), tuple(columns), counts_nought=False)


def adds_nothing(node: exp.Expr | None, *, zero: bool = True) -> bool:
    """Return whether a constant adds nothing: it is null, or nought where that is so."""
    while isinstance(node, exp.Paren | exp.Cast | exp.TryCast):
        node = node.this
    if node is None or isinstance(node, exp.Null):
        return True
    return zero and isinstance(node, exp.Literal) and node.name.strip("0") in ("", ".")


def _terms(node: exp.Expr, scope: Scope) -> list[tuple[exp.Expr, bool]]:
    """Return what is added up, each with whether it is taken away."""

    def parts(node: exp.Expr, taken: bool) -> list[tuple[exp.Expr, bool]]:
        node = _plain(node)
        if not isinstance(node, exp.Add | exp.Sub):
            return [(node, taken)]
        less = taken != isinstance(node, exp.Sub)
        return [*parts(node.this, taken), *parts(node.expression, less)]

    found = parts(node, False)
    if len(found) > MOST_TERMS:
        raise _refused(node, scope)
    return found


def _term(node: exp.Expr, function: str, scope: Scope) -> tuple[str, list[Found]]:
    """Return a term and the columns in it; one that is not there may be nought in a sum."""
    inner = _or_nought(node, function)
    sql, columns = _product(inner, function, scope)
    return (sql if inner is node else f"COALESCE({sql}, 0)"), columns


def _product(node: exp.Expr, function: str, scope: Scope) -> tuple[str, list[Found]]:
    """Return factors multiplied with each other, no column twice and one of them by itself."""
    factors = [_factor(factor, scope) for factor in _factors(node)]
    columns = [_number(column, function, scope) for column, _ in factors]
    alone = [found for found, (_, sign) in zip(columns, factors, strict=True) if not sign]
    if scope.rounds():
        alone = [found for found in alone if found.terms.role is ColumnRole.MEASURE]
    names = {(found.relation.dataset.name, found.terms.name) for found in columns}
    if not alone or len(names) < len(factors) or len(factors) > MOST_FACTORS:
        raise _refused(node, scope)
    written = [
        f"(1 {sign} {_double(found)})" if sign else _double(found)
        for found, (_, sign) in zip(columns, factors, strict=True)
    ]
    return " * ".join(written), columns


def _double(found: Found) -> str:
    return f"TRY_CAST({found.sql} AS DOUBLE)"


def _factors(node: exp.Expr) -> list[exp.Expr]:
    node = _plain(node)
    if not isinstance(node, exp.Mul):
        return [node]
    return [*_factors(node.this), *_factors(node.expression)]


def _factor(node: exp.Expr, scope: Scope) -> tuple[exp.Column, str]:
    """Return the column of a factor, and by what sign it stands to one where it does."""
    sign = "+" if isinstance(node, exp.Add) else "-" if isinstance(node, exp.Sub) else ""
    column = node
    if sign:
        one, column = _plain(node.this), _plain(node.expression)
        if sign == "+" and isinstance(one, exp.Column):
            one, column = column, one
        if not isinstance(one, exp.Literal) or one.is_string or one.name != "1":
            raise _refused(node, scope)
    elif isinstance(node, exp.Cast | exp.TryCast) and node.to.this is exp.DType.DOUBLE:
        column = _plain(node.this)
    if not isinstance(column, exp.Column):
        raise _refused(node, scope)
    return column, sign


def _or_nought(node: exp.Expr, function: str) -> exp.Expr:
    """Return what stands in ``coalesce(…, 0)`` where a sum is taken of it."""
    if function != "sum" or not isinstance(node, exp.Coalesce) or len(node.expressions) != 1:
        return node
    return _plain(node.this) if adds_nothing(_plain(node.expressions[0])) else node


def _plain(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def _uncast(node: exp.Expr) -> exp.Expr:
    """Return the column that is cast to a wide decimal, or else the node itself.

    Such a cast says of what type the sum is to be. It is not done: to round the values, or to leave
    out those that it has no room for, would be to choose by them. One to few figures is no value.
    """
    if not isinstance(node, exp.Cast) or node.to.this is not exp.DType.DECIMAL:
        return node
    column = _plain(node.this)
    figures = [int(part.name) for part in node.to.expressions]
    wide = len(figures) == 2 and figures[0] - figures[1] >= WIDE and figures[1] >= PLACES
    return column if wide and isinstance(column, exp.Column) else node


def _number(node: exp.Column, function: str, scope: Scope) -> Found:
    """Return a column that may be worked with: a measure, or a dimension that has functions."""
    found = scope.find(node)
    if function not in found.terms.functions:
        raise scope.words.wrong_function(found.relation.dataset, found.terms)
    return found


def _refused(node: exp.Expr, scope: Scope) -> Exception:
    column = next(iter(node.find_all(exp.Column)), None)
    return scope.words.not_alone(scope.find(column).relation.dataset if column else None)
