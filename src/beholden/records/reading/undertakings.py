"""Reading what offices have undertaken to do for a use."""

from __future__ import annotations

from typing import Any

from ...kernel import NotFound, Undertaking, UndertakingEvent, UndertakingStep
from .light import long_of_use


def undertakings(use: str | None = None) -> tuple[Undertaking, ...]:
    """Return every undertaking, or those of one use, in the order in which they were given."""
    records = undertaking_records()
    return tuple(map(undertaking_view, records.filter(use__name=use) if use else records))


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


def undertaking_view(record: Any) -> Undertaking:
    """Return the view of one undertaking's record."""
    return Undertaking(
        use=record.use.name,
        number=record.number,
        text=record.text,
        owner=record.owner,
        by=record.by,
        stops=record.stops,
        origin=record.origin,
        origin_of=record.origin_of,
        stated_by_office=record.stated_by.office,
        stated_at=record.stated_at,
        events=tuple(map(_event, record.events.all())),
    )


def _event(record: Any) -> UndertakingEvent:
    return UndertakingEvent(
        step=UndertakingStep(record.step),
        at=record.recorded_at,
        office=record.office,
        because=record.because,
        until=record.until,
    )
