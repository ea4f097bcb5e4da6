"""Names as a server of PostgreSQL has them: plain, and within its 63 bytes."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection

_LONGEST = 63
# The schema of the rows is named after the one of the views.
ROWS = "__rows"
_TAKEN = re.compile(r"pg_.*|information_schema|public")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def schema_name(use: str, *, taken: Collection[str] = ()) -> str:
    """Return the name of a use's schema: its own, with underscores, and a number where taken."""
    base = use.replace("-", "_")[: _LONGEST - len(ROWS) - 4]
    if _TAKEN.fullmatch(base):
        base = f"use_{base}"[: _LONGEST - len(ROWS) - 4]
    number = 1
    while (name := base if number == 1 else f"{base}_{number}") in taken:
        number += 1
    return name


def plain_name(name: str) -> str:
    """Return the name of a table or column, cut where a server would cut it without a word."""
    encoded = name.encode()
    if len(encoded) <= _LONGEST:
        return name
    mark = hashlib.sha256(encoded).hexdigest()[:8]
    return encoded[: _LONGEST - 9].decode(errors="ignore") + "_" + mark


def login_name(schema: str) -> str:
    """Return a fresh name of a login; it says of which feed it is, and not of whom."""
    return f"{schema[: _LONGEST - 9]}_{''.join(secrets.choice(_LETTERS) for _ in range(8))}"


def fresh_password() -> str:
    """Return a password of 30 characters that nobody mixes up (148 bits)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(30))
