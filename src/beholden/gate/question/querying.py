"""From a query of any form to its result: each SELECT is over datasets or over results."""

from __future__ import annotations

from sqlglot import exp

from beholden.kernel import ColumnRole

from .choosing_results import OuterRow
from .combining import Names, Result, Rows, Whole, quoted, unreadable_columns
from .finishing import Above, Source, above_select, ordered
from .flattening import is_rows, rows_of, without_brackets
from .grouping import group_question
from .naming_syntax import named_kind
from .reusing_names import names_written_out
from .selecting import projections

Outer = Above | OuterRow | None


def read_query(node: exp.Expr, names: Names, whole: Whole, *, outer: Outer = None) -> Result:
    """Return the result of a query; its tables of cells are added to the whole question.

    ``names`` are what WITH named before, ``outer`` the SELECT or the row that it stands in.
    Raises Refused for what is not allowed and BadQuestion for what has no meaning.
    """
    node = without_brackets(node)
    names = _named(node, names, whole)
    whole.deeper()
    if isinstance(node, exp.SetOperation):
        result = _set_operation(node, names, whole, outer)
    elif isinstance(node, exp.Select) and _is_over_datasets(node, names, whole):
        result = group_question(node, names, whole, within=read_query, outer=outer)
    elif isinstance(node, exp.Select):
        result = _over_results(node, names, whole, outer)
    else:
        raise whole.words.not_sql(named_kind(node))
    whole.levels -= 1
    return result


def _named(node: exp.Expr, names: Names, whole: Whole) -> Names:
    """Return the names with those that WITH adds; none may be a dataset's."""
    with_ = node.args.get("with_")
    found = dict(names)
    for cte in with_.expressions if with_ else ():
        called = cte.alias.lower()
        if whole.terms.dataset(called) or called in found:
            raise whole.words.not_sql("with in a way that is not on the list")
        columns = tuple(c.name for c in cte.args["alias"].args.get("columns") or ())
        if is_rows(cte.this, found, whole.terms):
            found[called] = rows_of(cte.this, found, whole).renamed(columns)
            continue
        found[called] = whole.keep(renamed(read_query(cte.this, found, whole), columns, whole))
    return found


def renamed(result: Result, columns: tuple[str, ...], whole: Whole) -> Result:
    """Return a result under other names, those after AS name (…)."""
    if not columns:
        return result
    if len(columns) != len(result.columns) or len({c.lower() for c in columns}) != len(columns):
        raise unreadable_columns()
    if any(not c or c.startswith("_") or len(c) > 128 for c in columns):
        raise whole.words.hidden_name()
    alias = whole.alias()
    pairs = list(zip(result.columns, columns, strict=True))
    query = exp.Select(
        expressions=[
            exp.Alias(this=exp.Column(this=quoted(old), table=quoted(alias)), alias=quoted(new))
            for old, new in pairs
        ],
        from_=exp.From(this=as_table(result.query, alias)),
    )
    return Result(query, columns, {new: result.copies[old] for old, new in pairs})


def as_table(query: exp.Query, alias: str) -> exp.Subquery:
    """Return a query as it stands in FROM, under the gate's own name."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=quoted(alias)))


def _is_over_datasets(select: exp.Select, names: Names, whole: Whole) -> bool:
    """Return whether a FROM holds people's rows, rather than results and reference data alone."""
    from_, joins = select.args.get("from_"), select.args.get("joins") or ()
    if joins and not from_:
        raise whole.words.not_sql("a join with no FROM before it")
    tables = [from_.this] if from_ else []
    tables += [join.this for join in joins]
    kinds = {_kind(table, names, whole) for table in tables}
    if {"rows", "result"} <= kinds:
        raise whole.words.mixed_join()
    return "rows" in kinds


