"""The sets of one use: each is a question, with the decision's columns and the answer's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from django.http import QueryDict

from ...actions import (
    DAY,
    NUMBER,
    YES_NO,
    Answered,
    ColumnToCome,
    Council,
    Given,
    GivenColumn,
    GivenTable,
    StandingToAsk,
    Way,
    answer_in_pages,
    ask_in_pages,
    columns_given,
    given_to,
    saved_alone,
    standing_to_ask,
)
from ...kernel import BadQuestion, OutOfLimits, Refused
from .answered_rows import AnsweredRows
from .answering import Found
from .applying import Asks, Number, Totals, read_apply
from .conditions import sql_name
from .entity_sets import Column, EntitySet, Property, named
from .faults import gone, not_there
from .filters import Row, filter_of

_EDM = {NUMBER: "Edm.Decimal", YES_NO: "Edm.Boolean", DAY: "Edm.Date"}
_SAVED = "question_"
_DIMENSION, _MEASURE = "dimension", "measure"
_USES = {_DIMENSION: ("Groupable",), _MEASURE: ("Aggregatable",)}
T = TypeVar("T")


@dataclass(frozen=True)
class Asker:
    """Who asks, of which use, in one request: how they stand to it is read and decided on once."""

    council: Council
    person: str
    use: str

    @cached_property
    def standing(self) -> StandingToAsk:
        """Return how they stand to the use; raises NotFound and Refused."""
        return standing_to_ask(self.council, by=self.person, use=self.use)

    def given(self) -> Given:
        """Return what the use gives to be asked about."""
        return given_to(self.council, self.standing)

    def coming(self, question: str) -> tuple[ColumnToCome, ...]:
        """Return the columns that an answer will have; it is not asked."""
        return columns_given(self.council, self.standing, question)

    def ask(self, question: str) -> Answered:
        """Ask: the act of every door, which decides, treats and records."""
        answered: Answered = self.council.ask(by=self.person, use=self.use, question=question)
        return answered

    def answer(self, question: str, *, after: str | None) -> Answered:
        """Return the answer of a moment ago where it still holds, or ask.

        ``after`` is the receipt of the page before; its answer alone has a next page.
        """
        if after is None:
            return ask_in_pages(self.council, self.standing, question=question)
        kept = answer_in_pages(self.council, self.standing, question=question, receipt=after)
        if kept is None:
            raise gone("The answer of the pages before is kept no longer. Begin at the first.")
        return kept


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A set with the question behind it; ``after`` are filters of what is answered."""

    entity_set: EntitySet
    question: str
    asker: Asker
    after: tuple[Callable[[Row], bool], ...] = ()
    page_before: str | None = None
    receipts: list[str] = field(default_factory=list)

    def rows(self) -> Found:
        """Return the rows of the answer, asked for unless they were a moment ago."""
        answered = self.asker.answer(self.question, after=self.page_before)
        self.receipts.append(answered.receipt.id)
        rows = AnsweredRows(self.entity_set, answered.table)
        beside = {
            "@beholden.receipt": answered.receipt.id,
            "@beholden.notes": list(answered.notes),
            "@beholden.withheld": dict(answered.receipt.withheld),
        }
        if self.after:
            chosen = [row for row in rows if all(is_so(row) for is_so in self.after)]
            return Found(chosen, answered.receipt.id, beside)
        return Found(rows, answered.receipt.id, beside)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that is always there under its name."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A dataset of which totals are asked: its name as OData has it, and what it gives."""

    name: str
    given: GivenTable
    asks: Asks

    def columns(self, role: str) -> list[tuple[str, GivenColumn]]:
        """Return the columns of a role, each under the name of its property."""
        own = {column.name: column for column in self.given.columns}
        pairs = zip(self.asks.properties, self.asks.columns, strict=True)
        return [(one.name, own[name]) for one, name in pairs if own[name].role == role]


def sets_of(asker: Asker) -> list[EntitySet]:
    """Return the sets that a use has for somebody today; a question that is refused has none."""
    given = asker.given()
    tables, found = _tables(given), []
    for question in _questions(asker, given, tables):
        try:
            coming = asker.coming(question.text)
        except (Refused, BadQuestion, OutOfLimits):
            continue
        found.append(_of_answer(question.name, question.title, coming))
    return [*found, *map(_of_table, tables)]


def asked_set(asker: Asker, name: str, query: QueryDict) -> AskedSet:
    """Return the set of a name with what is asked of it; raise CannotAnswer where there is none.

    What is refused is refused by the act itself, so that it is on the record as at every door.
    """
    found = _set_asked(asker, name, query)
    before = query.get("$skiptoken")
    return found if before is None else replace(found, page_before=before.partition(".")[2])


