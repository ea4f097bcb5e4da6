"""What an expression over one column is for one value of it, where that can be worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from sqlglot import exp

Value = Any
"""A number, a text, True or False, None for not stated; NotImplemented where it is not known."""

ByLabel = Mapping[Value, Set[Value]]
"""The values of an axis by what an expression is for them."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.ASCII)
_COMPARED: Mapping[type[exp.Expr], Callable[[Value, Value], bool]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
}


def as_number(text: str) -> Value:
    """Return a text as the number that it is written as, or as the text that it is."""
    return float(text) if _NUMBER.fullmatch(text) else text


def in_order(value: Value) -> tuple[int, float, str]:
    """Return where a value stands among others: none, then numbers, then texts."""
    if value is None:
        return (0, 0.0, "")
    return (2, 0.0, value) if isinstance(value, str) else (1, float(value), "")


def constant(node: exp.Literal | exp.Boolean) -> Value:
    """Return a constant as it is compared: a number, a text, yes and no as texts."""
    if isinstance(node, exp.Boolean):
        return "Yes" if node.this else "No"
    return node.this if node.is_string else float(node.this)


def by_label(values: Iterable[Value], of: Callable[[Value], Value]) -> ByLabel:
    """Return values by what an expression is for each, yes and no as the labels that they get."""
    found: dict[Value, set[Value]] = {}
    for value in values:
        told = of(value)
        found.setdefault(_yes(told), set()).add(value)
    return found


def with_label(found: ByLabel, label: str | None) -> frozenset[Value]:
    """Return the values to which a table gives a label; None is that of what is not stated."""
    number = None if label is None else as_number(label)
    return frozenset(found.get(label, ())) | frozenset(found.get(number, ()))


def tells_a_number(node: exp.Expr) -> bool:
    """Return whether an expression takes its column for a number: it compares it with one."""
    compared = node.find_all(*_COMPARED, exp.In, exp.Between)
    return any(_is_number(part) for one in compared for part in one.iter_expressions())


def _is_number(node: exp.Expr) -> bool:
    if isinstance(node, exp.Cast):
        return bool(node.to.this in exp.DataType.NUMERIC_TYPES)
    if isinstance(node, exp.Paren | exp.Neg):
        return _is_number(node.this)
    return isinstance(node, exp.Literal) and not node.is_string


def with_numbers(node: exp.Expr) -> exp.Expr:
    """Return an expression over a column of numbers: a text that is one is compared as one."""
    return node.transform(
        lambda one: (
            exp.Literal.number(one.this)
            if isinstance(one, exp.Literal) and one.is_string and _NUMBER.fullmatch(one.this)
            else one
        )
    )


def work_out(node: exp.Expr, value: Value) -> Value:
    """Return what an expression is where its column has a value; SQL's unknown is None."""
    if isinstance(node, exp.Column):
        return value
    if isinstance(node, exp.Literal | exp.Boolean):
        return constant(node)
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
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else value


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
