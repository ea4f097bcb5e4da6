"""A SELECT over datasets: into the cells that it needs, and the finish over treated cells."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from beholden.kernel import ColumnRole, Terms

from .aggregates import has_aggregate, is_aggregate, read_aggregate
from .cell_table import CellTable, cell
from .columns import REBUILT, Found, Scope, rebuilt, rebuilt_atom
from .differences import MOST_FILTERS, families
from .plans import CELLS
from .refusing import Words
from .relations import (
    Joined,
    Relation,
    aligned_aliases,
    first_relation,
    has_subject,
    join_text,
    key_pairs,
    next_relation,
    table_text,
    whose_subjects,
)
from .selecting import (
    Output,
    Projection,
    aliased,
    limits,
    named_outputs,
    order_by,
    ordinal,
    projections,
    said_place,
)


@dataclass(frozen=True, slots=True)
class Grouped:
    """A question over datasets, taken apart.

    ``where`` is SQL over dimensions (or None), ``cells`` what is worked out for each group,
    ``finish`` the SELECT over treated cells that gives ``output``.
    """

    scope: Scope
    joined: Joined
    where: str | None
    cells: CellTable
    finish: exp.Select
    output: tuple[str, ...]


def group_question(select: exp.Select, terms: Terms, words: Words) -> Grouped:
    """Return a SELECT over datasets as cells and their finish, or raise Refused or BadQuestion."""
    if select.args.get("from_") is None:
        raise words.no_dataset()
    scope, joined = _from(select, terms, words)
    if any(isinstance(node, exp.Star) for node in select.expressions):
        raise words.lists_rows(joined.counted.dataset)
    asked = projections(select, words)
    _refuse_listed_measures(asked, scope)
    where = select.args.get("where")
    chosen = _sql(scope.choosing(where.this)) if where else None
    cells = CellTable()
    _add_keys(select, asked, scope, cells)
    outputs = _outputs(asked, scope, cells)
    finish = _finish(select, asked, outputs, scope, cells)
    _check_measures(cells, joined, scope)
    return Grouped(scope, joined, chosen, cells, finish, tuple(o.name for o in outputs))


def _from(select: exp.Select, terms: Terms, words: Words) -> tuple[Scope, Joined]:
    first = first_relation(select.args["from_"].this, terms, words)
    relations: tuple[Relation, ...] = (first,)
    others: dict[str, Relation] = {}
    lines = [table_text(first)]
    scope = Scope(relations, terms, words)
    for join in select.args.get("joins") or ():
        new, other = next_relation(join, relations, terms, words)
        relations, others[new.alias] = (*relations, new), other
        scope.relations = relations
        _, conditions = key_pairs(join)
        lines.append(join_text(new, other, [_sql(scope.choosing(c)) for c in conditions]))
    counted = whose_subjects(relations, terms, words)
    aligned = aligned_aliases(relations, others, counted, terms)
    if any(has_subject(r, terms) and r.alias not in aligned for r in relations):
        raise words.not_counted()
    return scope, Joined(relations, "\n    ".join(lines), counted, aligned)


def _refuse_listed_measures(asked: list[Projection], scope: Scope) -> None:
    """Name the measure first where a question lists several columns: it tells the most."""
    for projection in asked:
        for node in projection.node.walk(prune=is_aggregate):
            if isinstance(node, exp.Column):
                found = scope.find(node)
                if found.terms.role is ColumnRole.MEASURE:
                    raise scope.words.lists(found.relation.dataset, found.terms)


def _add_keys(select: exp.Select, asked: list[Projection], scope: Scope, cells: CellTable) -> None:
    group = select.args.get("group")
    for node in _group_nodes(group, asked, scope) if group else ():
        if has_aggregate(node):
            raise scope.words.not_sql("a count or a sum where only dimensions may stand")
        text = _sql(scope.grouping(node))
        said = next((p.said for p in asked if p.said and p.node is node), None)
        said = said or next((p.said for p in asked if p.said and p.node == node), None)
        cells.add_key(text, said or _plain_name(node, scope) or f"group_{len(cells.keys) + 1}")


def _group_nodes(group: exp.Group, asked: list[Projection], scope: Scope) -> list[exp.Expr]:
    if group.args.get("all"):
        plain = [p.node for p in asked if not has_aggregate(p.node)]
        return [node for node in plain if node.find(exp.Column)]
    nodes = []
    for node in group.expressions:
        place = ordinal(node, len(asked))
        if place is None and isinstance(node, exp.Column) and not scope.holds(node):
            place = said_place(node, asked)
        nodes.append(node if place is None else asked[place].node)
    return nodes


def _plain_name(node: exp.Expr, scope: Scope) -> str | None:
    return scope.find(node).terms.name if isinstance(node, exp.Column) else None


def _outputs(asked: list[Projection], scope: Scope, cells: CellTable) -> tuple[Output, ...]:
    found = []
    for number, projection in enumerate(asked, start=1):
        expression = _over_cells(projection.node, scope, cells, said=projection.said)
        own = expression.name if isinstance(expression, exp.Column) else f"column_{number}"
        found.append((projection.said or own, expression))
    if not cells.keys and not cells.measures:
        raise scope.words.lists_rows(scope.relations[0].dataset)
    return named_outputs(found)


def _over_cells(
    node: exp.Expr, scope: Scope, cells: CellTable, *, said: str | None = None
) -> exp.Expr:
    """Return an expression of the question over cells: its groups and aggregates become columns."""
    if is_aggregate(node):
        aggregate = read_aggregate(node, scope)
        return cell(cells.add_measure(aggregate, said or _default(aggregate.default_name, scope)))
    if not has_aggregate(node) and node.find(exp.Column):
        key = cells.key_named(_sql(scope.grouping(node)))
        if key is not None:
            return cell(key)
    if isinstance(node, exp.Column):
        found = scope.find(node)
        raise scope.words.lists(found.relation.dataset, found.terms)
    atom = rebuilt_atom(node)
    if atom is not None:
        return atom
    if type(node) not in REBUILT:
        raise scope.words.not_sql("a part of SQL that is not on the list")
    return rebuilt(node, lambda part: _over_cells(part, scope, cells))


def _default(name: str, scope: Scope) -> str:
    return name or scope.words.subjects


def _finish(
    select: exp.Select,
    asked: list[Projection],
    outputs: tuple[Output, ...],
    scope: Scope,
    cells: CellTable,
) -> exp.Select:
    """Return the SELECT over treated cells: having becomes a condition on what may be seen."""

    def rewrite(node: exp.Expr) -> exp.Expr:
        place = said_place(node, asked)
        known = isinstance(node, exp.Column) and scope.holds(node)
        if place is not None and not known:
            return outputs[place].expression.copy()
        return _over_cells(node, scope, cells)

    def rewrite_within(node: exp.Expr) -> exp.Expr:
        direct = isinstance(node, exp.Column) or is_aggregate(node) or not node.find(exp.Column)
        if direct or type(node) not in REBUILT or not _names_results(node, asked, scope):
            return rewrite(node)
        return rebuilt(node, rewrite_within)

    having = select.args.get("having")
    parts = limits(select, scope.words)
    order = order_by(select, asked, rewrite_within)
    where = exp.Where(this=rewrite_within(having.this)) if having else None
    order += [exp.Ordered(this=cell(key.name), nulls_first=False) for key in cells.keys]
    return exp.Select(
        expressions=aliased(outputs),
        from_=exp.From(this=exp.Table(this=exp.Identifier(this=CELLS, quoted=True))),
        where=where,
        order=exp.Order(expressions=order) if order else None,
        **parts,
    )


def _names_results(node: exp.Expr, asked: list[Projection], scope: Scope) -> bool:
    columns = node.find_all(exp.Column)
    return any(said_place(c, asked) is not None and not scope.holds(c) for c in columns)


def _check_measures(cells: CellTable, joined: Joined, scope: Scope) -> None:
    """Refuse measures that do not belong to the subjects, or that tell too much together."""
    for _, aggregate in cells.measures:
        found = aggregate.column
        if found and found.relation.alias not in joined.aligned:
            raise scope.words.measure_elsewhere(found.relation.dataset, found.terms)
        if found and _is_both(found, cells) and scope.rounds():
            raise scope.words.sum_and_average(found.relation.dataset, found.terms)
    if any(len(family.filters) > MOST_FILTERS for family in families(cells.measures)):
        raise scope.words.too_many_filters(MOST_FILTERS)


def _is_both(found: Found, cells: CellTable) -> bool:
    """Return whether a column is both summed and averaged, which gives the number of its rows."""
    taken = [a for _, a in cells.measures if a.column and a.column.reference == found.reference]
    return len({a.function for a in taken}) > 1


def _sql(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb", comments=False)