def _set_asked(asker: Asker, name: str, query: QueryDict) -> AskedSet:
    apply = query.get("$apply")
    given = _or_refused(asker, apply or name, asker.given)
    tables = _tables(given)
    question = next((one for one in _questions(asker, given, tables) if one.name == name), None)
    if question is not None:
        return _asked(asker, question)
    table = next((one for one in tables if one.name == name), None)
    if table is None:
        raise not_there("The feed has no such set. What there is stands in its $metadata.")
    if apply is None:
        return _asked(asker, _Question(name, "", _listing(table)), applies=True)
    totals = read_apply(apply, table.asks)
    asked = _Question(name, "", totals.sql)
    return _asked(asker, asked, applies=True, keyed=False, after=totals.after)


def _asked(
    asker: Asker, question: _Question, *, after: tuple[str, ...] = (), **how: bool
) -> AskedSet:
    coming = _or_refused(asker, question.text, lambda: asker.coming(question.text))
    entity_set = _of_answer(question.name, question.title, coming, **how)
    chosen = tuple(filter_of(text, entity_set.properties) for text in after)
    return AskedSet(entity_set, question.text, asker, chosen)


def _or_refused(asker: Asker, question: str, read: Callable[[], T]) -> T:
    """Return what is read; where that is refused, so is the question, on the record."""
    try:
        return read()
    except (Refused, BadQuestion):
        asker.ask(question)
        raise


def _questions(asker: Asker, given: Given, tables: Sequence[_Table]) -> Iterator[_Question]:
    """Yield the questions that have a name: saved ones, or those of a fitted table."""
    if given.way is Way.FITTED:
        yield from (question for table in tables for question in _of_fitted(table))
        return
    for one in saved_alone(asker.council, by=asker.person, use=asker.use):
        yield _Question(f"{_SAVED}{one.number}", one.title, one.question)


def _of_fitted(table: _Table) -> Iterator[_Question]:
    """Yield a question for each dimension and each two of them, with every number there is."""
    usable = [(n, c.name) for n, c in table.columns(_DIMENSION) if c.kind != DAY]
    numbers = _numbers(table)
    for groups in (*combinations(usable, 1), *combinations(usable, 2)):
        by = " and ".join(name for name, _ in groups)
        totals = Totals(table.given.name, tuple((own, name) for name, own in groups), numbers)
        yield _Question(f"by_{by.replace(' ', '_')}", f"By {by}", totals.sql)


def _numbers(table: _Table) -> tuple[Number, ...]:
    taken = [(f, c.name) for _, c in table.columns(_MEASURE) for f in c.functions]
    wanted = ["how_many", *(f"{function}_{column}" for function, column in taken)]
    first, *names = named(wanted, beside=(one.name for one in table.asks.properties))
    return (Number(first), *(Number(n, *of) for n, of in zip(names, taken, strict=True)))


def _listing(table: _Table) -> str:
    """Return the question that lists a dataset: refused, but of one in which nobody is."""
    columns = [sql_name(column.name) for _, column in table.columns(_DIMENSION)]
    return f"select {', '.join(columns) or '*'} from {sql_name(table.given.name)}"  # noqa: S608 (text for the gate)


def _tables(given: Given) -> list[_Table]:
    names = named(table.name for table in given.tables)
    return [_Table(n, table, _asks(table)) for n, table in zip(names, given.tables, strict=True)]


def _asks(table: GivenTable) -> Asks:
    """Return a dataset as ``$apply`` sees it: what groups and chooses, and what is counted."""
    usable = [column for column in table.columns if column.role in _USES]
    names = named(column.name for column in usable)
    properties = tuple(
        Property(name, _type_of(column), column.says, nullable=True, uses=_USES[column.role])
        for name, column in zip(names, usable, strict=True)
    )
    return Asks(table.name, properties, tuple(column.name for column in usable))


def _type_of(column: GivenColumn) -> str:
    return _EDM.get(NUMBER if column.role == _MEASURE else column.kind, "Edm.String")


def _of_table(table: _Table) -> EntitySet:
    title = f"{table.given.name}: ask for totals with $apply"
    columns = tuple(map(Column, table.asks.properties))
    return EntitySet(table.name, title, "", columns, applies=True)


def _of_answer(name: str, title: str, coming: Sequence[ColumnToCome], **how: bool) -> EntitySet:
    names = named(column.name for column in coming)
    columns = tuple(
        Column(Property(own, _EDM.get(one.kind, "Edm.String"), one.name, nullable=True))
        for own, one in zip(names, coming, strict=True)
    )
    return EntitySet(name, title, "", columns, **how)
