"""Deciding: may this question be asked under these terms today, and what runs if it may.

Pure: the decision depends on the question, the terms, the day and which courses the asker lacks,
never on data (S2).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from beholden.kernel import AggregateOutput, Clause, ColumnTerms, Refused, Terms

from ..noted import Noted
from .combining import Listed, Result, Whole
from .explaining import clauses_of
from .grouping import Grouped
from .plans import Decision, Part, Plan
from .populating import population_of
from .querying import read_query
from .reading import read_question, tables_named
from .refusing import Words
from .regenerating import cells_sql
from .second_reading import Written, are_on_the_list, check_second_reading
from .treated_sql import treated_sql
from .writing import sql_text


def decide(question: str, terms: Terms, *, today: date, lacks: Collection[str] = ()) -> Decision:
    """Return yes with a plan, or no with a refusal.

    ``lacks`` are the courses that the asker has not passed, of those that the terms ask for. Raises
    BadQuestion for what cannot be read as one question.
    """
    words = Words(terms)
    try:
        check_days(terms, today, words)
        aggregate = _aggregate(terms, words)
        check_trained(terms, lacks, words)
        tree = read_question(question, words)
        words = Words(terms, asked=tables_named(tree))
        whole = Whole(terms, words, lambda grouped: treated_sql(grouped, terms, aggregate))
        result = read_query(tree, {}, whole)
        plan = _plan(whole, result, aggregate)
    except Refused as refused:
        said = Clause(refused.refusal.clause, refused.refusal.why)
        return Decision(question, False, refused.refusal, (said,), None)
    return Decision(question, True, None, clauses_of(whole, plan), plan)


def check_days(terms: Terms, today: date, words: Words) -> None:
    """Refuse whatever is asked before the first day, after the last, or while a review is owed."""
    if today > terms.ends:
        raise words.ended()
    if today < terms.starts:
        raise words.not_begun()
    if terms.review_by is not None and today >= terms.review_by:
        raise words.review_owed()


def _aggregate(terms: Terms, words: Words) -> AggregateOutput:
    if terms.aggregate is None:
        raise words.no_aggregate()
    return terms.aggregate


def check_trained(terms: Terms, lacks: Collection[str], words: Words) -> None:
    """Refuse whoever lacks a course that the agreement asks for."""
    missing = [course for course in terms.training if course in lacks]
    if missing:
        raise words.untrained(missing)


def _plan(whole: Whole, result: Result, aggregate: AggregateOutput) -> Plan:
    if not whole.parts and not whole.listed:
        raise whole.words.no_dataset()
    _check_together(whole)
    _check_kept_apart(whole)
    query, read = whole.finish(result)
    finish = sql_text(query, last=True)
    asked = [grouped for grouped in whole.parts if grouped.cells.name in read]
    may_name = _Named.of(whole)
    cells = [_part(g, aggregate, may_name, alone=len(asked) == 1) for g in asked]
    listings = [_listed(listed) for listed in whole.listed.values() if listed.name in read]
    parts = [*cells, *listings]
    above = [part.name for part in parts] + [named.table for named in whole.named]
    texts = [*map(may_name.written, (p.sql for p in cells)), Written(finish, above, above=True)]
    check_second_reading(texts, whole.words)
    used = (grouped.dimensions() for grouped in (*whole.parts, *whole.aside))
    listed = (name for each in whole.listed.values() for name in each.columns)
    return Plan(
        parts=tuple(parts),
        finish=finish,
        output=result.columns,
        subject=whole.terms.subject,
        rule=whole.terms.smallest_group(frozenset(listed).union(*used)),
        aggregate=aggregate,
    )


def _check_kept_apart(whole: Whole) -> None:
    """Refuse a question in which two columns are used, anywhere, that the board keeps apart.

    A condition that is asked by one and grouped by the other crosses them as a table of both does,
    and so may parts that are put together afterwards: whatever the question uses is in the sum.
    """
    if not whole.terms.kept_apart:
        return
    used = [column for listed in whole.listed.values() for column in _listed_columns(listed)]
    for grouped in (*whole.parts, *whole.aside):
        for side in grouped.sides:
            used += side.scope.used.values()
        for relation in grouped.relations:
            used += [c for name in relation.by if (c := relation.dataset.column(name))]
    crossed = whole.terms.crossed(used)
    if crossed is not None:
        raise whole.words.kept_apart(*crossed)


def _listed_columns(listed: Listed) -> list[ColumnTerms]:
    return [c for name in listed.columns if (c := listed.dataset.column(name))]


def _check_together(whole: Whole) -> None:
    """Refuse a column that one part sums and another averages, where counts are rounded."""
    taken: dict[tuple[str, str], set[str]] = {}
    for grouped in (*whole.parts, *whole.aside):
        if not grouped.scope.rounds():
            continue
        measures = (a for side in grouped.sides for _, a in side.cells.measures)
        for aggregate, found in ((a, found) for a in measures for found in a.columns):
            functions = taken.setdefault((found.relation.dataset.name, found.terms.name), set())
            functions.add(aggregate.function)
            if len(functions) > 1:
                raise whole.words.sum_and_average(found.relation.dataset, found.terms)


@dataclass(frozen=True, slots=True)
class _Named:
    """What may be named in what is asked of the sealed tables."""

    tables: tuple[str, ...]
    within: bool

    @classmethod
    def of(cls, whole: Whole) -> _Named:
        """Return the datasets, and the tables of results that choose among their rows."""
        inner = [x.name for x in whole.listed.values()] + [n.table for n in whole.aside_named]
        inner += [n.table for n in whole.named]
        inner += [g.cells.name for g in (*whole.parts, *whole.aside)]
        given = [dataset.name for dataset in whole.terms.datasets]
        chosen = bool(whole.aside or whole.listed)
        return cls((*given, *inner) if chosen else tuple(given), chosen and bool(inner))

    def written(self, sql: str) -> Written:
        """Return a text with what it may name."""
        return Written(sql, self.tables, within=self.within)


def _part(grouped: Grouped, aggregate: AggregateOutput, named: _Named, *, alone: bool) -> Part:
    sql = cells_sql(grouped, largest_share=aggregate.largest_share)
    datasets = tuple(dict.fromkeys(r.dataset.name for r in grouped.relations))

    def quicker(noted: Noted) -> str:
        text = cells_sql(grouped, largest_share=aggregate.largest_share, noted=noted)
        # It is not refused where it is not on the list: that would tell of the data.
        return text if are_on_the_list([replace(named.written(text), noted=True)]) else sql

    return Part(
        name=grouped.cells.name,
        sql=sql,
        dimensions=tuple(key.name for key in grouped.cells.keys),
        measures=grouped.cells.as_measures(),
        datasets=datasets,
        totals_of=grouped.totals_of,
        whom=partial(population_of, grouped) if alone and len(grouped.sides) == 1 else None,
        quicker=quicker,
    )


def _listed(listed: Listed) -> Part:
    return Part(
        name=listed.name,
        sql=listed.sql,
        dimensions=listed.columns,
        measures=(),
        datasets=(listed.dataset.name,),
        is_reference=True,
    )
