"""Proving the whole log from its files alone, as an outsider would."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ... import ledger
from ...kernel import BadInput, Progress, silent
from ..home import Home
from .logs import checkpoint_of, is_address, text_of

_MOST = 100
BESIDE, GIVEN, KNOWN, FIRST = "beside the ledger", "given", "known from before", "at first sight"


def verify_log(
    where: str | Path,
    *,
    key: str | None = None,
    since: Path | None = None,
    witnesses: Sequence[str] | None = None,
    seen: Path | None = None,
    copy_to: Path | None = None,
    progress: Progress = silent,
) -> ledger.Verification:
    """Verify the log in a folder, or at an address on the web, from its public files.

    ``key`` is the council's public key; else the one kept in ``seen`` is taken, else that beside
    the log. ``since`` is the file of an earlier checkpoint, from which the log must have grown, or
    else the newest kept in ``seen``. ``seen`` is a folder that remembers, of each log, the key and
    the newest checkpoint that was verified, so that the next look finds what one look cannot: a log
    that was put back, or tells others another history. ``copy_to`` is a folder that is to keep what
    was fetched. ``believed`` of what is returned says which key was taken.

    Raises NotFound where there is no log, BadInput for what is no checkpoint or key of this log,
    Unavailable and OutOfLimits where it cannot be fetched.
    """
    memory = ledger.Seen.of(seen, _name(where)) if seen else None
    known = memory.key() if memory else None
    earlier = text_of(since, "a checkpoint that you kept") if since else None
    with _folder(where, copy_to, progress) as folder:
        found = ledger.verify(
            folder,
            key=key or (str(known) if known else None),
            since=earlier or (memory.checkpoint() if memory else None),
            witnesses=witnesses,
            about_entry=ledger.form_of_an_act,
            progress=progress,
        )
        if memory:
            _remember(memory, found, folder)
    believed = GIVEN if key else KNOWN if known else FIRST if memory else BESIDE
    return replace(found, believed=believed)


def verify_own_log(home: Home, *, progress: Progress = silent) -> ledger.Verification:
    """Verify a council's own log, and that its records hold the same entries and no others."""
    key = str(home.signer.key)
    found = verify_log(home.directory / "ledger", key=key, progress=progress)
    parted = tuple(_parted(home)) if found.ok else ()
    return replace(found, ok=found.ok and not parted, faults=(*found.faults, *parted[:_MOST]))


def _parted(home: Home) -> Iterator[ledger.Fault]:
    """Yield the entries of the records that are not those of the log."""
    from ...records.models import LedgerEntry

    with home.at_work():
        rows = LedgerEntry.objects.order_by("index").values_list("index", "body")
        recorded = rows.iterator(chunk_size=2_000)
        for at, entry in enumerate(home.log.entries()):
            index, body = next(recorded, (None, ""))
            if index != at:
                yield ledger.Fault(at, f"Entry {at} is in the log and not in the records.")
                return
            if body.encode() != entry:
                yield ledger.Fault(at, f"Entry {at} of the records is not what the log holds.")


def _remember(memory: ledger.Seen, found: ledger.Verification, folder: Path) -> None:
    """Keep the key and checkpoint of a log that is whole; of one that is not, what it showed."""
    note = checkpoint_of(ledger.Folder(folder)).note if found.key and found.root else ""
    if found.ok:
        memory.trust(ledger.VerifierKey.parse(found.key))
        memory.keep(note)
    elif note and memory.checkpoint():
        memory.keep_contradiction(note)


@contextmanager
def _folder(where: str | Path, copy_to: Path | None, progress: Progress) -> Iterator[Path]:
    """Give the folder of a log; one on the web is copied to a folder first."""
    if not is_address(where):
        yield Path(where)
        return
    if copy_to and copy_to.exists() and any(copy_to.iterdir()):
        raise BadInput(
            "There is something in the folder for the copy already.",
            next_step="Name an empty folder, or one that is not there yet.",
        )
    with tempfile.TemporaryDirectory(prefix="beholden-ledger-") as scratch:
        folder = copy_to or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        ledger.copy_log(ledger.Site(str(where)), folder, progress=progress)
        yield folder


def _name(where: str | Path) -> str:
    return ledger.Site(str(where)).named if is_address(where) else str(Path(where).resolve())
