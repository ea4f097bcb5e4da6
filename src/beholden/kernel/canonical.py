"""Plain data to one sequence of bytes, so that it can be hashed and signed (RFC 8785)."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """Return the JSON Canonicalization Scheme form of plain data (RFC 8785)."""
    return rfc8785.dumps(value)


def fingerprint(value: Any) -> str:
    """Return ``sha256:`` and the hex digest of the canonical form of plain data."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()
