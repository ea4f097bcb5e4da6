"""A question taken apart: its tables of cells, and the SQL that combines them once treated.

A SELECT over datasets becomes a table of cells and a finish. Whatever stands over such results
(another SELECT, a set operation, a join of results, a question within a condition) sees treated
cells only, so it may be any SQL on the list: pg_diffix's idea, any SQL on top of a safe aggregate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from beholden.kernel import BadQuestion, ColumnRole, DatasetTerms, Terms

from .meaning import Said
from .plans import CELLS
from .refusing import Words
from .selecting import in_total_order
from .writing import sql_text

if TYPE_CHECKING:
    from .grouping import Grouped

MOST_PARTS = 24
MOST_COMPARED = 6  # sets of filters; each may need a third of a second of a processor
MOST_QUESTIONS = 250
MOST_RESULTS = 1_000
_MOST_LEVELS = 40


@dataclass(frozen=True, slots=True)
class Result:
    """What a question, or a question within one, gives.

    ``query`` is SQL over treated cells, ``columns`` its results in order, ``copies`` of how many
    values of the cells the text of each may be put together. ``settled`` says that no two rows of
    it can be told in another order.
    """

    query: exp.Query
    columns: tuple[str, ...]
    copies: Mapping[str, int]
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A result that WITH names: read once, whatever refers to it."""

    table: str
    result: Result


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that a question lists, never shown: a flat SELECT for each side of UNION ALL.

    ``columns`` are their names; the places of each side's expressions are the same.
    """

    sides: tuple[exp.Select, ...]
    columns: tuple[str, ...]

    def renamed(self, columns: tuple[str, ...]) -> Rows:
        """Return the rows under other names, those after AS name (…)."""
        if not columns:
            return self
        if len(columns) != len(self.columns):
            raise unreadable_columns()
        return Rows(self.sides, columns)


Names = Mapping[str, Named | Rows]


@dataclass(slots=True)
class Listed:
    """A reference dataset as the finish reads it: the columns that it uses, every row as it is."""

    name: str
    dataset: DatasetTerms
    used: dict[str, None] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read: the first, where a question only counts rows."""
        given = [c.name for c in self.dataset.columns if c.role is ColumnRole.DIMENSION]
        return tuple(self.used) or (given[0],)

    @property
    def sql(self) -> str:
        """Return what lists it."""
        columns = [exp.Column(this=quoted(name)) for name in self.columns]
        from_ = exp.From(this=exp.Table(this=quoted(self.dataset.name)))
        return sql_text(exp.Select(expressions=columns, from_=from_))


@dataclass(slots=True)
class Whole:
    """One question while it is read: the tables of cells and the named results found so far.

    ``as_treated`` gives the SQL that works out a table of cells and treats it. ``listed`` are the
    reference datasets that stand above cells, by name; ``aside`` what only chooses rows;
    ``compared`` the sets of filters whose meaning is worked out,
    ``questions`` and ``results`` how many SELECTs there were and how many columns they give, a star
    counted as what it stands for; ``written_out`` how much was written out of names that are used
    again, in nodes.
    """

    terms: Terms
    words: Words
    as_treated: Callable[[Grouped], str]
    parts: list[Grouped] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    listed: dict[str, Listed] = field(default_factory=dict)
    aside: list[Grouped] = field(default_factory=list)
    aside_named: list[Named] = field(default_factory=list)
    copies: dict[tuple[str, str], int] = field(default_factory=dict)
    aliases: int = 0
    tables: int = 0
    levels: int = 0
    questions: int = 0
    results: int = 0
    written_out: int = 0
    compared: set[tuple[Said, ...]] = field(default_factory=set)

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

    def compare(self, filters: tuple[Said, ...]) -> None:
        """Count filters whose meaning is worked out; raise Refused where they are too many.

        Those that stand in a question again are worked out once.
        """
        if filters:
            self.compared.add(filters)
        if len(self.compared) > MOST_COMPARED:
            raise self.words.too_many_compared(MOST_COMPARED)

    def listing(self, dataset: DatasetTerms) -> Listed:
        """Return a reference dataset as a table of the finish."""
        name = f"listed_{len(self.listed) + 1}"
        return self.listed.setdefault(dataset.name, Listed(name, dataset))

    def keep(self, result: Result) -> Named:
        """Name a result, so that it can be referred to more than once."""
        named = Named(f"q{len(self.named) + 1}", result)
        self.named.append(named)
        return named

    def set_aside(self, parts: int, named: int) -> None:
        """Keep what was added after so many parts and names for choosing rows alone."""
        self.aside += self.parts[parts:]
        self.aside_named += self.named[named:]
        del self.parts[parts:], self.named[named:]

    def table(self, name: str) -> Grouped | Named | Listed | None:
        """Return what a table of the finish stands for."""
        known: dict[str, Grouped | Named | Listed] = {}
        known |= {grouped.cells.name: grouped for grouped in (*self.parts, *self.aside)}
        known |= {named.table: named for named in (*self.named, *self.aside_named)}
        known |= {listed.name: listed for listed in self.listed.values()}
        return known.get(name)

    def treated(self, grouped: Grouped) -> str:
        """Return the SQL that works out a table of cells and treats it.

        Raises Refused for totals: beside what is below them they would tell what was left out.
        """
        if grouped.totals_of:
            raise self.words.question_chooses()
        return self.as_treated(grouped)

    def finish(self, result: Result) -> tuple[exp.Query, frozenset[str]]:
        """Return the SQL over treated cells that gives a result, and the tables that it reads.

        A named result that nothing refers to is left out.
        """
        read = set(tables_in(result.query))
        for named in reversed(self.named):
            if named.table in read:
                read |= set(tables_in(named.result.query))
        query = result.query
        if not result.settled:
            query = in_total_order(query, len(result.columns))
        ctes = [_cte(named) for named in self.named if named.table in read]
        if ctes:
            query.set("with_", exp.With(expressions=ctes))
        return query, frozenset(read)

    def deeper(self) -> None:
        """Count one more question within another; raise Refused where they are too many."""
        self.levels += 1
        self.questions += 1
        if self.levels > _MOST_LEVELS or self.questions > MOST_QUESTIONS:
            raise self.words.not_sql("too many questions within each other")

    def give(self, results: int = 1) -> None:
        """Count so many more results; raise Refused where all questions together give too many.

        Stars over stars would double them with every level.
        """
        self.results += results
        if self.results > MOST_RESULTS:
            raise self.words.not_sql(f"more than {MOST_RESULTS:,} results, each star written out")


def unreadable_columns() -> BadQuestion:
    """Say that two sides of a set operation, or a list of names, have different numbers."""
    return BadQuestion(
        "The parts of this question do not have the same number of results.",
        why="Union, intersect, except and a list of names need as many results on either side.",
    )


def quoted(name: str) -> exp.Identifier:
    """Return a name as it stands in what runs."""
    return exp.Identifier(this=name, quoted=True)


def tables_in(node: exp.Expr) -> Iterator[str]:
    """Yield the names of the tables that stand anywhere in SQL over treated cells."""
    for table in node.find_all(exp.Table):
        yield table.name


def _cte(named: Named) -> exp.CTE:
    alias = exp.TableAlias(this=quoted(named.table))
    return exp.CTE(this=named.result.query, alias=alias)
