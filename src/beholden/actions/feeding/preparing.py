"""What a superuser does once on the server of the feeds."""

from __future__ import annotations

from ... import feeds
from ..home import Home
from .servers import server_of


def prepare_feeds(home: Home) -> str:
    """Return the statements that a superuser runs once on the server of the feeds."""
    return feeds.preparing_sql(server_of(home).settings)
