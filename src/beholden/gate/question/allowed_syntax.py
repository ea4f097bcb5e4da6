"""The list of SQL that a question may be written in: node types, and which parts each may have.

Anything that is not here is refused, so a kind of SQL that a new version of the reader learns is
refused until somebody has thought about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlglot import exp

from .naming_syntax import named_kind, named_part
from .refusing import Words

_NONE: frozenset[str] = frozenset()
_THIS = frozenset({"this"})
_TWO = frozenset({"this", "expression"})
_FEW = frozenset({"this", "expressions"})

CONDITIONS: dict[type[exp.Expr], frozenset[str]] = {
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE), _TWO),
    **dict.fromkeys((exp.And, exp.Or, exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ), _TWO),
    **dict.fromkeys((exp.Like, exp.ILike), _TWO | {"negate"}),
    exp.Not: _THIS,
    exp.Paren: _THIS,
    exp.In: _FEW | {"query"},
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.If: frozenset({"this", "true", "false"}),
}

# Functions that give one value for one value, never fail on a value and cannot be made to run long.
SCALARS: dict[type[exp.Expr], frozenset[str]] = {
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul, exp.Mod), _TWO),
    exp.Div: _TWO | {"typed", "safe"},
    exp.IntDiv: _TWO,
    exp.Neg: _THIS,
    exp.DPipe: _TWO | {"safe"},
    exp.Concat: frozenset({"expressions", "safe", "coalesce"}),
    exp.Coalesce: _FEW,
    exp.Nullif: _TWO,
    exp.Greatest: _FEW | {"ignore_nulls"},
    exp.Least: _FEW | {"ignore_nulls"},
    exp.Lower: _THIS,
    exp.Upper: _THIS,
    exp.Trim: _THIS,
    exp.Length: _THIS,
    exp.Left: _TWO,
    exp.Right: _TWO,
    exp.Substring: frozenset({"this", "start", "length"}),
    exp.Contains: _TWO,
    exp.StartsWith: _TWO,
    exp.Abs: _THIS,
    exp.Round: frozenset({"this", "decimals"}),
    exp.Floor: _THIS,
    exp.Ceil: _THIS,
    exp.Year: _THIS,
    exp.Month: _THIS,
    exp.Quarter: _THIS,
    exp.Day: _THIS,
    exp.Extract: _TWO,
    exp.DateTrunc: frozenset({"this", "unit"}),
    exp.TimestampTrunc: frozenset({"this", "unit"}),
    exp.Interval: frozenset({"this", "unit"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.TryCast: frozenset({"this", "to", "safe"}),
}

# Functions of the engine's doubles; they stand over what may be seen, and never over rows. What is
# here and below fails on no value: ``skewness`` does on large ones, so it is not on the list.
ABOVE: dict[type[exp.Expr], frozenset[str]] = {
    **dict.fromkeys((exp.Ln, exp.Sqrt, exp.Exp, exp.Sign), _THIS),
    exp.Log: _TWO,
    exp.Pow: _TWO,
    exp.Trunc: frozenset({"this", "decimals"}),
}

# Of rows only those that ``aggregates.read_aggregate`` knows are taken; the others are of results.
AGGREGATES: dict[type[exp.Expr], frozenset[str]] = {
    exp.Count: _FEW | {"big_int"},
    exp.CountIf: _THIS,
    exp.Sum: _THIS,
    exp.Avg: _THIS,
    exp.Min: _THIS,
    exp.Max: _THIS,
    **dict.fromkeys((exp.Stddev, exp.StddevSamp, exp.Variance), _THIS),
    **dict.fromkeys((exp.StddevPop, exp.VariancePop, exp.Kurtosis), _THIS),
    **dict.fromkeys((exp.Median, exp.Mode), _THIS),
    **dict.fromkeys((exp.PercentileCont, exp.PercentileDisc), _TWO),
    **dict.fromkeys((exp.Corr, exp.CovarSamp, exp.CovarPop), _TWO),
    **dict.fromkeys((exp.RegrSlope, exp.RegrIntercept, exp.RegrR2, exp.RegrCount), _TWO),
    **dict.fromkeys((exp.ArgMax, exp.ArgMin), _TWO),
    exp.Filter: _TWO,
}

ATOMS: dict[type[exp.Expr], frozenset[str]] = {
    exp.Column: frozenset({"this", "table"}),
    exp.Identifier: frozenset({"this", "quoted"}),
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Boolean: _THIS,
    exp.Null: _NONE,
    exp.Var: _THIS,
    exp.DataType: frozenset({"this", "nested", "expressions"}),
    exp.DataTypeParam: _THIS,
    exp.Star: _NONE,
}

_FRAME: dict[type[exp.Expr], frozenset[str]] = {
    exp.Select: frozenset(
        {"expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset"}
        | {"with_", "distinct"}
    ),
    exp.Alias: frozenset({"this", "alias"}),
    exp.From: _THIS,
    exp.Table: frozenset({"this", "alias"}),
    exp.TableAlias: frozenset({"this", "columns"}),
    exp.Join: frozenset({"this", "side", "kind", "using", "on"}),
    exp.Where: _THIS,
    exp.Having: _THIS,
    exp.Group: frozenset({"expressions", "all"}),
    **dict.fromkeys(
        (exp.Rollup, exp.Cube, exp.GroupingSets, exp.Tuple), frozenset({"expressions"})
    ),
    exp.Order: frozenset({"expressions"}),
    exp.Ordered: frozenset({"this", "desc", "nulls_first"}),
    exp.Limit: frozenset({"expression"}),
    exp.Offset: frozenset({"expression"}),
    exp.Distinct: frozenset({"expressions"}),
    exp.With: frozenset({"expressions"}),
    exp.CTE: frozenset({"this", "alias"}),
    exp.Subquery: frozenset({"this", "alias"}),
    exp.Exists: _THIS,
    **dict.fromkeys(
        (exp.Union, exp.Intersect, exp.Except),
        _TWO | {"distinct", "order", "limit", "offset", "with_"},
    ),
    exp.Window: frozenset({"this", "partition_by", "order", "spec", "over"}),
    exp.WindowSpec: frozenset({"kind", "start", "start_side", "end", "end_side"}),
    exp.Grouping: frozenset({"expressions"}),
}

# Functions of a window over results; sums and counts may stand there as well.
_WINDOWS: dict[type[exp.Expr], frozenset[str]] = {
    **dict.fromkeys((exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist), _NONE),
    **dict.fromkeys((exp.FirstValue, exp.LastValue, exp.Ntile), _THIS),
    **dict.fromkeys((exp.Lag, exp.Lead), frozenset({"this", "offset", "default"})),
    exp.NthValue: frozenset({"this", "offset"}),
}
WINDOWS = frozenset(_WINDOWS)

ALLOWED = {**CONDITIONS, **SCALARS, **ABOVE, **AGGREGATES, **ATOMS, **_FRAME, **_WINDOWS}

_UNITS = frozenset({"YEAR", "QUARTER", "MONTH", "WEEK", "DAY"})
_TYPES = frozenset(
    {
        exp.DType.INT,
        exp.DType.BIGINT,
        exp.DType.DOUBLE,
        exp.DType.FLOAT,
        exp.DType.VARCHAR,
        exp.DType.TEXT,
        exp.DType.BOOLEAN,
        exp.DType.DATE,
        exp.DType.DECIMAL,
    }
)


def check_syntax(nodes: Iterable[exp.Expr], words: Words) -> None:
    """Raise Refused for the first of the nodes of a question that is not on the list."""
    for node in nodes:
        kind = type(node)
        allowed = ALLOWED.get(kind)
        if allowed is None:
            raise words.not_sql(named_kind(node))
        for part, value in node.args.items():
            if part not in allowed and value not in (None, False, []):
                raise words.not_sql(named_part(node, part))
        own = _OWN_FORM.get(kind)
        if own is not None and not own[0](node):
            raise words.not_sql(own[1])


def _is_type(node: exp.DataType) -> bool:
    """Return whether a type is on the list; only a decimal has parts, which are whole numbers."""
    parts = [part.name for part in node.expressions]
    decimal = node.this is exp.DType.DECIMAL
    plain = all(part.isdecimal() and len(part) <= 2 for part in parts)
    return node.this in _TYPES and plain and (decimal or not parts)


def _is_interval(node: exp.Interval) -> bool:
    number, unit = node.this, node.args.get("unit")
    whole = isinstance(number, exp.Literal) and number.name.isdecimal() and len(number.name) <= 5
    return whole and isinstance(unit, exp.Var) and unit.name.upper() in _UNITS


def _is_star(node: exp.Star) -> bool:
    """Return whether a star counts rows, or stands for columns as a result of its own."""
    parent = node.parent
    alone = isinstance(parent, exp.Column) and isinstance(parent.parent, exp.Select)
    return alone or isinstance(parent, exp.Count | exp.Select)


def _is_distinct(node: exp.Distinct) -> bool:
    parent = node.parent
    return isinstance(parent, exp.Count) or (
        isinstance(parent, exp.Select) and node.arg_key == "distinct" and not node.expressions
    )


def _is_window(node: exp.Window) -> bool:
    return isinstance(node.this, exp.Func) and node.args.get("over") == "OVER"


def _is_frame(node: exp.WindowSpec) -> bool:
    """Return whether a frame has whole numbers, and rows or range."""
    ends = [node.args.get(key) for key in ("start", "end")]
    plain = all(
        isinstance(e, str) or e is None or (isinstance(e, exp.Literal) and e.name.isdecimal())
        for e in ends
    )
    return plain and str(node.args.get("kind")).upper() in ("ROWS", "RANGE")


def _is_of_a_window(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Window)


def _is_share(node: exp.PercentileCont | exp.PercentileDisc) -> bool:
    """Return whether a quantile is at a share of one that the question itself gives."""
    share = node.expression
    plain = isinstance(share, exp.Literal) and not share.is_string and _is_plain(share)
    return plain and float(share.name) <= 1


def _is_unit(node: exp.Var) -> bool:
    """Return whether a word is a unit of dates, or the ALL of a question's ORDER BY."""
    return node.name.upper() in _UNITS or is_all(node)


