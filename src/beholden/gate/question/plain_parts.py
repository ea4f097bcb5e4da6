"""What all must hold for a condition, each written one way: so that two filters are seen to share.

``not (not late)``, ``late = true`` and ``late or late`` are ``late``; ``x in ('a')`` is
``x = 'a'``, and ``not (late or x < 5)`` is ``not late and not x < 5``. That a value is not there is
left aside: these texts are compared with each other and never run, and what is taken for alike is
withheld. What follows from them of another filter's is found in ``meaning``.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from .bounds import FLIPPED, bare
from .writing import sql_text

_SAME = (exp.EQ, exp.NullSafeEQ)
_OTHER = (exp.NEQ, exp.NullSafeNEQ)
# What is no more than the opposite of another comparison.
_OPPOSITE: dict[type[exp.Expr], type[exp.Expr]] = {exp.GTE: exp.LT, exp.LTE: exp.GT}


def plain_parts(condition: exp.Expr, *, holds: bool = True) -> frozenset[str]:
    """Return the texts of all that must hold for a condition, written anew, to hold or to fail."""
    node = _without_cast(bare(condition))
    if isinstance(node, exp.Not):
        return plain_parts(node.this, holds=not holds)
    if isinstance(node, exp.And | exp.Or):
        sides = [plain_parts(side, holds=holds) for side in node.flatten()]
        return _all(sides) if isinstance(node, exp.And) is holds else _any(sides)
    if isinstance(node, exp.In) and node.expressions:
        one_by_one = [_equal(node.this, value, holds=holds) for value in node.expressions]
        return _any(one_by_one) if holds else _all(one_by_one)
    if isinstance(node, exp.Between):
        low = exp.GTE(this=node.this.copy(), expression=node.args["low"].copy())
        high = exp.LTE(this=node.this.copy(), expression=node.args["high"].copy())
        sides = [plain_parts(end, holds=holds) for end in (low, high)]
        return _all(sides) if holds else _any(sides)
    return _compared(node, holds=holds)


def _compared(node: exp.Expr, *, holds: bool) -> frozenset[str]:
    """Return the part that a comparison, or any other condition, is."""
    if isinstance(node, (*_SAME, *_OTHER)) or _is_yes_or_no(node):
        same = holds is not isinstance(node, _OTHER)
        return _equal(node.this, node.expression, holds=same)
    one, other, kind = node.this, node.args.get("expression"), type(node)
    if kind in FLIPPED and isinstance(one, exp.Literal):
        one, other, kind = other, one, FLIPPED[kind]
    if kind in _OPPOSITE:
        kind, holds = _OPPOSITE[kind], not holds
    if kind in FLIPPED and other is not None:
        node = kind(this=bare(one).copy(), expression=bare(other).copy())
    return _part(sql_text(node), holds=holds)


def _equal(one: exp.Expr, other: exp.Expr, *, holds: bool) -> frozenset[str]:
    """Return the part that an equality is: of yes and no, what is said to be so, or not."""
    for said, of in ((bare(one), other), (bare(other), one)):
        if isinstance(said, exp.Boolean):
            return plain_parts(of, holds=holds is bool(said.this))
    return _part(" = ".join(sorted(sql_text(bare(side)) for side in (one, other))), holds=holds)


def _is_yes_or_no(node: exp.Expr) -> bool:
    return isinstance(node, exp.Is) and isinstance(node.expression, exp.Boolean)


def _part(text: str, *, holds: bool) -> frozenset[str]:
    return frozenset({text if holds else f"NOT {text}"})


def _all(sides: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sides)


def _any(sides: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return what holds where one of several does: a part of its own, but for what is repeated."""
    known = set(sides)
    several = {s for s in known if len(s) == 1 or not any(other < s for other in known)}
    if len(several) == 1:
        return several.pop()
    shared = frozenset.intersection(*several)
    texts = sorted(" AND ".join(sorted(side - shared)) for side in several)
    return shared | {" OR ".join(f"({text})" for text in texts)}


def _without_cast(node: exp.Expr) -> exp.Expr:
    """Return a value by itself where it is a condition only because it is made one."""
    is_cast = isinstance(node, exp.Cast | exp.TryCast) and node.to.is_type("boolean")
    return bare(node.this) if is_cast else node
