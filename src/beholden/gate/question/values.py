"""Values that are summed or averaged: expressions over the measures of one row.

No condition stands in them: ``case when … then`` is taken apart before, so that it is known whom a
number is taken over. What is worked out of a row may not fail and may not choose.
"""

from __future__ import annotations

from sqlglot import exp

from beholden.kernel import ColumnRole

from .columns import Found, Scope, rebuilt, rebuilt_atom

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren, exp.Cast, exp.TryCast)
_VALUES = (*_ARITHMETIC, exp.Coalesce, exp.Abs, exp.Round)
_KEEP_PROPORTION = (exp.Neg, exp.Paren, exp.Cast, exp.TryCast, exp.Abs)


def value_of(node: exp.Expr, function: str, scope: Scope) -> tuple[exp.Expr, tuple[Found, ...]]:
    """Return a value written anew and the columns in it; raise Refused where one may not be."""
    columns: list[Found] = []

    def part(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            columns.append(_number(node, function, scope))
            return columns[-1].reference
        atom = rebuilt_atom(node)
        if atom is not None:
            return atom
        if type(node) not in _VALUES:
            raise _refused(node, scope)
        return rebuilt(node, part)

    value = part(node)
    return value, tuple({(f.relation.alias, f.terms.name): f for f in columns}.values())


def is_in_proportion(node: exp.Expr, scope: Scope) -> bool:
    """Return whether a value is nothing where its measures are nothing, and grows as they do.

    Then no sum of it is a number of rows, as those of ``a * 0 + 1`` and ``a / a`` are.
    """
    if isinstance(node, exp.Column):
        return scope.find(node).terms.role is ColumnRole.MEASURE
    if isinstance(node, _KEEP_PROPORTION):
        return is_in_proportion(node.this, scope)
    if isinstance(node, exp.Mul):
        sides = (node.this, node.expression)
        return any(is_in_proportion(side, scope) for side in sides) and not any(
            _divides_by_column(side) for side in sides
        )
    if isinstance(node, exp.Div):
        return is_in_proportion(node.this, scope) and not node.expression.find(exp.Column)
    if isinstance(node, exp.Add | exp.Sub):
        return all(is_in_proportion(side, scope) for side in (node.this, node.expression))
    if isinstance(node, exp.Coalesce):
        others = all(adds_nothing(other) for other in node.expressions)
        return others and is_in_proportion(node.this, scope)
    return False


def adds_nothing(node: exp.Expr | None, *, zero: bool = True) -> bool:
    """Return whether a constant adds nothing: it is null, or nought where that is so."""
    while isinstance(node, exp.Paren | exp.Cast | exp.TryCast):
        node = node.this
    if node is None or isinstance(node, exp.Null):
        return True
    return zero and isinstance(node, exp.Literal) and node.name.strip("0") in ("", ".")


def _number(node: exp.Column, function: str, scope: Scope) -> Found:
    """Return a column that may be worked with: a measure, or a dimension that has functions."""
    found = scope.find(node)
    if function not in found.terms.functions:
        raise scope.words.wrong_function(found.relation.dataset, found.terms)
    return found


def _divides_by_column(node: exp.Expr) -> bool:
    return any(part.expression.find(exp.Column) for part in node.find_all(exp.Div))


def _refused(node: exp.Expr, scope: Scope) -> Exception:
    column = next(iter(node.find_all(exp.Column)), None)
    return scope.words.not_alone(scope.find(column).relation.dataset if column else None)
