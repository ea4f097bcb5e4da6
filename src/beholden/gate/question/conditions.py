"""Conditions of a question as a list of what must hold all at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from .writing import sql_text


def conjuncts(node: exp.Expr) -> list[exp.Expr]:
    """Return the conditions that must hold all at once, those common to every side of OR apart.

    ``(a and b) or (a and c)`` is ``a and (b or c)``: so a join that is written into each side of an
    OR is found.
    """
    parts = list(node.flatten()) if isinstance(node, exp.And) else [node]
    found: list[exp.Expr] = []
    for part in parts:
        inner = part.unnest() if isinstance(part, exp.Paren) else part
        if isinstance(inner, exp.And):
            found += conjuncts(inner)
        elif isinstance(inner, exp.Or):
            found += _factored(inner)
        else:
            found.append(inner)
    return found


def _factored(node: exp.Or) -> list[exp.Expr]:
    sides = [conjuncts(side.unnest()) for side in node.flatten()]
    texts = [{sql_text(part) for part in side} for side in sides]
    common = set.intersection(*texts)
    if not common:
        return [node]
    shared = {sql_text(part): part for part in sides[0] if sql_text(part) in common}
    rest = [[part for part in side if sql_text(part) not in common] for side in sides]
    if not all(rest):  # one side holds whenever the common conditions do
        return list(shared.values())
    ors = [exp.Paren(this=_in_brackets(side)) for side in rest]
    return [*shared.values(), _joined(exp.Or, ors)]


def _in_brackets(parts: list[exp.Expr]) -> exp.Expr:
    return all_of([exp.Paren(this=p) for p in parts]) if len(parts) > 1 else parts[0]


def all_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    """Return the condition that all of some hold, none of them copied."""
    if len(parts) == 1:
        return parts[0]
    apart = [exp.Paren(this=p) if isinstance(p, exp.Connector) else p for p in parts]
    return _joined(exp.And, apart)


def _joined(kind: type[exp.Connector], parts: Sequence[exp.Expr]) -> exp.Expr:
    joined = parts[0]
    for part in parts[1:]:
        joined = kind(this=joined, expression=part)
    return joined
