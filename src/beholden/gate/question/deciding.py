"""Deciding: may this question be asked under these terms today, and what runs if it may.

Pure: the decision depends on the question, the terms and the day alone, never on data (S2).
"""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from beholden.kernel import AggregateOutput, Clause, Refused, Terms

from .explaining import clauses_of
from .finishing import finish_above
from .grouping import Grouped, group_question
from .plans import CELLS, Decision, Plan
from .populating import population_of
from .reading import read_question
from .refusing import Words
from .regenerating import cells_sql
from .second_reading import check_second_reading
from .text_growth import check_growth

_MOST_LEVELS = 8


def decide(question: str, terms: Terms, *, today: date) -> Decision:
    """Return yes with a plan, or no with a refusal.

    Raises BadQuestion for what cannot be read as one question.
    """
    words = Words(terms)
    try:
        aggregate = _in_force(terms, today, words)
        grouped, finish, output = _read(question, terms, words)
        plan = _plan(grouped, finish, output, aggregate, words)
    except Refused as refused:
        said = Clause(refused.refusal.clause, refused.refusal.why)
        return Decision(question, False, refused.refusal, (said,), None)
    return Decision(question, True, None, clauses_of(grouped, plan), plan)


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


def _read(question: str, terms: Terms, words: Words) -> tuple[Grouped, exp.Select, tuple[str, ...]]:
    """Read a question of one or more levels: the innermost is over datasets."""
    select, above = read_question(question, words), []
    named = _named_questions(select, terms, words)
    while (step := _below(select, named, words)) is not None:
        above.append((select, step[1]))
        select, named = step[0], {**named, **_named_questions(step[0], terms, words)}
        if len(above) > _MOST_LEVELS:
            raise words.not_sql("too many questions within each other")
    grouped = group_question(select, terms, words)
    finish, output = grouped.finish, grouped.output
    for level, called in reversed(above):
        finish, output = finish_above(level, finish, output, called, words)
    return grouped, finish, output


def _named_questions(select: exp.Select, terms: Terms, words: Words) -> dict[str, exp.Select]:
    """Return the questions that WITH names; none may take the name of a dataset or be recursive."""
    found: dict[str, exp.Select] = {}
    with_ = select.args.get("with_")
    for named in with_.expressions if with_ else ():
        name = named.alias.lower()
        if terms.dataset(name) or not isinstance(named.this, exp.Select) or name in found:
            raise words.not_sql("with in a way that is not on the list")
        found[name] = named.this
    return found


def _below(
    select: exp.Select, named: dict[str, exp.Select], words: Words
) -> tuple[exp.Select, str] | None:
    """Return the question that a SELECT stands above, with the asker's name for it, or None."""
    from_ = select.args.get("from_")
    table = from_.this if from_ else None
    joined = select.args.get("joins") or ()
    is_named = isinstance(table, exp.Table) and table.name.lower() in named
    if table is None or not (is_named or isinstance(table, exp.Subquery)):
        return None
    below = named[table.name.lower()] if is_named else table.this.unnest()
    if joined or not isinstance(below, exp.Select):
        raise words.not_sql("a join of questions, where one question may stand above another")
    return below, (table.alias or table.name).lower()


def _plan(
    grouped: Grouped,
    finish: exp.Select,
    output: tuple[str, ...],
    aggregate: AggregateOutput,
    words: Words,
) -> Plan:
    terms = grouped.scope.terms
    datasets = tuple(r.dataset.name for r in grouped.joined.relations)
    sql = cells_sql(grouped, largest_share=aggregate.largest_share)
    check_growth(finish, words)
    finish_sql = finish.sql(dialect="duckdb", comments=False)
    check_second_reading(sql, tables=datasets, words=words)
    check_second_reading(finish_sql, tables=(CELLS,), words=words)
    return Plan(
        sql=sql,
        finish=finish_sql,
        dimensions=tuple(key.name for key in grouped.cells.keys),
        measures=grouped.cells.as_measures(),
        output=output,
        subject=terms.subject,
        rule=terms.smallest_group(grouped.scope.dimensions()),
        aggregate=aggregate,
        datasets=datasets,
        population=population_of(grouped),
    )
