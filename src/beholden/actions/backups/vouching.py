"""What vouches for a manifest: the signature of the ledger's key beside it, or the ledger itself.

The signature is a C2SP signed-note of two lines: what it is for, and the fingerprint of the exact
bytes of the manifest. No origin of a ledger has a space, so no such note is ever a checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ... import ledger
from ...kernel import Damaged, Refusal, Refused
from .manifests import Manifest, damaged, write_new

SIGNED = "manifest.signed"
BY_SIGNATURE, BY_LEDGER, BY_NOTHING = "signature", "ledger", "nothing"
_MEANT_FOR = "beholden manifest of a backup"


def write_signature(folder: Path, manifest: Manifest, signer: ledger.Signer) -> None:
    """Sign a manifest with the key of the ledger, into a file beside it."""
    write_new(folder / SIGNED, ledger.sign_note(_text(manifest), signer))


def read_signature(folder: Path) -> str | None:
    """Return the signature of a backup's manifest as it is written, or None where there is none.

    Raises Damaged where it cannot be read.
    """
    try:
        return (folder / SIGNED).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise damaged(f"its {SIGNED} cannot be read") from None


def vouched_by(
    manifest: Manifest, note: str | None, key: ledger.VerifierKey, *, seen: Iterable[bytes]
) -> str:
    """Return what proves a manifest: its signature, else a copy of the ledger, else nothing.

    ``note`` is its signature and ``seen`` the entries of a ledger that was proved. Raises Damaged
    where either of them says otherwise, whatever the other says.
    """
    if note is not None:
        _refuse_unsigned(manifest, note, key)
    told = set(_backups_told(seen, entries=manifest.entries))
    if told and manifest.fingerprint not in told:
        raise _not_the_one_told(manifest.entries)
    if note is not None:
        return BY_SIGNATURE
    return BY_LEDGER if told else BY_NOTHING


def refuse_unproved() -> Refused:
    """Return the refusal of a backup that nothing vouches for."""
    return Refused(
        Refusal(
            what=f"nothing proves what this backup holds: it has no {SIGNED}.",
            why="It was taken before backups were signed, or its signature was taken away. Its "
            "records may say anything that the ledger does not.",
            clause="backup › signed with the key of the ledger",
            next_step="Give --seen a copy of the ledger's folder that tells of this backup, as a "
            "later backup holds it. Where there is none, say --unsigned: the ledger then tells "
            "that nothing proved it.",
            ask="the data-protection officer.",
        )
    )


def _text(manifest: Manifest) -> str:
    return f"{_MEANT_FOR}\n{manifest.fingerprint}\n"


def _refuse_unsigned(manifest: Manifest, note: str, key: ledger.VerifierKey) -> None:
    try:
        signed = ledger.open_note(note, key)
    except Damaged:
        signed = ""
    if signed != _text(manifest):
        raise Damaged(
            "The manifest of this backup is not signed with the key of this ledger.",
            why="It was changed after it was signed, or these keys are of another home.",
            next_step="Name the keys of the home that was backed up. Where they are, take another "
            "copy of this backup or the one before it, and keep this one.",
            ask="the data-protection officer",
        )


def _backups_told(seen: Iterable[bytes], *, entries: int) -> Iterable[str]:
    """Yield the fingerprint of each backup of so many entries that a ledger tells of."""
    for entry in seen:
        said = json.loads(entry)
        if said.get("act") == "home-backed-up" and said["facts"]["entries"] == entries:
            yield said["facts"]["manifest"]


def _not_the_one_told(entries: int) -> Damaged:
    return Damaged(
        "This backup is not the one that the ledger tells of.",
        why=f"The ledger that you gave tells of a backup of its first {entries} entries, and by "
        "another fingerprint: this one was changed, or was never finished.",
        next_step="Bring back another copy of it, or another backup, and keep this one.",
        ask="the data-protection officer",
    )
