"""Parts that every SELECT has, whether over datasets or over cells: names, order, limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from beholden.kernel import BadQuestion

from .allowed_syntax import is_all
from .cell_table import free_name
from .refusing import Words

Rewrite = Callable[[exp.Expr], exp.Expr]


@dataclass(frozen=True, slots=True)
class Projection:
    """One result of a SELECT: what it is, and the name that the question gives it, if any."""

    node: exp.Expr
    said: str | None


@dataclass(frozen=True, slots=True)
class Output:
    """One result over the cells: its name and its expression."""

    name: str
    expression: exp.Expr


def projections(select: exp.Select, words: Words) -> list[Projection]:
    """Return the results that a SELECT names, in order; raise Refused for a name with _ first."""
    found = []
    for node in select.expressions:
        named = isinstance(node, exp.Alias)
        said = node.alias if named else None
        if said is not None and (not said or said.startswith("_") or len(said) > 128):
            raise words.hidden_name()
        found.append(Projection(node.this if named else node, said))
    return found


def ordinal(node: exp.Expr, count: int) -> int | None:
    """Return the place (from 0) that a number in GROUP BY or ORDER BY means, or None."""
    if not isinstance(node, exp.Literal) or node.is_string:
        return None
    if not node.name.isdecimal() or not 1 <= int(node.name[:9]) <= count:
        raise BadQuestion(
            "A number in group by or order by is not the place of a result.",
            why=f"This question has {count} results, counted from 1.",
        )
    return int(node.name) - 1


def said_place(node: exp.Expr, named: list[Projection]) -> int | None:
    """Return the place of the result that the question itself calls by this name, or None."""
    if not isinstance(node, exp.Column) or node.table:
        return None
    wanted = node.name.lower()
    return next((i for i, p in enumerate(named) if p.said and p.said.lower() == wanted), None)


def order_by(select: exp.Query, named: list[Projection], rewrite: Rewrite) -> list[exp.Expr]:
    """Return the order that was asked for, over the cells: places of results, or expressions."""
    order = select.args.get("order")
    found: list[exp.Expr] = []
    for asked in order.expressions if order else ():
        flags = {key: asked.args.get(key) for key in ("desc", "nulls_first")}
        if is_all(asked.this):
            places = range(1, len(named) + 1)
            found += [exp.Ordered(this=exp.Literal.number(n), **flags) for n in places]
            continue
        place = ordinal(asked.this, len(named))
        place = _named_place(asked.this, named) if place is None else place
        by = rewrite(asked.this) if place is None else exp.Literal.number(place + 1)
        found.append(exp.Ordered(this=by, **flags))
    return found


def in_total_order(query: exp.Query, columns: int) -> exp.Query:
    """Return a whole question with its rows in the order that was asked for, then of their columns.

    So it gives the same rows in the same order each time that it is asked.
    """
    order = query.args.get("order")
    found = [*(order.expressions if order else ())]
    said = {one.this.name for one in found if isinstance(one.this, exp.Literal)}
    places = [str(place) for place in range(1, columns + 1) if str(place) not in said]
    found += [exp.Ordered(this=exp.Literal.number(one), nulls_first=False) for one in places]
    query.set("order", exp.Order(expressions=found))
    return query


def _named_place(node: exp.Expr, named: list[Projection]) -> int | None:
    """Return the place of the one result of a name, whether said or its column's own, or None."""
    said = said_place(node, named)
    if said is not None or not isinstance(node, exp.Column) or node.table:
        return said
    own = [
        place
        for place, result in enumerate(named)
        if result.said is None
        and isinstance(result.node, exp.Column)
        and result.node.name.lower() == node.name.lower()
    ]
    return own[0] if len(own) == 1 else None


def limits(select: exp.Query, words: Words) -> dict[str, exp.Expr]:
    """Return LIMIT and OFFSET as whole numbers, or raise Refused."""
    found: dict[str, exp.Expr] = {}
    for key, kind in (("limit", exp.Limit), ("offset", exp.Offset)):
        asked = select.args.get(key)
        if asked is None:
            continue
        number = asked.expression
        if not isinstance(number, exp.Literal) or not number.name[:18].isdecimal():
            raise words.not_sql("a limit that is not a whole number")
        found[key] = kind(expression=exp.Literal.number(int(number.name[:18])))
    return found


def named_outputs(expressions: list[tuple[str, exp.Expr]]) -> tuple[Output, ...]:
    """Return results under names that do not clash."""
    taken: set[str] = set()
    tried: dict[str, int] = {}  # by which number each name was free last
    outputs = []
    for wanted, expression in expressions:
        name = free_name(wanted, taken, tried)
        taken.add(name.lower())
        outputs.append(Output(name, expression))
    return tuple(outputs)


def aliased(outputs: tuple[Output, ...]) -> list[exp.Expr]:
    """Return results as they stand after SELECT, each with its quoted name."""
    return [
        exp.Alias(this=o.expression.copy(), alias=exp.Identifier(this=o.name, quoted=True))
        for o in outputs
    ]
