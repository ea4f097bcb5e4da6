"""Opening a feed that somebody else asked for, and filling one anew."""

from __future__ import annotations

from typing import Any

from ... import feeds
from ...kernel import BadInput, Refusal, Refused
from ..acting import acting, require
from ..agreements import keep_dates
from ..home import Home
from ..rights import Right
from .filling import built, filled_feed, made_ready
from .records import all_feeds, open_feed_of, standing_feed
from .servers import server_of


def open_feed(home: Home, *, by: str, use: str) -> dict[str, int]:
    """Open a feed that somebody else asked for, and fill it; return its rows by table.

    Nobody can read it before they are given access. Raises Refused for whoever asked for it (S9)
    and where the agreement gives no rows, BadInput where the server is not fit for rows.
    """
    keep_dates(home)
    with home.at_work():
        person, _ = require(home, by=by, right=Right.FEED_OPEN)
        feed = standing_feed(use)
        _refuse_own_feed(feed, person)
        _refuse_opened(feed)
        place = feeds.schema_name(use, taken=_places())
    server_of(home).refuse_unfit()
    ready = made_ready(home, feed, place=place)
    with (
        built(home, ready) as made,
        acting(home, by=by, right=Right.FEED_OPEN, name="feed-opened", use=use) as act,
    ):
        current = filled_feed(home, act, feed, ready, tables=made.tables)
        _refuse_opened(current)
        current.state, current.place = "open", place
        current.opened_by, current.opened_at = act.person, act.at
        act.facts["until"] = ready.decision.until.isoformat() if ready.decision.until else None
        current.save()
        made.keep()
    return _rows(current)


def refresh_feed(home: Home, *, by: str, use: str) -> dict[str, int]:
    """Fill an open feed anew from the current extract; return its rows by table.

    Sealing does so by itself; this is for a server that lost its rows. Raises as opening does.
    """
    keep_dates(home)
    with home.at_work():
        require(home, by=by, right=Right.FEED_OPEN)
        feed = open_feed_of(use)
    ready = made_ready(home, feed, place=feed.place)
    with (
        built(home, ready) as made,
        acting(home, by=by, right=Right.FEED_OPEN, name="feed-filled", use=use) as act,
    ):
        current = filled_feed(home, act, feed, ready, tables=made.tables)
        _refuse_closed(current)
        current.save()
        made.keep()
    return _rows(current)


def _places() -> list[str]:
    """Return the places on the server that are taken, by what is closed and not gone yet too."""
    held = all_feeds().exclude(place="").filter(dropped_at__isnull=True)
    return list(held.values_list("place", flat=True))


def _rows(feed: Any) -> dict[str, int]:
    return {name: int(filled["rows"]) for name, filled in feed.filled.items()}


def _refuse_own_feed(feed: Any, person: Any) -> None:
    if feed.asked_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody opens a feed that they asked for.",
                why="Rows need two people: one who asks and one who looks.",
                clause="S9 two people",
                ask="somebody else who may open it.",
            )
        )


def _refuse_opened(feed: Any) -> None:
    if feed.state != "asked":
        raise BadInput(
            "This feed does not wait to be opened.",
            why=f"It is {feed.get_state_display().lower()}.",
            next_step="See it with `beholden feed list`.",
        )


def _refuse_closed(feed: Any) -> None:
    if feed.state != "open":
        raise BadInput(
            "This feed was closed while it was filled.",
            next_step="See it with `beholden feed list`.",
        )
