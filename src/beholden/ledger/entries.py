"""Entries: an act as canonical bytes, and bundles of entries as files hold them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from beholden.kernel import BadInput, canonical_json

LONGEST_ENTRY = 0xFFFF
"""Bytes: the length of an entry is a big-endian uint16 (C2SP tlog-tiles, Log entries)."""

EntryCheck = Callable[[bytes], str]
"""What is wrong with the form of an entry, in words; nothing where it is right."""

_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_NOT_PLAIN = re.compile(rb"[:,[]-?[0-9]{16}|[\xf0-\xff]")
"""A number that may be beyond 2^53, or a character beyond U+FFFF."""


def nothing_to_say(entry: bytes) -> str:  # noqa: ARG001 (a log may hold any bytes)
    """Take every entry as it is."""
    return ""


def form_of_an_act(entry: bytes) -> str:
    """Say what is wrong where an entry is not the canonical JSON of an act (RFC 8785).

    Two texts of one act would be two entries that say the same, and only one could be made again
    from what is on record.
    """
    try:
        right = entry[:1] == b"{" and (_plainly_canonical(entry) or _canonical(entry))
    except (ValueError, RecursionError):
        right = False
    return "" if right else "This entry was signed and is not canonical JSON (RFC 8785)."


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


def _canonical(entry: bytes) -> bool:
    act = json.loads(entry.decode("utf-8"), parse_int=_as_double, parse_constant=_no_number)
    return canonical_json(act) == entry


def _plainly_canonical(entry: bytes) -> bool:
    """Return whether an entry of the usual kind is canonical; False also where that is not plain.

    Of whole numbers below 10^15 and text within U+FFFF, which sorts alike by code points and by
    UTF-16, the standard library's sorted JSON is what RFC 8785 asks for, in half the time. A
    fraction becomes what it cannot write.
    """
    if _NOT_PLAIN.search(entry):
        return False
    act = _WHOLE_NUMBERS.decode(entry.decode("utf-8"))
    try:
        return _SORTED.encode(act).encode() == entry
    except TypeError:
        return False


def _no_number(text: str) -> Any:
    raise ValueError(text)


_WHOLE_NUMBERS = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number)


def _as_double(text: str) -> int | float:
    """Return a whole number as RFC 8785 has it: a double where it is beyond 2^53."""
    number = int(text)
    return number if abs(number) < 2**53 else float(text)


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
