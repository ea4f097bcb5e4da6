"""What witnesses have vouched for, as it lies with the log: their keys and what they cosigned.

A cosignature is of one checkpoint, and every act makes a new one. So the newest checkpoint that
each witness cosigned is kept beside the log's own, which carries the cosignature as well for as
long as it is that very checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from beholden.kernel import BadInput, Damaged

from .checkpoint import Checkpoint, read_checkpoint
from .cosignatures import Vouching, vouched, with_cosignature
from .keys import WITNESS, VerifierKey
from .places import CHECKPOINT, WITNESSES, Files, witnessed_path


def named_witnesses(files: Files) -> tuple[VerifierKey, ...]:
    """Return the keys of the witnesses that the council has named; raise Damaged for other text."""
    try:
        lines = files.read(WITNESSES).decode("utf-8", "replace").splitlines()
        return tuple(VerifierKey.parse(line, WITNESS) for line in lines if line)
    except FileNotFoundError:
        return ()
    except BadInput:
        raise Damaged(
            "The list of the council's witnesses is not whole.",
            next_step=f"Put {WITNESSES} back from a copy.",
        ) from None


def newest_cosigned(
    files: Files, checkpoint: Checkpoint, witness: VerifierKey, log_key: VerifierKey
) -> tuple[Checkpoint, Vouching] | None:
    """Return the newest checkpoint of a log that a witness cosigned, and what it says; or None.

    Raises Damaged where a signature of it, the log's or the witness's, is not right.
    """
    notes = [checkpoint.note]
    with suppress(FileNotFoundError):
        notes.append(files.read(witnessed_path(witness.id)).decode("utf-8", "replace"))
    for note in notes:
        if vouching := vouched(note, witness):
            return read_checkpoint(note, log_key), vouching
    return None


def newest_vouching(
    files: Files, checkpoint: Checkpoint, witness: VerifierKey, log_key: VerifierKey
) -> Vouching | None:
    """Return what a witness vouches for, as ``newest_cosigned`` finds it; or None."""
    found = newest_cosigned(files, checkpoint, witness, log_key)
    return found and found[1]


def cosigned_files(
    files: Files, current: Checkpoint, given: str, witnesses: Iterable[VerifierKey]
) -> dict[str, bytes]:
    """Return the files of a log that change when it takes in a checkpoint that was cosigned.

    ``given`` is the checkpoint, signed by the log, as witnesses gave it out. A newer one that is
    there already stays. Raises Damaged where a witness's signature is not right, BadInput where
    none of these witnesses cosigned it.
    """
    changed, note = {}, current.note
    same = given.rpartition("\n\n")[0] == note.rpartition("\n\n")[0]
    told = {witness: vouched(given, witness) for witness in witnesses}
    for witness, vouching in told.items():
        if vouching is None:
            continue
        if same:
            note = with_cosignature(note, given, witness)
        if _is_newer(files, witness, vouching):
            changed[witnessed_path(witness.id)] = given.encode()
    if not any(told.values()):
        raise BadInput(
            "No witness that this council has named signed this checkpoint.",
            next_step="Name the witness first, or ask one that is named for its cosignature.",
        )
    return changed | ({CHECKPOINT: note.encode()} if same else {})


def _is_newer(files: Files, witness: VerifierKey, vouching: Vouching) -> bool:
    try:
        held = files.read(witnessed_path(witness.id)).decode("utf-8", "replace")
        earlier = vouched(held, witness)
    except (FileNotFoundError, Damaged):
        return True
    return earlier is None or (earlier.size, earlier.at) < (vouching.size, vouching.at)
