"""Questions within a FROM that list rows, taken into the question that counts and sums them.

``select avg(v) from (select a * b as v from t where c)`` is ``select avg(a * b) from t where c``.
So what is above such rows is decided like any other question over datasets, and no row comes out.
Rows that UNION ALL puts together become one question for each side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from sqlglot import exp

from beholden.kernel import BadQuestion, ColumnRole, Terms

from .aggregates import has_aggregate
from .combining import Names, Rows, Whole
from .conditions import all_of
from .naming_syntax import named_kind
from .refusing import Words
from .reusing_names import names_written_out

MOST_SIDES = 8
MOST_TABLES = 32
MOST_NODES = 6_000
DEEPEST = 120
_ROWS = {"expressions", "from_", "joins", "where"}


def is_rows(node: exp.Expr, names: Names, terms: Terms) -> bool:
    """Return whether a question lists rows of datasets: it neither groups, counts nor orders."""
    node = without_brackets(node)
    if isinstance(node, exp.Union):
        said = {key for key, value in node.args.items() if value}
        both = (node.this, node.expression)
        return said <= {"this", "expression"} and all(is_rows(side, names, terms) for side in both)
    if not isinstance(node, exp.Select) or {k for k, v in node.args.items() if v} - _ROWS:
        return False
    if not node.args.get("from_") or any(_is_more(part) for part in node.expressions):
        return False
    kinds = {_kind(item, names, terms) for item in from_items(node)}
    return "rows" in kinds and kinds <= {"rows", "reference"}


def from_items(select: exp.Select) -> list[exp.Expr]:
    """Return what stands in a FROM, in order."""
    from_ = select.args.get("from_")
    first = [from_.this] if from_ else []
    return first + [join.this for join in select.args.get("joins") or ()]


def without_brackets(node: exp.Expr) -> exp.Expr:
    """Return a question without brackets around it."""
    while isinstance(node, exp.Subquery) and not any(
        value for key, value in node.args.items() if key not in ("this", "alias")
    ):
        node = node.this
    return node


def rows_of(query: exp.Expr, names: Names, whole: Whole) -> Rows:
    """Return rows that a question lists as one flat SELECT for each side, and their names."""
    query = without_brackets(query)
    if isinstance(query, exp.Union):
        left, right = (rows_of(side, names, whole) for side in (query.this, query.expression))
        if len(left.columns) != len(right.columns):
            raise BadQuestion(
                "The parts of this question do not have the same number of results.",
                why="Union needs as many results on either side.",
            )
        return _few(Rows((*left.sides, *right.sides), left.columns), whole.words)
    if not isinstance(query, exp.Select):
        raise whole.words.not_sql(named_kind(query))
    columns = tuple(_name(node, number) for number, node in enumerate(query.expressions, start=1))
    sides = flattened(query, names, whole)
    return Rows(tuple(names_as_results(side, whole) for side in sides), columns)


def names_as_results(select: exp.Select, whole: Whole) -> exp.Select:
    """Return a SELECT over datasets with the names of its results, where used again, written out.

    A column that the agreement gives is meant before a name; what it withholds is as what is not.
    """
    datasets = [d for item in from_items(select) if (d := whole.terms.dataset(item.name))]

    def holds(node: exp.Column) -> bool:
        found = (dataset.column(node.name) for dataset in datasets)
        return any(c is not None and c.role is not ColumnRole.WITHHELD for c in found)

    return names_written_out(select, holds, whole)


def flattened(select: exp.Select, names: Names, whole: Whole) -> list[exp.Select]:
    """Return a SELECT with the rows in its FROM taken into it: one for each side of these.

    Raises Refused where that cannot be done, and BadQuestion for a name that is not clear.
    """
    items = from_items(select)
    found = {n: rows for n, item in enumerate(items) if (rows := _rows_in(item, names, whole))}
    if not found:
        return [select]
    sides = list(product(*(range(len(rows.sides)) for rows in found.values())))
    if len(sides) > MOST_SIDES:
        raise whole.words.not_sql("too many sides of rows that are put together")
    merged = []
    for side in sides:
        chosen = {n: found[n].sides[s] for n, s in zip(found, side, strict=True)}
        merged.append(_merged(select, found, chosen, whole))
    return merged


@dataclass(frozen=True, slots=True)
class _Inner:
    """Rows in a FROM: the asker's name for them, what each column is, and where they come from."""

    called: str
    columns: Mapping[str, exp.Expr]
    select: exp.Select