def _is_order(node: exp.Ordered) -> bool:
    return not _says_all(node.this) or is_all(node.this)


def _says_all(node: exp.Expr) -> bool:
    return isinstance(node, exp.Var) and node.name.upper() == "ALL"


def is_all(node: exp.Expr) -> bool:
    """Return whether a node is the ALL of ORDER BY ALL, which orders by every result."""
    order = node.parent.parent if isinstance(node.parent, exp.Ordered) else None
    asks = order is not None and isinstance(order.parent, exp.Query)
    return asks and _says_all(node)


def _truncates_by_a_unit(node: exp.DateTrunc | exp.TimestampTrunc) -> bool:
    unit = node.args.get("unit")
    known = isinstance(unit, exp.Var | exp.Literal) and unit.name.upper() in _UNITS
    return unit is None or known


def _is_plain(node: exp.Literal) -> bool:
    """Return whether a constant is a text, or a plain decimal number of at most thirty digits."""
    mantissa, _, exponent = node.name.lower().partition("e")
    digits = mantissa.replace(".", "", 1)
    power = exponent.lstrip("+-")
    number = digits.isdecimal() and len(digits) <= 30 and (not exponent or power.isdecimal())
    return bool(node.is_string) or number


# What must be of a form of its own, beyond the parts that it may have; and what it is else.
_OWN_FORM: dict[type[exp.Expr], tuple[Callable[[Any], bool], str]] = {
    exp.Star: (_is_star, "a star"),
    exp.Distinct: (_is_distinct, "distinct outside of count(distinct …)"),
    exp.Window: (_is_window, "a window that is not on the list"),
    exp.WindowSpec: (_is_frame, "a window that is not on the list"),
    **dict.fromkeys(WINDOWS, (_is_of_a_window, "a function of a window outside of one")),
    **dict.fromkeys(
        (exp.DateTrunc, exp.TimestampTrunc),
        (_truncates_by_a_unit, "a part of a date that is not on the list"),
    ),
    exp.Ordered: (_is_order, "order by all where not the whole question is ordered"),
    exp.Var: (_is_unit, "a part of a date that is not on the list"),
    exp.DataType: (_is_type, "a type that is not on the list"),
    exp.Interval: (_is_interval, "an interval that is not a whole number of days, months or years"),
    **dict.fromkeys(
        (exp.PercentileCont, exp.PercentileDisc),
        (_is_share, "a quantile that is not at a number from 0 to 1"),
    ),
    exp.Literal: (_is_plain, "a number that cannot be read"),
}
