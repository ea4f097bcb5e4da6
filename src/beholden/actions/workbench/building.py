"""A question built from choices instead of SQL: the choices, and the SQL that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ... import gate
from ...kernel import BadInput, ColumnTerms, Terms
from ..self_service import Way
from .kinds import DAY, NUMBER, YES_NO
from .offering import COUNT, How, Link, Number, Offer, Place, column_of

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST = 200
MOST_VALUES = 100


class Compares(StrEnum):
    """How a filter chooses."""

    ONE_OF = "one-of"
    NONE_OF = "none-of"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    MISSING = "missing"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom a question is about: those whose column passes a test."""

    place: str
    test: Compares
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen from an offer, by its codes; ``most`` is how many rows, 0 for all."""

    numbers: tuple[str, ...] = (COUNT,)
    groups: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    largest_first: bool = False
    most: int = 0


def sql_of(terms: Terms, way: Way, offer: Offer, chosen: Chosen) -> str:
    """Return the SQL of a question that was built.

    Raises BadInput where a value is not of its column's kind, or where two things were chosen that
    the agreement keeps apart.
    """
    parts = _Parts.of(offer, chosen)
    _refuse_kept_apart(terms, offer, parts)
    _refuse_sum_and_average(terms, way, parts)
    return "\n".join(_lines(offer, parts, chosen))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The choices, found in what is offered."""

    numbers: tuple[Number, ...]
    groups: tuple[Place, ...]
    filters: tuple[tuple[Place, Filter], ...]

    @classmethod
    def of(cls, offer: Offer, chosen: Chosen) -> _Parts:
        """Return the parts of a choice; what is not offered is not there."""
        numbers = {number.code: number for number in offer.numbers}
        places = {place.code: place for place in offer.places}
        named = (*chosen.groups, *(one.place for one in chosen.filters))
        if not (set(chosen.numbers) <= set(numbers) and set(named) <= set(places)):
            raise BadInput(
                "Something that was chosen is not offered here.",
                why="The tables that it belongs to are not among those chosen.",
                next_step="Choose the tables first, then numbers, groups and filters.",
            )
        return cls(
            tuple(numbers[code] for code in dict.fromkeys(chosen.numbers or (COUNT,))),
            tuple(places[code] for code in dict.fromkeys(chosen.groups)),
            tuple((places[one.place], one) for one in chosen.filters),
        )

    @property
    def places(self) -> Iterator[Place]:
        """Yield every column that groups or chooses."""
        yield from self.groups
        yield from (place for place, _ in self.filters)


def _lines(offer: Offer, parts: _Parts, chosen: Chosen) -> Iterator[str]:
    several = len(offer.links) > 0
    names = _names(parts)
    groups = {
        place.code: _column(place.table, place.column.name, several) for place in parts.groups
    }
    items = [_item(groups[p.code], p.column.name, names[p.code]) for p in parts.groups]
    items += [f"{_taken(number, several)} as {names[number.code]}" for number in parts.numbers]
    yield "select " + ", ".join(items)
    yield f"from {gate.sql_name(offer.start)}"
    yield from (_join(link) for link in offer.links if link.joined.how is not How.WITHOUT)
    conditions = [_condition(place, one, several) for place, one in parts.filters]
    conditions += [_absent(link) for link in offer.links if link.joined.how is How.WITHOUT]
    yield from (f"{'and' if at else 'where'} {text}" for at, text in enumerate(conditions))
    if groups:
        yield "group by " + ", ".join(groups.values())
    yield from _order(parts, names, chosen)


def _order(parts: _Parts, names: Mapping[str, str], chosen: Chosen) -> Iterator[str]:
    if not parts.groups:
        return
    first = names[parts.numbers[0].code]
    by = [names[place.code] for place in parts.groups]
    yield "order by " + (f"{first} desc" if chosen.largest_first else ", ".join(by))
    if chosen.most:
        yield f"limit {chosen.most}"


def _item(column: str, plain: str, name: str) -> str:
    return column if name == gate.sql_name(plain) else f"{column} as {name}"


def _names(parts: _Parts) -> dict[str, str]:
    """Return what each column of the answer is called: no two the same."""
    wanted = {place.code: (place.column.name, place.table) for place in parts.groups}
    for number in parts.numbers:
        plain = f"{number.function}_{number.column}" if number.column else "how_many"
        wanted[number.code] = (plain, number.table)
    taken: set[str] = set()
    names: dict[str, str] = {}
    for code, (plain, table) in wanted.items():
        name = plain.lstrip("_") or "value"
        while name.lower() in taken:
            name = f"{table}_{name}" if table and not name.startswith(table) else f"{name}_2"
        taken.add(name.lower())
        names[code] = gate.sql_name(name)
    return names


