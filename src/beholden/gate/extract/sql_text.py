"""Names and texts as SQL."""

from __future__ import annotations


def quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def trimmed(sql: str) -> str:
    """Return the SQL of a value's text without spaces around it; null where nothing is left."""
    return f"nullif(trim(CAST({sql} AS VARCHAR)), '')"
