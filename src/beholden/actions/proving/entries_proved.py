"""The proof of one entry: made from a log's files, and checked with nothing but the key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import ledger
from .logs import checkpoint_of, files_of, text_of


@dataclass(frozen=True, slots=True)
class ProofChecked:
    """An entry that is proved, of how large a log, and which witnesses vouch for that."""

    index: int
    size: int
    root: str
    entry: str
    vouched: tuple[ledger.Vouching, ...]

    @property
    def act(self) -> dict[str, Any]:
        """Return the act that the entry tells of; empty where it is not JSON."""
        try:
            told = json.loads(self.entry)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


def prove_entry(where: str | Path, *, index: int) -> str:
    """Return the proof that an entry is in a log, in a folder or on the web (C2SP tlog-proof).

    Raises NotFound where there is no log, BadInput where there is no such entry, Damaged where the
    files do not lead from the entry to the checkpoint.
    """
    files = files_of(where)
    checkpoint = checkpoint_of(files)
    reader = ledger.TileReader(files, checkpoint.size)
    return str(ledger.EntryProof.of(reader, checkpoint, index))


def check_proof(file: Path, *, key: str, witnesses: Sequence[str] = ()) -> ProofChecked:
    """Check a proof with the council's public key; return the entry that it proves.

    Raises BadInput where the file is no proof or a key is none, Damaged where it proves nothing.
    """
    proof = ledger.EntryProof.parse(text_of(file, "a proof"))
    believed = [ledger.VerifierKey.parse(one, ledger.WITNESS) for one in witnesses]
    signed, vouched = proof.check(ledger.VerifierKey.parse(key), believed)
    return ProofChecked(
        index=proof.index,
        size=signed.size,
        root=signed.note.split("\n")[2],
        entry=proof.entry.decode("utf-8", "replace"),
        vouched=vouched,
    )
