"""Groups of parties, as the council's settings state them: a list, or a file with one a line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_MOST = 1_000


def stated_groups(stated: Any, directory: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what [groups] says, by name; raise ValueError that names the setting at fault.

    A text names a file, relative to the home's folder, with a party a line; # begins a comment.
    """
    if not isinstance(stated, Mapping):
        raise ValueError("[groups] is a section of its own.")
    return tuple((name, _parties(name, said, directory)) for name, said in stated.items())


def _parties(name: str, said: Any, directory: Path) -> tuple[str, ...]:
    listed = _lines(name, directory / said) if isinstance(said, str) else said
    if not isinstance(listed, list) or not all(isinstance(p, str) and p.strip() for p in listed):
        raise ValueError(f"[groups] {name} is a list of parties, or the name of a file of them.")
    if not 0 < len(listed) <= _MOST:
        raise ValueError(f"[groups] {name} has {len(listed)} parties; it may have 1 to {_MOST}.")
    return tuple(dict.fromkeys(party.strip() for party in listed))


def _lines(name: str, file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"[groups] {name} names a file that cannot be read as text.") from None
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
