"""``$filter``: which rows are asked for. Read by odata-query, and done here on rows of Python.

No text of a request becomes a program or SQL: each part of the filter becomes a function of a row.
Comparing with null is as OData 4.0 has it (part 2, 5.1.1): only ``eq`` and ``ne`` are ever true.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odata_query import ast
from odata_query.exceptions import ODataException, UnknownFunctionException
from odata_query.grammar import ODataLexer, ODataParser

from .entity_sets import Property
from .faults import not_offered, wrong
from .functions import FUNCTIONS, divided, remainder

Row = Mapping[str, Any]
MOST_LETTERS = 2_000
_COMPARED = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
_RECKONED: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: divided,
    ast.Mod: remainder,
}
LITERALS = {
    ast.Integer: "number",
    ast.Float: "number",
    ast.String: "text",
    ast.Boolean: "truth",
    ast.Date: "day",
    ast.Null: "null",
}
KINDS = {"Edm.String": "text", "Edm.Boolean": "truth", "Edm.Date": "day"}
_STAND_IN = "beholden_"
_WORD = re.compile(r"'(?:[^']|'')*'|(?<![\w.])[A-Za-z_]\w*(?!\w|\s*\()")
# Rules of the grammar that fail of themselves on some texts raise these.
_UNREADABLE = (
    ODataException,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a filter: what kind of value it has, and how it is had from a row."""

    kind: str
    of: Callable[[Row], Any]


def filter_of(text: str, properties: Sequence[Property]) -> Callable[[Row], bool]:
    """Return whether a row is asked for, as a function; raise CannotAnswer for a bad filter."""
    if len(text) > MOST_LETTERS:
        raise wrong(f"A filter has at most {MOST_LETTERS:,} letters.")
    try:
        places = {one.name: place for place, one in enumerate(properties)}
        whole = _part(parsed(text, places.get), properties)
        _must_be(whole, "truth")
    except RecursionError:
        raise wrong("The filter has too many parts within parts.") from None
    return lambda row: _of_row(whole, row) is True


def _of_row(whole: Part, row: Row) -> Any:
    try:
        return whole.of(row)
    except (ArithmeticError, ValueError):
        raise wrong("The filter reckons what has no result, as a division by 0.") from None
    except RecursionError:
        raise wrong("The filter has too many parts within parts.") from None


def parsed(text: str, place_of: Callable[[str], int | None]) -> Any:
    """Return the tree of a filter, in which a property stands as its place (``place_in``).

    The grammar reads ``allowance`` as ``all`` and a rest, so each property goes in by a stand-in.
    """

    def stand_in(found: re.Match[str]) -> str:
        word, place = found[0], place_of(found[0])
        if word.startswith(_STAND_IN) and place is None:
            raise wrong(f"There is no property “{word}”.")
        return word if place is None else f"{_STAND_IN}{place}"

    try:
        return ODataParser().parse(ODataLexer().tokenize(_WORD.sub(stand_in, text.strip())))
    except UnknownFunctionException as fault:
        raise not_offered(f"the function {fault.function_name}") from None
    except _UNREADABLE:
        raise wrong("The filter cannot be read. One that can: tenure eq 'Council'") from None


def _part(tree: Any, properties: Sequence[Property]) -> Part:
    kind = LITERALS.get(type(tree))
    if kind:
        value = value_of(tree)
        return Part(kind, lambda _row: value)
    read = _READ.get(type(tree))
    if read is None:
        raise not_offered(f"{type(tree).__name__.lower()} in a filter")
    return read(tree, properties)


def value_of(literal: Any) -> Any:
    """Return the value that a literal of a filter says."""
    try:
        return literal.py_val
    except ValueError:  # a number of more digits than Python reads
        raise wrong("A value of the filter cannot be read.") from None


def place_in(tree: ast.Identifier) -> int:
    """Return which property a name of the tree stands for."""
    name = full_name(tree)
    place = name.removeprefix(_STAND_IN)
    if place == name or not place.isdigit():
        raise wrong(f"There is no property “{name}”.")
    return int(place)


