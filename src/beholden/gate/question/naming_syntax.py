"""What a part of SQL is called where it is refused: its fixed name, and the clause it stands in.

Names are those of the SQL reader and of the engine, never the asker's own: a word that neither
knows is not repeated.
"""

from __future__ import annotations

import re
from functools import cache

from sqlglot import exp

_WORDS: tuple[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], str], ...] = (
    (exp.Star, "a star"),
    ((exp.Parameter, exp.Placeholder), "a parameter"),
    ((exp.DML, exp.DDL, exp.Command), "a statement that would change or inspect the engine"),
)
_FUNCTION = "a function that is not on the list"
_PART = "a part of SQL that is not on the list"
# What the engine calls what the reader has another name for.
_OWN_NAMES: dict[type[exp.Expr], str] = {
    exp.ArrayAgg: "list",
    exp.GroupConcat: "string_agg",
    exp.LogicalAnd: "bool_and",
    exp.LogicalOr: "bool_or",
    exp.PercentileCont: "quantile_cont",
    exp.PercentileDisc: "quantile_disc",
    exp.Pad: "lpad",
    exp.StrPosition: "strpos",
    exp.TimeToStr: "strftime",
    exp.Pow: "power",
    exp.VariancePop: "var_pop",
    exp.ApproxDistinct: "approx_count_distinct",
}
_PARTS = {
    "on": "distinct on",
    "qualify": "qualify",
    "sample": "a sample",
    "pivots": "pivot",
    "laterals": "lateral",
    "recursive": "a recursive with",
    "db": "a name of three parts",
}
_NAMED_PARTS = {
    "windows": "window",
    "except_": "exclude",
    "replace": "replace",
    "rename": "rename",
    "by_name": "by name",
    "locks": "for update",
    "into": "into",
    "with_ties": "with ties",
    "hint": "a hint",
    "ignore_nulls": "ignore nulls",
}
# What other engines call what DuckDB's SQL says otherwise.
_OF_RESULTS = (
    "median(n) or quantile_cont(n, 0.9) over results:"
    " with counted as (select …, count(*) as n from … group by 1) select median(n) from counted"
)
_DAY = "the day itself: date '2026-12-01'"
_PART_OF_DAY = "year(column), month(column) or date_trunc('month', column)"
_INSTEAD = {
    "isnull": "column is null, or coalesce(column, 'other')",
    "nvl2": "case when column is null then … else … end",
    **dict.fromkeys(("getdate", "sysdate", "now", "current_date", "current_timestamp"), _DAY),
    **dict.fromkeys(("datename", "datepart", "date_format", "to_char"), _PART_OF_DAY),
    "to_date": "column::date",
    "to_number": "column::int",
    "count_distinct": "count(distinct column)",
    "sumif": "sum(column) filter (where …)",
    "averageif": "avg(column) filter (where …)",
    "std": "stddev(column)",
    "var": "variance(column)",
    **dict.fromkeys(("percentile", "quantile_cont", "quantile_disc"), _OF_RESULTS),
}
_CLAUSES = {
    "expressions": "select",
    "from_": "from",
    "joins": "join",
    "where": "where",
    "group": "group by",
    "having": "having",
    "qualify": "qualify",
    "order": "order by",
    "limit": "limit",
    "with_": "with",
}


def named_kind(node: exp.Expr) -> str:
    """Return in words what a node is that is not on the list."""
    for kinds, words in _WORDS:
        if isinstance(node, kinds):
            return words
    name = _function(node)
    if name is not None:
        return _where(_FUNCTION, name, node)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__)
    return _where(_PART, spaced.lower(), node)


def written_instead(node: exp.Expr) -> str:
    """Return what may be written for a function of another engine, if that is known."""
    if isinstance(node, exp.WithinGroup):
        node = node.this
    if isinstance(node, exp.Anonymous):
        return _INSTEAD.get(node.name.lower(), "")
    return _INSTEAD.get(function_name(type(node)), "") if isinstance(node, exp.Func) else ""


def named_function(node: exp.Expr) -> str:
    """Return what the engine calls a function that is on the list."""
    return function_name(type(node)) if isinstance(node, exp.Func) else ""


def named_part(node: exp.Expr, part: str) -> str:
    """Return in words what a part of a node is that it may not have."""
    if part in _PARTS:
        return _PARTS[part]
    if isinstance(node, exp.Join) and part == "method":
        return _where(_PART, "asof or positional", node)
    return _where(_PART, _NAMED_PARTS.get(part, ""), node)


def _function(node: exp.Expr) -> str | None:
    """Return the name of a function, empty where neither reader knows it; None for none."""
    if isinstance(node, exp.Anonymous):
        name = node.name.lower()
        return name if name in _functions_of_the_engine() else ""
    if not isinstance(node, exp.Func):
        return None
    return function_name(type(node))


def function_name(kind: type[exp.Func]) -> str:
    """Return what the engine calls a function that the reader knows."""
    return _OWN_NAMES.get(kind) or kind.sql_name().lower()


def _where(words: str, name: str, node: exp.Expr) -> str:
    """Return words with a name and the clause of the question, as far as they are known."""
    found: exp.Expr | None = node
    while found is not None and not isinstance(found.parent, exp.Query):
        found = found.parent
    clause = _CLAUSES.get(found.arg_key or "") if found is not None else None
    said = " in ".join(word for word in (name, clause) if word)
    return f"{words}: {said}" if name else words


@cache
def _functions_of_the_engine() -> frozenset[str]:
    """Return the names of all functions that the engine itself knows."""
    from .reading_engine import engine_that_reads

    # Threads share the engine: each reads its own answer.
    found = engine_that_reads().cursor()
    found.execute("SELECT DISTINCT function_name FROM duckdb_functions()")
    return frozenset(row[0] for row in found.fetchall())