def _rows_in(item: exp.Expr, names: Names, whole: Whole) -> Rows | None:
    alias = item.args.get("alias")
    said = tuple(c.name for c in (alias.args.get("columns") or ())) if alias else ()
    if isinstance(item, exp.Table):
        known = names.get(item.name.lower())
        rows = known if isinstance(known, Rows) else None
    else:
        is_one = isinstance(item, exp.Subquery) and is_rows(item, names, whole.terms)
        rows = rows_of(item, names, whole) if is_one else None
    return rows.renamed(said) if rows else None


def _merged(
    select: exp.Select, found: Mapping[int, Rows], chosen: Mapping[int, exp.Select], whole: Whole
) -> exp.Select:
    """Return a copy of a SELECT in which rows stand as their datasets and expressions."""
    tree = select.copy()
    items = from_items(tree)
    inner = {}
    for place, rows in found.items():
        own = _renamed_tables(chosen[place].copy(), whole)
        values = [node.this if isinstance(node, exp.Alias) else node for node in own.expressions]
        columns = dict(zip((n.lower() for n in rows.columns), values, strict=True))
        inner[place] = _Inner(items[place].alias_or_name.lower(), columns, own)
    others = [item for n, item in enumerate(items) if n not in inner]
    _check_joins(tree, inner, whole)
    shared = _write_using_of_rows(tree, inner, whole)
    _substitute(tree, list(inner.values()), others, whole, shared)
    _take_in(tree, inner, whole.words)
    _check_size(tree, whole.words)
    return tree


def _renamed_tables(select: exp.Select, whole: Whole) -> exp.Select:
    """Give each dataset of rows a name of the gate's own, so that none meets one outside."""
    tables = {item.alias_or_name.lower(): item for item in from_items(select)}
    fresh = {called: f"_{whole.alias()}" for called in tables}
    held = {
        called: dataset
        for called, item in tables.items()
        if (dataset := whole.terms.dataset(item.name))
    }
    for column in list(select.find_all(exp.Column)):
        called = column.table.lower()
        if not called and column.find_ancestor(exp.Select) is select:
            having = [name for name, dataset in held.items() if dataset.column(column.name)]
            called = having[0] if len(having) == 1 else ""
        if called in fresh and not _is_shadowed(column, called, select):
            column.set("table", exp.to_identifier(fresh[called]))
    for called, item in tables.items():
        item.set("alias", exp.TableAlias(this=exp.to_identifier(fresh[called])))
    _write_using_out(select, whole)
    return select


def _is_shadowed(column: exp.Expr, called: str, top: exp.Select) -> bool:
    """Return whether a question in between has a table of that name of its own."""
    select = column.find_ancestor(exp.Select)
    while select is not None and select is not top:
        if any(item.alias_or_name.lower() == called for item in from_items(select)):
            return True
        select = select.find_ancestor(exp.Select)
    return False


