"""Feeds: rows in a PostgreSQL server of their own, for the tools that staff have already.

A schema for each use, a login for each person, views of what they may see, and nothing else. What
is given, to whom and until when is decided elsewhere. Each name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .names import login_name, plain_name, schema_name
    from .preparing import preparing_sql
    from .server import FeedServer
    from .settings import FeedSettings, stated_feed
    from .values import Access, FeedColumn, FeedTable, Filled, Login

__all__ = [
    "Access",
    "FeedColumn",
    "FeedServer",
    "FeedSettings",
    "FeedTable",
    "Filled",
    "Login",
    "login_name",
    "plain_name",
    "preparing_sql",
    "schema_name",
    "stated_feed",
]

_HOMES = {
    "Access": "values",
    "FeedColumn": "values",
    "FeedServer": "server",
    "FeedSettings": "settings",
    "FeedTable": "values",
    "Filled": "values",
    "Login": "values",
    "login_name": "names",
    "plain_name": "names",
    "preparing_sql": "preparing",
    "schema_name": "names",
    "stated_feed": "settings",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
