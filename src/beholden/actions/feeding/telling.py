"""What is told of feeds in public: from when until when rows were given, never to which person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ...kernel import Terms, day_in_words, day_of
from ...records import reading
from ..home import Home


def feeds_in_words(home: Home, use: str) -> tuple[str, ...]:
    """Return what the page of a use tells of its feeds, the newest first, in a few sentences."""
    with home.at_work():
        return tuple(" ".join(_told(view)) for view in reading.public_feeds(use))


def _told(view: reading.PublicFeedView) -> Iterator[str]:
    output = Terms.from_dict(view.terms).records
    to = f"to {', '.join(output.to)}, for {output.act} only" if output else ""
    asked = f"asked for by the {view.asked_by_office} ({view.because.rstrip('.')})"
    if view.opened_at is None:
        yield f"Rows {to}: {asked}, not opened."
        return
    span, people = _since(view.opened_at, view.closed_at), _people(view.readers)
    yield f"Rows {to}, {span}: {asked}, opened by the {view.opened_by_office}, given to {people}."
    if view.closed_at is not None:
        yield f"Closed: {view.closed_because}"
    if view.closed_at is not None and view.dropped_at is None:
        yield "The rows are still to be dropped from their server."


def _people(number: int) -> str:
    return "nobody yet" if not number else f"{number} {'person' if number == 1 else 'people'}"


def fed_from(extract: Any) -> str:
    """Return, in words, from which day rows of an extract were in a feed; empty where never.

    The ledger has each filling with its extract, and nothing else is as exact.
    """
    from ...records.models import LedgerEntry

    filled = LedgerEntry.objects.filter(
        act__in=("feed-opened", "feed-filled"), use=extract.use.name, body__contains=extract.pk
    )
    first = filled.order_by("index").first()
    return day_in_words(day_of(first.written_at)) if first else ""


def _since(opened: datetime, closed: datetime | None) -> str:
    since = day_in_words(day_of(opened))
    if closed is None:
        return f"since {since}"
    return f"from {since} until {day_in_words(day_of(closed))}"
