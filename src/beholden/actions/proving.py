"""Proving the log from its files alone, as an outsider would."""

from __future__ import annotations

from pathlib import Path

from .. import ledger
from ..kernel import NotFound


def verify_log(directory: Path, *, key: str | None = None) -> ledger.Verification:
    """Verify the log in a folder, with the public key given or with the one beside it.

    Raises NotFound where the folder holds no log.
    """
    if not (directory / "checkpoint").is_file():
        raise NotFound(
            "There is no log here.",
            why=f"The folder {directory.name} has no checkpoint.",
            next_step="Name the `ledger` folder of a council's home.",
        )
    return ledger.verify(directory, key=key)
