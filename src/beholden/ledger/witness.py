"""A witness: somebody outside the council who vouches that its ledger only ever grows.

A witness keeps, of each ledger that it watches, the key and the newest checkpoint that it cosigned,
and cosigns a next one only with a proof that the ledger grew from that (C2SP tlog-witness). What
it is asked and what it answers are the texts of that protocol, so they may go by file, by post, or
to a witness of another maker.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable

from .asking_witness import WitnessRequest
from .checkpoint import Checkpoint, parse_checkpoint, read_checkpoint
from .cosignatures import cosign
from .keys import WITNESS, Signer, VerifierKey
from .proofs import verify_consistency
from .seen import Seen
from .tree import EMPTY_ROOT

_KEY = "witness.key"
_PUBLIC = "witness.pub"


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness in a folder of its own: its key, and what it has seen of each ledger."""

    folder: Path
    signer: Signer

    @classmethod
    def create(cls, folder: str | Path, name: str) -> Witness:
        """Make a witness with a new key; raise BadInput where there is one or the name is none."""
        folder = Path(folder)
        signer = Signer.create(folder / _KEY, name, WITNESS)
        (folder / _PUBLIC).write_text(f"{signer.key}\n", encoding="utf-8")
        return cls(folder, signer)

    @classmethod
    def open(cls, folder: str | Path) -> Witness:
        """Open a witness; raise NotFound, BadInput, Damaged as opening its key does."""
        return cls(Path(folder), Signer.open(Path(folder) / _KEY, WITNESS))

    def watch(self, key: VerifierKey) -> None:
        """Watch a ledger, known by its public key; raise BadInput where another is known."""
        self._seen(key.origin).trust(key)

    def watched(self, origin: str) -> VerifierKey:
        """Return the key of a ledger that is watched; raise NotFound where it is not."""
        key = self._seen(origin).key()
        if key is None:
            raise NotFound(
                "This witness does not watch that ledger.",
                why=f"No key of {origin} is known here.",
                next_step="Get the key from the council, and give it to `ledger witness watch`.",
            )
        return key

    def size_seen(self, origin: str) -> int:
        """Return how many entries the newest checkpoint has that was cosigned; 0 for none."""
        note = self._seen(origin).checkpoint()
        return parse_checkpoint(note).size if note else 0

    def cosign(self, request: WitnessRequest, *, at: datetime, of_log: bool = False) -> str:
        """Check a request, remember its checkpoint, and return it cosigned.

        ``of_log`` says that the log itself answered with this checkpoint just now; one that
        somebody brought may be an old one, sent again by anybody. Raises NotFound for a ledger that
        is not watched, BadInput where what was brought is older than what was seen or begins at
        another size, Damaged where the ledger's signature is not right, or where the log was put
        back or tells another history: then what it showed is kept as the proof of that.
        """
        origin = parse_checkpoint(request.checkpoint).origin
        shown = read_checkpoint(request.checkpoint, self.watched(origin))
        seen = self._seen(origin)
        with self._alone():
            self._refuse_other(seen, request, shown, of_log=of_log)
            cosigned = shown.note + cosign(shown.note, self.signer, at=at)
            seen.keep(cosigned)
        return cosigned

    def _refuse_other(
        self, seen: Seen, request: WitnessRequest, shown: Checkpoint, *, of_log: bool
    ) -> None:
        """Raise where a checkpoint is not one that the ledger grew into from what was seen."""
        note = seen.checkpoint()
        earlier = parse_checkpoint(note) if note else None
        size = earlier.size if earlier else 0
        if shown.size < size and not of_log:
            seen.keep_older(shown.note)
            raise _older(size, shown.size)
        if shown.size < size:
            seen.keep_contradiction(shown.note)
            raise _put_back(size, shown.size)
        if request.old_size != size:
            raise _from_another_size(size)
        grown = verify_consistency(
            old_size=size,
            old_root=earlier.root if earlier else EMPTY_ROOT,
            size=shown.size,
            root=shown.root,
            proof=request.proof,
        )
        if not grown:
            seen.keep_contradiction(shown.note)
            raise _forked(size)

    def _seen(self, origin: str) -> Seen:
        return Seen.of(self.folder, origin)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with FileLock(self.folder / ".lock", timeout=10):
                yield
        except Timeout:
            raise Unavailable(
                "Another process of this witness is at work.",
                next_step="Wait for it to finish, then do the same again.",
            ) from None


def _put_back(seen: int, shown: int) -> Damaged:
    return Damaged(
        "The ledger was put back: it is not cosigned.",
        why=f"This witness saw {seen} entries, and is shown {shown}.",
        next_step="Ask the council which acts are missing. Both checkpoints are kept.",
    )


def _older(seen: int, shown: int) -> BadInput:
    return BadInput(
        "This checkpoint is older than what this witness has seen: it is not cosigned.",
        why=f"It is of {shown} entries, and {seen} were seen. A checkpoint may be sent again by "
        "anybody who has it, so it does not say that the ledger was put back.",
        next_step="Ask the ledger itself, by its folder or its address: `ledger witness cosign "
        "FOLDER LEDGER`.",
    )


def _forked(seen: int) -> Damaged:
    return Damaged(
        "The ledger did not grow from what this witness saw: it is not cosigned.",
        why=f"No proof leads from the {seen} entries that it saw to the checkpoint that is shown.",
        next_step="Tell the council and whoever relies on it. Both checkpoints are kept.",
    )


def _from_another_size(seen: int) -> BadInput:
    return BadInput(
        f"The request begins at another size than this witness has seen, which is {seen}.",
        next_step=f"Ask the council for a request from {seen}: `ledger request --from {seen}`.",
    )
