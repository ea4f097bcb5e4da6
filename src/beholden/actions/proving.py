"""Proving the log from its files alone, as an outsider would."""

from __future__ import annotations

from pathlib import Path

from .. import ledger
from ..kernel import BadInput


def verify_log(
    directory: Path, *, key: str | None = None, since: Path | None = None
) -> ledger.Verification:
    """Verify the log in a folder, with the public key given or with the one beside it.

    ``since`` is the file of an earlier checkpoint, from which the log must have grown. Raises
    NotFound where the folder holds no log, BadInput for what is no checkpoint of this log.
    """
    return ledger.verify(directory, key=key, since=_text(since) if since else None)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"The earlier checkpoint cannot be read ({file.name}).",
            next_step="Name the file of a checkpoint that you kept.",
        ) from None
