"""What a question may be built from: the tables, numbers, groups and filters that are agreed.

Pure: what is offered depends on the terms alone. Whatever it offers, alone or together, the gate
allows; what two choices may not do together is told before the question is asked (building.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ...kernel import ColumnRole, ColumnTerms, DatasetTerms, Terms, TreatmentKind
from ..self_service import Way
from .given import GivenColumn, GivenTable, Types, tables_given
from .kinds import DAY

COUNT = "count"
# How a number is taken, in words; the order is that of the page.
FUNCTIONS: Mapping[str, str] = {
    "sum": "the sum of",
    "avg": "the average of",
    "count": "how many have",
    "stddev": "the standard deviation of",
    "variance": "the variance of",
}


class How(StrEnum):
    """How a table is joined: to those in both, to all of the first, or to leave those in it out."""

    BOTH = "both"
    ALL = "all"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Joined:
    """A table that is joined, and how."""

    table: str
    how: How


@dataclass(frozen=True, slots=True)
class Link:
    """The pairs of columns, ``here`` of a table that is there and ``there`` of the joined one."""

    joined: Joined
    to: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of each group: how many subjects, or a function of a column."""

    function: str
    table: str = ""
    column: str = ""

    @property
    def code(self) -> str:
        """Return the name by which a form and a kept question know it."""
        return f"{self.table}.{self.column}.{self.function}" if self.column else COUNT


@dataclass(frozen=True, slots=True)
class Place:
    """A column that may group and choose, in its table."""

    table: str
    column: GivenColumn

    @property
    def code(self) -> str:
        """Return the name by which a form and a kept question know it."""
        return f"{self.table}.{self.column.name}"


@dataclass(frozen=True, slots=True)
class JoinOffered:
    """A table that may be joined next, in which ways."""

    table: str
    ways: tuple[How, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that may be chosen from, once the tables are."""

    starts: tuple[str, ...]
    start: str
    joins: tuple[JoinOffered, ...]
    links: tuple[Link, ...]
    numbers: tuple[Number, ...]
    places: tuple[Place, ...]


def offered(
    terms: Terms, way: Way, types: Types, *, start: str = "", joined: tuple[Joined, ...] = ()
) -> Offer:
    """Return what may be chosen from a table, with others joined to it.

    A start that is not offered is taken for the first, and a join that is not is left out.
    """
    tables = {table.name: table for table in tables_given(terms, way, types)}
    starts = tuple(tables) if way is Way.FITTED else tuple(_starts(terms))
    begun = start if start in starts else next(iter(starts), "")
    if not begun:
        return Offer((), "", (), (), (), ())
    may_join = {} if way is Way.FITTED else _joins(terms, begun)
    links = tuple(_links(terms, begun, joined, may_join))
    there = [begun, *(link.joined.table for link in links if link.joined.how is not How.WITHOUT)]
    return Offer(
        starts=starts,
        start=begun,
        joins=tuple(JoinOffered(name, ways) for name, ways in may_join.items()),
        links=links,
        numbers=(Number(COUNT), *_numbers(terms, way, [tables[name] for name in there])),
        places=tuple(_places(terms, way, [tables[name] for name in there])),
    )


def _starts(terms: Terms) -> Iterator[str]:
    """Yield the tables whose own rows tell subjects apart, so that they can be counted."""
    for dataset in terms.datasets:
        if terms.subject_columns(dataset) and not dataset.reference:
            yield dataset.name


def _joins(terms: Terms, start: str) -> dict[str, tuple[How, ...]]:
    """Return the tables that may be joined to a first one, with the ways in which they may."""
    found: dict[str, tuple[How, ...]] = {}
    for dataset in terms.datasets:
        if dataset.name == start or not _pairs(terms, start, dataset):
            continue
        own = bool(terms.subject_columns(dataset))
        found[dataset.name] = (How.BOTH, How.ALL, How.WITHOUT) if own else (How.BOTH, How.ALL)
    return found


def _links(
    terms: Terms, start: str, joined: tuple[Joined, ...], may: Mapping[str, tuple[How, ...]]
) -> Iterator[Link]:
    seen: set[str] = set()
    for one in joined:
        dataset = terms.dataset(one.table)
        if dataset is None or one.table in seen or one.how not in may.get(one.table, ()):
            continue
        seen.add(one.table)
        yield Link(one, start, _pairs(terms, start, dataset))


def _pairs(terms: Terms, start: str, dataset: DatasetTerms) -> tuple[tuple[str, str], ...]:
    """Return the columns on which two tables are joined; none where they may not be.

    Where both tell subjects apart they are joined on the subject, as the gate asks.
    """
    first = terms.dataset(start)
    subjects = terms.subject_columns(first) if first else ()
    wanted = terms.subject_columns(dataset)
    for join in terms.joins:
        here, there = join.columns_of(start), join.columns_of(dataset.name)
        if not here or not there:
            continue
        if not wanted or (here, there) == (subjects, wanted):
            return tuple(zip(here, there, strict=True))
    return ()


def _numbers(terms: Terms, way: Way, tables: list[GivenTable]) -> Iterator[Number]:
    for table in tables:
        for column in table.columns:
            if _is_counted(terms, way, table, column):
                taken = [name for name in FUNCTIONS if name in column.functions]
                yield from (Number(function, table.name, column.name) for function in taken)


def _is_counted(terms: Terms, way: Way, table: GivenTable, column: GivenColumn) -> bool:
    """Return whether numbers may be taken of a column: it must tell whose they are."""
    if column.role != ColumnRole.MEASURE:
        return False
    dataset = terms.dataset(table.name)
    return way is Way.FITTED or bool(dataset and terms.subject_columns(dataset))


def _places(terms: Terms, way: Way, tables: list[GivenTable]) -> Iterator[Place]:
    for table in tables:
        for column in table.columns:
            if column.role != ColumnRole.DIMENSION or _is_hidden(terms, table, column):
                continue
            if not (way is Way.FITTED and column.kind == DAY):
                yield Place(table.name, column)


def _is_hidden(terms: Terms, table: GivenTable, column: GivenColumn) -> bool:
    """Return whether a column holds pseudonyms, which tell nobody anything."""
    found = column_of(terms, table.name, column.name)
    hidden = found.treatment if found else None
    return bool(hidden and hidden.kind is TreatmentKind.PSEUDONYMISED)


def column_of(terms: Terms, table: str, name: str) -> ColumnTerms | None:
    """Return a column's terms; one of a fitted table may be of any dataset."""
    dataset = terms.dataset(table)
    own = dataset.column(name) if dataset else None
    return own or next((c for d in terms.datasets if (c := d.column(name))), None)
