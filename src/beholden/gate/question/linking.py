"""A question over datasets that names a row around it: ``a.x = b.x`` with b outside.

It is asked for every x at once: x becomes one more dimension of its cells, and the row around it
takes the group of its own x. So what it is given is treated like any group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sqlglot import exp

from .choosing_results import OuterRow, safe_of_cells
from .columns import Scope
from .comparing import same_column
from .conditions import all_of
from .over_cells import Over
from .writing import sql_text


class Outer(Protocol):
    """What stands around a question and may be named in it."""

    def reach(self, node: exp.Column) -> exp.Expr | None:
        """Return what a name means there, or None."""


@dataclass(slots=True)
class Linked:
    """The equalities of a question with what stands around it: its own side and the other."""

    outer: Outer | None
    pairs: list[tuple[exp.Expr, exp.Expr]] = field(default_factory=list)

    def takes(self, node: exp.Expr, scope: Scope) -> bool:
        """Return whether a condition is such an equality, and keep it if it is."""
        if self.outer is None or not isinstance(node, exp.EQ):
            return False
        for own, other in ((node.this, node.expression), (node.expression, node.this)):
            columns = list(own.find_all(exp.Column))
            outside = isinstance(other, exp.Column) and not scope.holds(other)
            if outside and columns and all(map(scope.holds, columns)):
                found = self.outer.reach(other)
                if found is not None:
                    self.pairs.append((own, found))
                    return True
        return False

    def join(self, select: exp.Select, query: exp.Select, over: Over) -> None:
        """Let the finish take the group that belongs to the row around the question.

        Where there is none it has nothing to give, so a number of subjects would be missing that is
        nought: that is refused. What is worked out for each row of datasets may not fail.
        """
        if not self.pairs:
            return
        counts = any(not aggregate.is_amount for _, aggregate in over.cells.measures)
        if counts or over.values or over.cells.keys or select.args.get("having"):
            raise over.scope.words.question_chooses()
        conditions = []
        for own, other in self.pairs:
            text = sql_text(over.scope.grouping(own))
            over.cells.add_key(text, f"group_{len(over.cells.keys) + 1}")
            key = over.cells.column(over.cells.key_named(text) or "")
            conditions.append(exp.Var(this=same_column(sql_text(key), sql_text(other))))
        query.set("where", exp.Where(this=all_of(conditions)))
        if isinstance(self.outer, OuterRow):
            for alias in query.expressions:
                alias.set("this", safe_of_cells(alias.this, over.scope.words))
