"""A SELECT over results: anything on the list may be done with cells that are treated already.

The idea is pg_diffix's: what this part reads is what the analyst may see, so it tells no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from beholden.kernel import BadQuestion

from .aggregates import has_aggregate
from .allowed_syntax import ABOVE, AGGREGATES, WINDOWS
from .choosing_results import OuterRow
from .columns import REBUILT, rebuilt, rebuilt_atom
from .combining import Listed, Names, Result, Whole, quoted, unreadable_columns
from .comparing import in_doubles
from .conditions import all_of
from .naming_syntax import named_kind
from .selecting import (
    Projection,
    aliased,
    limits,
    named_outputs,
    order_by,
    ordinal,
    said_place,
)
from .text_growth import check_copies

_REBUILT = (
    REBUILT
    | frozenset((*ABOVE, *AGGREGATES))
    | WINDOWS
    | {exp.Where, exp.Distinct, exp.Window, exp.WindowSpec, exp.Order, exp.Ordered}
    | {exp.Rollup, exp.Cube, exp.GroupingSets, exp.Tuple, exp.Grouping}
)
_JOINS = {
    ("", ""): "JOIN",
    ("", "INNER"): "JOIN",
    ("", "CROSS"): "CROSS",
    ("LEFT", ""): "LEFT",
    ("LEFT", "OUTER"): "LEFT",
    ("RIGHT", ""): "RIGHT",
    ("RIGHT", "OUTER"): "RIGHT",
    ("FULL", ""): "FULL",
    ("FULL", "OUTER"): "FULL",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One result in a FROM: the asker's name for it, the gate's, and its columns.

    ``copies`` says of how many values of the cells the text of each column may be put together;
    ``listed`` is the reference dataset that it is, if it is one.
    """

    called: str
    alias: str
    columns: tuple[str, ...]
    copies: Mapping[str, int]
    table: exp.Expr
    listed: Listed | None = None

    def column(self, name: str) -> exp.Column | None:
        """Return a reference to the column of a name, if there is one."""
        own = next((c for c in self.columns if c.lower() == name.lower()), None)
        if own and self.listed:
            self.listed.used[own] = None
        return exp.Column(this=quoted(own), table=quoted(self.alias)) if own else None


Within = Callable[..., Result]


