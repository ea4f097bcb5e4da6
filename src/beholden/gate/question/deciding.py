"""Deciding: may this question be asked under these terms today, and what runs if it may.

Pure: the decision depends on the question, the terms and the day alone, never on data (S2).
"""

from __future__ import annotations

from datetime import date

from beholden.kernel import AggregateOutput, Clause, Refused, Terms

from .combining import Result, Whole
from .explaining import clauses_of
from .grouping import Grouped
from .plans import Decision, Part, Plan
from .populating import population_of
from .querying import read_query
from .reading import read_question
from .refusing import Words
from .regenerating import cells_sql
from .second_reading import check_second_reading


def decide(question: str, terms: Terms, *, today: date) -> Decision:
    """Return yes with a plan, or no with a refusal.

    Raises BadQuestion for what cannot be read as one question.
    """
    words = Words(terms)
    whole = Whole(terms, words)
    try:
        aggregate = _in_force(terms, today, words)
        result = read_query(read_question(question, words), {}, whole)
        plan = _plan(whole, result, aggregate)
    except Refused as refused:
        said = Clause(refused.refusal.clause, refused.refusal.why)
        return Decision(question, False, refused.refusal, (said,), None)
    return Decision(question, True, None, clauses_of(whole.parts, plan), plan)


def _in_force(terms: Terms, today: date, words: Words) -> AggregateOutput:
    if today > terms.ends:
        raise words.ended()
    if today < terms.starts:
        raise words.not_begun()
    if terms.review_by is not None and today >= terms.review_by:
        raise words.review_owed()
    if terms.aggregate is None:
        raise words.no_aggregate()
    return terms.aggregate


def _plan(whole: Whole, result: Result, aggregate: AggregateOutput) -> Plan:
    if not whole.parts:
        raise whole.words.no_dataset()
    _check_together(whole)
    parts = tuple(_part(grouped, aggregate, whole) for grouped in whole.parts)
    finish = whole.finish(result).sql(dialect="duckdb", comments=False)
    results = [part.name for part in parts] + [named.table for named in whole.named]
    check_second_reading(finish, tables=results, words=whole.words, above=True)
    dimensions = frozenset(name for g in whole.parts for name in g.scope.dimensions())
    return Plan(
        parts=parts,
        finish=finish,
        output=result.columns,
        subject=whole.terms.subject,
        rule=whole.terms.smallest_group(dimensions),
        aggregate=aggregate,
    )


def _check_together(whole: Whole) -> None:
    """Refuse a column that one part sums and another averages, where counts are rounded."""
    taken: dict[tuple[str, str], set[str]] = {}
    for grouped in whole.parts:
        for _, aggregate in grouped.cells.measures:
            found = aggregate.column
            if found is None or not grouped.scope.rounds():
                continue
            functions = taken.setdefault((found.relation.dataset.name, found.terms.name), set())
            functions.add(aggregate.function)
            if len(functions) > 1:
                raise whole.words.sum_and_average(found.relation.dataset, found.terms)


def _part(grouped: Grouped, aggregate: AggregateOutput, whole: Whole) -> Part:
    alone = len(whole.parts) == 1
    sql = cells_sql(grouped, largest_share=aggregate.largest_share)
    datasets = tuple(dict.fromkeys(r.dataset.name for r in grouped.relations))
    check_second_reading(sql, tables=datasets, words=whole.words)
    return Part(
        name=grouped.cells.name,
        sql=sql,
        dimensions=tuple(key.name for key in grouped.cells.keys),
        measures=grouped.cells.as_measures(),
        datasets=datasets,
        population=population_of(grouped) if alone else None,
    )
