"""Cosignatures: what a witness says of a checkpoint, in the form of C2SP tlog-cosignature.

A witness signs, with the time, that the checkpoint is the largest that it has seen of this ledger
and that the ledger grew into it from all that it saw before. Ed25519, ``cosignature/v1``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from beholden.kernel import Damaged

from .checkpoint import parse_checkpoint, signature_line, signatures_by
from .keys import Signer, VerifierKey

_TIME_SIZE = 8
_SIGNATURE_SIZE = 64


@dataclass(frozen=True, slots=True)
class Vouching:
    """That a witness vouches for the first ``size`` entries, as it saw them at a time."""

    witness: str
    size: int
    at: datetime


def cosign(note: str, signer: Signer, *, at: datetime) -> str:
    """Return the line by which a witness cosigns a checkpoint; what it checks first is its own."""
    text, _ = signatures_by(note, signer.key)
    seconds = int(at.timestamp())
    signature = signer.sign(_message(text, seconds))
    return signature_line(signer.key, seconds.to_bytes(_TIME_SIZE, "big") + signature)


def vouched(note: str, key: VerifierKey) -> Vouching | None:
    """Return what a witness's cosignature of a checkpoint says; None where there is none.

    Raises Damaged where a cosignature that names the key is not the key's.
    """
    newest = _newest(note, key)
    return newest and Vouching(key.origin, parse_checkpoint(note).size, newest[0])


def with_cosignature(note: str, cosigned: str, key: VerifierKey) -> str:
    """Return a checkpoint with the newest line of one witness in place of its earlier ones.

    ``cosigned`` is the same checkpoint as the witness cosigned it. Raises Damaged where it is
    another, or is not cosigned by this witness.
    """
    newest = _newest(cosigned, key)
    same = signatures_by(cosigned, key)[0] == signatures_by(note, key)[0]
    if newest is None or not same:
        raise Damaged(
            "This is no cosignature of this checkpoint by this witness.",
            why=f"It holds no line of {key.origin} for the checkpoint's text.",
            next_step="Give the checkpoint as the witness gave it out.",
        )
    earlier = {signature_line(key, signature) for signature in signatures_by(note, key)[1]}
    lines = note.splitlines(keepends=True)
    kept = "".join(line for line in lines if line not in earlier)
    return kept + signature_line(key, newest[1])


def _newest(note: str, key: VerifierKey) -> tuple[datetime, bytes] | None:
    text, signatures = signatures_by(note, key)
    return max(((_checked(text, one, key), one) for one in signatures), default=None)


def _checked(text: str, signature: bytes, key: VerifierKey) -> datetime:
    seconds = int.from_bytes(signature[:_TIME_SIZE], "big")
    whole = len(signature) == _TIME_SIZE + _SIGNATURE_SIZE
    if whole and key.signed(_message(text, seconds), signature[_TIME_SIZE:]):
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            pass  # a time that no calendar has
    raise Damaged(
        "A witness's signature of the checkpoint is not right.",
        why=f"It names {key.origin}, whose key did not sign this checkpoint.",
        next_step="Ask the witness for its cosignature of this checkpoint again.",
    )


def _message(text: str, seconds: int) -> str:
    return f"cosignature/v1\ntime {seconds}\n{text}"