def _kind(table: exp.Expr, names: Names, whole: Whole) -> str:
    if isinstance(table, exp.Table):
        known = names.get(table.name.lower())
        if known is not None:
            return "rows" if isinstance(known, Rows) else "result"
        dataset = whole.terms.dataset(table.name)
        return "reference" if dataset is not None and dataset.reference else "rows"
    if isinstance(table, exp.Subquery):
        return "rows" if is_rows(table, names, whole.terms) else "result"
    raise whole.words.not_sql(named_kind(table))


def _set_operation(node: exp.SetOperation, names: Names, whole: Whole, outer: Outer) -> Result:
    both_ = (_as_distinct(node, side, names, whole) for side in (node.this, node.expression))
    around = None if isinstance(outer, OuterRow) else outer  # of two rows none could be taken
    sides = [read_query(side, names, whole, outer=around) for side in both_]
    left, right = sides
    if len(left.columns) != len(right.columns):
        raise unreadable_columns()
    both = [exp.Subquery(this=side.query) for side in sides]
    query = type(node)(this=both[0], expression=both[1], distinct=bool(node.args.get("distinct")))
    most = zip(left.columns, left.copies.values(), right.copies.values(), strict=True)
    result = Result(query, left.columns, {name: max(one, two) for name, one, two in most})
    return ordered(node, result, whole)


def _as_distinct(node: exp.SetOperation, side: exp.Expr, names: Names, whole: Whole) -> exp.Expr:
    """Return a side that lists rows as one of their different values, where that is the same."""
    bare = without_brackets(side)
    if not node.args.get("distinct") or not isinstance(bare, exp.Select):
        return side
    if not is_rows(bare, names, whole.terms):
        return side
    plain = bare.copy()
    plain.set("distinct", exp.Distinct())
    return plain


def _over_results(select: exp.Select, names: Names, whole: Whole, outer: Outer) -> Result:
    above = Above(whole=whole, names=names, within=read_query, outer=outer)
    if select.args.get("from_"):
        above.add(select.args["from_"].this, _source)
    for join in select.args.get("joins") or ():
        above.join(join, _source)
    select = names_written_out(select, above.holds, whole)
    return above_select(select, above, projections(select, whole.words))


def _source(table: exp.Expr, above: Above) -> Source:
    """Return a table of a FROM over results: a name of WITH, or a question in brackets."""
    whole, alias = above.whole, above.whole.alias()
    columns = tuple(
        c.name for c in (table.args.get("alias") or exp.TableAlias()).args.get("columns") or ()
    )
    if isinstance(table, exp.Table) and table.name.lower() not in above.names:
        return _reference(table, columns, alias, whole)
    if isinstance(table, exp.Table):
        known = above.names[table.name.lower()]
        if isinstance(known, Rows):
            raise whole.words.mixed_join()
        result = known.result
        plain = exp.Table(this=quoted(known.table), alias=exp.TableAlias(this=quoted(alias)))
        if not columns:
            return Source(
                (table.alias or table.name).lower(), alias, result.columns, result.copies, plain
            )
        query = exp.Select(
            expressions=[exp.Star()], from_=exp.From(this=exp.Table(this=quoted(known.table)))
        )
        result = Result(query, result.columns, result.copies)
    else:
        result = read_query(table.this, above.names, whole)
    result = renamed(result, columns, whole)
    return Source(
        table.alias.lower() or f"_{alias}",
        alias,
        result.columns,
        result.copies,
        as_table(result.query, alias),
    )


def _reference(table: exp.Table, said: tuple[str, ...], alias: str, whole: Whole) -> Source:
    """Return a reference dataset as a table of a FROM: its dimensions may be seen as they are."""
    dataset = whole.terms.dataset(table.name)
    if dataset is None or said or not isinstance(table.this, exp.Identifier):
        raise whole.words.no_dataset(table.name)
    listed = whole.listing(dataset)
    columns = tuple(c.name for c in dataset.columns if c.role is ColumnRole.DIMENSION)
    plain = exp.Table(this=quoted(listed.name), alias=exp.TableAlias(this=quoted(alias)))
    called = (table.alias or table.name).lower()
    return Source(called, alias, columns, dict.fromkeys(columns, 1), plain, listed)
