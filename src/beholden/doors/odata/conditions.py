"""``filter(…)`` within ``$apply``: the same filters as SQL, for a question to the gate.

No text of a request becomes SQL as it is: names are quoted, values written anew by their kind.
What compares with null is as OData 4.0 has it (part 2, 5.1.1): it is never null, where SQL's is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any

from odata_query import ast

from .entity_sets import Property, is_word
from .faults import not_offered, wrong
from .filters import KINDS, LITERALS, MOST_LETTERS, full_name, parsed, place_in, value_of

_SIGNS: dict[type, str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
# Each function of one property: its kind, the kind it gives, and SQL's name of it.
_OF_ONE = {
    "tolower": ("text", "text", "lower"),
    "toupper": ("text", "text", "upper"),
    "length": ("text", "number", "length"),
    "year": ("day", "number", "year"),
    "month": ("day", "number", "month"),
    "day": ("day", "number", "day"),
}
_OF_TWO = {"contains": "contains", "startswith": "starts_with"}
_MOST_DIGITS = 30
_ANY = "any"


def sql_name(name: str) -> str:
    """Return a name as SQL has it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def condition_of(text: str, properties: Sequence[Property], columns: Sequence[str]) -> str:
    """Return the SQL of a filter; raise CannotAnswer for one that cannot be read.

    ``columns`` are what the properties are called in the dataset. A name that is no property is
    taken for a column, so that the gate says of it what it says at every door.
    """
    if len(text) > MOST_LETTERS:
        raise wrong(f"A filter has at most {MOST_LETTERS:,} letters.")
    names = _Names([one.name for one in properties])
    try:
        return _Writer(names, properties, columns).condition(parsed(text, names.place_of), False)
    except RecursionError:
        raise wrong("The filter has too many parts within parts.") from None


