"""What a superuser does once, before feeds may be kept on a server."""

from __future__ import annotations

from importlib.resources import files

from .settings import FeedSettings


def preparing_sql(settings: FeedSettings) -> str:
    """Return the statements for the database and the login that the settings name."""
    text = files(__package__).joinpath("preparing.sql").read_text(encoding="utf-8")
    return text.format(database=_quoted(settings.name), login=_quoted(settings.login))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
