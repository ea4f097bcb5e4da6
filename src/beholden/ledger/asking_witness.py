"""What a witness is asked: the body of C2SP tlog-witness's ``add-checkpoint``.

old 20852014
(the hashes of the consistency proof from that size, one a line, in base64)

(the checkpoint)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from beholden.kernel import BadInput

from .checkpoint import Checkpoint
from .hash_lines import hash_lines, read_hashes
from .proofs import consistency_ranges, prove
from .tiles import TileReader

_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class WitnessRequest:
    """A checkpoint, and the proof that it grew from a size at which the witness saw the log."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def of(cls, reader: TileReader, checkpoint: Checkpoint, *, old_size: int) -> WitnessRequest:
        """Make the request for a checkpoint from a log's tiles.

        A log that is smaller than what the witness saw has no proof; the witness will see that.
        Raises Damaged where tiles are missing.
        """
        known = 0 < old_size < checkpoint.size
        ranges = consistency_ranges(old_size, checkpoint.size) if known else ()
        return cls(old_size, prove(reader.node, ranges), checkpoint.note)

    @classmethod
    def parse(cls, text: str) -> WitnessRequest:
        """Read the text that ``str`` wrote; raise BadInput where it is none."""
        head, found, checkpoint = text.partition("\n\n")
        first, *hashes = head.split("\n")
        old = _OLD.fullmatch(first)
        proof = read_hashes(hashes)
        if not old or not found or proof is None:
            raise _not_a_request()
        return cls(int(old[1]), proof, checkpoint)

    def __str__(self) -> str:
        return f"old {self.old_size}\n{hash_lines(self.proof)}\n{self.checkpoint}"


def _not_a_request() -> BadInput:
    return BadInput(
        "This is not a request to a witness.",
        why="A request is a line `old SIZE`, the hashes of a proof, an empty line, a checkpoint.",
        next_step="Give the file that `beholden ledger request` wrote, whole.",
    )