def _write_using_of_rows(
    tree: exp.Select, inner: Mapping[int, _Inner], whole: Whole
) -> frozenset[str]:
    """Write ``using`` after rows as equalities with what stands before; return its names.

    Rows without a name of their own cannot be named in one.
    """
    items, shared = from_items(tree), set[str]()
    for place, join in enumerate(tree.args.get("joins") or (), start=1):
        rows, using = inner.get(place), join.args.get("using") or ()
        if rows is None or not rows.called or join.args.get("side"):
            continue
        same = []
        for name in (node.name.lower() for node in using):
            before = (
                item.alias_or_name
                for n, item in enumerate(items[:place])
                if _has(item, name, whole.terms) or (n in inner and name in inner[n].columns)
            )
            first = next(before, "")
            if not first:
                raise whole.words.no_join()
            sides = (exp.column(name, table=called) for called in (first, rows.called))
            same.append(exp.EQ(this=next(sides), expression=next(sides)))
            shared.add(name)
        if same:
            join.set("on", all_of(same))
            join.set("using", None)
    return frozenset(shared)


def _substitute(
    tree: exp.Select,
    inner: list[_Inner],
    others: list[exp.Expr],
    whole: Whole,
    shared: frozenset[str],
) -> None:
    """Write what each column of the rows is in its place; ``shared`` are alike on either side."""
    said = {node.alias_or_name.lower() for node in tree.expressions} - {""}
    total = 0
    for column in list(tree.find_all(exp.Column)):
        value = _value(column, tree, inner, others, said, whole, shared)
        if value is None:
            continue
        total += sum(1 for _ in value.walk())
        if total > MOST_NODES:
            raise whole.words.not_sql("too many rows within each other")
        is_text = isinstance(value, exp.Literal) and value.is_string
        plain = is_text or isinstance(value, exp.Column)
        new = value.copy() if plain else exp.Paren(this=value.copy())
        if column.parent is tree and column.arg_key == "expressions":
            new = exp.Alias(this=new, alias=exp.to_identifier(column.name, quoted=True))
        column.replace(new)


def _value(
    column: exp.Column,
    tree: exp.Select,
    inner: list[_Inner],
    others: list[exp.Expr],
    said: set[str],
    whole: Whole,
    shared: frozenset[str],
) -> exp.Expr | None:
    name, called = column.name.lower(), column.table.lower()
    if column.find_ancestor(exp.Select) is not tree:
        if not called or _is_shadowed(column, called, tree):
            return None
    elif not called and name in said and column.find_ancestor(exp.Order) is not None:
        return None
    named = [rows for rows in inner if called in ("", rows.called)]
    having = [rows.columns[name] for rows in named if name in rows.columns]
    beside = [] if called else [o for o in others if _has(o, name, whole.terms)]
    if name in shared and not called:
        return None if beside else having[0]
    if len(having) + len(beside) > 1 and having:
        raise BadQuestion(
            "A name in this question stands for columns of two tables.",
            why="Both have a column of that name.",
            next_step="Write the table before the column, with a dot between them.",
        )
    return having[0] if having else None


def _has(item: exp.Expr, name: str, terms: Terms) -> bool:
    dataset = terms.dataset(item.name) if isinstance(item, exp.Table) else None
    return dataset is not None and dataset.column(name) is not None


def _check_joins(tree: exp.Select, inner: Mapping[int, _Inner], whole: Whole) -> None:
    """Raise Refused for a join by names that would mean others once the rows are taken in.

    A natural join goes by what stands in the datasets, not by what the rows show of them; and
    ``using`` may name a result that is another column of its dataset, or of two of them.
    """
    joins = list(tree.args.get("joins") or ())
    within = [join for rows in inner.values() for join in _joins_of(rows)]
    if any(join.args.get("method") for join in (*joins, *(within if joins else ()))):
        raise whole.words.no_join()
    for name in {n.name.lower() for join in joins for n in join.args.get("using") or ()}:
        if not all(_means_the_same(name, rows, whole.terms) for rows in inner.values()):
            raise whole.words.no_join()


def _joins_of(rows: _Inner) -> list[exp.Join]:
    return rows.select.args.get("joins") or []


