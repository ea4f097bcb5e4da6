"""Checkpoints: what a log held at one moment, signed.

The text is C2SP tlog-checkpoint (origin, size, root), signed as C2SP signed-note has it.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from beholden.kernel import Damaged

from .keys import Signer, VerifierKey
from .tree import HASH_SIZE

_LONGEST_NOTE = 1_000_000
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's name, number of entries and 32-byte root, with the signed note that says so."""

    origin: str
    size: int
    root: bytes
    note: str

    def __str__(self) -> str:
        return self.note


def sign_checkpoint(signer: Signer, *, size: int, root: bytes) -> Checkpoint:
    """Return the checkpoint of a log of ``size`` entries with this root, signed."""
    text = f"{signer.key.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    return Checkpoint(signer.key.origin, size, root, sign_note(text, signer))


def read_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """Return a checkpoint whose signature by this key is right; raise Damaged otherwise."""
    checkpoint = parse_checkpoint(note)
    open_note(note, key)
    if checkpoint.origin != key.origin:
        raise Damaged(
            "The checkpoint is of another ledger than its key.",
            next_step="Get the public key of this ledger, or the checkpoint of that one.",
        )
    return checkpoint


def parse_checkpoint(note: str) -> Checkpoint:
    """Return what a checkpoint claims, its signature unchecked; raise Damaged where it is none."""
    text, _ = _parts(note)
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise _not_a_checkpoint()
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        raise _not_a_checkpoint() from None
    if len(root) != HASH_SIZE:
        raise _not_a_checkpoint()
    return Checkpoint(lines[0], int(lines[1]), root, note)


def sign_note(text: str, signer: Signer) -> str:
    """Return text with a signature line under it (C2SP signed-note, Format)."""
    return f"{text}\n{signature_line(signer.key, signer.sign(text))}"


def open_note(note: str, key: VerifierKey) -> str:
    """Return the text of a note that this key signed; raise Damaged otherwise.

    Signatures by other keys are passed over (C2SP signed-note, Signatures).
    """
    text, mine = signatures_by(note, key)
    if mine and all(key.signed(text, signature) for signature in mine):
        return text
    raise Damaged(
        "The signature of the checkpoint is not right.",
        why="It was not signed with this key, or was changed after it was signed.",
        next_step="Compare it with a checkpoint and a key that you got earlier or elsewhere.",
    )


def signatures_by(note: str, key: VerifierKey) -> tuple[str, list[bytes]]:
    """Return the text of a note and the signatures that name a key, which are not checked here."""
    text, lines = _parts(note)
    signed = map(_signature, lines)
    return text, [s[4:] for name, s in signed if name == key.origin and s[:4] == key.id]


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """Return the line that says what a key signed (C2SP signed-note, Format)."""
    return f"— {key.origin} {base64.b64encode(key.id + signature).decode()}\n"


def _parts(note: str) -> tuple[str, list[str]]:
    """Return the text of a note, with its last newline, and its signature lines."""
    at = note.rfind("\n\n")
    control = any(c < " " and c != "\n" for c in note[:_LONGEST_NOTE])
    if at < 0 or not note.endswith("\n") or len(note) > _LONGEST_NOTE or control:
        raise _not_a_checkpoint()
    lines = note[at + 2 :].split("\n")[:-1]
    if not lines or not all(map(_SIGNATURE.fullmatch, lines)):
        raise _not_a_checkpoint()
    return note[: at + 1], lines


def _signature(line: str) -> tuple[str, bytes]:
    _, name, signature = line.split(" ")
    try:
        return name, base64.b64decode(signature, validate=True)
    except binascii.Error:
        raise _not_a_checkpoint() from None


def _not_a_checkpoint() -> Damaged:
    return Damaged(
        "This is not a signed checkpoint.",
        why="A checkpoint is an origin, a size, a root, an empty line, and lines of signatures.",
        next_step="Get the ledger's checkpoint file again, whole.",
    )
