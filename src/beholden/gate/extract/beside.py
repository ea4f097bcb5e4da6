"""What is sealed beside an extract: bytes under the extract's own key, which end with it (S6).

AES-256-GCM (NIST SP 800-38D) in one piece, under a key of their own that comes from the extract's
key; the associated data are the extract, its agreement and the hash of its terms.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from beholden.kernel import NotFound

from .encryption import damaged
from .extracts import Extract, no_room
from .keys import Keys

_FIRST_LINE = b"beholden-beside 1\n"
_NONCE = 12


def seal_beside(content: bytes, extract: Extract, *, keys: Keys, to: Path) -> str:
    """Encrypt the content under an extract's key into ``to``; return the file's fingerprint.

    Raises Unavailable where there is no room, NotFound where the key is gone.
    """
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(extract, keys).encrypt(nonce, content, extract.bound_to.encode())
    written = _FIRST_LINE + nonce + sealed
    try:
        with to.open("xb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise no_room(error) from None
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


def open_beside(extract: Extract, *, keys: Keys, at: Path) -> bytes:
    """Return what was sealed beside an extract.

    Raises NotFound where the key or the file is gone, Damaged where it is not as it was sealed.
    """
    cipher = _cipher(extract, keys)
    try:
        written = at.read_bytes()
    except FileNotFoundError:
        raise NotFound(
            "What was sealed beside the extract is not there.", next_step="Seal the use again."
        ) from None
    start = len(_FIRST_LINE)
    try:
        if written[:start] != _FIRST_LINE:
            raise InvalidTag
        nonce, sealed = written[start : start + _NONCE], written[start + _NONCE :]
        return cipher.decrypt(nonce, sealed, extract.bound_to.encode())
    except (InvalidTag, ValueError):
        raise damaged("What was sealed beside it was changed.") from None


def _cipher(extract: Extract, keys: Keys) -> AESGCM:
    key = keys.read(extract.id)
    return AESGCM(hashlib.blake2b(key=key, person=b"beholden-beside", digest_size=32).digest())
