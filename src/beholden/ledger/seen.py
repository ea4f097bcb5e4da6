"""What was last seen of a log, kept by whoever looks at it: its key and its newest checkpoint.

Whoever keeps these finds a ledger that was put back, one that tells two people two histories, and
one whose key was replaced, which no single look can find.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from beholden.kernel import BadInput, Damaged

from .files import write_files
from .keys import VerifierKey
from .places import CHECKPOINT, VERIFIER_KEY


@dataclass(frozen=True, slots=True)
class Seen:
    """The folder that keeps what was seen of one log."""

    folder: Path

    @classmethod
    def of(cls, root: Path, name: str) -> Seen:
        """Return what is kept under a folder of the log of a name: its origin, or its address.

        Its folder is named by SHA-256, as C2SP tlog-witness has it, so any name will do.
        """
        return cls(root / sha256(name.encode()).hexdigest())

    def key(self) -> VerifierKey | None:
        """Return the key that was trusted, if any; raise Damaged where it is not whole."""
        text = self._read(VERIFIER_KEY)
        try:
            return VerifierKey.parse(text) if text is not None else None
        except BadInput:
            raise Damaged(
                "The key that was kept of this ledger is not whole.",
                next_step=f"Look at {self.folder / VERIFIER_KEY}, or put it back from a copy.",
            ) from None

    def checkpoint(self) -> str | None:
        """Return the newest checkpoint that was seen, if any."""
        return self._read(CHECKPOINT)

    def trust(self, key: VerifierKey) -> None:
        """Keep a key; raise BadInput where another is known already."""
        known = self.key()
        if known not in (None, key):
            raise BadInput(
                "Another key of this ledger is known already.",
                why="A ledger keeps its key for life: another key may be another's.",
                next_step="Ask the council why its key is another, by a way that you trust.",
            )
        if known is None:
            self._write(VERIFIER_KEY, f"{key}\n")

    def keep(self, note: str) -> None:
        """Keep a checkpoint in place of the earlier one."""
        self._write(CHECKPOINT, note)

    def keep_contradiction(self, note: str) -> None:
        """Keep a checkpoint that does not go with the newest seen: together they are the proof."""
        self._keep_beside("contradiction", note)

    def keep_older(self, note: str) -> None:
        """Keep an older checkpoint that somebody brought; it can be held against the log later."""
        self._keep_beside("older", note)

    def _keep_beside(self, what: str, note: str) -> None:
        self._write(f"{what}-{sha256(note.encode()).hexdigest()[:8]}", note)

    def _read(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return None

    def _write(self, name: str, text: str) -> None:
        write_files({self.folder / name: text.encode()}, drafts=self.folder / ".drafts")
