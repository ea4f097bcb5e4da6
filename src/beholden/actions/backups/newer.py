"""What is known of a ledger from after a backup: it says what a home put back would have lost."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import gate, ledger
from ...kernel import BadInput, Damaged, Refusal, Refused
from ..proving.logs import checkpoint_of, text_of

CHECKPOINT_KEPT = "ledger-checkpoint"


@dataclass(frozen=True, slots=True)
class Lost:
    """Acts that were done after a backup: how many, and which, where a copy of the log tells."""

    before: int
    after: int
    root: str
    note: str
    acts: tuple[dict[str, Any], ...] = ()

    @property
    def entries(self) -> int:
        """Return how many entries are lost."""
        return self.after - self.before

    def told(self) -> tuple[str, ...]:
        """Return a line for each act that is known, or one that says how many there were."""
        if not self.acts:
            last = self.after - 1
            which = f"entry {last}" if last == self.before else f"entries {self.before} to {last}"
            return (f"{which}; which acts these were, only a copy of the ledger could tell",)
        return tuple(
            f"entry {index}: {act.get('act', '')}, {act.get('when', '')}, {act.get('use', '')}"
            for index, act in enumerate(self.acts, self.before)
        )


def later_acts(seen: Path, key: ledger.VerifierKey) -> tuple[ledger.Checkpoint, list[bytes]]:
    """Read a checkpoint, or the folder of a copy of the log with its entries; both must be signed.

    Raises BadInput where it is no checkpoint of this ledger, Damaged where the copy is not whole.
    """
    if not seen.is_dir():
        return _signed(text_of(seen, "a checkpoint that you kept"), key), []
    found = ledger.verify(seen, key=str(key))
    if not found.ok:
        raise Damaged(
            "The copy of the ledger is not whole.",
            why=found.faults[0].what,
            next_step="Name another copy, or the file of a checkpoint.",
        )
    note = checkpoint_of(ledger.Folder(seen)).note
    return _signed(note, key), list(ledger.TileLog(seen).entries())


def _signed(note: str, key: ledger.VerifierKey) -> ledger.Checkpoint:
    try:
        return ledger.read_checkpoint(note, key)
    except Damaged as fault:
        raise BadInput(
            "The checkpoint is not one of this ledger.",
            why=fault.what,
            next_step="Give the text of a checkpoint file that you kept, whole.",
        ) from None


def lost_since(
    log: ledger.TileLog, known: Iterable[ledger.Checkpoint], entries: list[bytes]
) -> Lost | None:
    """Return what a log lacks of what was signed later, or None; raise Damaged where it is another.

    ``entries`` are those of a copy of the log, where there is one.
    """
    newest = None
    for one in known:
        if one.size <= log.size and log.root_at(one.size) != one.root:
            raise _other()
        if one.size > log.size and (newest is None or one.size > newest.size):
            newest = one
    if newest is None:
        return None
    if entries and list(log.entries()) != entries[: log.size]:
        raise _other()
    acts = tuple(json.loads(entry) for entry in entries[log.size :])
    root = base64.b64encode(newest.root).decode()
    return Lost(log.size, newest.size, root, newest.note, acts)


def refuse_lost(lost: Lost) -> Refused:
    """Return the refusal of a backup that is older than what is known."""
    return Refused(
        Refusal(
            what="this backup is older than what you have seen of the ledger.",
            why="\n  ".join(
                (f"Brought back, the home would lack {_acts(lost.entries)}:", *lost.told()[:20])
            ),
            clause="ledger › only grows",
            next_step="Bring back a later backup. Where there is none, say --lose-acts: what is "
            "lost is then told in the ledger.",
            ask="the data-protection officer.",
        )
    )


def _acts(number: int) -> str:
    return "1 act" if number == 1 else f"{number} acts"


def destroyed_in(entries: Iterable[bytes]) -> Iterator[str]:
    """Yield the name of each key whose end the ledger tells: of extracts, and of their members."""
    for entry in entries:
        said = json.loads(entry)
        facts = said.get("facts", {})
        yield from facts.get("extracts_destroyed", ())
        if said.get("act") == "members-destroyed":
            yield gate.members_key(facts["extract"])


def _other() -> Damaged:
    return Damaged(
        "The ledger in this backup is not the one that was signed.",
        why="It holds other acts than the checkpoint covers: one of the two was made by somebody "
        "else, or was changed.",
        next_step="Keep both, and bring back another backup.",
        ask="the data-protection officer",
    )
