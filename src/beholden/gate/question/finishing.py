"""A SELECT over a question: anything on the list may be done with cells that are treated already.

The idea is pg_diffix's (any SQL on top of a safe aggregate): what this part reads is what the
analyst may see, so it can tell nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from beholden.kernel import BadQuestion

from .aggregates import has_aggregate
from .allowed_syntax import AGGREGATES
from .cell_table import cell
from .columns import REBUILT, rebuilt, rebuilt_atom
from .plans import CELLS
from .refusing import Words
from .selecting import (
    Output,
    Projection,
    aliased,
    limits,
    named_outputs,
    order_by,
    ordinal,
    projections,
    said_place,
)

_REBUILT = REBUILT | frozenset(AGGREGATES) | {exp.Where, exp.Distinct}


@dataclass(frozen=True, slots=True)
class Above:
    """The columns of the question below, and the asker's name for it."""

    columns: tuple[str, ...]
    called: str
    words: Words

    def rewritten(self, node: exp.Expr) -> exp.Expr:
        """Return an expression over the columns of the question below, written anew."""
        if isinstance(node, exp.Column):
            return cell(self._find(node))
        if isinstance(node, exp.Star):
            return exp.Star()
        atom = rebuilt_atom(node)
        if atom is not None:
            return atom
        if type(node) not in _REBUILT:
            raise self.words.not_sql("a part of SQL that is not on the list")
        return rebuilt(node, self.rewritten)

    def holds(self, node: exp.Column) -> bool:
        """Return whether a name means a column of the question below."""
        named = not node.table or node.table.lower() == self.called
        return named and any(c.lower() == node.name.lower() for c in self.columns)

    def _find(self, node: exp.Column) -> str:
        if not self.holds(node):
            raise BadQuestion(
                "A name in this question is none of the columns of the question below it.",
                why="What stands above a question can use only the columns that it gives.",
            )
        return next(c for c in self.columns if c.lower() == node.name.lower())


def finish_above(
    select: exp.Select, below: exp.Select, columns: tuple[str, ...], called: str, words: Words
) -> tuple[exp.Select, tuple[str, ...]]:
    """Return a SELECT over the finish of a question, and the columns that it gives.

    Raises Refused for what is not on the list and BadQuestion for a name that the question below
    does not give.
    """
    above = Above(columns, called, words)
    asked = _spread(projections(select, words), columns)
    outputs = named_outputs([_output(p, n, above) for n, p in enumerate(asked, start=1)])
    order = order_by(select, asked, _naming_results(asked, outputs, above))
    where, having = select.args.get("where"), select.args.get("having")
    finish = exp.Select(
        expressions=aliased(outputs),
        from_=exp.From(this=_below(below)),
        where=exp.Where(this=above.rewritten(where.this)) if where else None,
        group=_group(select, asked, above),
        having=_having(having, asked, outputs, above),
        order=exp.Order(expressions=order) if order else None,
        **limits(select, words),
    )
    return finish, tuple(o.name for o in outputs)


def _below(below: exp.Select) -> exp.Subquery:
    alias = exp.TableAlias(this=exp.Identifier(this=CELLS, quoted=True))
    return exp.Subquery(this=below, alias=alias)


def _spread(asked: list[Projection], columns: tuple[str, ...]) -> list[Projection]:
    """Return the results with a star written out as the columns below."""
    found: list[Projection] = []
    for projection in asked:
        if isinstance(projection.node, exp.Star):
            names = [exp.Column(this=exp.Identifier(this=c, quoted=True)) for c in columns]
            found += [Projection(name, None) for name in names]
        else:
            found.append(projection)
    return found


def _output(projection: Projection, number: int, above: Above) -> tuple[str, exp.Expr]:
    expression = above.rewritten(projection.node)
    own = expression.name if isinstance(expression, exp.Column) else f"column_{number}"
    return projection.said or own, expression


def _group(select: exp.Select, asked: list[Projection], above: Above) -> exp.Group | None:
    group = select.args.get("group")
    if group is None:
        return None
    if group.args.get("all"):
        nodes = [p.node for p in asked if not has_aggregate(p.node) and p.node.find(exp.Column)]
    else:
        nodes = [_group_node(node, asked, above) for node in group.expressions]
    return exp.Group(expressions=[above.rewritten(n) for n in nodes]) if nodes else None


def _group_node(node: exp.Expr, asked: list[Projection], above: Above) -> exp.Expr:
    place = ordinal(node, len(asked))
    if place is None and isinstance(node, exp.Column) and not above.holds(node):
        place = said_place(node, asked)
    return node if place is None else asked[place].node


def _having(
    having: exp.Having | None,
    asked: list[Projection],
    outputs: tuple[Output, ...],
    above: Above,
) -> exp.Having | None:
    if having is None:
        return None
    return exp.Having(this=_naming_results(asked, outputs, above)(having.this))


def _naming_results(
    asked: list[Projection], outputs: tuple[Output, ...], above: Above
) -> Callable[[exp.Expr], exp.Expr]:
    """Return a rewriting in which the names of results may stand as well."""

    def rewrite(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not above.holds(node):
            place = said_place(node, asked)
            if place is not None:
                return outputs[place].expression.copy()
        if type(node) in REBUILT:
            return rebuilt(node, rewrite)
        return above.rewritten(node)

    return rewrite
