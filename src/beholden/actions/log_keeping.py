"""Keeping the public log and the records together: neither may lose or change what the other has.

The newest signed checkpoint is kept with the keys, outside the home, so that a log which was put
back, begun anew or rewritten is found out before anything is signed or swept.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..kernel import Damaged
from ..ledger import Checkpoint, read_checkpoint
from ..records import reading
from .home import Home
from .witnesses_on_record import witnesses_on_record

# Entries are copied to the public log in pieces of this size, so that memory stays small.
_PIECE = 5_000
_KEPT = "ledger-checkpoint"
_OF_WITNESSES = (reading.WITNESS_NAMED, reading.WITNESS_LET_GO)


def publish_entries(home: Home) -> None:
    """Bring the public log up to what is recorded; what a kill left out is made good here.

    Raises Damaged where the log and the records have parted.
    """
    from ..records.models import LedgerEntry

    with home.at_work(), home.moving():
        refuse_parted(home)
        _draft(home).unlink(missing_ok=True)  # what a killed process left
        log = home.log
        while True:
            start = log.size
            piece = LedgerEntry.objects.filter(index__gte=start).order_by("index")[:_PIECE]
            bodies = [entry.body.encode() for entry in piece]
            if not bodies:
                return
            if any(entry.act in _OF_WITNESSES for entry in piece):
                log.list_witnesses(witnesses_on_record())
            _keep(home, str(log.append(bodies, home.signer, at=start)))
            if len(bodies) < _PIECE:
                return  # whoever writes another meanwhile publishes it


def refuse_parted(home: Home) -> None:
    """Raise Damaged where the log holds more or other than the records, or less than was signed."""
    # Another process may be publishing. It adds to the records, then to the log, then to what was
    # signed last, so they are looked at in the opposite order: then none seems to lack anything.
    signed, log = _signed_last(home), home.log
    recorded, body = reading.size_and_body(log.size - 1)
    if log.size > recorded:
        raise _parted("The records hold fewer acts than the public log.", "records")
    if log.size and body.encode() != log.entry(log.size - 1):
        raise _parted("The records and the public log tell of different acts.", "records")
    if signed and (signed.size > log.size or log.root_at(signed.size) != signed.root):
        raise _parted("The public log is not the one that was signed last.", "ledger")


def _signed_last(home: Home) -> Checkpoint | None:
    """Return the newest checkpoint that is kept with the keys."""
    try:
        kept = (home.keys_directory / _KEPT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return read_checkpoint(kept, home.signer.key)


def _keep(home: Home, note: str) -> None:
    with _draft(home).open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    _draft(home).replace(home.keys_directory / _KEPT)


def _draft(home: Home) -> Path:
    return home.keys_directory / f".{_KEPT}.part"


def _parted(what: str, which: str) -> Damaged:
    return Damaged(
        what,
        why="Nothing is done on top of it, because what was done since could not be told.",
        next_step=f"Bring back the newest copy of the {which} of this home; see the guide on "
        "backing up a home.",
        ask="the data-protection officer",
    )
