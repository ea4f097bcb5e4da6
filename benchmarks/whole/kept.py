"""What was measured before and need not be again: the same part of the same code on the same data.

A key is a digest of the sources that a part runs (all of Beholden, and its own programs), of the
pinned libraries, of its command and of the files that it was given. What starts parts and prints
tables is not in it.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .asked import ROOT

_ALWAYS = ("src/beholden", "requirements")
_KINDS = {".py", ".toml", ".json", ".csv", ".yaml", ".lock"}
# Of a larger file the size and the time of its last change stand for its content.
_READ_WHOLE = 50_000_000


def code_digest(programs: Sequence[str], root: Path = ROOT) -> str:
    """Return a digest of all sources that a part may run; ``programs`` are patterns of its own."""
    files = {path for name in _ALWAYS for path in (root / name).rglob("*")}
    files |= {path for pattern in programs for path in root.glob(pattern)}
    kept = [path for path in files if path.suffix in _KINDS]
    return _digest(
        part for path in sorted(kept) for part in (str(path.relative_to(root)), path.read_bytes())
    )


def key_of(code: str, command: Sequence[str], data: Sequence[Path]) -> str:
    """Return the key of a part: its code, its command, its data, and the Python that runs it."""
    files = [file for path in data for file in _files(path)]
    told = (part for file in files for part in (file.name, _content(file)))
    return _digest([code, platform.python_version(), json.dumps(list(command)), *told])


def _files(path: Path) -> list[Path]:
    return sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]


def _content(file: Path) -> bytes:
    facts = file.stat()
    if facts.st_size > _READ_WHOLE:
        return f"{facts.st_size} {facts.st_mtime_ns}".encode()
    return file.read_bytes()


def _digest(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def recall(path: Path, key: str) -> dict[str, Any] | None:
    """Return what was kept under a key, or None where it is not there, is another's or damaged."""
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("key") == key else None


def keep(path: Path, key: str, told: dict[str, Any]) -> None:
    """Keep what a part told, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_suffix(".part")
    begun.write_text(json.dumps({"key": key, **told}, indent=1) + "\n", "utf-8")
    begun.replace(path)
