"""Reading what offices have undertaken to do for a use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from ...kernel import ENDING_STEPS, NotFound, Undertaking, UndertakingEvent, UndertakingStep
from .light import long_of_use
from .offices import office_named, office_then


def undertakings(use: str | None = None) -> tuple[Undertaking, ...]:
    """Return every undertaking, or those of one use, in the order in which they were given."""
    from ..models import Undertaking as Record

    found = Record.objects.filter(use__name=use) if use else Record.objects.all()
    return tuple(view for view, _codes in with_who_recorded(found))


def with_who_recorded(records: Any) -> Iterator[tuple[Undertaking, tuple[str, ...]]]:
    """Yield the undertakings of a query, each with the codes of who recorded its events.

    One query, in which each event is a row and no record. A code is empty where nobody did; it is
    for those inside only.
    """
    told = {name: f"events__{name}" for name in ("pk", "recorded_by__code", *_OF_AN_EVENT)}
    rows = records.values("pk", *_SAID_OF_ONE, "use__name", *_STATED_BY, *told.values())
    held: dict[int, dict[str, Any]] = {}
    events: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        event = {name: row.pop(column) for name, column in told.items()}
        key = row.pop("pk")
        held[key] = row
        if event["pk"] is not None:
            events[key].append(event)
    for key, row in held.items():
        yield _with_events(row, sorted(events[key], key=itemgetter("pk")))


def _with_events(
    row: dict[str, Any], events: list[dict[str, Any]]
) -> tuple[Undertaking, tuple[str, ...]]:
    use, office, before = map(row.pop, ("use__name", *_STATED_BY))
    office = office_named(office, before, row["stated_at"])
    told = tuple(_event(*itemgetter(*_OF_AN_EVENT)(one)) for one in events)
    codes = tuple(one["recorded_by__code"] or "" for one in events)
    return Undertaking(use=use, stated_by_office=office, events=told, **row), codes


def _event(step: str, *told: Any) -> UndertakingEvent:
    return UndertakingEvent(UndertakingStep(step), *told)


_STATED_BY = ("stated_by__office", "stated_by__called_before")
_OF_AN_EVENT = ("step", "recorded_at", "office", "because", "until")
_SAID_OF_ONE = ("number", "text", "owner", "by", "stops", "origin", "origin_of", "stated_at")


def undertaking(name: str) -> Undertaking:
    """Return one undertaking by its name, such as ``warm-homes/1``; raises NotFound."""
    return undertaking_view(undertaking_record(name))


def undertaking_record(name: str) -> Any:
    """Return the record of an undertaking by its name; raises NotFound."""
    use, _, number = name.rpartition("/")
    if number.isdecimal() and len(number) < 7:
        record = undertaking_records().filter(use__name=use, number=int(number)).first()
        if record is not None:
            return record
    raise NotFound(
        "There is no undertaking of that name.",
        why="An undertaking is named by its use and its number, such as warm-homes/1.",
        next_step="List what there is with `beholden undertaking list`.",
    )


def undertaking_records() -> Any:
    """Return the query for undertakings with all that a view of one needs."""
    from ..models import Undertaking as Record

    related = Record.objects.select_related("use", "stated_by", "point__advice")
    related = related.defer(*long_of_use())
    return related.prefetch_related("events")


def undertakings_past(day: date) -> Any:
    """Return the query for undertakings due before a day whose lapse nobody has written down.

    What it leaves out has ended or is told already; that a found one has lapsed, its view says.
    """
    return _past(day).all()


@lru_cache(maxsize=4)
def _past(day: date) -> Any:
    """Return the query of ``undertakings_past``, kept: making it takes longer than asking it."""
    from django.db.models import Exists, OuterRef, Subquery
    from django.db.models.functions import Coalesce

    from ..models import UndertakingEvent as Event

    of_it = Event.objects.filter(undertaking=OuterRef("pk"))
    given = of_it.filter(step=UndertakingStep.TIME_GIVEN).order_by("-id").values("until")[:1]
    told = of_it.filter(step=UndertakingStep.LAPSED, until=OuterRef("due_by"))
    found = undertaking_records().filter(~Exists(of_it.filter(step__in=ENDING_STEPS)))
    found = found.annotate(due_by=Coalesce(Subquery(given), "by"))
    return found.filter(~Exists(told), due_by__lt=day)


def undertaking_view(record: Any) -> Undertaking:
    """Return the view of one undertaking's record."""
    return Undertaking(
        use=record.use.name,
        stated_by_office=office_then(record.stated_by, record.stated_at),
        events=tuple(_event(*attrgetter(*_OF_AN_EVENT)(one)) for one in record.events.all()),
        **{name: getattr(record, name) for name in _SAID_OF_ONE},
    )
