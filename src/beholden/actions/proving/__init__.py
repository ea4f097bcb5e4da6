"""Proving the ledger: to anybody, from its files; with witnesses; one entry at a time.

verify_own_log                           the council's own look, records and log together
verify_log, check_proof, prove_entry     what an outsider does, with no home at hand
make_witness, watch_ledger, vouch_for    what a witness does, in a folder of its own
name_witness, let_witness_go             acts of the council: who may vouch for its ledger
ask_witness, take_cosignature            the council's request, and what came back
"""

from .entries_proved import ProofChecked, check_proof, prove_entry
from .verifying import verify_log, verify_own_log
from .witnesses import (
    ask_witness,
    let_witness_go,
    name_witness,
    take_cosignature,
    witnesses,
)
from .witnessing import make_witness, vouch_for, watch_ledger

__all__ = [
    "ProofChecked",
    "ask_witness",
    "check_proof",
    "let_witness_go",
    "make_witness",
    "name_witness",
    "prove_entry",
    "take_cosignature",
    "verify_log",
    "verify_own_log",
    "vouch_for",
    "watch_ledger",
    "witnesses",
]