@dataclass(slots=True)
class _Names:
    """Every name of a filter by its place: first the properties, then whatever else is named."""

    known: list[str]
    places: dict[str, int] = field(default_factory=dict)

    def place_of(self, word: str) -> int | None:
        """Return the place of a name; None for what is none."""
        if word in self.known:
            return self.known.index(word)
        if not is_word(word):
            return None
        return self.places.setdefault(word, len(self.known) + len(self.places))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one filter."""

    names: _Names
    properties: Sequence[Property]
    columns: Sequence[str]

    def condition(self, tree: Any, negated: bool) -> str:
        """Return the SQL of a part that is true or false, or of its opposite."""
        write = _WRITTEN.get(type(tree))
        if write is None:
            raise not_offered(f"{type(tree).__name__.lower()} in a filter within $apply")
        return write(self, tree, negated)

    def joined(self, tree: ast.BoolOp, negated: bool) -> str:
        """Return two parts joined; of the opposite, both are turned (De Morgan)."""
        word = _joins(tree, negated)
        parts = []
        for one in (tree.left, tree.right):
            text = self.condition(one, negated)
            # A row of what is joined alike has no brackets: the gate counts how deep they are.
            parts.append(text if _joins(one, negated) in ("", word) else f"({text})")
        return f" {word} ".join(parts)

    def opposite(self, tree: ast.UnaryOp, negated: bool) -> str:
        """Return the opposite of a part."""
        if not isinstance(tree.op, ast.Not):
            raise wrong("The filter has a number where a truth is needed.")
        return self.condition(tree.operand, not negated)

    def truth(self, tree: ast.Identifier, negated: bool) -> str:
        """Return a property that is true or false by itself."""
        kind, text = self.value(tree)
        _must_be(kind, "truth")
        return f"{text} = {'false' if negated else 'true'}"

    def comparison(self, tree: ast.Compare, negated: bool) -> str:
        """Return a property compared with a value."""
        if isinstance(tree.comparator, ast.In):
            return self.one_of(tree, negated)
        sign = _SIGNS.get(type(tree.comparator), "=")
        if isinstance(tree.comparator, ast.NotEq):
            sign = "<>"
        one, other = tree.left, tree.right
        if type(one) in LITERALS:
            one, other, sign = other, one, _TURNED[sign]
        if type(other) not in LITERALS or type(one) in LITERALS:
            raise not_offered("a comparison of anything but a property with a value")
        sign = _OPPOSITE[sign] if negated else sign
        if isinstance(other, ast.Null):
            return self.with_null(one, sign)
        kind, text = self.value(one)
        compared = f"{text} {sign} {self.literal(other, kind)}"
        # What is no value differs from every value, and is on no side of one.
        also_none = sign == "<>" or (negated and sign != "=")
        return f"({compared} or {text} is null)" if also_none else compared

    def with_null(self, tree: Any, sign: str) -> str:
        """Return whether a property has no value."""
        _, text = self.value(tree)
        if sign not in ("=", "<>"):
            raise wrong("Only eq and ne compare with null.")
        return f"{text} is {'' if sign == '=' else 'not '}null"

    def one_of(self, tree: ast.Compare, negated: bool) -> str:
        """Return whether a property is one of a list."""
        kind, text = self.value(tree.left)
        if not isinstance(tree.right, ast.List):
            raise not_offered("a list in a filter within $apply of anything but values")
        among = ", ".join(self.literal(one, kind) for one in tree.right.val)
        return f"({text} not in ({among}) or {text} is null)" if negated else f"{text} in ({among})"

    def call(self, tree: ast.Call, negated: bool) -> str:
        """Return whether a text holds another, or begins with it."""
        name = full_name(tree.func)
        if name not in _OF_TWO:
            raise not_offered(f"the function {name} in a filter within $apply")
        kind, text = self.value(tree.args[0])
        _must_be(kind, "text")
        held = f"{_OF_TWO[name]}({text}, {self.literal(tree.args[1], 'text')})"
        return f"not {held}" if negated else held

    def value(self, tree: Any) -> tuple[str, str]:
        """Return the kind of a property, or of a function of one, and its SQL."""
        if isinstance(tree, ast.Identifier):
            return self.column(place_in(tree))
        name = full_name(tree.func) if isinstance(tree, ast.Call) else ""
        if name not in _OF_ONE:
            raise not_offered("this part of a filter within $apply")
        takes, gives, function = _OF_ONE[name]
        kind, text = self.value(tree.args[0])
        _must_be(kind, takes)
        return gives, f"{function}({text})"

    def column(self, place: int) -> tuple[str, str]:
        """Return the kind and the SQL of the property at a place."""
        if place < len(self.properties):
            kind = KINDS.get(self.properties[place].type, "number")
            return kind, sql_name(self.columns[place])
        return _ANY, sql_name(list(self.names.places)[place - len(self.properties)])

    def literal(self, tree: Any, kind: str) -> str:
        """Return a value as SQL, of the kind that it is compared with."""
        said = LITERALS.get(type(tree), "")
        if said not in _VALUES:
            raise not_offered("this kind of value in a filter within $apply")
        _must_be(said, kind)
        return _VALUES[said](value_of(tree))


def _joins(tree: Any, negated: bool) -> str:
    """Return the word by which a part joins two others, seen through ``not``; empty if none."""
    while isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        tree, negated = tree.operand, not negated
    if not isinstance(tree, ast.BoolOp):
        return ""
    return "and" if isinstance(tree.op, ast.And) is not negated else "or"


_WRITTEN: dict[type, Callable[[_Writer, Any, bool], str]] = {
    ast.BoolOp: _Writer.joined,
    ast.UnaryOp: _Writer.opposite,
    ast.Compare: _Writer.comparison,
    ast.Identifier: _Writer.truth,
    ast.Call: _Writer.call,
}


def _number(value: Any) -> str:
    plain = format(Decimal(repr(value)), "f")
    if len(plain) > _MOST_DIGITS or not isfinite(value):
        raise wrong(f"A number of a filter has at most {_MOST_DIGITS} digits.")
    return plain


_VALUES: dict[str, Callable[[Any], str]] = {
    "text": lambda value: "'" + value.replace("'", "''") + "'",
    "number": _number,
    "truth": lambda value: "true" if value else "false",
    "day": lambda value: f"date '{value.isoformat()}'",
}


def _must_be(kind: str, wanted: str) -> None:
    if _ANY not in (kind, wanted) and kind != wanted:
        raise wrong(f"The filter has a {kind} where a {wanted} is needed.")