@dataclass(slots=True)
class Above:
    """The FROM of a SELECT over results, and what it stands in, if anything."""

    whole: Whole
    names: Names
    within: Within
    outer: Above | OuterRow | None = None
    sources: list[Source] = field(default_factory=list)
    joins: list[exp.Join] = field(default_factory=list)
    merged: dict[str, exp.Expr] = field(default_factory=dict)
    correlates: bool = True

    def add(self, table: exp.Expr, read: Callable[[exp.Expr, Above], Source]) -> Source:
        """Add a result to the FROM; raise BadQuestion where another has its name."""
        source = read(table, self)
        if any(s.called == source.called for s in self.sources):
            raise BadQuestion(
                "Two tables of this question have the same name.",
                why="Each needs a name of its own after as.",
            )
        self.sources.append(source)
        self.whole.copies |= {(source.alias, n): count for n, count in source.copies.items()}
        return source

    def join(self, join: exp.Join, read: Callable[[exp.Expr, Above], Source]) -> None:
        """Add a joined result: inner, left, right, full or cross, on any condition."""
        words = (join.args.get("side") or "").upper(), (join.args.get("kind") or "").upper()
        if words not in _JOINS:
            raise self.whole.words.not_sql("a join that is not on the list")
        before = list(self.sources)
        new = self.add(join.this, read)
        on, using = join.args.get("on"), [name.name for name in join.args.get("using") or ()]
        if join.args.get("method"):
            using = self._in_both(new, before)
        if using:
            on = self._using(using, new, before, _JOINS[words])
        elif on is not None:
            on = self.rewritten(on)
        how = {} if on is None else {"on": on}
        side = {"LEFT": "LEFT", "RIGHT": "RIGHT", "FULL": "FULL"}.get(_JOINS[words])
        if side and on is None:
            raise self.whole.words.not_sql("a join that is not on the list")
        kind = "CROSS" if on is None else None
        self.joins.append(exp.Join(this=new.table, side=side, kind=kind, **how))

    def _in_both(self, new: Source, before: list[Source]) -> list[str]:
        """Return the columns that a natural join joins by: those of one name on both sides."""
        names = [n for n in new.columns if any(source.column(n) for source in before)]
        if not names:
            raise self.whole.words.not_sql("a natural join of results with no name in common")
        return names

    def _using(self, keys: list[str], new: Source, before: list[Source], kind: str) -> exp.Expr:
        parts = []
        for key in keys:
            right = new.column(key)
            left = self.merged.get(key.lower()) or next(
                (column for source in before if (column := source.column(key))), None
            )
            if left is None or right is None:
                raise _no_such_name()
            parts.append(exp.EQ(this=left.copy(), expression=right))
            both = exp.Coalesce(this=left.copy(), expressions=[right.copy()])
            self.merged[key.lower()] = {"RIGHT": right.copy(), "FULL": both}.get(kind, left.copy())
        return all_of(parts)

    def rewritten(self, node: exp.Expr) -> exp.Expr:
        """Return an expression over the results below, written anew."""
        if isinstance(node, exp.Column):
            return self._find(node)
        if isinstance(node, exp.Star):
            return exp.Star()
        if isinstance(node, exp.GroupConcat):
            return self._gathered(node)
        question = question_within(node, self)
        if question is not None:
            return question
        atom = rebuilt_atom(node)
        if atom is not None:
            return atom
        if type(node) not in _REBUILT:
            raise self.whole.words.not_sql(named_kind(node))
        return in_doubles(rebuilt(node, self.rewritten))

    def _gathered(self, node: exp.GroupConcat) -> exp.Expr:
        """Return texts gathered in the order asked for, else in their own: the same each time."""
        parts = node.this if isinstance(node.this, exp.Order) else exp.Order(this=node.this)
        texts = self.rewritten(parts.this)
        order = [self.rewritten(one) for one in parts.expressions]
        if not order:
            value = texts.expressions[0] if isinstance(texts, exp.Distinct) else texts
            order = [exp.Ordered(this=value.copy(), nulls_first=False)]
        between = node.args.get("separator")
        separator = exp.Literal.string(between.name if between else ",")
        return exp.GroupConcat(this=exp.Order(this=texts, expressions=order), separator=separator)

    def asked(self, node: exp.Expr) -> exp.Query:
        """Return a question within this one; it may name the columns of this one."""
        outer = self if self.correlates else None
        return self.within(node, self.names, self.whole, outer=outer).query

    def holds(self, node: exp.Column) -> bool:
        """Return whether a name means a column of the results below."""
        return self.own(node) is not None

    def spread(self, star: exp.Expr) -> Iterator[exp.Column]:
        """Return the columns that a star stands for, in order, those joined by using once."""
        wanted = star.table.lower() if isinstance(star, exp.Column) else ""
        seen = set()
        for source in self.sources:
            for name in source.columns if wanted in ("", source.called) else ():
                self.whole.give()
                if name.lower() in self.merged and not wanted:
                    if name.lower() in seen:
                        continue
                    seen.add(name.lower())
                    yield exp.Column(this=quoted(name))
                else:
                    yield exp.Column(this=quoted(name), table=quoted(source.called))

    def _find(self, node: exp.Column) -> exp.Expr:
        at: Above | OuterRow | None = self
        while at is not None:
            found = at.own(node)
            if isinstance(at, OuterRow) and found is not None:
                raise self.whole.words.question_chooses()
            if found is not None:
                return found
            at = at.outer
        raise _no_such_name() if self.sources else self._names_nothing_to_ask()

    def _names_nothing_to_ask(self) -> BadQuestion:
        """Say that a question has columns and no dataset: it is not finished, or never begun."""
        terms = self.whole.terms
        return BadQuestion(
            "This question does not say yet which dataset it asks.",
            why="It names columns, and has no from.",
            next_step=self.whole.words.try_.about(terms.datasets[0]),
        )

    def reach(self, node: exp.Column) -> exp.Expr | None:
        """Return a column of this SELECT's results, or of what it stands in, or None.

        A row of datasets is not reached from here: what is worked out above results may fail, and
        where it is worked out for each row it would tell that there is such a row.
        """
        own = self.own(node)
        if own is not None or self.outer is None or isinstance(self.outer, OuterRow):
            return own
        return self.outer.reach(node)

    def own(self, node: exp.Column) -> exp.Expr | None:
        """Return a column of this SELECT's own results by its name, or None."""
        called = node.table.lower()
        if not called and node.name.lower() in self.merged:
            return self.merged[node.name.lower()].copy()
        found = [
            column
            for source in self.sources
            if called in ("", source.called)
            if (column := source.column(node.name))
        ]
        if len(found) > 1:
            raise BadQuestion(
                "A name in this question stands for columns of two tables.",
                why="Both have a column of that name.",
                next_step="Write the table before the column, with a dot between them.",
            )
        return found[0] if found else None


def question_within(node: exp.Expr, at: Above) -> exp.Expr | None:
    """Return a question that stands in an expression, written anew, or None for anything else."""
    if isinstance(node, exp.Subquery):
        return exp.Subquery(this=at.asked(node))
    if isinstance(node, exp.Exists):
        return exp.Exists(this=at.asked(node.this))
    if isinstance(node, exp.In) and node.args.get("query"):
        inner = exp.Subquery(this=at.asked(node.args["query"]))
        return exp.In(this=at.rewritten(node.this), query=inner)
    return None


