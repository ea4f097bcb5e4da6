"""A small sealed text: a nonce, then AES-256-GCM in one piece (NIST SP 800-38D)."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from beholden.kernel import Damaged

_NONCE = 12


def seal_text(content: bytes, *, key: bytes, bound_to: str) -> bytes:
    """Return the content encrypted under a key of 32 bytes and tied to what it belongs to."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def open_text(sealed: bytes, *, key: bytes, bound_to: str) -> bytes:
    """Return what was sealed; raise Damaged where it was changed or belongs to something else."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise Damaged(
            "What was sealed is not as it was written.",
            why="It was changed, or its key is another's.",
            next_step="Bring it back from a backup.",
        ) from None
