"""Everyday forms of SQL written as plainer ones, before anything is decided of them.

``qualify`` and ``distinct on`` choose rows of a result once that is there: they become a question
around it. A window that has a name is written where it is used. So nothing that decides has to know
these forms, and what they may choose is what any question on top of results may.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from .refusing import Words

MOST_NODES = 4_000  # of windows written where they are used, in all of a question
_AROUND = ("order", "limit", "offset", "with_", "distinct")


def in_plain_forms(tree: exp.Query, words: Words) -> exp.Query:
    """Return a question without named windows, qualify and distinct on; raise Refused for some."""
    written = 0
    for select in reversed(list(tree.find_all(exp.Select))):
        written = _write_windows_out(select, written, words)
        plain = _around(select, words)
        if select is tree:
            tree = plain
        elif plain is not select:
            # Taken out first, for it is within what takes its place.
            place = exp.Null()
            select.replace(place)
            place.replace(plain)
    return tree


def _around(select: exp.Select, words: Words) -> exp.Select:
    """Return a SELECT with what qualify or distinct on chooses chosen by a SELECT around it."""
    chosen = _chosen(select, words)
    if chosen is None:
        return select
    order, distinct = _order_around(select, words), select.args.get("distinct")
    name, table = _named(_free("is_chosen", select)), _named(_free("all_of_it", select))
    inner = exp.Select(**select.args)
    for part in (*_AROUND, "qualify"):
        inner.set(part, None)
    inner.append("expressions", exp.Alias(this=exp.Paren(this=chosen), alias=name))
    return exp.Select(
        **{part: select.args.get(part) for part in ("limit", "offset", "with_")},
        expressions=[exp.Star(except_=[exp.Column(this=name.copy())])],
        from_=exp.From(this=exp.Subquery(this=inner, alias=exp.TableAlias(this=table))),
        where=exp.Where(this=exp.Column(this=name.copy())),
        distinct=exp.Distinct() if distinct and not distinct.args.get("on") else None,
        order=order,
    )


def _chosen(select: exp.Select, words: Words) -> exp.Expr | None:
    """Return the condition on results by which qualify or distinct on chooses, or None."""
    distinct, qualify = select.args.get("distinct"), select.args.get("qualify")
    firsts = distinct.args.get("on") if distinct else None
    if firsts is not None and qualify is not None:
        raise words.not_sql("distinct on and qualify at once")
    if firsts is not None:
        return _is_first(select, firsts, words)
    if qualify is None:
        return None
    if next(_windows_of(select), None) is None:
        raise words.not_sql("qualify without a window: where and having choose without one")
    condition: exp.Expr = qualify.this
    return condition


def _is_first(select: exp.Select, firsts: exp.Expr, words: Words) -> exp.Expr:
    """Return whether a row is the first, in the order asked for, of those with the same values."""
    order = select.args.get("order")
    if order is None:
        raise words.not_sql("distinct on without order by, which says what row is the first")
    if firsts.find(exp.Query) or order.find(exp.Query):
        raise words.not_sql("a question within distinct on")
    values = firsts.expressions if isinstance(firsts, exp.Tuple) else [firsts]
    by = [_meant(one, select, words) for one in values]
    ordered = [
        exp.Ordered(
            this=_meant(one.this, select, words),
            desc=one.args.get("desc"),
            nulls_first=one.args.get("nulls_first"),
        )
        for one in order.expressions
    ]
    numbered = exp.Window(
        this=exp.RowNumber(), partition_by=by, order=exp.Order(expressions=ordered), over="OVER"
    )
    return exp.EQ(this=numbered, expression=exp.Literal.number(1))


def _meant(node: exp.Expr, select: exp.Select, words: Words) -> exp.Expr:
    """Return a value, or the result that a number stands for, to stand within a window."""
    if isinstance(node, exp.Var):
        raise words.not_sql("order by all with distinct on")
    if not isinstance(node, exp.Literal) or node.is_string:
        return node.copy()
    results = select.expressions
    place = int(node.name[:4]) if node.name.isdecimal() else 0
    if not 0 < place <= len(results) or any(_is_star(result) for result in results):
        raise words.not_sql("a number that is not the place of a result in distinct on")
    result: exp.Expr = results[place - 1].unalias().copy()
    return result


def _order_around(select: exp.Select, words: Words) -> exp.Order | None:
    """Return the order of what is chosen: by results, for nothing else is there around it."""
    order = select.args.get("order")
    if order is None:
        return None
    found = []
    for one in order.expressions:
        by = _result_of(one.this, select)
        if by is None:
            raise words.not_sql("order by what is no result, where qualify or distinct on chooses")
        flags = {key: one.args.get(key) for key in ("desc", "nulls_first")}
        found.append(exp.Ordered(this=by, **flags))
    return exp.Order(expressions=found)


def _result_of(node: exp.Expr, select: exp.Select) -> exp.Expr | None:
    """Return the result that a part of an order is, by its place or name; None where it is none."""
    if isinstance(node, exp.Var) or (isinstance(node, exp.Literal) and not node.is_string):
        return node.copy()
    for place, result in enumerate(select.expressions, start=1):
        if _is_star(result):
            break
        said = result.alias if isinstance(result, exp.Alias) else ""
        bare = isinstance(node, exp.Column) and not node.table and node.name.lower()
        if (said and bare == said.lower()) or node == result.unalias():
            return exp.Literal.number(place)
    named = isinstance(node, exp.Column) and not node.table
    return exp.column(node.this.copy()) if named else None


def _is_star(result: exp.Expr) -> bool:
    """Return whether a result stands for several, so that those after it have other places."""
    return isinstance(result.this if isinstance(result, exp.Column) else result, exp.Star)


def _write_windows_out(select: exp.Select, written: int, words: Words) -> int:
    """Write each window that has a name where it is used; return how many nodes are written now."""
    known = {window.name.lower(): window for window in select.args.get("windows") or ()}
    select.set("windows", None)
    used = set[str]()
    for window in _windows_of(select):
        name = window.args.get("alias")
        if name is None:
            continue
        said = known.get(name.name.lower())
        own = [key for key in ("partition_by", "order", "spec") if window.args.get(key)]
        if said is None or own or said.find(exp.Query):
            raise words.not_sql("a window that is not on the list")
        used.add(name.name.lower())
        written += sum(1 for _ in said.walk())
        if written > MOST_NODES:
            raise words.not_sql("a window that is used too often")
        window.set("alias", None)
        for key in ("partition_by", "order", "spec"):
            part = said.args.get(key)
            several = isinstance(part, list)
            window.set(key, [p.copy() for p in part] if several else part and part.copy())
    if known.keys() - used:
        raise words.not_sql("a window that is named and not used")
    return written


def _windows_of(select: exp.Select) -> Iterator[exp.Window]:
    """Yield the windows of a SELECT, but for those of questions within it."""
    parts = list(select.iter_expressions())
    while parts:
        part = parts.pop()
        if isinstance(part, exp.Query):
            continue
        if isinstance(part, exp.Window):
            yield part
        parts += part.iter_expressions()


def _free(name: str, select: exp.Select) -> str:
    """Return a name that stands nowhere in a SELECT."""
    taken, number = {i.name.lower() for i in select.find_all(exp.Identifier)}, 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _named(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=False)
