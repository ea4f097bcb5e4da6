"""Letters, digits and the hashes of words; looking a hash up."""

from __future__ import annotations

import numpy as np

from .compiled import inlined
from .shapes import U8, Table

_OFFSET = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_ONE = np.uint64(1)


@inlined
def find(table: Table, key: np.uint64) -> int:
    """Return the value of a key, or -1."""
    mask = np.uint64(table.keys.size - 1)
    at = key & mask
    for _ in range(table.keys.size):
        if table.keys[at] == np.uint64(0):
            return -1
        if table.keys[at] == key:
            return max(int(table.values[at]), -1)
        at = (at + _ONE) & mask
    return -1


@inlined
def is_digit(byte: int) -> bool:
    """Tell whether a byte is 0–9."""
    return 48 <= byte <= 57


@inlined
def is_letter(byte: int) -> bool:
    """Tell whether a byte is A–Z."""
    return 65 <= byte <= 90


@inlined
def hash_more(value: np.uint64, data: U8, start: int, length: int) -> np.uint64:
    """Return an FNV-1a hash, begun before, continued over more bytes."""
    for i in range(start, start + length):
        value = (value ^ np.uint64(data[i])) * _PRIME
    return value


@inlined
def hash_of(data: U8, start: int, length: int) -> np.uint64:
    """Return the FNV-1a hash of a word's bytes; never 0, which marks an empty slot."""
    value = hash_more(_OFFSET, data, start, length)
    return value if value != np.uint64(0) else _ONE
