"""Whom a question is about, in the words of its datasets: for laying releases side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp, parse_one

from beholden.kernel import Population

from .grouping import Grouped


def population_of(question: Grouped) -> Population:
    """Return whom the cells of a question are of; the gate's aliases give way to datasets."""
    names = {relation.alias: relation.dataset.name for relation in question.relations}
    measures = question.cells.measures
    return Population(
        question.joined.counted.dataset.name,
        tuple(sorted({*_joins(question, names), *_parts(question.where, names)})),
        {
            key.name: _named(parse_one(key.sql, dialect="duckdb"), names)
            for key in question.cells.keys
        },
        {
            name: tuple(sorted({part for c in of.conditions for part in _parts(c, names)}))
            for name, of in measures
            if of.conditions
        },
    )


def _joins(question: Grouped, names: Mapping[str, str]) -> Iterator[str]:
    """Yield each join that leaves subjects out: it is a condition like any other."""
    for join in _read(f"FROM {question.joined.sql}").find_all(exp.Join):
        if join.side != "LEFT":
            yield _named(join, names)


def _parts(condition: str | None, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what must hold all at once, each part by itself."""
    if condition is None:
        return
    for part in _unfolded(_read(condition)):
        yield _named(part, names)


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


def _named(node: exp.Expr, names: Mapping[str, str]) -> str:
    """Return SQL in which a column stands with its dataset instead of the gate's alias."""
    node = node.copy()
    for column in node.find_all(exp.Column):
        column.set("table", exp.Identifier(this=names.get(column.table, column.table), quoted=True))
    for table in node.find_all(exp.Table):
        table.set("alias", None)
    return node.sql(dialect="duckdb", comments=False)
