"""Rollup, cube and grouping sets over datasets: one table of cells for each set of groups.

Totals are worked out and treated like any other group, from the rows, each subject once. The finish
reads the tables as one, with the columns that tell which dimensions a row is a total over.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

from sqlglot import exp, parse_one

from .cell_table import CellTable
from .writing import sql_text

if TYPE_CHECKING:
    from .over_cells import Over
    from .refusing import Words

MOST_SETS = 16
# So many sets are written out at most, before those that are the same are taken for one: a cube
# doubles them with every value.
MOST_WRITTEN = 256
_TOO_MANY = "rollup, cube or grouping sets in a way that is not on the list"
Values = list[exp.Expr]


def plain_groups(group: exp.Group) -> Values:
    """Return every value that is grouped by, whatever set it stands in."""
    return [value for node in group.expressions for value in _values(node)]


def sets_of(select: exp.Select, words: Words) -> list[Values] | None:
    """Return the sets of values that a SELECT groups by, or None where there is only one.

    Raises Refused, before any is written out, where there are too many.
    """
    group = select.args.get("group")
    nodes = group.expressions if group else []
    if not any(isinstance(n, exp.Rollup | exp.Cube | exp.GroupingSets) for n in nodes):
        return None
    if prod(map(_how_many, nodes)) > MOST_WRITTEN:
        raise words.not_sql(_TOO_MANY)
    return [[v for part in parts for v in part] for parts in product(*map(_sets, nodes))]


def union_of(query: exp.Select, over: Over, sets: list[list[str]]) -> list[CellTable]:
    """Return a table of cells for each set of dimensions, and let the finish read them as one."""
    words, cells = over.scope.words, over.cells
    if len(sets) > MOST_SETS or over.values or _hides_a_total(cells, sets):
        raise words.not_sql(_TOO_MANY)
    tables, selects = [], []
    for names in sorted(sets, key=len, reverse=True):
        keys = [key for key in cells.keys if key.name in names]
        table = cells.of_keys(over.whole.next_cells(), keys)
        tables.append(table)
        selects.append(_select(cells, table))
    union: exp.Query = selects[0]
    for select in selects[1:]:
        union = exp.Union(this=union, expression=select, distinct=False)
    alias = exp.TableAlias(this=_quoted(cells.name))
    query.set("from_", exp.From(this=exp.Subquery(this=union, alias=alias)))
    return tables


def total_of(table: CellTable, tables: list[CellTable]) -> tuple[str, ...]:
    """Return the names of the tables of more dimensions, whose groups add up to this one's."""
    own = {key.name for key in table.keys}
    return tuple(
        other.name
        for other in tables
        if own < {key.name for key in other.keys} and other.measures is table.measures
    )


def grouping_bits(node: exp.Grouping, over: Over) -> exp.Expr:
    """Return ``grouping(…)`` as the number that its columns make, the last the smallest."""
    total: exp.Expr | None = None
    for value in node.expressions:
        name = over.cells.key_named(sql_text(over.scope.grouping(value)))
        if name is None:
            raise over.scope.words.not_sql("grouping of what is not grouped by")
        bit: exp.Expr = over.cells.column(_bit(name))
        if total is not None:
            twice = exp.Mul(this=exp.Literal.number(2), expression=exp.Paren(this=total))
            bit = exp.Add(this=twice, expression=bit)
        total = bit
    if total is None:
        raise over.scope.words.not_sql("grouping of what is not grouped by")
    return exp.Paren(this=total)


def _hides_a_total(cells: CellTable, sets: list[list[str]]) -> bool:
    """Return whether a set is made of another's columns, and so its total by another name."""
    columns = {key.name: set(_columns(key.sql)) for key in cells.keys}
    made_of = [(set(names), set().union(*(columns[n] for n in names))) for names in sets]
    return any(
        not names <= others and own <= theirs
        for names, own in made_of
        for others, theirs in made_of
    )


def _columns(sql: str) -> Iterator[str]:
    for column in parse_one(sql, read="duckdb").find_all(exp.Column):
        yield sql_text(column)


def _select(cells: CellTable, table: CellTable) -> exp.Select:
    own = {key.name for key in table.keys}
    columns: list[exp.Expr] = []
    for key in cells.keys:
        value = table.column(key.name) if key.name in own else exp.Null()
        columns.append(exp.Alias(this=value, alias=_quoted(key.name)))
    columns += [exp.Alias(this=table.column(n), alias=_quoted(n)) for n, _ in cells.measures]
    for key in cells.keys:
        bit = exp.Literal.number(0 if key.name in own else 1)
        columns.append(exp.Alias(this=bit, alias=_quoted(_bit(key.name))))
    from_ = exp.From(this=exp.Table(this=_quoted(table.name)))
    return exp.Select(expressions=columns, from_=from_)


def _bit(name: str) -> str:
    return f"_total_{name}"


def _values(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple):
        for part in node.expressions:
            yield from _values(part)
    else:
        yield node.unnest()


def _sets(node: exp.Expr) -> list[Values]:
    """Return the sets that one part of GROUP BY stands for; a plain value is in every set."""
    parts = [list(_values(part)) for part in node.expressions] if _is_set(node) else []
    if isinstance(node, exp.Rollup):
        return [_together(parts[:size]) for size in range(len(parts), -1, -1)]
    if isinstance(node, exp.Cube):
        sizes = range(len(parts), -1, -1)
        return [_together(list(c)) for size in sizes for c in combinations(parts, size)]
    if isinstance(node, exp.GroupingSets):
        return [found for part in node.expressions for found in _sets(part)]
    return [list(_values(node))]


def _how_many(node: exp.Expr) -> int:
    """Return how many sets one part of GROUP BY stands for."""
    parts = len(node.expressions)
    if isinstance(node, exp.Cube):
        return int(2 ** min(parts, MOST_WRITTEN))
    if isinstance(node, exp.GroupingSets):
        return sum(map(_how_many, node.expressions))
    return parts + 1 if isinstance(node, exp.Rollup) else 1


def _is_set(node: exp.Expr) -> bool:
    return isinstance(node, exp.Rollup | exp.Cube | exp.GroupingSets)


def _together(parts: list[Values]) -> Values:
    return [value for part in parts for value in part]


def _quoted(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)
