"""Hashes as lines of text, one a line in base64, as the C2SP formats of proofs have them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from .tree import HASH_SIZE

_MOST = 63
"""A proof holds no more hashes than a log of 2^63 entries needs."""


def hash_lines(hashes: Sequence[bytes]) -> str:
    """Return hashes in base64, each with a newline after it."""
    return "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes)


def read_hashes(lines: Sequence[str]) -> tuple[bytes, ...] | None:
    """Return the hashes that lines hold; None where one holds none or there are over 63."""
    try:
        hashes = tuple(base64.b64decode(line, validate=True) for line in lines)
    except (binascii.Error, ValueError):
        return None
    whole = len(lines) <= _MOST and all(len(one) == HASH_SIZE for one in hashes)
    return hashes if whole else None
