"""The form of a sealed file: a header in words, then AES-256-GCM in chunks of 1 MiB.

    line 1    ``beholden-extract 1``
    line 2    canonical JSON: extract, agreement, use, terms, version, engine, key, chunk, size
    then      one chunk after another: cipher text and its 16-byte tag (NIST SP 800-38D)

The data key is drawn for this file alone and wrapped with the extract's key-encryption key; the
associated data of the wrapping are the extract, the agreement and the hash of its terms. A chunk's
nonce is its number (a data key seals one file, so no nonce comes twice); its associated data are
the hash of the header, its number and the count, so that no chunk can be changed, moved, left out
or given another header.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from beholden.kernel import Damaged, canonical_json

from .platforms import read_at

FIRST_LINE = b"beholden-extract 1\n"
CHUNK = 1 << 20
TAG = 16
_LONGEST_HEADER = 64 << 10


@dataclass(frozen=True, slots=True)
class Header:
    """What a sealed file says of itself in clear; ``key`` is the wrapped data key, base64."""

    extract: str
    agreement: str
    use: str
    terms: str
    version: int
    engine: str
    key: str
    chunk: int
    size: int

    def to_bytes(self) -> bytes:
        """Return the two lines at the start of the file."""
        return FIRST_LINE + canonical_json(asdict(self)) + b"\n"

    @property
    def chunks(self) -> int:
        """Return how many chunks follow."""
        return -(-self.size // self.chunk)


def damaged(why: str) -> Damaged:
    """Return the error for a sealed file that cannot be trusted."""
    return Damaged(
        "This extract is not as it was sealed.",
        why=why,
        next_step="Seal it again from the datasets.",
    )


def wrap(data_key: bytes, key: bytes, *, bound_to: str) -> str:
    """Return the data key wrapped with the extract's key, tied to what it may open."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, data_key, bound_to.encode())).decode(
        "ascii"
    )


def unwrap(wrapped: str, key: bytes, *, bound_to: str) -> bytes:
    """Return the data key; raise Damaged where key, extract, agreement or terms are others."""
    try:
        raw = base64.b64decode(wrapped, validate=True)
        return AESGCM(key).decrypt(raw[:12], raw[12:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise damaged("Its key does not fit, or it belongs to other terms.") from None


def _associated(header: bytes, number: int, count: int) -> bytes:
    return hashlib.sha256(header).digest() + struct.pack(">QQ", number, count)


def _nonce(number: int) -> bytes:
    return struct.pack(">IQ", 0, number)


def encrypt(image: int, header: Header, data_key: bytes) -> Iterator[bytes]:
    """Yield the bytes of a sealed file for the image behind a descriptor."""
    start, cipher = header.to_bytes(), AESGCM(data_key)
    yield start
    for number in range(header.chunks):
        plain = read_at(image, header.chunk, number * header.chunk)
        yield cipher.encrypt(_nonce(number), plain, _associated(start, number, header.chunks))


def read_header(file: BinaryIO) -> Header:
    """Return the header of a sealed file, read up to its first chunk; or raise Damaged."""
    if file.readline(len(FIRST_LINE)) != FIRST_LINE:
        raise damaged("Its first line is not that of an extract.")
    line = file.readline(_LONGEST_HEADER)
    try:
        header = Header(**json.loads(line))
    except (ValueError, TypeError):
        raise damaged("Its header cannot be read.") from None
    kinds = {field.name: int if field.type == "int" else str for field in fields(Header)}
    typed = all(type(getattr(header, name)) is kind for name, kind in kinds.items())
    if (
        not typed
        or header.chunk != CHUNK
        or header.size < 0
        or header.to_bytes()[-len(line) :] != line
    ):
        raise damaged("Its header cannot be read.")
    return header


def decrypt(file: BinaryIO, header: Header, data_key: bytes) -> Iterator[bytes]:
    """Yield the image chunk by chunk; raise Damaged at the first that is not as it was sealed."""
    start, cipher = header.to_bytes(), AESGCM(data_key)
    for number in range(header.chunks):
        left = header.size - number * header.chunk
        sealed = file.read(min(left, header.chunk) + TAG)
        try:
            yield cipher.decrypt(_nonce(number), sealed, _associated(start, number, header.chunks))
        except (InvalidTag, ValueError):
            raise damaged("A part of it was changed, or is missing.") from None
    if file.read(1):
        raise damaged("There is more in it than was sealed.")
