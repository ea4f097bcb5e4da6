"""Names of things: what may be a name, and how a new one is drawn."""

from __future__ import annotations

import re
import secrets

from .errors import BadInput

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST = 80


def checked_name(text: str, *, of: str) -> str:
    """Return text if it may name a dataset, use or agreement; raise BadInput otherwise.

    A name is lower-case letters, digits, single hyphens and underscores, at most 80 characters, so
    that it is safe in a file name, a URL and SQL.
    """
    if len(text) <= _LONGEST and _NAME.fullmatch(text):
        return text
    raise BadInput(
        f"This cannot be the name of {of}.",
        why="A name is lower-case letters, digits, - and _, and starts with a letter.",
        next_step="Choose a name such as warm-homes or council_tax.",
    )


def new_id(prefix: str) -> str:
    """Return a fresh identifier such as ``answer-9f2c41d07a3be815`` (64 random bits)."""
    return f"{prefix}-{secrets.token_hex(8)}"
