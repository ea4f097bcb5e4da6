"""The server of a council's feeds, and the moments that it counts in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from ... import feeds
from ...kernel import BadInput
from ..home import Home


def server_of(home: Home) -> feeds.FeedServer:
    """Return the server that [feed] names; raise BadInput where the council has none."""
    if home.feed.database:
        return feeds.FeedServer(home.feed)
    raise BadInput(
        "This council has no server for feeds.",
        why="Rows for other tools are kept in a PostgreSQL server apart from the records.",
        next_step="Name it in council.toml: [feed] database = "
        '"postgresql://beholden_feed@HOST/NAME"; then beholden feed prepare.',
        ask="the administrator",
    )


def end_of(day: date) -> datetime:
    """Return the moment at which a last day is over, as the council counts days."""
    return datetime.combine(day + timedelta(days=1), time.min).astimezone().astimezone(UTC)
