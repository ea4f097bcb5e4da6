"""What an organisation received under the agreements it is a party to, from the record alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .views import View


@dataclass(frozen=True, slots=True)
class ReceivedView(View):
    """One thing that went out under an agreement: a published table, or rows of a feed.

    ``rows`` are those of a feed's last filling, None for a table; ``release`` is a table's id.
    ``until`` is when a feed was closed, None while it is open and for a table.
    """

    agreement: str
    kind: str
    title: str
    at: datetime
    rows: int | None = None
    release: str = ""
    until: datetime | None = None


def received_by(organisation: str) -> tuple[ReceivedView, ...]:
    """Return what went out under an organisation's agreements, the newest first; three queries.

    The tables that were published under them, and the feeds to which its people were given access.
    """
    from ..models import Agreement

    told = Agreement.objects.values_list("pk", "name", "terms__between")
    ours = {pk: name for pk, name, between in told if organisation in (between or ())}
    found = [*_tables(ours), *_feeds(ours, organisation)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _tables(agreements: Mapping[int, str]) -> Iterator[ReceivedView]:
    """Yield the published tables under some agreements, by their keys and names.

    Every published one is looked at: a database that begins at the agreements looks through all
    that was ever asked under them.
    """
    from ..models import Release

    out = Release.objects.filter(published_at__isnull=False)
    for key, title, at, release in out.values_list(
        "receipt__agreement_id", "title", "published_at", "id"
    ):
        if at is not None and key in agreements:  # the first is for the types alone
            yield ReceivedView(agreements[key], "table", title, at, release=release)


def _feeds(agreements: Collection[int], organisation: str) -> Iterator[ReceivedView]:
    from ..models import Feed

    filled = Feed.objects.select_related("agreement").filter(
        agreement__in=agreements, filled_at__isnull=False
    )
    for one in filled.filter(access__person__organisation=organisation).distinct():
        yield _feed(one)


def _feed(record: Any) -> ReceivedView:
    rows = sum(table["rows"] for table in record.filled.values())
    return ReceivedView(
        agreement=record.agreement.name,
        kind="feed",
        title=", ".join(sorted(record.filled)),
        at=record.filled_at,
        rows=rows,
        until=record.closed_at,
    )
