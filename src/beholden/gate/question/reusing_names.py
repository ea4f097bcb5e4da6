"""Names that a SELECT gives its results, used again in the same SELECT, as DuckDB allows.

``select count(*) as n, n / 2 as half`` is ``select count(*) as n, (count(*)) / 2 as half``. A
column of the data that has the name is meant before it, as in DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from beholden.kernel import Refused

from .combining import Whole
from .refusing import Words

MOST_NODES = 4_000  # in all of one question
DEEPEST = 120
Holds = Callable[[exp.Column], bool]


def names_written_out(select: exp.Select, holds: Holds, whole: Whole) -> exp.Select:
    """Return a SELECT with what its results' names stand for, in later results and in WHERE.

    ``holds`` says of a column whether the data have one of that name. The SELECT itself is given
    back where nothing is used again. Raises Refused where the text would grow without end.
    """
    known: dict[str, exp.Expr] = {}
    results = []
    for node in select.expressions:
        written = _written_out(node, known, holds)
        if written is not node:
            _count(written, whole)
        results.append(written)
        if isinstance(written, exp.Alias):
            known.setdefault(written.alias.lower(), written.this)
    where = select.args.get("where")
    chosen = _written_out(where, known, holds) if where else None
    if chosen is not None and chosen is not where:
        _count(chosen, whole)
    same = all(one is other for one, other in zip(results, select.expressions, strict=True))
    if same and chosen is where:
        return select
    found = select.copy()
    found.set("expressions", [node.copy() for node in results])
    found.set("where", chosen.copy() if chosen else None)
    return found


def _written_out(node: exp.Expr, known: dict[str, exp.Expr], holds: Holds) -> exp.Expr:
    if not any(_meant(part, known, holds) for part in _outside_of_questions(node)):
        return node
    top = exp.Paren(this=node.copy())
    for part in list(_outside_of_questions(top)):
        value = _meant(part, known, holds)
        if value is not None:
            alone = part.parent is top
            new = exp.Paren(this=value.copy())
            part.replace(exp.Alias(this=new, alias=part.this.copy()) if alone else new)
    written: exp.Expr = top.this
    return written


def _meant(node: exp.Expr, known: dict[str, exp.Expr], holds: Holds) -> exp.Expr | None:
    """Return the result that a node means by its name, or None."""
    if not known or not isinstance(node, exp.Column) or node.table:
        return None
    value = known.get(node.name.lower())
    return None if value is None or holds(node) else value


def _outside_of_questions(node: exp.Expr) -> list[exp.Expr]:
    return list(node.walk(prune=lambda part: isinstance(part, exp.Query)))


def _count(tree: exp.Expr, whole: Whole) -> None:
    """Count the nodes of a tree; raise Refused for too many in the question, or a tree too deep."""
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        whole.written_out += 1
        if depth > DEEPEST or whole.written_out > MOST_NODES:
            raise _too_often(whole.words)
        waiting += [(part, depth + 1) for part in node.iter_expressions()]


def _too_often(words: Words) -> Refused:
    return words.not_sql("a name of a result that is used again too often")
