"""A proof to hand out: that one entry is in the log, in the text of C2SP tlog-proof.

    c2sp.org/tlog-proof@v1
    extra (the entry itself, in base64)
    index 53
    (the hashes of the inclusion proof, one a line, in base64)

    (the checkpoint)

Who has it and the council's key needs nothing else: no log, no network.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from beholden.kernel import BadInput, Damaged

from .checkpoint import Checkpoint, read_checkpoint
from .cosignatures import Vouching, vouched
from .hash_lines import hash_lines, read_hashes
from .keys import VerifierKey
from .proofs import inclusion_ranges, prove, verify_inclusion
from .tiles import WIDTH, TileReader
from .tree import leaf_hash

_HEADER = "c2sp.org/tlog-proof@v1"
_HEAD = re.compile(r"extra ([A-Za-z0-9+/]+={0,2})\nindex (0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class EntryProof:
    """One entry, its index, the way from its hash to the root, and the checkpoint that signs it."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def of(cls, reader: TileReader, checkpoint: Checkpoint, index: int) -> EntryProof:
        """Make the proof of an entry from a log's files.

        Raises BadInput where there is no such entry, Damaged where files are missing or changed.
        """
        path = prove(reader.node, inclusion_ranges(index, checkpoint.size))
        entry = reader.entries(index // WIDTH)[index % WIDTH]
        return cls(entry, index, path, checkpoint.note)

    @classmethod
    def parse(cls, text: str) -> EntryProof:
        """Read the text that ``str`` wrote; raise BadInput where it is none."""
        top, found, checkpoint = text.partition("\n\n")
        header, *lines = top.split("\n")
        head = _HEAD.fullmatch("\n".join(lines[:2]))
        path = read_hashes(lines[2:])
        if header != _HEADER or not found or head is None or path is None:
            raise _not_a_proof()
        try:
            entry = base64.b64decode(head[1], validate=True)
        except binascii.Error:
            raise _not_a_proof() from None
        return cls(entry, int(head[2]), path, checkpoint)

    def __str__(self) -> str:
        extra = base64.b64encode(self.entry).decode()
        head = f"{_HEADER}\nextra {extra}\nindex {self.index}\n"
        return f"{head}{hash_lines(self.path)}\n{self.checkpoint}"

    def check(
        self, key: VerifierKey, witnesses: Sequence[VerifierKey] = ()
    ) -> tuple[Checkpoint, tuple[Vouching, ...]]:
        """Return the checkpoint under which the entry is proved, and which witnesses vouch for it.

        Raises Damaged where the entry is not the one that was signed, or a signature is not right.
        """
        signed = read_checkpoint(self.checkpoint, key)
        leaf = leaf_hash(self.entry)
        if not verify_inclusion(
            leaf, index=self.index, size=signed.size, proof=self.path, root=signed.root
        ):
            raise Damaged(
                "The proof does not lead from this entry to the signed root.",
                why="The entry, its number or the proof is not what the ledger gave out.",
                next_step="Ask for the proof again, or verify the whole ledger.",
            )
        told = (vouched(self.checkpoint, witness) for witness in witnesses)
        return signed, tuple(one for one in told if one)


def _not_a_proof() -> BadInput:
    return BadInput(
        "This is not a proof of an entry.",
        why=f"A proof begins with {_HEADER}, then the entry, its number, hashes, a checkpoint.",
        next_step="Give the file that `beholden ledger proof` wrote, whole.",
    )
