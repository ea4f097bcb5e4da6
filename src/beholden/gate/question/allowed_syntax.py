"""The list of SQL that a question may be written in: node types, and which parts each may have.

Anything that is not here is refused, so a kind of SQL that a new version of the reader learns is
refused until somebody has thought about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sqlglot import exp

from beholden.kernel import Refused

from .naming_syntax import named_kind, named_part, written_instead
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
    exp.Trim: _THIS | {"position"},
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
    exp.ConcatWs: frozenset({"expressions", "safe", "coalesce"}),
    exp.Format: _FEW,
    exp.Replace: frozenset({"this", "expression", "replacement"}),
    exp.Pad: frozenset({"this", "expression", "fill_pattern", "is_left"}),
    exp.SplitPart: frozenset({"this", "delimiter", "part_index"}),
    exp.StrPosition: frozenset({"this", "substr"}),
    exp.TimeToStr: frozenset({"this", "format"}),
    **dict.fromkeys((exp.Reverse, exp.Monthname, exp.Dayname), _THIS),
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
    exp.GroupConcat: frozenset({"this", "separator"}),
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
    exp.Star: frozenset({"except_", "replace", "rename"}),
}

_FRAME: dict[type[exp.Expr], frozenset[str]] = {
    exp.Select: frozenset(
        {"expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset"}
        | {"with_", "distinct", "qualify", "windows"}
    ),
    exp.Qualify: _THIS,
    exp.Alias: frozenset({"this", "alias"}),
    exp.From: _THIS,
    exp.Table: frozenset({"this", "alias"}),
    exp.TableAlias: frozenset({"this", "columns"}),
    exp.Join: frozenset({"this", "side", "kind", "using", "on", "method"}),
    exp.Where: _THIS,
    exp.Having: _THIS,
    exp.Group: frozenset({"expressions", "all"}),
    **dict.fromkeys(
        (exp.Rollup, exp.Cube, exp.GroupingSets, exp.Tuple), frozenset({"expressions"})
    ),
    exp.Order: _FEW,
    exp.Ordered: frozenset({"this", "desc", "nulls_first"}),
    exp.Limit: frozenset({"expression"}),
    exp.Offset: frozenset({"expression"}),
    exp.Distinct: frozenset({"expressions", "on"}),
    exp.With: frozenset({"expressions"}),
    exp.CTE: frozenset({"this", "alias"}),
    exp.Subquery: frozenset({"this", "alias"}),
    exp.Exists: _THIS,
    **dict.fromkeys(
        (exp.Union, exp.Intersect, exp.Except),
        _TWO | {"distinct", "order", "limit", "offset", "with_"},
    ),
    exp.Window: frozenset({"this", "partition_by", "order", "spec", "over", "alias"}),
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

SHORT = 64  # letters of a text of the question's own that may be repeated
# What a day or a moment may be written as; each of these is a few letters.
_FORM_OF_A_DAY = re.compile(r"(?:[^%]|%[YymdbBaAjHMSVGu%])*")
_IN_A_FORM = re.compile(r"(\{\{|\}\})|(\{(?::,?(?:\.[0-9]f)?)?\})")
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
            raise words.not_sql(named_kind(node), instead=written_instead(node))
        for part, value in node.args.items():
            if part not in allowed and value not in (None, False, []):
                raise _refused_part(node, part, words)
        own = _OWN_FORM.get(kind)
        if own is not None and not own[0](node):
            raise words.not_sql(own[1])


def _refused_part(node: exp.Expr, part: str, words: Words) -> Refused:
    if part != "pivots":
        return words.not_sql(named_part(node, part))
    lays_down = any(pivot.args.get("unpivot") for pivot in node.args[part])
    return words.not_sql("unpivot") if lays_down else words.pivot()


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
    if not any(node.args.get(part) for part in ("except_", "replace", "rename")):
        return alone or isinstance(parent, exp.Select | exp.Count)
    return (alone or isinstance(parent, exp.Select)) and _names_each_once(node)


def _names_each_once(star: exp.Star) -> bool:
    """Return whether a star names no column twice, and none with its table before it."""
    changed = [*(star.args.get("except_") or ()), *(a.this for a in star.args.get("rename") or ())]
    names = [column.name.lower() for column in changed]
    names += [replaced.alias.lower() for replaced in star.args.get("replace") or ()]
    return len(set(names)) == len(names) and not any(column.args.get("table") for column in changed)


def _is_distinct(node: exp.Distinct) -> bool:
    parent = node.parent
    if isinstance(parent, exp.Select):
        return node.arg_key == "distinct" and not node.expressions
    within = isinstance(parent, exp.Order) and isinstance(parent.parent, exp.GroupConcat)
    one = len(node.expressions) == 1 and (within or isinstance(parent, exp.GroupConcat))
    return (one or isinstance(parent, exp.Count)) and not node.args.get("on")


def _is_window(node: exp.Window) -> bool:
    """Return whether a window is one over a function, or one that a question gives a name."""
    if node.arg_key == "windows":
        return isinstance(node.this, exp.Identifier) and not node.args.get("alias")
    function = isinstance(node.this, exp.Func) and not isinstance(node.this, exp.GroupConcat)
    return function and node.args.get("over") == "OVER"


def _is_natural(node: exp.Join) -> bool:
    method = node.args.get("method") or "NATURAL"
    return str(method).upper() == "NATURAL"


def _gathers_texts(node: exp.GroupConcat) -> bool:
    """Return whether what stands between gathered texts is a short text, so that it cannot grow."""
    between = node.args.get("separator")
    return between is None or _is_short_text(between)


def _is_short_text(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string) and len(node.name) <= SHORT


def _orders_what_is_gathered(node: exp.Order) -> bool:
    return node.this is None or isinstance(node.parent, exp.GroupConcat)


def _replaces_by_texts(node: exp.Replace) -> bool:
    """Return whether a text is replaced by another that the question gives: its growth is known."""
    replacement = node.args.get("replacement")
    return _is_short_text(node.expression) and (replacement is None or _is_short_text(replacement))


def _pads_a_little(node: exp.Pad) -> bool:
    width, fill = node.expression, node.args.get("fill_pattern")
    plain = isinstance(width, exp.Literal) and width.name.isdecimal() and not width.is_string
    return plain and int(width.name[:9]) <= SHORT and (fill is None or _is_short_text(fill))


def _is_form_of_a_day(node: exp.TimeToStr) -> bool:
    form = node.args.get("format")
    return form is not None and _is_short_text(form) and bool(_FORM_OF_A_DAY.fullmatch(form.name))


def _is_plain_form(node: exp.Format) -> bool:
    """Return whether a form has a place for each value, none of them wider than its value."""
    if not _is_short_text(node.this):
        return False
    form = node.this.name
    places = [place for _, place in _IN_A_FORM.findall(form) if place]
    rest = _IN_A_FORM.sub("", form)
    return len(places) == len(node.expressions) and not set("{}") & set(rest)


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
    exp.Join: (_is_natural, "an asof or positional join"),
    exp.GroupConcat: (_gathers_texts, "a long text between those of string_agg"),
    exp.Order: (_orders_what_is_gathered, "an order that is not on the list"),
    exp.Replace: (_replaces_by_texts, "replace by a text that is not short and written out"),
    exp.Pad: (_pads_a_little, f"lpad or rpad to more than {SHORT} letters"),
    exp.TimeToStr: (_is_form_of_a_day, "a form of a date that is not on the list"),
    exp.Format: (_is_plain_form, "a form of numbers that is not on the list"),
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