def _column(table: str, name: str, several: bool) -> str:
    plain = gate.sql_name(name)
    return f"{gate.sql_name(table)}.{plain}" if several else plain


def _taken(number: Number, several: bool) -> str:
    if not number.column:
        return "count(*)"
    return f"{number.function}({_column(number.table, number.column, several)})"


def _join(link: Link) -> str:
    kind = "left join" if link.joined.how is How.ALL else "join"
    return f"{kind} {gate.sql_name(link.joined.table)} on {_on(link)}"


def _absent(link: Link) -> str:
    inner = f"select 1 from {gate.sql_name(link.joined.table)} where {_on(link)}"  # noqa: S608 (text for the gate)
    return f"not exists ({inner})"


def _on(link: Link) -> str:
    sides = (
        f"{_column(link.to, here, True)} = {_column(link.joined.table, there, True)}"
        for here, there in link.pairs
    )
    return " and ".join(sides)


def _condition(place: Place, one: Filter, several: bool) -> str:
    column = _column(place.table, place.column.name, several)
    if one.test is Compares.MISSING:
        return f"{column} is null"
    if one.test is Compares.PRESENT:
        return f"{column} is not null"
    if not one.values or len(one.values) > MOST_VALUES:
        raise _bad_value(place, f"Name at least one value, and at most {MOST_VALUES}.")
    values = [_literal(place, value) for value in one.values]
    if one.test in (Compares.AT_LEAST, Compares.AT_MOST):
        if place.column.kind not in (NUMBER, DAY):
            raise _bad_value(place, "Only numbers and days have a largest and a smallest.")
        return f"{column} {'>=' if one.test is Compares.AT_LEAST else '<='} {values[0]}"
    word = "in" if one.test is Compares.ONE_OF else "not in"
    return f"{column} {word} ({', '.join(values)})"


def _literal(place: Place, value: str) -> str:
    """Return a value as SQL, of the kind that its column has."""
    kind, text = place.column.kind, value.strip()
    if kind == NUMBER:
        if not _NUMBER.fullmatch(text):
            raise _bad_value(place, "Enter a number, such as 12 or 4.5.")
        return text
    if kind == YES_NO:
        if text.lower() not in ("yes", "no", "true", "false"):
            raise _bad_value(place, "Choose yes or no.")
        return "true" if text.lower() in ("yes", "true") else "false"
    if kind == DAY:
        return f"date '{_day(place, text)}'"
    if len(value) > _LONGEST or _CONTROL.search(value):
        raise _bad_value(place, f"Enter a text on one line, of at most {_LONGEST} characters.")
    return "'" + value.replace("'", "''") + "'"


def _day(place: Place, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _bad_value(place, "Enter a day as year-month-day, such as 2026-03-31.") from None


def _bad_value(place: Place, why: str) -> BadInput:
    return BadInput(f"What was typed for {place.column.name} cannot be used.", next_step=why)


def _refuse_kept_apart(terms: Terms, offer: Offer, parts: _Parts) -> None:
    used = [column_of(terms, place.table, place.column.name) for place in parts.places]
    used += [column_of(terms, number.table, number.column) for number in parts.numbers]
    for link in offer.links:
        for here, there in link.pairs:
            used += [column_of(terms, link.to, here), column_of(terms, link.joined.table, there)]
    crossed = terms.crossed(column for column in used if isinstance(column, ColumnTerms))
    if crossed:
        rule, _ = crossed
        raise BadInput(
            f"No answer uses {rule.together}.",
            why=f"They are kept apart: {rule.because}.",
            next_step="Leave one of them out, also as a filter.",
        )


def _refuse_sum_and_average(terms: Terms, way: Way, parts: _Parts) -> None:
    rounds = bool(terms.aggregate and terms.aggregate.round_to > 1)
    if way is Way.FITTED or not rounds:
        return
    taken: dict[tuple[str, str], set[str]] = {}
    for number in parts.numbers:
        if number.column and number.function != COUNT:
            taken.setdefault((number.table, number.column), set()).add(number.function)
    both = [column for (_, column), functions in taken.items() if len(functions) > 1]
    if both:
        raise BadInput(
            f"One question does not take two numbers of {both[0]} such as its sum and its average.",
            why="One divided by the other is how many there are, which this agreement rounds.",
            next_step="Choose one of them, and ask for the other by itself.",
        )