def _means_the_same(name: str, rows: _Inner, terms: Terms) -> bool:
    """Return whether a name is the same column in the rows as in the datasets beneath them."""
    first = _first_with(name, from_items(rows.select), terms)
    value = rows.columns.get(name)
    if value is None or first is None:
        return value is None and first is None
    if not isinstance(value, exp.Column) or value.name.lower() != name:
        return False
    return value.table.lower() in ("", first.alias_or_name.lower())


def _first_with(name: str, items: list[exp.Expr], terms: Terms) -> exp.Expr | None:
    """Return what ``using`` goes by: the first dataset with a column, of those always there."""
    having = [item for item in items if _has(item, name, terms)]
    return min(having, key=_is_optional, default=None)


def _is_optional(item: exp.Expr) -> bool:
    return isinstance(item.parent, exp.Join) and bool(item.parent.args.get("side"))


def _write_using_out(select: exp.Select, whole: Whole) -> None:
    """Write ``using`` as equalities, so that it goes by no dataset that comes to stand before."""
    items = from_items(select)
    for place, join in enumerate(select.args.get("joins") or (), start=1):
        same = []
        for using in join.args.get("using") or ():
            first = _first_with(using.name, items[:place], whole.terms)
            if first is None:
                raise whole.words.no_join()
            sides = (exp.column(using.name, table=i.alias_or_name) for i in (join.this, first))
            same.append(exp.EQ(this=next(sides), expression=next(sides)))
        if same:
            join.set("on", all_of(same))
            join.set("using", None)


def _take_in(tree: exp.Select, inner: Mapping[int, _Inner], words: Words) -> None:
    """Put the datasets and conditions of rows where the rows stood in FROM."""
    joins: list[exp.Join] = []
    where = tree.args.get("where")
    conditions = [where.this] if where else []
    for place, item in enumerate(from_items(tree)):
        join = tree.args["joins"][place - 1] if place else None
        own = inner.get(place)
        if own is None:
            joins += [join] if join is not None else []
            continue
        if join is not None and (any(join.args.get(how) for how in ("side", "using", "method"))):
            raise words.no_join()
        item.replace(own.select.args["from_"].this)
        joins += [join] if join is not None else []
        joins += own.select.args.get("joins") or ()
        if own.select.args.get("where"):
            conditions.append(own.select.args["where"].this)
    tree.set("joins", joins or None)
    if len(joins) + 1 > MOST_TABLES:
        raise words.not_sql("too many rows within each other")
    if conditions:
        both = [exp.Paren(this=c) for c in conditions] if len(conditions) > 1 else conditions
        tree.set("where", exp.Where(this=all_of(both)))


def _check_size(tree: exp.Expr, words: Words) -> None:
    waiting, count = [(tree, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > DEEPEST or count > MOST_NODES:
            raise words.not_sql("too many rows within each other")
        waiting += [(part, depth + 1) for part in node.iter_expressions()]


def _few(rows: Rows, words: Words) -> Rows:
    if len(rows.sides) > MOST_SIDES:
        raise words.not_sql("too many sides of rows that are put together")
    return rows


def _kind(item: exp.Expr, names: Names, terms: Terms) -> str:
    """Return what stands in a FROM: rows of people, a reference dataset, or something else."""
    if isinstance(item, exp.Table):
        known = names.get(item.name.lower())
        if known is not None:
            return "rows" if isinstance(known, Rows) else "result"
        dataset = terms.dataset(item.name)
        if dataset is None:
            return "unknown"
        return "reference" if dataset.reference else "rows"
    return "rows" if is_rows(item, names, terms) else "result"


def _is_more(node: exp.Expr) -> bool:
    """Return whether a result is more than a value of one row."""
    star = isinstance(node, exp.Star) or (
        isinstance(node, exp.Column) and isinstance(node.this, exp.Star)
    )
    return star or has_aggregate(node) or node.find(exp.Window) is not None


def _name(node: exp.Expr, number: int) -> str:
    return node.alias_or_name or f"column_{number}"
