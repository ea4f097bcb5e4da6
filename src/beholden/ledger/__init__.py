"""The ledger: an append-only Merkle log of every act, in files that anybody can check.

    entry_bytes → TileLog.append → checkpoint            written by the council
    Witness.cosign → TileLog.take_in                     vouched for by others, as it grows
    inclusion_proof, consistency_proof, EntryProof       handed out
    verify_inclusion, verify_consistency, verify         checked by anybody, offline
    Site, copy_log, Seen                                 read over the web, and remembered

The tree is that of RFC 6962. Of C2SP (https://c2sp.org) are the files (tlog-tiles), the checkpoint
(tlog-checkpoint, signed-note), what witnesses are asked and sign (tlog-witness, tlog-cosignature)
and the proof that is handed out (tlog-proof). No entry holds a personal value: the log cannot tell,
so whoever writes an entry answers for that.
"""

from .asking_witness import WitnessRequest
from .checkpoint import Checkpoint, open_note, parse_checkpoint, read_checkpoint, sign_note
from .cosignatures import Vouching
from .entries import LONGEST_ENTRY, entry_bytes, form_of_an_act
from .handed_out import EntryProof
from .keys import WITNESS, Signer, VerifierKey
from .log import TileLog
from .places import Files, Folder
from .proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from .seen import Seen
from .site import Site, copy_log, is_address
from .tiles import TileReader
from .tree import EMPTY_ROOT, leaf_hash, root
from .verification import Verification, verify
from .walk import Fault
from .witness import Witness
from .witnessed import newest_vouching

__all__ = [
    "EMPTY_ROOT",
    "LONGEST_ENTRY",
    "WITNESS",
    "Checkpoint",
    "EntryProof",
    "Fault",
    "Files",
    "Folder",
    "Seen",
    "Signer",
    "Site",
    "TileLog",
    "TileReader",
    "Verification",
    "VerifierKey",
    "Vouching",
    "Witness",
    "WitnessRequest",
    "consistency_proof",
    "copy_log",
    "entry_bytes",
    "form_of_an_act",
    "inclusion_proof",
    "is_address",
    "leaf_hash",
    "newest_vouching",
    "open_note",
    "parse_checkpoint",
    "read_checkpoint",
    "root",
    "sign_note",
    "verify",
    "verify_consistency",
    "verify_inclusion",
]
