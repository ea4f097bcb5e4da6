"""Verification: whether the log in these files is, entry for entry, what its checkpoint says.

Everything is computed anew from the entries, one bundle in memory at a time, and compared with
every tile on the way up to the root that the checkpoint signs. No network, no record store.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from beholden.kernel import BadInput, Damaged, NotFound, Progress, Unavailable, silent

from .checkpoint import Checkpoint, parse_checkpoint, read_checkpoint
from .cosignatures import Vouching
from .entries import EntryCheck, nothing_to_say
from .keys import WITNESS, VerifierKey
from .log import stored_key
from .places import CHECKPOINT, Folder
from .tiles import TileReader
from .tree import EMPTY_ROOT
from .walk import Fault, Faults, Walk, files_beyond
from .witnessed import named_witnesses, newest_cosigned


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a log is what its checkpoint says, and everything that is not.

    ``size`` and ``root`` (base64) are the checkpoint's own claim, ``key`` what it was checked with.
    ``beyond`` counts files that no checkpoint covers: an append that was cut short, or a checkpoint
    put back to an earlier one (verify with ``since=`` tells which). ``vouched`` says how many of
    the first entries each witness vouches for; ``believed`` is where the key is from. At most 100
    faults are listed.
    """

    ok: bool
    size: int
    root: str
    faults: tuple[Fault, ...]
    beyond: int = 0
    vouched: tuple[Vouching, ...] = ()
    key: str = ""
    believed: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the verification as plain data."""
        plain = asdict(self)
        for one in plain["vouched"]:
            one["at"] = one["at"].isoformat()
        return plain


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a log is to be held against, besides its own checkpoint."""

    key: str | None
    since: str | None
    witnesses: Sequence[str] | None
    about_entry: EntryCheck
    progress: Progress


def verify(
    directory: str | Path,
    key: str | None = None,
    *,
    since: str | None = None,
    witnesses: Sequence[str] | None = None,
    about_entry: EntryCheck = nothing_to_say,
    progress: Progress = silent,
) -> Verification:
    """Check a log from its files alone and return what was found; faults are never raised.

    ``key`` is the ledger's public key got elsewhere; without it the key that lies with the log is
    believed, which finds damage but not a forger who changed the key too. ``since`` is the text of
    an earlier checkpoint: the log must have grown from it. ``witnesses`` are the public keys of
    witnesses that are believed; without them those that the council has named. ``about_entry`` says
    what is wrong with the form of an entry, such as ``form_of_an_act``.

    Raises NotFound where there is no log, BadInput where a key is none or ``since`` is not a
    checkpoint signed by it, Unavailable where the files cannot be read.
    """
    try:
        return _verified(Path(directory), _Asked(key, since, witnesses, about_entry, progress))
    except OSError as error:
        raise Unavailable(
            f"The ledger cannot be read: {error.strerror}.",
            next_step="See to the disk and the files' owner, then try again.",
        ) from error


def _verified(directory: Path, asked: _Asked) -> Verification:
    if not (directory / CHECKPOINT).exists() and not (directory / "tile").exists():
        raise NotFound(
            "There is no ledger in this folder.", next_step="Name the folder that holds checkpoint."
        )
    faults = Faults()
    signed_by = _key(directory, asked.key, faults)
    earlier = _earlier(asked.since, signed_by)
    believed = _believed(directory, asked.witnesses, faults)
    checkpoint = _checkpoint(directory, signed_by, faults)
    if checkpoint is None:
        return Verification(False, 0, _text(EMPTY_ROOT), faults.listed())
    walk = Walk(
        Folder(directory), checkpoint.size, checkpoint.root, faults, asked.progress,
        asked.about_entry,
    )  # fmt: skip
    walk.check()
    if earlier is not None:
        _grown(walk.reader, earlier, faults)
    vouched = _vouched(walk.reader, checkpoint, believed, signed_by, faults)
    listed = faults.listed()
    return Verification(
        ok=not listed,
        size=checkpoint.size,
        root=_text(checkpoint.root),
        faults=listed,
        beyond=files_beyond(directory, checkpoint.size),
        vouched=vouched,
        key=str(signed_by or ""),
    )


def _believed(
    directory: Path, given: Sequence[str] | None, faults: Faults
) -> tuple[VerifierKey, ...]:
    """Return the keys of the witnesses that are believed: those given, else those named."""
    if given is not None:
        return tuple(VerifierKey.parse(one, WITNESS) for one in given)
    try:
        return named_witnesses(Folder(directory))
    except Damaged as error:
        faults.add(error.what)
        return ()


def _vouched(
    reader: TileReader,
    checkpoint: Checkpoint,
    believed: Sequence[VerifierKey],
    signed_by: VerifierKey | None,
    faults: Faults,
) -> tuple[Vouching, ...]:
    """Return what each witness vouches for; note what it saw that is not this log's history."""
    told: list[Vouching] = []
    if signed_by is None:
        return ()
    for witness in believed:
        try:
            seen = newest_cosigned(reader.files, checkpoint, witness, signed_by)
        except Damaged as error:
            faults.add(f"{witness.origin}: {error.what}")
            continue
        if seen is not None and _grown(reader, seen[0], faults, by=witness.origin):
            told.append(seen[1])
    return tuple(told)


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


def _grown(reader: TileReader, earlier: Checkpoint, faults: Faults, by: str = "") -> bool:
    """Return whether the log holds what was signed earlier, and more or nothing after it."""
    size = earlier.size
    if size > reader.size:
        known = f"{by} saw {size} entries" if by else f"it had {size} entries"
        faults.add(f"The ledger was put back: {known} and now has {reader.size}.", reader.size)
        return False
    try:
        root = reader.root(size)
    except Damaged as error:
        faults.add(error.what)
        return False
    if root != earlier.root:
        signed = f"that {by} saw" if by else "that were signed earlier"
        faults.add(f"The first {size} entries are not those {signed}.")
    return root == earlier.root


def _text(root: bytes) -> str:
    return base64.b64encode(root).decode()
