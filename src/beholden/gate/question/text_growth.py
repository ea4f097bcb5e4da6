"""How long a text may grow in the part of a question that stands above its cells.

Each level may put texts together again and again, so a short question could make a text of any
length. The length is known from the question alone: how often a value of the cells stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from .refusing import Words

MOST_COPIES = 64
_LETTERS_OF_A_COPY = 64
_PUT_TOGETHER = (exp.DPipe, exp.Concat, exp.Format)

Copies = Mapping[tuple[str, str], int]


def check_copies(select: exp.Select, below: Copies, words: Words) -> dict[str, int]:
    """Return of how many values of the cells each result of a SELECT is put together.

    Raises Refused where a text would be put together of more than 64 of them. Sixty-four letters
    of the question's own count as one value. ``below`` says it of the columns that are read.
    """
    parts = [*select.expressions, *(select.args.get(p) for p in ("where", "having"))]
    parts += [join.args.get("on") for join in select.args.get("joins") or ()]
    for key in ("group", "order"):
        parts += select.args[key].expressions if select.args.get(key) else []
    if any(_copies(part, below) > MOST_COPIES for part in parts if part is not None):
        raise words.not_sql("a text that is put together of too many others")
    return {part.alias: max(1, _copies(part, below)) for part in select.expressions}


def _copies(node: exp.Expr, known: Copies) -> int:
    """Return of how many values of the cells the longest text within a node is put together."""
    if isinstance(node, exp.Column):
        return known.get((node.table, node.name), 1)
    if isinstance(node, exp.Literal):
        return len(node.name) // _LETTERS_OF_A_COPY
    parts = [_copies(part, known) for part in node.iter_expressions()]
    if isinstance(node, exp.GroupConcat):
        # Of as many as there are rows: what is gathered is put together with nothing more.
        return MOST_COPIES * max(1, *parts)
    if isinstance(node, exp.ConcatWs):
        return sum(parts[1:]) + parts[0] * len(parts[2:])
    if isinstance(node, exp.Replace):
        by = node.args.get("replacement")
        # A text of less than a whole copy grows as well, level by level.
        return max(1, parts[0]) * max(1, len(by.name) if by else 0)
    if isinstance(node, exp.Pad | exp.TimeToStr):
        return max(2, *parts)
    together = sum(parts) if isinstance(node, _PUT_TOGETHER) else 0
    return max(together, max(parts, default=0))
