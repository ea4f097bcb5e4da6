"""The key that signs sessions and forms of the pages; it lies with the other keys of the home."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from . import home

_FILE = "pages-signing.key"


def pages_key(directory: Path) -> str:
    """Return the key of a home's pages, made on the first call; raises as ``home.read`` does."""
    file = home.read(directory).keys_directory / _FILE
    if not file.is_file():
        _make(file)
    return file.read_text(encoding="ascii")


def _make(file: Path) -> None:
    """Write a new key whole; of two processes that do so at once, the first one's stays."""
    making = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(secrets.token_urlsafe(48))
    try:
        os.link(making, file)
    except FileExistsError:
        pass
    finally:
        making.unlink()
