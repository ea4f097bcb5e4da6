"""Verification: whether the log in these files is, entry for entry, what its checkpoint says.

Everything is computed anew from the entries, one bundle in memory at a time, and compared with
every tile on the way up to the root that the checkpoint signs. No network, no record store.
"""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from beholden.kernel import BadInput, Damaged, NotFound, Progress, Unavailable, silent

from .checkpoint import Checkpoint, parse_checkpoint, read_checkpoint
from .keys import VerifierKey
from .log import CHECKPOINT, stored_key
from .tiles import TileReader
from .tree import EMPTY_ROOT
from .walk import Fault, Faults, Walk, files_beyond


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a log is what its checkpoint says, and everything that is not.

    ``size`` and ``root`` (base64) are the checkpoint's own claim. ``beyond`` counts files that no
    checkpoint covers: an append that was cut short, or a checkpoint put back to an earlier one
    (verify with ``since=`` tells which). At most 100 faults are listed.
    """

    ok: bool
    size: int
    root: str
    faults: tuple[Fault, ...]
    beyond: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the verification as plain data."""
        return asdict(self)


def verify(
    directory: str | Path,
    key: str | None = None,
    *,
    since: str | None = None,
    progress: Progress = silent,
) -> Verification:
    """Check a log from its files alone and return what was found; faults are never raised.

    ``key`` is the ledger's public key got elsewhere; without it the key that lies with the log is
    believed, which finds damage but not a forger who changed the key too. ``since`` is the text of
    an earlier checkpoint: the log must have grown from it. Raises NotFound where there is no log,
    BadInput where ``key`` is no key or ``since`` is not a checkpoint signed by it, Unavailable
    where the files cannot be read.
    """
    try:
        return _verified(Path(directory), key, since, progress)
    except OSError as error:
        raise Unavailable(
            f"The ledger cannot be read: {error.strerror}.",
            next_step="See to the disk and the files' owner, then try again.",
        ) from error


def _verified(
    directory: Path, given: str | None, since: str | None, progress: Progress
) -> Verification:
    if not (directory / CHECKPOINT).exists() and not (directory / "tile").exists():
        raise NotFound(
            "There is no ledger in this folder.", next_step="Name the folder that holds checkpoint."
        )
    faults = Faults()
    signed_by = _key(directory, given, faults)
    earlier = _earlier(since, signed_by)
    checkpoint = _checkpoint(directory, signed_by, faults)
    if checkpoint is None:
        return Verification(False, 0, _text(EMPTY_ROOT), faults.listed())
    walk = Walk(TileReader(directory, checkpoint.size), checkpoint.root, faults, progress)
    walk.check()
    if earlier is not None:
        _grown(walk.reader, earlier, faults)
    beyond = files_beyond(directory, checkpoint.size)
    listed = faults.listed()
    return Verification(not listed, checkpoint.size, _text(checkpoint.root), listed, beyond)


def _key(directory: Path, given: str | None, faults: Faults) -> VerifierKey | None:
    if given is not None:
        return VerifierKey.parse(given)
    try:
        return stored_key(directory)
    except Damaged as error:
        faults.add(error.what)
        return None


def _earlier(since: str | None, key: VerifierKey | None) -> Checkpoint | None:
    """Return the earlier checkpoint; raise BadInput where it is not one that the key signed."""
    if since is None or key is None:
        return None
    try:
        return read_checkpoint(since, key)
    except Damaged as error:
        raise BadInput(
            "The earlier checkpoint is not one of this ledger.",
            why=error.what,
            next_step="Give the text of a checkpoint file that you kept, whole.",
        ) from error


def _checkpoint(directory: Path, key: VerifierKey | None, faults: Faults) -> Checkpoint | None:
    """Return what the checkpoint claims, even where its signature is a fault."""
    try:
        note = (directory / CHECKPOINT).read_bytes().decode("utf-8", "replace")
        claimed = parse_checkpoint(note)
    except FileNotFoundError:
        faults.add("The checkpoint is missing.")
        return None
    except Damaged as error:
        faults.add(f"checkpoint: {error.what}")
        return None
    try:
        return read_checkpoint(note, key) if key else claimed
    except Damaged as error:
        faults.add(f"checkpoint: {error.what}")
        return claimed


def _grown(reader: TileReader, earlier: Checkpoint, faults: Faults) -> None:
    """Check that the log holds what an earlier checkpoint signed, and more or nothing after it."""
    if earlier.size > reader.size:
        faults.add(
            f"The ledger was put back: it had {earlier.size} entries and now has {reader.size}.",
            reader.size,
        )
        return
    try:
        root = reader.root(earlier.size)
    except Damaged as error:
        faults.add(error.what)
        return
    if root != earlier.root:
        faults.add(f"The first {earlier.size} entries are not those that were signed earlier.")


def _text(root: bytes) -> str:
    return base64.b64encode(root).decode()
