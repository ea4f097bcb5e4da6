"""What an expression over one column is for one value of it, where that can be worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

Value = Any
"""A number, a text, True or False, None for not stated; NotImplemented where it is not known."""

_COMPARED: Mapping[type[exp.Expr], Callable[[Value, Value], bool]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
}


def canonical(value: object) -> Value:
    """Return a label or a constant as both are compared: numbers as numbers, yes and no as text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    try:
        return float(str(value))
    except ValueError:
        return str(value)


def work_out(node: exp.Expr, value: Value) -> Value:
    """Return what an expression is where its column has a value; SQL's unknown is None."""
    if isinstance(node, exp.Column):
        return value
    if isinstance(node, exp.Literal | exp.Boolean):
        return canonical(node.this)
    if isinstance(node, exp.Null):
        return None
    if isinstance(node, exp.Paren | exp.Try | exp.Cast | exp.Alias):
        return work_out(node.this, value)
    known = _HOW.get(type(node))
    if known is None and type(node) in _COMPARED:
        return _compared(node, value)
    return known(node, value) if known else NotImplemented


def _compared(node: exp.Expr, value: Value) -> Value:
    left, right = work_out(node.this, value), work_out(node.expression, value)
    if NotImplemented in (left, right):
        return NotImplemented
    if left is None or right is None:
        return None
    if type(left) is not type(right):
        left, right = str(left), str(right)
    return _COMPARED[type(node)](left, right)


def _in(node: exp.Expr, value: Value) -> Value:
    one = work_out(node.this, value)
    among = [work_out(other, value) for other in node.expressions]
    if not among or NotImplemented in (one, *among):
        return NotImplemented
    return None if one is None else one in among


def _between(node: exp.Expr, value: Value) -> Value:
    low = exp.GTE(this=node.this, expression=node.args["low"])
    high = exp.LTE(this=node.this, expression=node.args["high"])
    return _both(work_out(low, value), work_out(high, value))


def _is(node: exp.Expr, value: Value) -> Value:
    left, right = work_out(node.this, value), work_out(node.expression, value)
    return NotImplemented if NotImplemented in (left, right) else _yes(left) == _yes(right)


def _yes(value: Value) -> Value:
    return canonical(value) if isinstance(value, bool) else value


def _not(node: exp.Expr, value: Value) -> Value:
    one = _truth(work_out(node.this, value))
    return one if one is NotImplemented or one is None else not one


def _and(node: exp.Expr, value: Value) -> Value:
    return _both(work_out(node.this, value), work_out(node.expression, value))


def _or(node: exp.Expr, value: Value) -> Value:
    two = [_truth(work_out(part, value)) for part in (node.this, node.expression)]
    if NotImplemented in two:
        return NotImplemented
    return True if True in two else None if None in two else False


def _both(left: Value, right: Value) -> Value:
    two = [_truth(left), _truth(right)]
    if NotImplemented in two:
        return NotImplemented
    return False if False in two else None if None in two else True


def _truth(value: Value) -> Value:
    return {"Yes": True, "No": False}.get(value, value) if isinstance(value, str) else value


def _case(node: exp.Expr, value: Value) -> Value:
    of = node.this
    for branch in node.args["ifs"]:
        holds = branch.this if of is None else exp.EQ(this=of, expression=branch.this)
        told = _truth(work_out(holds, value))
        if told is NotImplemented:
            return told
        if told is True:
            return work_out(branch.args["true"], value)
    default = node.args.get("default")
    return work_out(default, value) if default is not None else None


_HOW: Mapping[type[exp.Expr], Callable[[exp.Expr, Value], Value]] = {
    exp.In: _in,
    exp.Between: _between,
    exp.Is: _is,
    exp.Not: _not,
    exp.And: _and,
    exp.Or: _or,
    exp.Case: _case,
}
