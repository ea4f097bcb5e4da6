"""Places: where the files of a log lie, and how one of them is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHECKPOINT = "checkpoint"
VERIFIER_KEY = "verifier.key"
WITNESSES = "witnesses"
"""The public keys of the witnesses that the council has named, one a line."""


def witnessed_path(key_id: bytes) -> str:
    """Return where the newest checkpoint lies that a witness cosigned."""
    return f"witnessed/{key_id.hex()}"


class Files(Protocol):
    """The files of one log: a folder on this machine, or an address on the web."""

    def read(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises FileNotFoundError where there is none, another OSError or Unavailable where it
        cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a log in a folder on this machine."""

    path: Path

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raise OSError where it cannot be read."""
        return (self.path / name).read_bytes()

    def partials(self, name: str) -> list[tuple[int, Path]]:
        """Return the partial files kept of a tile, each with its width, narrowest first."""
        folder = self.path / f"{name}.p"
        if not folder.is_dir():
            return []
        return sorted((int(path.name), path) for path in folder.iterdir() if path.name.isdecimal())
