"""The system query options of a request: what is read of them, and what is done with rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from .entity_sets import EntitySet
from .faults import not_offered, wrong
from .filters import Row, filter_of

PAGE = 1_000
_MOST = 2**31 - 1
OF_ROWS = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format"}
)


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of an entity set; ``given`` is how many rows earlier pages had.

    ``mark`` tells of which answer those pages were.
    """

    select: tuple[str, ...] = ()
    where: Callable[[Row], bool] | None = None
    order: tuple[tuple[str, bool], ...] = ()
    top: int | None = None
    skip: int = 0
    count: bool = False
    given: int = 0
    mark: str = ""
    most: int = 0

    @property
    def size(self) -> int:
        """Return how many rows a page of this request has."""
        return min(self.most, PAGE) if self.most > 0 else PAGE


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, how many there are in all, and whether others follow."""

    rows: tuple[Row, ...]
    total: int
    given: int
    more: bool


def read_options(query: QueryDict, entity_set: EntitySet, *, most: int = 0) -> Options:
    """Return the options of a request for rows; raise CannotAnswer for what is not well formed.

    ``most`` is how many rows a page may have at the most, 0 where the reader does not say.
    """
    only(query, OF_ROWS | {"$apply"} if entity_set.applies else OF_ROWS)
    names = tuple(one.name for one in entity_set.properties)
    given, _, mark = query.get("$skiptoken", "0").partition(".")
    return Options(
        select=selected(query.get("$select", "*"), names),
        where=_where(query, entity_set),
        order=_ordered(query.get("$orderby", ""), names),
        top=_number(query, "$top"),
        skip=_number(query, "$skip") or 0,
        count=_truth(query.get("$count", "false")),
        given=_whole("$skiptoken", given),
        mark=mark,
        most=most,
    )


def preferred(header: str) -> int:
    """Return how many rows a page may have by a Prefer header (OData 4.0, part 1, 8.2.8.5)."""
    for one in header.split(","):
        name, _, value = one.partition("=")
        number = value.partition(";")[0].strip().strip('"')
        if name.strip().lower() in ("odata.maxpagesize", "maxpagesize") and number.isdecimal():
            return int(number[:10])
    return 0


def only(query: QueryDict, offered: Iterable[str]) -> None:
    """Raise CannotAnswer where a request has a system option that is not offered, or one twice."""
    for name in query:
        if name.startswith(("$", "@")) and name not in offered:
            raise not_offered(f"the option {name} here")
        if name.startswith("$") and len(query.getlist(name)) > 1:
            raise wrong(f"The option {name} stands there twice.")
    form = query.get("$format", "json").partition(";")[0].strip().lower()
    if "$format" in offered and form not in ("json", "application/json"):
        raise not_offered("this $format; it gives json")


def selected(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the properties that ``$select`` names, in their own order; none means all."""
    asked = [one.strip() for one in text.split(",")]
    for one in asked:
        if one != "*" and one not in names:
            raise wrong(f"There is no property “{one}” to select.")
    return () if "*" in asked else tuple(name for name in names if name in asked)


def page_of(rows: Sequence[Row], options: Options) -> Page:
    """Return one page of the rows that are asked for; where it can, it reads no others."""
    found = rows
    if options.where is not None or options.order:
        found = [row for row in rows if options.where is None or options.where(row)]
        _sort(found, options)
    end = len(found) if options.top is None else min(len(found), options.skip + options.top)
    first = options.skip + options.given
    part = found[first : min(end, first + options.size)]
    given = options.given + len(part)
    return Page(tuple(part), len(found), given, more=options.skip + given < end)


def _sort(found: list[Row], options: Options) -> None:
    for name, falls in reversed(options.order):
        found.sort(key=_placed_by(name), reverse=falls)


def of_row(row: Row, select: Sequence[str]) -> Mapping[str, Any]:
    """Return the properties of a row that were selected; none means all."""
    return {name: row[name] for name in select} if select else row


def where(query: QueryDict, entity_set: EntitySet) -> Options:
    """Return the options of a request for how many rows there are."""
    offered = {"$filter", "$format"}
    only(query, offered | {"$apply"} if entity_set.applies else offered)
    return Options(where=_where(query, entity_set))


def _where(query: QueryDict, entity_set: EntitySet) -> Callable[[Row], bool] | None:
    text = query.get("$filter")
    return None if text is None else filter_of(text, entity_set.properties)


def _ordered(text: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    for one in filter(None, (part.split() for part in text.split(","))):
        name, *way = one
        if way not in ([], ["asc"], ["desc"]):
            raise wrong("Rows are ordered by properties, each with asc or desc after it.")
        if name not in names:
            raise wrong(f"There is no property “{name}” to order by.")
        if name in dict(found):
            raise wrong(f"The property “{name}” stands twice in the order.")
        found.append((name, way == ["desc"]))
    return tuple(found)


def _placed_by(name: str) -> Callable[[Row], Any]:
    """Return where a row stands: null before every value (OData 4.0, part 1, 11.2.5.2)."""
    return lambda row: (row[name] is not None, 0 if row[name] is None else row[name])


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name)
    return None if text is None else _whole(name, text)


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _MOST):
        raise wrong(f"{name} is a whole number, 0 or more.")
    return int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise wrong("$count is true or false.")
    return text == "true"
