"""A SELECT over datasets: into the cells that it needs, and the finish over treated cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from beholden.kernel import ColumnRole, Terms

from .aggregates import has_aggregate, is_aggregate, read_aggregate, value_of_dimensions
from .allowed_syntax import WINDOWS
from .cell_table import CellTable
from .columns import REBUILT, Found, Scope, rebuilt, rebuilt_atom
from .combining import Names, Result, Whole
from .differences import MOST_FILTERS, families
from .refusing import Words
from .relations import (
    Joined,
    Relation,
    aligned_aliases,
    comma_joins,
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
from .semi_joining import SemiJoins
from .text_growth import check_copies

Within = Callable[..., Result]

# What stands over cells, beside what is rebuilt anywhere: a window and its parts.
_OVER_CELLS = REBUILT | {exp.Order, exp.Ordered, exp.WindowSpec}


@dataclass(frozen=True, slots=True)
class Grouped:
    """A question over datasets, taken apart.

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


def group_question(select: exp.Select, names: Names, whole: Whole, *, within: Within) -> Result:
    """Return what a SELECT over datasets gives; its cells are added to the whole question.

    ``within`` reads a question that stands in an expression. Raises Refused or BadQuestion.
    """
    terms, words = whole.terms, whole.words
    joins, conditions = comma_joins(select, terms)
    scope, joined = _from(select, joins, terms, words)
    if any(isinstance(node, exp.Star) for node in select.expressions):
        raise words.lists_rows(joined.counted.dataset)
    asked = projections(select, words)
    if select.find(exp.Window) and not _groups(select, asked):
        raise words.not_sql("a window function over rows; a window is over groups")
    _refuse_listed_measures(asked, scope)
    where = exp.and_(*conditions, copy=False) if conditions else None
    semi = SemiJoins(whole, names)
    chosen = _sql(scope.choosing(where, semi=semi)) if where is not None else None
    cells = CellTable(whole.next_cells())
    over = _Over(scope, cells, whole, lambda node: within(node, names, whole).query)
    _add_keys(select, asked, scope, over.cells)
    outputs = _outputs(asked, over)
    finish = _finish(select, asked, outputs, over)
    _check_measures(over.cells, joined, scope)
    for table in (cells, *over.values.values()):
        whole.add(Grouped(scope, joined, chosen, table))
    return Result(finish, tuple(o.name for o in outputs), check_copies(finish, {}, words))


def _groups(select: exp.Select, asked: list[Projection]) -> bool:
    """Return whether a SELECT groups or counts, so that what stands over it is over groups."""
    return select.args.get("group") is not None or any(has_aggregate(p.node) for p in asked)


def _from(
    select: exp.Select, joins: list[exp.Join], terms: Terms, words: Words
) -> tuple[Scope, Joined]:
    first = first_relation(select.args["from_"].this, terms, words)
    relations: tuple[Relation, ...] = (first,)
    others: dict[str, Relation] = {}
    lines = [table_text(first)]
    scope = Scope(relations, terms, words)
    for join in joins:
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
    for node in _group_nodes(select, asked, scope):
        if has_aggregate(node):
            raise scope.words.not_sql("a count or a sum where only dimensions may stand")
        text = _sql(scope.grouping(node))
        said = next((p.said for p in asked if p.said and p.node is node), None)
        said = said or next((p.said for p in asked if p.said and p.node == node), None)
        cells.add_key(text, said or _plain_name(node, scope) or f"group_{len(cells.keys) + 1}")


def _group_nodes(select: exp.Select, asked: list[Projection], scope: Scope) -> list[exp.Expr]:
    group = select.args.get("group")
    counts = any(has_aggregate(p.node) for p in asked)
    if group is None and (counts or not select.args.get("distinct")):
        return []
    if group is None or group.args.get("all"):
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


