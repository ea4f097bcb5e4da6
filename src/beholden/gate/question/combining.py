"""A question taken apart: its tables of cells, and the SQL that combines them once treated.

A SELECT over datasets becomes a table of cells and a finish. Whatever stands over such results
(another SELECT, a set operation, a join of results, a question within a condition) sees treated
cells only, so it may be any SQL on the list: pg_diffix's idea, any SQL on top of a safe aggregate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from beholden.kernel import BadQuestion, Terms

from .plans import CELLS
from .refusing import Words

if TYPE_CHECKING:
    from .grouping import Grouped

MOST_PARTS = 24
_MOST_LEVELS = 40


@dataclass(frozen=True, slots=True)
class Result:
    """What a question, or a question within one, gives.

    ``query`` is SQL over treated cells, ``columns`` its results in order, ``copies`` of how many
    values of the cells the text of each may be put together.
    """

    query: exp.Query
    columns: tuple[str, ...]
    copies: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Named:
    """A result that WITH names: read once, whatever refers to it."""

    table: str
    result: Result


Names = Mapping[str, Named]


@dataclass(slots=True)
class Whole:
    """One question while it is read: the tables of cells and the named results found so far."""

    terms: Terms
    words: Words
    parts: list[Grouped] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    copies: dict[tuple[str, str], int] = field(default_factory=dict)
    aliases: int = 0
    tables: int = 0
    levels: int = 0

    def next_cells(self) -> str:
        """Return the name of the next table of cells."""
        self.tables += 1
        return CELLS if self.tables == 1 else f"{CELLS}_{self.tables}"

    def alias(self) -> str:
        """Return a name of the gate's own for a table of the finish; no two are the same."""
        self.aliases += 1
        return f"r{self.aliases}"

    def add(self, grouped: Grouped) -> None:
        """Keep a table of cells; raise Refused where there are too many."""
        self.parts.append(grouped)
        if len(self.parts) > MOST_PARTS:
            raise self.words.too_many_parts(MOST_PARTS)

    def keep(self, result: Result) -> Named:
        """Name a result, so that it can be referred to more than once."""
        named = Named(f"q{len(self.named) + 1}", result)
        self.named.append(named)
        return named

    def finish(self, result: Result) -> exp.Query:
        """Return the SQL over treated cells that gives a result, with what it refers to."""
        query = result.query
        if self.named:
            query.set("with_", exp.With(expressions=[_cte(named) for named in self.named]))
        return query

    def deeper(self) -> None:
        """Count one more question within another; raise Refused where they are too many."""
        self.levels += 1
        if self.levels > _MOST_LEVELS:
            raise self.words.not_sql("too many questions within each other")


def unreadable_columns() -> BadQuestion:
    """Say that two sides of a set operation, or a list of names, have different numbers."""
    return BadQuestion(
        "The parts of this question do not have the same number of results.",
        why="union, intersect, except and a list of names need as many results on either side.",
    )


def quoted(name: str) -> exp.Identifier:
    """Return a name as it stands in what runs."""
    return exp.Identifier(this=name, quoted=True)


def _cte(named: Named) -> exp.CTE:
    alias = exp.TableAlias(this=quoted(named.table))
    return exp.CTE(this=named.result.query, alias=alias)
