"""The log: an append-only Merkle log in files, in the form of C2SP tlog-tiles.

The checkpoint is written last. Until it is, nobody looks beyond the earlier one, so a process
killed at any moment leaves the log as it was, and the same entries may be appended again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable

from .checkpoint import Checkpoint, parse_checkpoint, read_checkpoint, sign_checkpoint
from .cosignatures import Vouching, vouched
from .entries import checked_entry
from .files import write_files
from .growth import Growth, grow
from .keys import Signer, VerifierKey
from .places import CHECKPOINT, VERIFIER_KEY, WITNESSES, Folder
from .proofs import consistency_ranges, inclusion_ranges, prove
from .tiles import WIDTH, Place, TileReader, tile_path, width_at
from .tree import EMPTY_ROOT
from .witnessed import cosigned_files

_LOCK = ".append.lock"
_DRAFTS = ".drafts"


class TileLog:
    """A log in a folder, as it stood when this object was made, last refreshed or last appended to.

    What others append afterwards is not seen until ``refresh``, so a reader never sees half of it.
    """

    def __init__(self, directory: str | Path) -> None:
        self.directory = Path(directory)
        self.refresh()

    def refresh(self) -> None:
        """Look at the log as it stands now; raise Damaged where its checkpoint is gone."""
        self._checkpoint = _stored_checkpoint(self.directory)
        self._reader = TileReader(Folder(self.directory), self.size)

    @property
    def size(self) -> int:
        """Return the number of entries."""
        return self._checkpoint.size if self._checkpoint else 0

    @property
    def root(self) -> bytes:
        """Return the 32-byte root that the checkpoint states (empty log: SHA-256 of nothing)."""
        return self._checkpoint.root if self._checkpoint else EMPTY_ROOT

    def checkpoint(self) -> Checkpoint:
        """Return the signed checkpoint; raise NotFound where nothing was ever signed."""
        if self._checkpoint is None:
            raise NotFound(
                "This ledger has no checkpoint yet.",
                next_step="Write its first entry; the checkpoint is signed with it.",
            )
        return self._checkpoint

    def entry(self, index: int) -> bytes:
        """Return the entry at an index, from 0; raise NotFound where there is none."""
        if not 0 <= index < self.size:
            raise NotFound(
                "There is no such entry in the ledger.",
                why=f"It holds {self.size} entries, counted from 0.",
                next_step="Ask for an entry below the ledger's size.",
            )
        return self._reader.entries(index // WIDTH)[index % WIDTH]

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield entries from ``start`` up to ``end`` (not included; None: the last), in order."""
        last = self.size if end is None else min(end, self.size)
        return self._reader.span(max(start, 0), last)

    def inclusion_proof(self, index: int, *, size: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that an entry is in the log, or in the log as it was at an earlier size.

        Raises BadInput where there is no such entry or size.
        """
        return prove(self._reader.node, inclusion_ranges(index, self._checked(size)))

    def consistency_proof(self, old_size: int, *, size: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that the log has only grown since it had ``old_size`` entries."""
        return prove(self._reader.node, consistency_ranges(old_size, self._checked(size)))

    def root_at(self, size: int) -> bytes:
        """Return the root that the log had at an earlier size; raise BadInput for a later one."""
        return self._reader.root(self._checked(size))

    def append(
        self, entries: Sequence[bytes], signer: Signer, *, at: int | None = None
    ) -> Checkpoint:
        """Add entries, sign and return the new checkpoint; all is on the disk, or nothing counts.

        ``at`` is the index that the first entry is to have. Entries that are there already are not
        added twice, so a call that may have been cut short is simply made again. Without ``at`` the
        entries come after those that this object has seen.

        Raises Unavailable where another process is appending, or has appended since this object
        looked, or the disk is full; Damaged where other entries stand at ``at``, the log is shorter
        than that, or it does not agree with its signed checkpoint; BadInput for an entry that is
        empty or over 65,535 bytes, or a signer of another log. Nothing is written then.
        """
        wanted = [checked_entry(entry) for entry in entries]
        try:
            with _alone(self.directory):
                now = self._founded(signer)
                new = self._missing(wanted, now, at)
                self._checkpoint = self._written(new, now, signer) if new else now
        except OSError as error:
            raise Unavailable(
                f"The ledger cannot be written: {error.strerror}.",
                why="Its last checkpoint still holds; nothing after it counts.",
                next_step="See to the disk, then do the same again.",
            ) from error
        self._reader = TileReader(Folder(self.directory), self.size)
        return self._checkpoint

    def list_witnesses(self, keys: Sequence[VerifierKey]) -> None:
        """Publish the keys of the witnesses that the council has named, in place of the earlier.

        Raises Unavailable where another process is writing.
        """
        with _alone(self.directory):
            self._write({WITNESSES: "".join(f"{key}\n" for key in keys).encode()})

    def take_in(self, cosigned: str, witnesses: Sequence[VerifierKey]) -> tuple[Vouching, ...]:
        """Publish a checkpoint of this log that witnesses cosigned; return what they vouch for.

        Raises Damaged where it is not a checkpoint of this log or a signature is not right,
        BadInput where none of these witnesses cosigned it, Unavailable where another process is
        writing. Nothing is written then.
        """
        with _alone(self.directory):
            self.refresh()
            seen = read_checkpoint(cosigned, stored_key(self.directory))
            if seen.size > self.size or self.root_at(seen.size) != seen.root:
                raise _other_history()
            files = Folder(self.directory)
            self._write(cosigned_files(files, self.checkpoint(), cosigned, witnesses))
            self.refresh()
        told = (vouched(cosigned, witness) for witness in witnesses)
        return tuple(one for one in told if one)

    def _checked(self, size: int | None) -> int:
        if size is None or 0 <= size <= self.size:
            return self.size if size is None else size
        raise BadInput(
            "The ledger has not had this size.",
            why=f"It holds {self.size} entries.",
            next_step="Ask for a size between 0 and its own.",
        )

    def _founded(self, signer: Signer) -> Checkpoint:
        """Return the checkpoint on the disk, by this signer; sign the first one of a new log."""
        stored = _stored_checkpoint(self.directory)
        if stored is None and not (self.directory / VERIFIER_KEY).exists():
            self._write({VERIFIER_KEY: f"{signer.key}\n".encode()})
        if stored_key(self.directory) != signer.key:
            raise BadInput(
                "This private key is not the one that signs this ledger.",
                next_step="Open the key that the ledger was begun with.",
            )
        if stored is None:
            stored = sign_checkpoint(signer, size=0, root=EMPTY_ROOT)
            self._write({CHECKPOINT: _note(stored)})
        return read_checkpoint(stored.note, signer.key)

    def _missing(self, wanted: list[bytes], now: Checkpoint, at: int | None) -> list[bytes]:
        """Return those of the wanted entries that the log does not hold yet."""
        if now.size < self.size or (now.size == self.size and now.root != self.root):
            raise _rewritten()
        start = self.size if at is None else at
        if not 0 <= start <= now.size:
            raise _too_short(now.size)
        there = now.size - start
        stored = TileReader(Folder(self.directory), now.size).span(
            start, min(now.size, start + len(wanted))
        )
        if not there or (at is not None and list(stored) == wanted[:there]):
            return wanted[there:]
        raise _moved() if now.size > self.size else _other_entries()

    def _written(self, new: list[bytes], now: Checkpoint, signer: Signer) -> Checkpoint:
        reader = TileReader(Folder(self.directory), now.size)
        if reader.root() != now.root:
            raise Damaged(
                "The ledger's hashes do not agree with its signed checkpoint.",
                why="To sign on top of them would hide that they were changed.",
                next_step="Run beholden ledger verify, then put the files back from a copy.",
            )
        growth = grow(reader, new)
        checkpoint = sign_checkpoint(signer, size=growth.size, root=growth.root)
        self._sweep(growth, now.size)
        self._write({_path(growth, place): content for place, content in growth.contents.items()})
        self._write({CHECKPOINT: _note(checkpoint)})
        self._drop_outgrown(growth)
        return checkpoint

    def _write(self, files: Mapping[str, bytes]) -> None:
        paths = {self.directory / name: content for name, content in files.items()}
        write_files(paths, drafts=self.directory / _DRAFTS)

    def _sweep(self, growth: Growth, size: int) -> None:
        """Remove what an append that was cut short left beyond the checkpoint."""
        shutil.rmtree(self.directory / _DRAFTS, ignore_errors=True)
        for place in growth.contents:
            (self.directory / tile_path(place)).unlink(missing_ok=True)
            for width, partial in Folder(self.directory).partials(tile_path(place)):
                if width > width_at(size, place):
                    partial.unlink()

    def _drop_outgrown(self, growth: Growth) -> None:
        """Remove the partial tiles whose full tile is now there (tlog-tiles, Partial Tiles)."""
        for place in growth.contents:
            if width_at(growth.size, place) == WIDTH:
                shutil.rmtree(self.directory / f"{tile_path(place)}.p", ignore_errors=True)


def _path(growth: Growth, place: Place) -> str:
    return tile_path(place, width_at(growth.size, place))


def _note(checkpoint: Checkpoint) -> bytes:
    return checkpoint.note.encode()


def _stored_checkpoint(directory: Path) -> Checkpoint | None:
    """Return the checkpoint in a folder, its signature unchecked; None where no log was begun."""
    try:
        return parse_checkpoint((directory / CHECKPOINT).read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        if (directory / "tile").exists():
            raise Damaged(
                "The ledger's checkpoint is missing.",
                why="Its entries are there, and a checkpoint was signed before the first of them.",
                next_step="Put the checkpoint file back from a copy.",
            ) from None
        return None
    except OSError as error:
        raise Unavailable(
            f"The ledger cannot be read: {error.strerror}.",
            next_step="See to the disk and the files' owner, then try again.",
        ) from error


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the log against every other process that appends; raise Unavailable where one does."""
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(directory / _LOCK, timeout=0):
            yield
    except Timeout:
        raise Unavailable(
            "Another process is writing to the ledger.",
            next_step="Wait for it to finish, then do the same again.",
        ) from None


def stored_key(directory: Path) -> VerifierKey:
    """Return the public key that lies with a log; raise Damaged where it is missing or not one."""
    try:
        return VerifierKey.parse((directory / VERIFIER_KEY).read_text("utf-8", "replace"))
    except (FileNotFoundError, BadInput):
        raise Damaged(
            "The ledger's public key is missing or not whole.",
            next_step=f"Put {VERIFIER_KEY} back from a copy.",
        ) from None


def _moved() -> Unavailable:
    return Unavailable(
        "Another process has written to the ledger in the meantime.",
        next_step="Look at the ledger again, then do the same again.",
    )


def _other_entries() -> Damaged:
    return Damaged(
        "The ledger holds other entries than these.",
        why="What was written once is never written over.",
        next_step="Run beholden ledger verify, and compare the ledger with the records.",
    )


def _other_history() -> Damaged:
    return Damaged(
        "This checkpoint is not of this ledger's history.",
        why="Somebody signed, with this ledger's key, what this ledger has never held.",
        next_step="Keep the file, and compare the ledger with an earlier copy of itself.",
        ask="the data-protection officer",
    )


def _too_short(size: int) -> Damaged:
    return Damaged(
        "The ledger is shorter than it should be.",
        why=f"It holds {size} entries, and these are to come after more than that.",
        next_step="Put the ledger's folder back from a copy that has them.",
    )


def _rewritten() -> Damaged:
    return Damaged(
        "The ledger's checkpoint has gone back or was replaced while we looked.",
        next_step="Run beholden ledger verify with the last checkpoint that you kept.",
    )
