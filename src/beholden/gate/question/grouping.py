"""A SELECT over datasets: into the cells that it needs, and the finish over treated cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from sqlglot import exp

from beholden.kernel import ColumnRole

from .aggregates import has_aggregate, is_aggregate
from .cell_table import CellTable
from .columns import Scope
from .combining import Names, Result, Whole
from .conditions import all_of
from .differences import MOST_ALIKE, MOST_FILTERS, alike, families
from .flattening import flattened, names_as_results
from .linking import Linked, Outer
from .over_cells import Over, finish, outputs_of
from .relations import (
    Joined,
    Relation,
    aligned_aliases,
    has_subject,
    keys_seen,
    mixed_aliases,
    put_together,
    read_from,
    whose_subjects,
)
from .selecting import Projection, ordinal, projections, said_place
from .semi_joining import SemiJoins
from .sets_of_groups import plain_groups, sets_of, total_of, union_of
from .text_growth import check_copies
from .writing import sql_text

Within = Callable[..., Result]

MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class Side:
    """Rows of datasets that a question reads: where from, which, and what is taken of each.

    ``where`` is SQL over dimensions (or None), ``cells`` what is worked out for each group.
    """

    scope: Scope
    joined: Joined
    where: str | None
    cells: CellTable

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Return the datasets that are read, whether joined or only choosing rows."""
        return (*self.joined.relations, *self.scope.beside)