def _property(tree: ast.Identifier, properties: Sequence[Property]) -> Part:
    about = properties[place_in(tree)]
    return Part(KINDS.get(about.type, "number"), lambda row: row[about.name])


def _comparison(tree: ast.Compare, properties: Sequence[Property]) -> Part:
    if isinstance(tree.comparator, ast.In):
        return _one_of(tree, properties)
    left, right = _part(tree.left, properties), _part(tree.right, properties)
    _must_be(right, left.kind)
    if isinstance(tree.comparator, ast.Eq):
        return Part("truth", lambda row: left.of(row) == right.of(row))
    if isinstance(tree.comparator, ast.NotEq):
        return Part("truth", lambda row: left.of(row) != right.of(row))
    compared = _COMPARED[type(tree.comparator)]
    return Part("truth", lambda row: _unless_null(compared, left.of(row), right.of(row)) or False)


def full_name(tree: ast.Identifier) -> str:
    """Return a name as it stands in a filter."""
    return str(tree.full_name())  # type: ignore[no-untyped-call]  # of a library without types


def _one_of(tree: ast.Compare, properties: Sequence[Property]) -> Part:
    listed: Any = tree.right
    one, among = _part(tree.left, properties), [_part(i, properties) for i in listed.val]
    for part in among:
        _must_be(part, one.kind)
    return Part("truth", lambda row: one.of(row) in [part.of(row) for part in among])


def _both_or_either(tree: ast.BoolOp, properties: Sequence[Property]) -> Part:
    left, right = _part(tree.left, properties), _part(tree.right, properties)
    _must_be(left, "truth")
    _must_be(right, "truth")
    # What settles it: one false for “and”, one true for “or”; else null where one is null.
    settles = isinstance(tree.op, ast.Or)

    def of(row: Row) -> Any:
        first = left.of(row)
        if first is settles:
            return settles
        second = right.of(row)
        return second if second is settles or first is not None else None

    return Part("truth", of)


def _unary(tree: ast.UnaryOp, properties: Sequence[Property]) -> Part:
    inner = _part(tree.operand, properties)
    kind, turned = ("truth", operator.not_) if isinstance(tree.op, ast.Not) else _NEGATED
    _must_be(inner, kind)
    return Part(kind, lambda row: _unless_null(turned, inner.of(row)))


_NEGATED: tuple[str, Callable[[Any], Any]] = ("number", operator.neg)


def _reckoning(tree: ast.BinOp, properties: Sequence[Property]) -> Part:
    left, right = _part(tree.left, properties), _part(tree.right, properties)
    _must_be(left, "number")
    _must_be(right, "number")
    reckoned = _RECKONED[type(tree.op)]
    return Part("number", lambda row: _unless_null(reckoned, left.of(row), right.of(row)))


def _call(tree: ast.Call, properties: Sequence[Property]) -> Part:
    name = full_name(tree.func)
    if name not in FUNCTIONS:
        raise not_offered(f"the function {name}")
    kinds, gives, done = FUNCTIONS[name]
    given = [_part(one, properties) for one in tree.args]
    for part, kind in zip(given, kinds, strict=True):
        _must_be(part, kind)
    return Part(gives, lambda row: _unless_null(done, *(part.of(row) for part in given)))


_READ: dict[type, Callable[[Any, Sequence[Property]], Part]] = {
    ast.Identifier: _property,
    ast.Compare: _comparison,
    ast.BoolOp: _both_or_either,
    ast.UnaryOp: _unary,
    ast.BinOp: _reckoning,
    ast.Call: _call,
}


def _must_be(part: Part, kind: str) -> None:
    if "null" not in (part.kind, kind) and part.kind != kind:
        raise wrong(f"The filter has a {part.kind} where a {kind} is needed.")


def _unless_null(done: Callable[..., Any], *values: Any) -> Any:
    return None if None in values else done(*values)
