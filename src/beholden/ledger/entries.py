"""Entries: an act as canonical bytes, and bundles of entries as files hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from beholden.kernel import BadInput, canonical_json

LONGEST_ENTRY = 0xFFFF
"""Bytes: the length of an entry is a big-endian uint16 (C2SP tlog-tiles, Log entries)."""


def entry_bytes(act: Mapping[str, Any]) -> bytes:
    """Return the one sequence of bytes that stands for an act: canonical JSON (RFC 8785).

    Raises BadInput where the act is not a mapping of plain data (text, whole numbers below 2^53,
    finite numbers, true, false, null, lists and mappings with text keys) or is over 65,535 bytes.
    The error names no value.
    """
    if not isinstance(act, Mapping):
        raise _not_plain()
    try:
        entry = canonical_json(_plain(act))
    except (ValueError, RecursionError):
        raise _not_plain() from None
    return checked_entry(entry)


def checked_entry(entry: bytes) -> bytes:
    """Return an entry that fits a bundle; raise BadInput where it is empty or over 65,535 bytes."""
    if 0 < len(entry) <= LONGEST_ENTRY:
        return entry
    raise BadInput(
        "This act cannot be an entry of the ledger.",
        why=f"An entry has between 1 and {LONGEST_ENTRY:,} bytes; this one has {len(entry):,}.",
        next_step="Write the fingerprint of what is long, and keep what is long beside the ledger.",
    )


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as a bundle: each after its length, a big-endian uint16 (C2SP tlog-tiles)."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(bundle: bytes) -> tuple[list[bytes], bool]:
    """Return the entries of a bundle, and whether its bytes end where its last entry does."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if at > len(bundle):
            return entries, False
        entries.append(bundle[start:at])
    return entries, at == len(bundle)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _not_plain() -> BadInput:
    return BadInput(
        "This act cannot be an entry of the ledger.",
        why="An entry is a mapping of text to plain data, as JSON knows it.",
        next_step="Write dates as ISO 8601 text, and leave out everything else that is not plain.",
    )