def above_select(select: exp.Select, above: Above, asked: list[Projection]) -> Result:
    """Return what a SELECT over results gives.

    Raises Refused for what is not on the list and BadQuestion for a name that nothing below gives.
    """
    words = above.whole.words
    asked = _spread(asked, above)
    outputs = named_outputs([_output(p, n, above) for n, p in enumerate(asked, start=1)])
    naming = _naming_results(asked, above)
    order = order_by(select, asked, naming)
    where, having = select.args.get("where"), select.args.get("having")
    from_ = exp.From(this=above.sources[0].table) if above.sources else None
    query = exp.Select(
        expressions=aliased(outputs),
        distinct=exp.Distinct() if select.args.get("distinct") else None,
        from_=from_,
        joins=above.joins,
        where=exp.Where(this=above.rewritten(where.this)) if where else None,
        group=_group(select, asked, above),
        having=exp.Having(this=naming(having.this)) if having else None,
        order=exp.Order(expressions=order) if order else None,
        **limits(select, words),
    )
    copies = check_copies(query, above.whole.copies, words)
    return Result(query, tuple(o.name for o in outputs), copies)


def ordered(node: exp.SetOperation, result: Result, whole: Whole) -> Result:
    """Return a set operation with its order and limit, which may name its results."""
    cut = limits(node, whole.words)
    alias = whole.alias()
    table = exp.Subquery(this=result.query, alias=exp.TableAlias(this=quoted(alias)))
    source = Source(f"_{alias}", alias, result.columns, result.copies, table)
    above = Above(whole, {}, _never, sources=[source])
    asked = [Projection(column, None) for column in above.spread(exp.Star())]
    outputs = named_outputs([_output(p, n, above) for n, p in enumerate(asked, start=1)])
    order = order_by(node, asked, above.rewritten)
    query = exp.Select(
        expressions=aliased(outputs),
        from_=exp.From(this=table),
        order=exp.Order(expressions=order) if order else None,
        **cut,
    )
    return Result(query, tuple(o.name for o in outputs), dict(result.copies))


def _never(*_: object, **__: object) -> Result:
    raise unreadable_columns()


def _no_such_name() -> BadQuestion:
    return BadQuestion(
        "A name in this question is none of the columns of the questions below it.",
        why="What stands above a question can use only the columns that it gives.",
    )


def _spread(asked: list[Projection], above: Above) -> list[Projection]:
    """Return the results with a star written out as the columns below."""
    found: list[Projection] = []
    for projection in asked:
        node = projection.node
        column = isinstance(node, exp.Column) and isinstance(node.this, exp.Star)
        if isinstance(node, exp.Star) or column:
            star = node.this if column else node
            found += _as_said([Projection(c, None) for c in above.spread(node)], star)
        else:
            above.whole.give()
            found.append(projection)
    return found


def _as_said(spread: list[Projection], star: exp.Expr) -> list[Projection]:
    """Return the columns of a star without those it excludes, others replaced or renamed.

    Raises BadQuestion for a name that none of the columns has.
    """
    left_out = {column.name.lower() for column in star.args.get("except_") or ()}
    instead = {a.alias.lower(): a.this for a in star.args.get("replace") or ()}
    names = {a.this.name.lower(): a.alias for a in star.args.get("rename") or ()}
    known = {projection.node.name.lower() for projection in spread}
    if not known >= left_out | instead.keys() | names.keys():
        raise _no_such_name()
    return [
        Projection(instead.get(name, projection.node), _named_by(projection, names, instead))
        for projection in spread
        if (name := projection.node.name.lower()) not in left_out
    ]


def _named_by(
    projection: Projection, names: Mapping[str, str], instead: Mapping[str, exp.Expr]
) -> str | None:
    own = projection.node.name
    return names.get(own.lower()) or (own if own.lower() in instead else None)


def _output(projection: Projection, number: int, above: Above) -> tuple[str, exp.Expr]:
    expression = above.rewritten(projection.node)
    own = expression.name if isinstance(expression, exp.Column) else f"column_{number}"
    return projection.said or own, expression


def _group(select: exp.Select, asked: list[Projection], above: Above) -> exp.Group | None:
    group = select.args.get("group")
    if group is None:
        return None
    if group.args.get("all"):
        nodes = [p.node for p in asked if not has_aggregate(p.node) and p.node.find(exp.Column)]
        return exp.Group(expressions=[above.rewritten(n) for n in nodes]) if nodes else None
    return exp.Group(expressions=[_group_part(node, asked, above) for node in group.expressions])


def _group_part(node: exp.Expr, asked: list[Projection], above: Above) -> exp.Expr:
    """Return a value that is grouped by, or a rollup, cube or list of sets of such values."""
    if isinstance(node, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple | exp.Paren):
        return rebuilt(node, lambda part: _group_part(part, asked, above))
    place = ordinal(node, len(asked))
    if place is None and isinstance(node, exp.Column) and not above.holds(node):
        place = said_place(node, asked)
    return above.rewritten(node if place is None else asked[place].node)


def _naming_results(asked: list[Projection], above: Above) -> Callable[[exp.Expr], exp.Expr]:
    """Return a rewriting in which the names of results may stand as well."""

    def rewrite(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not above.holds(node):
            place = said_place(node, asked)
            if place is not None:
                return above.rewritten(asked[place].node)
        if type(node) in REBUILT and not isinstance(node, exp.In):
            return rebuilt(node, rewrite)
        return above.rewritten(node)

    return rewrite
