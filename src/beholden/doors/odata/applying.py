"""``$apply``: totals of a dataset, read from what OData says and written as one question in SQL.

What is offered is the part that every analytical tool sends: ``filter``, then ``groupby`` or
``aggregate``, then ``filter`` of what came out (OData Extension for Data Aggregation 4.0, 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .conditions import condition_of, sql_name
from .entity_sets import KEY, Property, is_word
from .faults import not_offered, wrong

MOST_LETTERS = 4_000
MOST_PARTS = 30
_DEEPEST = 50
_STEP = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_COUNTED = re.compile(r"\$count\s+as\s+(\w+)", re.ASCII)
_TAKEN_OF = re.compile(r"(\w+)\s+with\s+([\w.]+)\s+as\s+(\w+)", re.ASCII)
_METHODS = {"sum": "sum", "average": "avg", "min": "min", "max": "max", "countdistinct": "count"}
_OTHERS = frozenset(
    {"topcount", "topsum", "toppercent", "bottomcount", "bottomsum", "bottompercent", "concat"}
    | {"identity", "expand", "search", "compute", "join", "outerjoin", "nest", "orderby", "top"}
    | {"skip", "ancestors", "descendants", "traverse", "addnested"}
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of each group: how many, or a function of a column."""

    name: str
    function: str = ""
    column: str = ""
    distinct: bool = False

    @property
    def sql(self) -> str:
        """Return it as a result of a SELECT."""
        of = f"{'distinct ' if self.distinct else ''}{sql_name(self.column)}"
        taken = f"{self.function}({of})" if self.column else "count(*)"
        return f"{taken} as {sql_name(self.name)}"


@dataclass(frozen=True, slots=True)
class Totals:
    """A question about one dataset: numbers by groups, of those for whom ``where`` holds.

    ``groups`` are columns, each with its name in the answer; ``after`` are filters of the answer.
    """

    table: str
    groups: tuple[tuple[str, str], ...]
    numbers: tuple[Number, ...] = ()
    where: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """Return the question as the gate reads it, in an order that is always the same."""
        results = [_named(column, name) for column, name in self.groups]
        results += [number.sql for number in self.numbers]
        lines = [f"select {', '.join(results)}", f"from {sql_name(self.table)}"]
        if self.where:
            each = [f"({one})" for one in self.where] if len(self.where) > 1 else self.where
            lines.append("where " + " and ".join(each))
        if self.groups:
            lines.append("group by " + ", ".join(sql_name(column) for column, _ in self.groups))
            lines.append("order by " + ", ".join(sql_name(name) for _, name in self.groups))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Asks:
    """A dataset as ``$apply`` sees it: its properties, and what the dataset calls each of them."""

    table: str
    properties: tuple[Property, ...]
    columns: tuple[str, ...]

    def column(self, name: str) -> str:
        """Return the column of a property; what is none is left for the gate to refuse."""
        if not is_word(name):
            raise wrong("A property in $apply is a name such as tenure.")
        own = {one.name: column for one, column in zip(self.properties, self.columns, strict=True)}
        return own.get(name, name)


def read_apply(text: str, asks: Asks) -> Totals:
    """Return what ``$apply`` asks; raise CannotAnswer for what is not offered or not well formed.

    What is a name and no property is left for the gate to refuse, in the words of every door.
    """
    if len(text) > MOST_LETTERS:
        raise wrong(f"$apply has at most {MOST_LETTERS:,} letters.")
    where: list[str] = []
    after: list[str] = []
    totals: Totals | None = None
    for step, inner in map(_step, _parted(text, "/")):
        if step == "filter" and totals is None:
            where.append(condition_of(inner, asks.properties, asks.columns))
        elif step == "filter":
            after.append(inner)
        elif totals is None:
            totals = _totals(step, inner, asks)
        else:
            raise not_offered("totals of totals")
    if totals is None:
        raise wrong("$apply needs groupby(…) or aggregate(…): rows are not given, totals are.")
    return Totals(totals.table, totals.groups, totals.numbers, tuple(where), tuple(after))


def _step(text: str) -> tuple[str, str]:
    found = _STEP.fullmatch(text.strip())
    if not found:
        raise wrong("A step of $apply cannot be read. One that can: aggregate($count as homes)")
    if found[1] in _OTHERS:
        raise not_offered(f"{found[1]} in $apply")
    if found[1] not in ("filter", "groupby", "aggregate"):
        raise wrong("A step of $apply is filter, groupby or aggregate.")
    return found[1], found[2]


def _totals(step: str, inner: str, asks: Asks) -> Totals:
    if step == "aggregate":
        return Totals(asks.table, (), _numbers(inner, (), asks))
    parts = [part.strip() for part in _parted(inner, ",")]
    listed, *rest = parts
    if not (listed.startswith("(") and listed.endswith(")")) or len(rest) > 1:
        raise wrong("groupby is written groupby((tenure,ward),aggregate($count as homes)).")
    names = tuple(part.strip() for part in _parted(listed[1:-1], ","))
    if any(name.startswith("rollup") for name in names):
        raise not_offered("rollup in $apply")
    if len(set(map(str.lower, names))) != len(names) or len(names) > MOST_PARTS:
        raise wrong(f"groupby has each property once, and at most {MOST_PARTS}.")
    groups = tuple((asks.column(name), name) for name in names)
    if not rest:
        return Totals(asks.table, groups)
    found, counted = _step(rest[0])
    if found != "aggregate":
        raise not_offered(f"{found} within groupby")
    return Totals(asks.table, groups, _numbers(counted, names, asks))


def _numbers(text: str, groups: tuple[str, ...], asks: Asks) -> tuple[Number, ...]:
    numbers = tuple(_number(part.strip(), asks) for part in _parted(text, ","))
    taken = {name.lower() for name in (KEY, *groups, *(one.name for one in asks.properties))}
    names = [one.name.lower() for one in numbers]
    if taken & set(names) or len(set(names)) != len(names) or len(names) > MOST_PARTS:
        raise wrong(f"Each number has a name of its own after as, and there are {MOST_PARTS}.")
    return numbers


def _number(text: str, asks: Asks) -> Number:
    counted, taken = _COUNTED.fullmatch(text), _TAKEN_OF.fullmatch(text)
    if counted:
        return Number(_own(counted[1]))
    if not taken:
        raise wrong("A number is written $count as homes, or amount with sum as total.")
    name, method, said = taken.groups()
    if method not in _METHODS:
        raise not_offered(f"the method {method} in aggregate")
    return Number(_own(said), _METHODS[method], asks.column(name), method == "countdistinct")


def _own(name: str) -> str:
    if not is_word(name):
        raise wrong("The name of a number is a word such as homes.")
    return name


def _named(column: str, name: str) -> str:
    return sql_name(column) if column == name else f"{sql_name(column)} as {sql_name(name)}"


def _parted(text: str, at: str) -> Iterator[str]:
    """Yield the parts of a text between a letter that stands in no bracket and in no quotes."""
    depth, begin, quoted = 0, 0, False
    for place, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        elif not quoted:
            depth += (letter == "(") - (letter == ")")
            if depth < 0 or depth > _DEEPEST:
                break
            if letter == at and depth == 0:
                yield text[begin:place]
                begin = place + 1
    if depth != 0 or quoted:
        raise wrong("The brackets or quotes of $apply do not match, or are too deep.")
    yield text[begin:]
