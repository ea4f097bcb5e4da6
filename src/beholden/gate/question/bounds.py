"""What the filter of a number bounds, so that filters which exclude each other are known as such.

Rows that are in at most one of several filters add up: their numbers need not be compared with
every sum and difference of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from .writing import sql_text

# Texts that may be another way to write the same number, day or yes and no.
_OF_OTHER_TYPES = frozenset(
    {"true", "false", "t", "f", "yes", "no", "y", "n", "on", "off"}
    | {"inf", "infinity", "nan", "epoch", "today", "now"}
)

FLIPPED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
    exp.GT: exp.LT,
    exp.GTE: exp.LTE,
    exp.EQ: exp.EQ,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What a value may be: one text, or numbers from ``low`` to ``high``; ends belong or not."""

    of: str
    text: str | None = None
    low: float = float("-inf")
    high: float = float("inf")
    with_low: bool = True
    with_high: bool = True

    def excludes(self, other: Bound) -> bool:
        """Return whether no value of one row is within both."""
        if self.of != other.of or (self.text is None) != (other.text is None):
            return False
        if self.text is not None and other.text is not None:
            return self.text != other.text and _is_word(self.text) and _is_word(other.text)
        return self._is_below(other) or other._is_below(self)

    def _is_below(self, other: Bound) -> bool:
        meet = self.high == other.low and not (self.with_high and other.with_low)
        return self.high < other.low or meet


def bounds_of(condition: exp.Expr) -> tuple[Bound, ...]:
    """Return the bounds that a condition, written anew, puts on values; several must all hold."""
    found: list[Bound] = []
    for inner in parts_of(condition):
        if isinstance(inner, exp.Between):
            found += [_bound(exp.GTE, inner.this, inner.args["low"])]
            found += [_bound(exp.LTE, inner.this, inner.args["high"])]
        elif type(inner) in FLIPPED:
            found += [_bound(type(inner), inner.this, inner.expression)]
    return _met([bound for bound in found if bound.of])


def parts_of(condition: exp.Expr) -> list[exp.Expr]:
    """Return the conditions that must all hold for one to hold, without brackets around them."""
    inner = bare(condition)
    if not isinstance(inner, exp.And):
        return [inner]
    return [part for side in (inner.this, inner.expression) for part in parts_of(side)]


def exclude_each_other(filters: Sequence[tuple[Bound, ...]]) -> bool:
    """Return whether no row can be in two of the filters."""
    return all(
        any(a.excludes(b) for a in one for b in other)
        for number, one in enumerate(filters)
        for other in filters[:number]
    )


def _is_word(text: str) -> bool:
    """Return whether a text cannot be a number, a day or yes and no, so that it is only itself."""
    return text[:1].isalpha() and text.strip().lower() not in _OF_OTHER_TYPES


def bare(node: exp.Expr) -> exp.Expr:
    """Return a condition without brackets and without what keeps it from failing."""
    while isinstance(node, exp.Paren) or (isinstance(node, exp.Anonymous) and node.name == "TRY"):
        node = node.this if isinstance(node, exp.Paren) else node.expressions[0]
    return node


def _bound(kind: type[exp.Expr], one: exp.Expr, other: exp.Expr) -> Bound:
    if isinstance(one, exp.Literal):
        kind, one, other = FLIPPED[kind], other, one
    if not isinstance(other, exp.Literal) or isinstance(one, exp.Literal):
        return Bound("")
    of = sql_text(bare(one))
    if other.is_string:
        return Bound(of, text=other.name) if kind is exp.EQ else Bound("")
    number = float(other.name)
    if kind is exp.EQ:
        return Bound(of, low=number, high=number)
    if kind in (exp.LT, exp.LTE):
        return Bound(of, high=number, with_high=kind is exp.LTE)
    return Bound(of, low=number, with_low=kind is exp.GTE)


def _met(bounds: list[Bound]) -> tuple[Bound, ...]:
    """Return bounds with those on one number put together."""
    numbers: dict[str, Bound] = {}
    for bound in (b for b in bounds if b.text is None):
        known = numbers.get(bound.of, Bound(bound.of))
        low = max((known, bound), key=lambda b: (b.low, not b.with_low))
        high = min((known, bound), key=lambda b: (b.high, b.with_high))
        numbers[bound.of] = Bound(bound.of, None, low.low, high.high, low.with_low, high.with_high)
    return (*(b for b in bounds if b.text is not None), *numbers.values())
