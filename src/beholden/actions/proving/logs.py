"""Where a log that is to be proved lies: a folder, or an address on the web."""

from __future__ import annotations

from pathlib import Path

from ... import ledger
from ...kernel import BadInput, NotFound


def files_of(where: str | Path) -> ledger.Files:
    """Return the files of a log in a folder or at an address."""
    return ledger.Site(str(where)) if is_address(where) else ledger.Folder(Path(where))


def is_address(where: str | Path) -> bool:
    """Return whether a log is on the web rather than in a folder."""
    return isinstance(where, str) and ledger.is_address(where)


def checkpoint_of(files: ledger.Files) -> ledger.Checkpoint:
    """Return what the checkpoint of a log claims, unchecked; raise NotFound where there is none."""
    try:
        return ledger.parse_checkpoint(files.read("checkpoint").decode("utf-8", "replace"))
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            "There is no ledger there.",
            why="A ledger's folder, or its address, holds a file `checkpoint`.",
            next_step="Name the folder or the address that holds it.",
        ) from None


def text_of(file: Path, what: str) -> str:
    """Return the text of a file that somebody named; raise BadInput where it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"The file cannot be read as text ({file.name}).", next_step=f"Name the file of {what}."
        ) from None
