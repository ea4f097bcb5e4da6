"""Where a council's feeds are, as its settings say: [feed] in council.toml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import unquote, urlsplit

_WHAT = {
    "database": 'an address such as "postgresql://beholden_feed@feeds.example/feeds"',
    "reached_at": 'what people type as the server, such as "feeds.example:5432"',
    "seconds": "a whole number above nought",
    "connections": "a whole number above nought",
}


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """The server of the feeds; empty where a council has none.

    ``database`` is how Beholden reaches it, ``reached_at`` how people do. ``seconds`` is how long a
    query may take unless whoever asks says otherwise, ``connections`` how many each login may have.
    """

    database: str = ""
    reached_at: str = ""
    seconds: int = 60
    connections: int = 8

    @property
    def name(self) -> str:
        """Return the name of the database."""
        return unquote(urlsplit(self.database).path).lstrip("/")

    @property
    def login(self) -> str:
        """Return the login by which Beholden comes."""
        return unquote(urlsplit(self.database).username or "")


def stated_feed(stated: Any) -> FeedSettings:
    """Return what [feed] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[feed] is a section of its own.")
    for name, value in stated.items():
        if name not in _WHAT:
            *first, last = [one.name for one in fields(FeedSettings)]
            raise ValueError(
                f"[feed] {name} is no setting; there are {', '.join(first)} and {last}."
            )
        if not _usable(name, value):
            raise ValueError(f"[feed] {name} is {_WHAT[name]}.")
    return FeedSettings(**stated)


def _usable(name: str, value: Any) -> bool:
    if name in ("seconds", "connections"):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if not isinstance(value, str):
        return False
    return name == "reached_at" or not value or _is_address(value)


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    named = parts.username and parts.path.strip("/")
    return parts.scheme in {"postgresql", "postgres"} and bool(named)
