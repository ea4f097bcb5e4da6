"""What an answer looks like, without any data: its columns, told by a question of empty tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.kernel import Terms

from .making import Shapes, made_up_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from ..question.plans import Plan
    from ..running.limits import Isolation


def answer_of_no_rows(
    plan: Plan, terms: Terms, *, shapes: Shapes, isolation: Isolation | None = None
) -> pa.Table:
    """Return what a plan gives where nobody is in any dataset: the columns with their types.

    It is a function of the plan, the terms and the stated shapes alone: it tells nothing of data.
    """
    from ..answer.treating import treat
    from ..running.engine import cells_of

    made = made_up_tables(terms, seed=0, shapes=shapes)
    empty = {name: _without_rows(table) for name, table in made.items()}
    cells = (
        cells_of(part, {name: empty[name] for name in part.datasets}, isolation=isolation)
        for part in plan.apart()
    )
    return treat(*cells, plan=plan, isolation=isolation).table


def _without_rows(table: pa.Table) -> pa.Table:
    """Return the table empty, with the number of each row that a sealed one has by itself."""
    import pyarrow as pa

    return table.slice(0, 0).append_column("rowid", pa.array([], pa.int64()))
