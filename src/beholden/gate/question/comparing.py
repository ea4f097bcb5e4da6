"""Values set side by side so that no pair of them fails: numbers as numbers, the rest as texts.

An error would tell that there is such a value. The types of sealed columns are known to the engine
alone, so what runs asks it for them; it answers before it reads a row.
"""

from __future__ import annotations

from sqlglot import exp

from .flattening import without_brackets
from .writing import sql_text, type_of

_EQUAL = (exp.EQ, exp.NEQ)
_RESULTS = (exp.Column, exp.Func)
_MADE_NUMBERS = (exp.Avg, exp.Sum, exp.Count, exp.Add, exp.Sub, exp.Mul, exp.Div)


def as_text(node: exp.Expr) -> exp.Expr:
    """Return a value as a text, which no value makes fail."""
    return exp.Cast(this=node, to=type_of(exp.DType.TEXT))


def as_number(node: exp.Expr) -> exp.Expr:
    """Return a value as a double, or nothing where it is no number."""
    return exp.TryCast(this=node.copy(), to=type_of(exp.DType.DOUBLE), safe=True)


def in_doubles(node: exp.Expr) -> exp.Expr:
    """Return a product of two results in doubles, and anything else as it is.

    Numbers of groups are whole ones of 64 bits, and two sums multiplied have no room in these.
    """
    if not isinstance(node, exp.Mul):
        return node
    if any(side.find(*_RESULTS) is None for side in (node.this, node.expression)):
        return node
    return exp.Mul(this=as_number(node.this), expression=as_number(node.expression))


def compared(node: exp.Expr, one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """Return the comparison of two values: as numbers where both are some, else as texts.

    Two texts are equal only letter for letter: '01' is not '1'.
    """
    texts = type(node)(this=as_text(one), expression=as_text(other))
    numbers = type(node)(this=as_number(one), expression=as_number(other))
    either = exp.Coalesce(this=exp.Paren(this=numbers), expressions=[exp.Paren(this=texts)])
    if not isinstance(node, _EQUAL):
        return either
    both = f"{_is_text(sql_text(one))} AND {_is_text(sql_text(other))}"
    return exp.Var(this=f"CASE WHEN {both} THEN {sql_text(texts)} ELSE {sql_text(either)} END")


def among(one: exp.Expr, query: exp.Expr, values: str) -> exp.Expr:
    """Return whether a value is among a question's ``values``: as numbers if these are made so."""
    form = _number_text if _makes_numbers(query) else "CAST({} AS TEXT)".format
    listed = f"SELECT {form('v.v')} FROM ({values}) AS v(v)"  # noqa: S608
    return exp.Var(this=f"{form(sql_text(one))} IN ({listed})")


def _makes_numbers(query: exp.Expr) -> bool:
    """Return whether a question gives what is a number however it came about: a mean or a count."""
    select = without_brackets(query)
    listed = select.selects if isinstance(select, exp.Query) else ()
    return any(value.find(*_MADE_NUMBERS) for value in listed)


def same_column(one: str, other: str) -> str:
    """Return that two columns are equal, as one equality, by which an engine finds rows at once.

    Columns of one type are, and a text is beside any other, what their texts are.
    """
    plain = f"TYPEOF({one}) = TYPEOF({other}) OR {_is_text(one)} OR {_is_text(other)}"
    sides = (
        f"CASE WHEN {plain} THEN CAST({side} AS TEXT) ELSE {_number_text(side)} END"
        for side in (one, other)
    )
    return " = ".join(sides)


def _is_text(value: str) -> str:
    return f"TYPEOF({value}) = 'VARCHAR'"


def _number_text(value: str) -> str:
    """Return a value's text, a number of any type written as a double is."""
    return f"COALESCE(CAST(TRY_CAST({value} AS DOUBLE) AS TEXT), CAST({value} AS TEXT))"
