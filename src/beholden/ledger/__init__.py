"""The ledger: an append-only Merkle log of every act, in files that anybody can check.

    entry_bytes → TileLog.append → checkpoint        written by the council
    inclusion_proof, consistency_proof               handed out with the log
    verify_inclusion, verify_consistency, verify     checked by anybody, offline

The tree is that of RFC 6962; the files are C2SP tlog-tiles, the checkpoint is C2SP tlog-checkpoint,
signed as C2SP signed-note has it (https://c2sp.org). No entry holds a personal value: the log
cannot tell, so whoever writes an entry answers for that.
"""

from .checkpoint import Checkpoint, read_checkpoint
from .entries import LONGEST_ENTRY, entry_bytes
from .keys import Signer, VerifierKey
from .log import TileLog
from .proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from .tree import EMPTY_ROOT, leaf_hash, root
from .verification import Verification, verify
from .walk import Fault

__all__ = [
    "EMPTY_ROOT",
    "LONGEST_ENTRY",
    "Checkpoint",
    "Fault",
    "Signer",
    "TileLog",
    "Verification",
    "VerifierKey",
    "consistency_proof",
    "entry_bytes",
    "inclusion_proof",
    "leaf_hash",
    "read_checkpoint",
    "root",
    "verify",
    "verify_consistency",
    "verify_inclusion",
]
