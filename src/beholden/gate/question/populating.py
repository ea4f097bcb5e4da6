"""Whom a question is about, in the words of its datasets: for laying releases side by side.

What the agreement alone says stands there too: which rows it gives of a dataset, and of what column
its own bands and steps are made, so that tables of two agreements are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlglot import exp, parse_one

from beholden.kernel import ColumnTerms, DatasetTerms, Population, Treatment, TreatmentKind

from .grouping import Grouped, Side
from .relations import Relation, tells_subject

Relations = Mapping[str, Relation]


def population_of(question: Grouped) -> Population:
    """Return whom the cells of a question are of; the gate's aliases give way to datasets."""
    side = question.sides[0]
    known = _as_told(side)
    conditions = [*_given(side, known), *_joins(side, known), *_parts(side.where, known)]
    return Population(
        side.joined.counted.dataset.name,
        tuple(sorted(set(conditions))),
        {key.name: _named(_read(key.sql), known) for key in question.cells.keys},
        {
            name: tuple(sorted({part for c in of.conditions for part in _parts(c, known)}))
            for name, of in question.cells.measures
            if of.conditions
        },
    )


def _as_told(side: Side) -> Relations:
    """Return the datasets by the gate's alias, each called by how it is joined where that matters.

    A ward that somebody lives in and one that they work in are of one dataset, and what is known of
    the one is not known of the other. A dataset that is joined on a column of its key's own name,
    or on the subject, is called what it is.
    """
    known = {relation.alias: relation for relation in side.relations}
    told: dict[str, str] = {}
    for relation in side.joined.relations:
        name = _called(relation, side, told)
        number = 1 + list(told.values()).count(name)
        told[relation.alias] = name if number == 1 else f"{name}, number {number}"
    for alias, name in told.items():
        dataset = replace(known[alias].dataset, name=name)
        known[alias] = replace(known[alias], dataset=dataset)
    return known


def _called(relation: Relation, side: Side, told: Mapping[str, str]) -> str:
    name = relation.dataset.name
    for link in side.joined.links:
        if not link.touches(relation.alias, told):
            continue
        before = link.one if link.other.alias == relation.alias else link.other
        columns = list(link.columns_of(before.alias))
        plain = told[before.alias] == before.dataset.name and (
            tells_subject(link, side.scope.terms)
            or [*map(str.lower, columns)] == [c.lower() for c in link.columns_of(relation.alias)]
        )
        first = name not in told.values()
        return name if plain and first else f"{name} by {told[before.alias]} {', '.join(columns)}"
    return name


def _given(side: Side, known: Relations) -> Iterator[str]:
    """Yield the agreement's own conditions on the rows of what nobody is left in without."""
    for relation in (known[one.alias] for one in side.joined.relations):
        if relation.dataset.rows and not relation.optional:
            for part in _unfolded(_read(relation.dataset.rows)):
                yield _of_dataset(part, relation.dataset).sql(dialect="duckdb")


def _of_dataset(condition: exp.Expr, dataset: DatasetTerms) -> exp.Expr:
    """Return an agreement's condition on rows with each column named with its dataset."""
    return condition.transform(
        lambda node: _column(dataset, node.name) if isinstance(node, exp.Column) else node
    )


def _joins(side: Side, known: Relations) -> Iterator[str]:
    """Yield each join that leaves subjects out: it is a condition like any other."""
    for join in _read(f"FROM {side.joined.sql}").find_all(exp.Join):
        if join.side != "LEFT":
            yield _named(join, known)


def _parts(condition: str | None, known: Relations) -> Iterator[str]:
    """Yield what must hold all at once, each part by itself."""
    if condition is None:
        return
    for part in _unfolded(_read(condition)):
        yield _named(part, known)


def _unfolded(part: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(part, exp.Paren | exp.Try):
        yield from _unfolded(part.this)
    elif isinstance(part, exp.And):
        for inner in part.flatten():
            yield from _unfolded(inner)
    else:
        yield part


def _read(sql: str) -> exp.Expr:
    return parse_one(sql, dialect="duckdb")


def _named(node: exp.Expr, known: Relations) -> str:
    """Return SQL over the datasets' own columns instead of the gate's aliases."""

    def own(part: exp.Expr) -> exp.Expr:
        relation = known.get(part.table) if isinstance(part, exp.Column) else None
        return _meant(relation, part.name) if relation else part

    named = node.transform(own)
    rows = {r.dataset.name: r.dataset.rows for r in known.values() if r.dataset.rows}
    for table in named.find_all(exp.Table):
        if table.alias in known and not table.find_ancestor(exp.Subquery, exp.Exists):
            table.set("this", _quoted(known[table.alias].dataset.name))
        if table.find_ancestor(exp.Subquery, exp.Exists) and table.name in rows:
            # Other rows make another condition, so they stand in its name.
            table.set("this", _quoted(f"{table.name} where {rows[table.name]}"))
        table.set("alias", None)
    return named.sql(dialect="duckdb", comments=False)


def _meant(relation: Relation, name: str) -> exp.Expr:
    """Return what a column of a question is, made from the dataset's own column."""
    dataset = relation.dataset
    given = dataset.column(name)
    meant = _made(dataset, given) if given else _column(dataset, name)
    if not (relation.optional and dataset.rows):
        return meant
    rows = _of_dataset(_read(dataset.rows), dataset)
    return exp.Case(ifs=[exp.If(this=rows, true=meant)])


def _made(dataset: DatasetTerms, given: ColumnTerms) -> exp.Expr:
    if given.treatment and not given.is_pseudonym:
        return _treated(dataset, given.source, given.treatment)
    own = _column(dataset, given.name if given.is_pseudonym else given.source)
    if not given.bands:
        return own
    return _case(
        (label, exp.In(this=own, expressions=_texts(among))) for label, among in given.bands
    )


def _treated(dataset: DatasetTerms, source: str, treatment: Treatment) -> exp.Expr:
    """Return a treated column: steps over its number, or the coarser value under its own name."""
    number = {
        TreatmentKind.NUMBER: source,
        TreatmentKind.AGE: f"{source}, age on {treatment.as_of}",
    }
    if treatment.kind not in number:
        return _column(dataset, f"{source}, {treatment.in_words()}")
    own = _column(dataset, number[treatment.kind])
    return _case(
        (label, exp.GTE(this=own, expression=exp.Literal.number(low)))
        for label, low in reversed(treatment.steps)
    )


def _case(arms: Iterator[tuple[str, exp.Expr]]) -> exp.Case:
    return exp.Case(ifs=[exp.If(this=when, true=exp.Literal.string(label)) for label, when in arms])


def _texts(values: tuple[str, ...]) -> list[exp.Expr]:
    return [exp.Literal.string(value) for value in values]


def _column(dataset: DatasetTerms, name: str) -> exp.Column:
    return exp.Column(this=_quoted(name), table=_quoted(dataset.name))


def _quoted(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)
