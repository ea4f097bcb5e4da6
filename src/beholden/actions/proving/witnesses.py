"""The council's side of its witnesses: who they are, what they are asked, what came back.

Who the witnesses are is said by the ledger's own entries, so nobody can add one in silence; the
file ``witnesses`` beside the checkpoint repeats it for whoever verifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ... import ledger
from ...kernel import BadInput, NotFound
from ...records import reading
from ..acting import acting
from ..home import Home
from ..rights import Right
from ..witnesses_on_record import witnesses_on_record
from .logs import text_of


@dataclass(frozen=True, slots=True)
class WitnessState:
    """A witness, its key, and what it vouches for; ``vouched`` is None where nothing yet."""

    key: ledger.VerifierKey
    vouched: ledger.Vouching | None


def name_witness(home: Home, *, by: str, key: str) -> str:
    """Name a witness by the public key that it gave out; return the witness's name.

    Raises BadInput where it is no witness's key, or one of that name has another key.
    """
    witness = ledger.VerifierKey.parse(key, ledger.WITNESS)
    with acting(home, by=by, right=Right.WITNESS_NAME, name=reading.WITNESS_NAMED) as act:
        known = witnesses_on_record()
        act.moot = witness in known
        if not act.moot and any(one.origin == witness.origin for one in known):
            raise BadInput(
                "A witness of this name has another key.",
                why="Its earlier cosignatures would no longer be believed.",
                next_step="Let the earlier one go first, with `ledger let-witness-go`.",
            )
        act.facts.update(witness=str(witness))
    return witness.origin


def let_witness_go(home: Home, *, by: str, name: str) -> None:
    """Record that a witness no longer vouches for this ledger; raise NotFound for no such one."""
    with acting(home, by=by, right=Right.WITNESS_NAME, name=reading.WITNESS_LET_GO) as act:
        gone = next((one for one in witnesses_on_record() if one.origin == name), None)
        if gone is None:
            raise NotFound(
                "This council has no witness of that name.",
                next_step="List them with `beholden ledger witnesses`.",
            )
        act.facts.update(witness=str(gone))


def witnesses(home: Home) -> tuple[WitnessState, ...]:
    """Return every witness of the council, and what each vouches for."""
    with home.at_work():
        keys = witnesses_on_record()
    checkpoint, log_key = home.log.checkpoint(), home.signer.key
    files = ledger.Folder(home.path("ledger"))
    return tuple(
        WitnessState(key, ledger.newest_vouching(files, checkpoint, key, log_key)) for key in keys
    )


def ask_witness(home: Home, *, seen_by_it: int = 0) -> str:
    """Return the request to a witness to cosign the log as it is now (C2SP tlog-witness).

    ``seen_by_it`` is the size at which the witness saw the log last; 0 for one that never did.
    Raises BadInput where the log never had that size.
    """
    log = home.log
    if seen_by_it > log.size:
        raise BadInput(
            "The ledger has never had this size.",
            why=f"It holds {log.size} entries.",
            next_step="Ask the witness how many entries it has seen.",
        )
    reader = ledger.TileReader(ledger.Folder(log.directory), log.size)
    return str(ledger.WitnessRequest.of(reader, log.checkpoint(), old_size=seen_by_it))


def take_cosignature(
    home: Home, file: Path, *, request: Path | None = None
) -> tuple[ledger.Vouching, ...]:
    """Publish what a witness signed; return which witnesses vouch for how much by it.

    ``file`` is the checkpoint that the witness cosigned. Where it holds the witness's lines alone,
    as a witness on the web answers, ``request`` is the file that was sent to it. It is no act of an
    office: it changes no record, and who is believed was an act. Raises BadInput where no witness
    that is named signed it, Damaged where a signature is not right or it is not of this log.
    """
    given = text_of(file, "a cosigned checkpoint")
    if "\n\n" not in given:
        given = _checkpoint_asked(request) + given
    with home.at_work(), home.moving():
        return home.log.take_in(given, witnesses_on_record())


def _checkpoint_asked(request: Path | None) -> str:
    if request is None:
        raise BadInput(
            "This file holds signatures and not the checkpoint that they are of.",
            next_step="Name the request that was sent, with --request.",
        )
    return ledger.WitnessRequest.parse(text_of(request, "a request to a witness")).checkpoint