@dataclass(frozen=True, slots=True)
class _Over:
    """What is over the cells of one question: its columns, and questions within it."""

    scope: Scope
    cells: CellTable
    whole: Whole
    asked: Callable[[exp.Expr], exp.Query]
    values: dict[str, CellTable] = field(default_factory=dict)

    def rewritten(self, node: exp.Expr, *, said: str | None = None) -> exp.Expr:
        """Return an expression with its groups and aggregates as columns of the cells."""
        if isinstance(node, exp.Window):
            return self._window(node)
        value = value_of_dimensions(node, self.scope)
        if value is not None:
            return self._over_values(node, value)
        if is_aggregate(node):
            aggregate = read_aggregate(node, self.scope)
            wanted = said or _default(aggregate.default_name, self.scope)
            return self.cells.column(self.cells.add_measure(aggregate, wanted))
        if isinstance(node, exp.Subquery | exp.Exists):
            inner = node if isinstance(node, exp.Subquery) else node.this
            return type(node)(this=self.asked(inner))
        if isinstance(node, exp.In) and node.args.get("query"):
            inner = exp.Subquery(this=self.asked(node.args["query"]))
            return exp.In(this=self.rewritten(node.this), query=inner)
        return self._plain(node)

    def _over_values(self, node: exp.Expr, value: exp.Expr) -> exp.Expr:
        """Return the number of different values, or the smallest or largest, of those shown.

        The values are the groups of a table of cells of their own, so one that too few have is
        not among them.
        """
        sql = _sql(value)
        table = self.values.get(sql)
        if table is None:
            table = CellTable(self.whole.next_cells(), keys=list(self.cells.keys))
            table.add_key(sql, "value")
            self.values[sql] = table
        column = table.column(table.key_named(sql) or "")
        taken: exp.Expr = type(node)(this=column)
        if isinstance(node, exp.Count):
            taken = exp.Count(this=exp.Distinct(expressions=[column]))
        same = [
            exp.NullSafeEQ(this=table.column(key.name), expression=self.cells.column(key.name))
            for key in self.cells.keys
        ]
        query = exp.Select(
            expressions=[taken],
            from_=exp.From(this=exp.Table(this=exp.Identifier(this=table.name, quoted=True))),
            where=exp.Where(this=exp.and_(*same, copy=False)) if same else None,
        )
        return exp.Subquery(this=query)

    def _plain(self, node: exp.Expr) -> exp.Expr:
        if not has_aggregate(node) and node.find(exp.Column) and not _asks_more(node):
            key = self.cells.key_named(_sql(self.scope.grouping(node)))
            if key is not None:
                return self.cells.column(key)
        if isinstance(node, exp.Column):
            found = self.scope.find(node)
            raise self.scope.words.lists(found.relation.dataset, found.terms)
        atom = rebuilt_atom(node)
        if atom is not None:
            return atom
        if type(node) not in _OVER_CELLS:
            raise self.scope.words.not_sql("a part of SQL that is not on the list")
        return rebuilt(node, self.rewritten)

    def _window(self, node: exp.Window) -> exp.Expr:
        """Return a window over groups: its function takes groups and aggregates, not rows."""
        function = node.this
        if not is_aggregate(function) and type(function) not in WINDOWS:
            raise self.scope.words.not_sql("a window that is not on the list")
        if isinstance(function, exp.Filter) or isinstance(function.this, exp.Distinct):
            raise self.scope.words.not_sql("a window that is not on the list")
        parts = {key: value for key, value in node.args.items() if key != "this"}
        rest = rebuilt(exp.Window(**parts), self.rewritten)
        star = isinstance(function.this, exp.Star)
        rest.set("this", function.copy() if star else rebuilt(function, self.rewritten))
        return rest


def _asks_more(node: exp.Expr) -> bool:
    """Return whether a window or a question stands in an expression, so that it is no group."""
    return node.find(exp.Window, exp.Query, exp.Ordered) is not None


def _outputs(asked: list[Projection], over: _Over) -> tuple[Output, ...]:
    found = []
    for number, projection in enumerate(asked, start=1):
        expression = over.rewritten(projection.node, said=projection.said)
        own = expression.name if isinstance(expression, exp.Column) else f"column_{number}"
        found.append((projection.said or own, expression))
    if not over.cells.keys and not over.cells.measures and not over.values:
        raise over.scope.words.lists_rows(over.scope.relations[0].dataset)
    return named_outputs(found)


def _default(name: str, scope: Scope) -> str:
    return name or scope.words.subjects


def _finish(
    select: exp.Select, asked: list[Projection], outputs: tuple[Output, ...], over: _Over
) -> exp.Select:
    """Return the SELECT over treated cells: having becomes a condition on what may be seen."""
    scope, cells = over.scope, over.cells

    def rewrite(node: exp.Expr) -> exp.Expr:
        place = said_place(node, asked)
        known = isinstance(node, exp.Column) and scope.holds(node)
        if place is not None and not known:
            return outputs[place].expression.copy()
        return over.rewritten(node)

    def rewrite_within(node: exp.Expr) -> exp.Expr:
        direct = isinstance(node, exp.Column) or is_aggregate(node) or not node.find(exp.Column)
        if direct or type(node) not in REBUILT or not _names_results(node, asked, scope):
            return rewrite(node)
        return rebuilt(node, rewrite_within)

    having, distinct = select.args.get("having"), select.args.get("distinct")
    parts = limits(select, scope.words)
    order = order_by(select, asked, rewrite_within)
    where = exp.Where(this=rewrite_within(having.this)) if having else None
    if not distinct:
        order += [exp.Ordered(this=cells.column(k.name), nulls_first=False) for k in cells.keys]
    return exp.Select(
        expressions=aliased(outputs),
        distinct=exp.Distinct() if distinct else None,
        from_=exp.From(this=exp.Table(this=exp.Identifier(this=cells.name, quoted=True))),
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
