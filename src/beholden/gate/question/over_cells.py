"""The SELECT over treated cells that gives what a SELECT over datasets asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from .aggregates import has_aggregate, is_aggregate, read_aggregate, value_of_dimensions
from .allowed_syntax import ABOVE, WINDOWS
from .cell_table import CellTable
from .columns import REBUILT, Scope, rebuilt, rebuilt_atom
from .combining import Whole
from .comparing import in_doubles
from .conditions import all_of
from .naming_syntax import named_kind
from .selecting import Output, Projection, aliased, limits, named_outputs, order_by, said_place
from .sets_of_groups import grouping_bits
from .writing import sql_text

# What stands over cells, beside what is rebuilt anywhere: a window and its parts.
_OVER_CELLS = REBUILT | frozenset(ABOVE) | {exp.Order, exp.Ordered, exp.WindowSpec}


@dataclass(frozen=True, slots=True)
class Over:
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
        if isinstance(node, exp.Grouping):
            return grouping_bits(node, self)
        value = value_of_dimensions(node, self.scope)
        if value is not None:
            return self._over_values(node, value)
        if is_aggregate(node):
            aggregate = read_aggregate(node, self.scope)
            own = f"{aggregate.function}_{len(self.cells.measures) + 1}"
            default = own if self.cells.apart else aggregate.default_name
            wanted = said or _default(default, self.scope)
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
        sql = sql_text(value)
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
            where=exp.Where(this=all_of(same)) if same else None,
        )
        return exp.Subquery(this=query)

    def _plain(self, node: exp.Expr) -> exp.Expr:
        grouped = node.find(exp.Column) or self.cells.apart
        if grouped and not has_aggregate(node) and not _asks_more(node):
            key = self.cells.key_named(sql_text(self.scope.grouping(node)))
            if key is not None:
                return self.cells.column(key)
        if isinstance(node, exp.Column):
            found = self.scope.find(node)
            raise self.scope.words.lists(found.relation.dataset, found.terms)
        atom = rebuilt_atom(node)
        if atom is not None:
            return atom
        if type(node) not in _OVER_CELLS:
            raise self.scope.words.not_sql(named_kind(node))
        return in_doubles(rebuilt(node, self.rewritten))

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
    """Return whether something of results stands in an expression, so that it is no group."""
    return node.find(exp.Window, exp.Query, exp.Ordered, exp.Grouping, *ABOVE) is not None


def outputs_of(asked: list[Projection], over: Over) -> tuple[Output, ...]:
    """Return the results of a question over its cells; raise Refused where it counts nothing."""
    found = []
    over.whole.give(len(asked))
    for number, projection in enumerate(asked, start=1):
        expression = over.rewritten(projection.node, said=projection.said)
        own = expression.name if isinstance(expression, exp.Column) else f"column_{number}"
        found.append((projection.said or own, expression))
    if not over.cells.keys and not over.cells.measures and not over.values:
        raise over.scope.words.lists_rows(over.scope.relations[0].dataset)
    return named_outputs(found)


def _default(name: str, scope: Scope) -> str:
    return name or scope.words.subjects


def finish(
    select: exp.Select, asked: list[Projection], outputs: tuple[Output, ...], over: Over
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