@dataclass(frozen=True, slots=True)
class Grouped:
    """A table of cells over datasets, taken apart; of several sides, the rows are put together.

    ``totals_of`` names the tables whose groups add up to this one's, where a question asks both.
    """

    sides: tuple[Side, ...]
    totals_of: tuple[str, ...] = ()

    @property
    def cells(self) -> CellTable:
        """Return what is worked out for each group, under the names of the first side."""
        return self.sides[0].cells

    @property
    def scope(self) -> Scope:
        """Return the columns that the first side uses."""
        return self.sides[0].scope

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Return the datasets that are read, whether joined or only choosing rows."""
        return tuple(relation for side in self.sides for relation in side.relations)

    @property
    def is_joined(self) -> bool:
        """Return whether a row of a measure may come back several times."""
        return any(len(side.joined.relations) > 1 for side in self.sides)

    def dimensions(self) -> frozenset[str]:
        """Return the dimensions that are used, by which the group rule is found."""
        return frozenset(name for side in self.sides for name in side.scope.dimensions())


@dataclass(frozen=True, slots=True)
class _Read:
    """One side of a question while it is read: its rows, the tables of cells, and the finish."""

    side: Side
    tables: list[CellTable]
    finish: exp.Select
    columns: tuple[str, ...]


def group_question(
    select: exp.Select, names: Names, whole: Whole, *, within: Within, outer: Outer | None = None
) -> Result:
    """Return what a SELECT over datasets gives; its cells are added to the whole question.

    ``within`` reads a question that stands in an expression. Raises Refused or BadQuestion.
    """
    sides = flattened(select, names, whole)
    read = [_read(side, names, whole, within, outer, apart=len(sides) > 1) for side in sides]
    first = read[0]
    if any(not _is_like(other, first) for other in read[1:]):
        raise whole.words.not_sql("rows put together that are not counted and summed alike")
    for number, table in enumerate(first.tables):
        parts = tuple(replace(r.side, cells=r.tables[number]) for r in read)
        parts = (replace(first.side, cells=_of_all(parts)), *parts[1:])
        whole.add(Grouped(parts, total_of(table, first.tables)))
        for family in (f for part in parts for f in families(part.cells.measures)):
            whole.compare(family.compared)
    copies = check_copies(first.finish, {}, whole.words)
    # Groups of one table are told in the order of what they are grouped by.
    settled = len(first.tables) == 1 and not select.args.get("distinct")
    return Result(first.finish, first.columns, copies, settled)


def _of_all(sides: tuple[Side, ...]) -> CellTable:
    """Return the cells of the first side, with what holds of a number on any side of it.

    Raises Refused where rows are put together and a value is worked out: what one side takes away
    another would add, and what is left is of few.
    """
    first = sides[0].cells
    if len(sides) == 1:
        return first
    measures = []
    for number, (name, of) in enumerate(first.measures):
        every = [side.cells.measures[number][1] for side in sides]
        if not all(a.is_plain for a in every if a.is_amount):
            raise sides[0].scope.words.not_alone(None)
        nought = any(a.or_nought for a in every), all(a.counts_nought for a in every)
        measures.append((name, replace(of, or_nought=nought[0], counts_nought=nought[1])))
    if not _lie_alike(sides):
        raise sides[0].scope.words.not_alone(None)
    return replace(first, measures=measures)


def _lie_alike(sides: tuple[Side, ...]) -> bool:
    """Return whether numbers that share a column have it on the same sides.

    Else their difference would be of the rows that one side leaves out, and it is by the first side
    that numbers are compared.
    """
    places = [_places(number, sides) for number in range(len(sides[0].cells.measures))]
    return all(
        one[column] == other[column]
        for one, other in combinations(places, 2)
        for column in one.keys() & other.keys()
    )


def _places(number: int, sides: tuple[Side, ...]) -> dict[tuple[str, str], set[int]]:
    """Return on which sides each column stands in a number."""
    places: dict[tuple[str, str], set[int]] = {}
    for side, part in enumerate(sides):
        for found in part.cells.measures[number][1].columns:
            column = (found.relation.dataset.name, found.terms.name)
            places.setdefault(column, set()).add(side)
    return places


def _is_like(one: _Read, other: _Read) -> bool:
    """Return whether two sides have the same places for groups and numbers, and do the same.

    Numbers that can be taken from each other on one side must be so on the other, for it is by the
    first side that they are compared.
    """

    def shape(read: _Read) -> list[tuple[object, ...]]:
        return [
            (
                len(t.keys),
                [(a.function, bool(a.conditions)) for _, a in t.measures],
                families(t.measures),
                alike(t.measures),
            )
            for t in read.tables
        ]

    return shape(one) == shape(other) and _over(one) == _over(other)


def _over(read: _Read) -> str:
    """Return what is done with the cells of a side, whatever they are called."""
    text = sql_text(read.finish)
    for number, table in enumerate([read.side.cells, *read.tables]):
        text = text.replace(f'"{table.name}"', f"_{number}")
    return text


def _read(
    select: exp.Select,
    names: Names,
    whole: Whole,
    within: Within,
    outer: Outer | None,
    *,
    apart: bool,
) -> _Read:
    words, linked = whole.words, Linked(outer)
    select = names_as_results(select, whole)
    scope, joined, where = _from(select, names, whole, within, linked)
    if any(isinstance(node, exp.Star) for node in select.expressions):
        raise words.lists_rows(joined.counted.dataset)
    asked = projections(select, words)
    if select.find(exp.Window) and not _groups(select, asked):
        raise words.not_sql("a window function over rows; a window is over groups")
    _refuse_listed_measures(asked, scope)
    over = Over(
        scope,
        CellTable(whole.next_cells(), apart),
        whole,
        lambda node: within(node, names, whole).query,
    )
    sets = sets_of(select, scope.words)
    _add_keys(_group_nodes(select, asked, scope), asked, over, apart=apart)
    outputs = outputs_of(asked, over)
    query = finish(select, asked, outputs, over)
    linked.join(select, query, over)
    _check_measures(over.cells, joined, scope)
    tables = [over.cells, *over.values.values()]
    if sets is not None:
        tables = union_of(query, over, [_keys_of(s, asked, over) for s in sets])
    side = Side(scope, joined, where, over.cells)
    return _Read(side, tables, query, tuple(o.name for o in outputs))


def _groups(select: exp.Select, asked: list[Projection]) -> bool:
    """Return whether a SELECT groups or counts, so that what stands over it is over groups."""
    return select.args.get("group") is not None or any(has_aggregate(p.node) for p in asked)


def _from(
    select: exp.Select, names: Names, whole: Whole, within: Within, linked: Linked
) -> tuple[Scope, Joined, str | None]:
    """Return the columns that may be named, the joins, and the condition on rows as SQL."""
    terms, words = whole.terms, whole.words
    found = read_from(select, terms, words)
    scope = Scope(tuple(found.relations), terms, words)
    written = {a: [sql_text(scope.choosing(c)) for c in cs] for a, cs in found.apart.items()}
    relations, text = put_together(found, written)
    scope.relations = tuple(relations)
    scope.used.update({(d.name, c.name): c for d, c in keys_seen(found.links)})
    counted = whose_subjects(relations, terms, words)
    aligned = aligned_aliases(found.links, found, counted)
    if any(has_subject(r, terms) and r.alias not in aligned for r in relations):
        raise words.not_counted()
    semi = SemiJoins(whole, names, within, aligned)
    conditions = [c for c in found.conditions if not linked.takes(c, scope)]
    chosen = [scope.choosing(c, within=semi) for c in conditions]
    where = all_of(chosen) if chosen else None
    links, mixed = tuple(found.links), mixed_aliases(found)
    joined = Joined(tuple(relations), text, counted, aligned, links, mixed)
    return scope, joined, None if where is None else sql_text(where)


def _refuse_listed_measures(asked: list[Projection], scope: Scope) -> None:
    """Name the measure first where a question lists several columns: it tells the most."""
    for projection in asked:
        for node in projection.node.walk(prune=_is_of_groups):
            if isinstance(node, exp.Column):
                found = scope.find(node)
                if found.terms.role is ColumnRole.MEASURE:
                    raise scope.words.lists(found.relation.dataset, found.terms)


def _is_of_groups(node: exp.Expr) -> bool:
    return is_aggregate(node) or isinstance(node, exp.Query)


def _add_keys(nodes: list[exp.Expr], asked: list[Projection], over: Over, *, apart: bool) -> None:
    scope, cells = over.scope, over.cells
    for node in nodes:
        if len(cells.keys) > MOST_KEYS:
            raise scope.words.not_sql(f"more than {MOST_KEYS} values to group by")
        if has_aggregate(node):
            raise scope.words.not_sql("a count or a sum where only dimensions may stand")
        text = sql_text(scope.grouping(node))
        if apart and cells.key_named(text) is not None:
            raise scope.words.not_sql("rows put together that are not counted and summed alike")
        said = next((p.said for p in asked if p.said and p.node is node), None)
        said = said or next((p.said for p in asked if p.said and p.node.unnest() == node), None)
        cells.add_key(text, said or _plain_name(node, scope) or f"group_{len(cells.keys) + 1}")


def _keys_of(nodes: list[exp.Expr], asked: list[Projection], over: Over) -> list[str]:
    """Return the names of the dimensions that stand for the values of one set of groups."""
    found = []
    for node in nodes:
        node = _meant(node, asked, over.scope)
        found.append(over.cells.key_named(sql_text(over.scope.grouping(node))) or "")
    return found


def _group_nodes(select: exp.Select, asked: list[Projection], scope: Scope) -> list[exp.Expr]:
    group = select.args.get("group")
    counts = any(has_aggregate(p.node) for p in asked)
    if group is None and (counts or not select.args.get("distinct")):
        return []
    if group is None or group.args.get("all"):
        plain = [p.node for p in asked if not has_aggregate(p.node)]
        return [node for node in plain if node.find(exp.Column) and not _asks(node)]
    return [_meant(node, asked, scope) for node in plain_groups(group)]


def _asks(node: exp.Expr) -> bool:
    return node.find(exp.Query, exp.Window) is not None


def _meant(node: exp.Expr, asked: list[Projection], scope: Scope) -> exp.Expr:
    """Return the value that is grouped by, where a place or the name of a result stands for it."""
    place = ordinal(node, len(asked))
    if place is None and isinstance(node, exp.Column) and not scope.holds(node):
        place = said_place(node, asked)
    return node if place is None else asked[place].node


def _plain_name(node: exp.Expr, scope: Scope) -> str | None:
    return scope.find(node).terms.name if isinstance(node, exp.Column) else None


def _check_measures(cells: CellTable, joined: Joined, scope: Scope) -> None:
    """Refuse measures that do not belong to the subjects, or that tell too much together."""
    for _, aggregate in cells.measures:
        for found in aggregate.columns:
            apart = found.relation.alias not in joined.aligned
            if apart and found.terms.role is ColumnRole.MEASURE:
                raise scope.words.measure_elsewhere(found.relation.dataset, found.terms)
    if any(family.is_too_large for family in families(cells.measures)):
        raise scope.words.too_many_filters(MOST_FILTERS)
    if len(alike(cells.measures)) > MOST_ALIKE * len(cells.measures):
        raise scope.words.too_many_filters(MOST_FILTERS)
