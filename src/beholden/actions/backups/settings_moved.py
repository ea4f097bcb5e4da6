"""The settings of a home that is brought back: where its records and its keys are from now on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from .manifests import damaged

_SECTION = re.compile(r"^\s*\[(?P<name>[^\]]+)\]\s*(#.*)?$")


def move_settings(file: Path, *, database: str, keys: str) -> str:
    """Write into a home's settings where its records and keys are; return the council's name.

    Everything else in the file stays as the council wrote it. Raises Damaged where the file is not
    the settings of a home.
    """
    try:
        text = file.read_text(encoding="utf-8")
        moved = _with(_with(text, "records", "database", database), "keys", "directory", keys)
        told = tomllib.loads(moved)
        if (told["records"]["database"], told["keys"]["directory"]) != (database, keys):
            raise ValueError
        file.write_text(moved, encoding="utf-8")
        return str(told["name"])
    except (ValueError, KeyError, TypeError):
        raise damaged("council.toml is not the settings of a home") from None


def _with(text: str, section: str, name: str, value: str) -> str:
    """Return a text of TOML with one plain setting of one section changed."""
    within, lines = "", []
    for line in text.splitlines():
        if head := _SECTION.match(line):
            within = head["name"].strip()
        changes = within == section and re.match(rf"\s*{name}\s*=", line)
        lines.append(f"{name} = {_quoted(value)}" if changes else line)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
