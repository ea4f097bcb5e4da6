"""What a witness does, in a folder of its own and with no council's home at hand."""

from __future__ import annotations

from pathlib import Path

from ... import ledger
from ...kernel import Clock, SystemClock
from .logs import checkpoint_of, files_of, is_address, text_of


def make_witness(folder: Path, *, name: str) -> ledger.VerifierKey:
    """Make a witness with a key of its own; return the public key that the council is given."""
    return ledger.Witness.create(folder, name).signer.key


def watch_ledger(folder: Path, *, key: str) -> str:
    """Have a witness watch the ledger of this public key; return the ledger's name."""
    watched = ledger.VerifierKey.parse(key)
    ledger.Witness.open(folder).watch(watched)
    return watched.origin


def vouch_for(folder: Path, what: str | Path, *, clock: Clock | None = None) -> str:
    """Return a checkpoint that the witness in a folder has cosigned.

    ``what`` is the file of a request, as the council wrote it, or the ledger itself: its folder, or
    its address. Raises what ``ledger.Witness.cosign`` does; nothing is signed then.
    """
    witness, at = ledger.Witness.open(folder), (clock or SystemClock()).now()
    if not is_address(what) and Path(what).is_file():
        request = ledger.WitnessRequest.parse(text_of(Path(what), "a request to a witness"))
        return witness.cosign(request, at=at)
    return witness.cosign(_from_the_ledger(witness, what), at=at, of_log=True)


def _from_the_ledger(witness: ledger.Witness, where: str | Path) -> ledger.WitnessRequest:
    """Read a ledger as it is now, with the proof that it grew from what the witness saw."""
    files = files_of(where)
    shown = checkpoint_of(files)
    witness.watched(shown.origin)
    reader = ledger.TileReader(files, shown.size)
    return ledger.WitnessRequest.of(reader, shown, old_size=witness.size_seen(shown.origin))
