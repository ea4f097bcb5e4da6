"""Reading feeds: where each is, what it has, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .offices import office_then
from .views import View


@dataclass(frozen=True, slots=True)
class FeedAccessView(View):
    """Somebody's access, for those inside: who, by which login, until when."""

    person: str
    office: str
    organisation: str
    login: str
    until: date
    given_at: datetime
    ended_at: datetime | None
    ended_because: str
    dropped_at: datetime | None

    @property
    def state(self) -> str:
        """Return a word or two on where it is."""
        if self.ended_at is None:
            return "given"
        return "ended" if self.dropped_at else "ended, still to be dropped"


@dataclass(frozen=True, slots=True)
class FeedView(View):
    """A feed, for those inside; ``rows`` by table are those of its last filling."""

    id: str
    use: str
    agreement: str
    because: str
    asked_by_office: str
    asked_at: datetime
    opened_by_office: str
    opened_at: datetime | None
    place: str
    rows: dict[str, int]
    filled_at: datetime | None
    is_current: bool
    closed_at: datetime | None
    closed_because: str
    dropped_at: datetime | None
    access: tuple[FeedAccessView, ...]

    @property
    def state(self) -> str:
        """Return where it is, and what is still to be done on its server."""
        if self.closed_at is not None:
            if self.opened_at is None:
                return "declined"
            return "closed" if self.dropped_at else "closed, still to be dropped"
        if self.opened_at is None:
            return "asked for"
        return "open" if self.is_current else "open, still to be filled anew"


def feeds() -> tuple[FeedView, ...]:
    """Return every feed, the newest first. For those inside only."""
    from ..models import Feed

    found = Feed.objects.select_related("use", "agreement", "asked_by", "opened_by", "extract")
    return tuple(map(_view, found.prefetch_related("access__person").order_by("-asked_at", "-id")))


@dataclass(frozen=True, slots=True)
class PublicFeedView(View):
    """What is public of a feed; ``readers`` counts those who were ever given access."""

    agreement: str
    terms: dict[str, Any]
    because: str
    asked_by_office: str
    opened_by_office: str
    opened_at: datetime | None
    closed_at: datetime | None
    closed_because: str
    dropped_at: datetime | None
    readers: int


def public_feeds(use: str) -> tuple[PublicFeedView, ...]:
    """Return what is public of the feeds of a use, the newest first."""
    from django.db.models import Count

    from ..models import Feed

    found = Feed.objects.filter(use__name=use).order_by("-asked_at", "-id")
    found = found.select_related("agreement", "asked_by", "opened_by")
    return tuple(
        PublicFeedView(
            agreement=record.agreement.name,
            terms=record.agreement.terms,
            because=record.because,
            asked_by_office=office_then(record.asked_by, record.asked_at),
            opened_by_office=office_then(record.opened_by, record.opened_at),
            opened_at=record.opened_at,
            closed_at=record.closed_at,
            closed_because=record.closed_because,
            dropped_at=record.dropped_at,
            readers=record.readers,
        )
        for record in found.annotate(readers=Count("access__person", distinct=True))
    )


def _view(record: Any) -> FeedView:
    return FeedView(
        id=record.pk,
        use=record.use.name,
        agreement=record.agreement.name,
        because=record.because,
        asked_by_office=office_then(record.asked_by, record.asked_at),
        asked_at=record.asked_at,
        opened_by_office=office_then(record.opened_by, record.opened_at),
        opened_at=record.opened_at,
        place=record.place,
        rows={name: one["rows"] for name, one in record.filled.items()},
        filled_at=record.filled_at,
        is_current=record.extract is not None and record.extract.state == "current",
        closed_at=record.closed_at,
        closed_because=record.closed_because,
        dropped_at=record.dropped_at,
        access=tuple(_access(record)),
    )


def _access(record: Any) -> Iterator[FeedAccessView]:
    for access in record.access.all():
        yield FeedAccessView(
            person=access.person.code,
            office=access.person.office,
            organisation=access.person.organisation,
            login=access.login,
            until=access.until,
            given_at=access.given_at,
            ended_at=access.ended_at,
            ended_because=access.ended_because,
            dropped_at=access.dropped_at,
        )
