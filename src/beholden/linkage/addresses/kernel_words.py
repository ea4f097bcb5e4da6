"""Words in the kernel: numbering them, and telling when one is another misspelt."""

from __future__ import annotations

import numpy as np

from .compiled import entry, inlined
from .shapes import I64, U8, U32, Table

_ONE = np.uint64(1)


@inlined
def put(table: Table, key: np.uint64, value: int) -> None:
    """Put a new key into a table that has room for it."""
    mask = np.uint64(table.keys.size - 1)
    at = key & mask
    while table.keys[at] != np.uint64(0):
        at = (at + _ONE) & mask
    table.keys[at] = key
    table.values[at] = value


@entry
def rehash(old: Table, new: Table) -> None:
    """Put every entry of a table into a larger, empty one."""
    for i in range(old.keys.size):
        if old.keys[i] != np.uint64(0):
            put(new, old.keys[i], int(old.values[i]))


@inlined
def letters_of(data: U8, start: int, length: int) -> int:
    """Return which letters (and digits, together) a word has, as bits."""
    bits = 0
    for i in range(start, start + length):
        bits |= 1 << (int(data[i]) - 64 if data[i] > 64 else 0)
    return bits


@entry
def letters_of_all(spelt: U32, spellings: U8, letters: U32) -> None:
    """Fill which letters each word of the vocabulary has."""
    for word in range(letters.size):
        letters[word] = letters_of(
            spellings, int(spelt[word]), int(spelt[word + 1]) - int(spelt[word])
        )


@inlined
def bits_set(bits: int) -> int:
    """Return how many of the lowest 32 bits are set."""
    bits = bits - ((bits >> 1) & 0x55555555)
    bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333)
    return (((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101 >> 24) & 63


@inlined
def osa_row(a: U8, a_at: int, b: U8, b_start: int, b_length: int, rows: I64, i: int) -> int:
    """Fill row ``i`` of the edit table from the two before it; return the row's least distance."""
    now, before, earlier = rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]
    now[0] = i
    least = i
    for j in range(1, b_length + 1):
        same = a[a_at] == b[b_start + j - 1]
        best = min(before[j] + 1, now[j - 1] + 1, before[j - 1] + (0 if same else 1))
        if i > 1 and j > 1 and a[a_at] == b[b_start + j - 2] and a[a_at - 1] == b[b_start + j - 1]:
            best = min(best, earlier[j - 2] + 1)
        now[j] = best
        least = min(least, best)
    return least


@inlined
def osa(a: U8, a_start: int, a_length: int, b: U8, b_start: int, b_length: int, most: int,
        rows: I64) -> int:  # fmt: skip
    """Return the optimal string alignment distance of two words, or ``most + 1`` when it is more.

    ``rows`` is room for three rows of at least ``b_length + 1``.
    """
    for j in range(b_length + 1):
        rows[0, j] = j
    for i in range(1, a_length + 1):
        if osa_row(a, a_start + i - 1, b, b_start, b_length, rows, i) > most:
            return most + 1
    return int(rows[a_length % 3, b_length])
