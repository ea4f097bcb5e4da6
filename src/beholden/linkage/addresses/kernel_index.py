"""Read a gazetteer's rows into arrays, and lay out its postings."""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import compiled, making
from .kernel_numbers import resolve
from .kernel_read import find, read_text
from .kernel_words import put
from .shapes import F32, I32, I64, U8, U32, U64, Table, Text, Words

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_TOP = np.uint64(56)
ROW_WORDS = 5
MOST_KEYS = 64
HEAVY = 400


@compiled
def number_word(text: Text, at: int, data: U8, table: Table, spelt: I64, spellings: U8,
                flags: I32, counts: I64) -> int:  # fmt: skip
    """Return the number of a word as read, giving a new one where it is met for the first time."""
    known = find(table, text.hashes[at])
    if known >= 0:
        return known
    number, end = counts[0], counts[1]
    put(table, text.hashes[at], number)
    length = text.lengths[at]
    for i in range(length):
        spellings[end + i] = data[text.starts[at] + i]
    spelt[number + 1] = end + length
    flags[number] = text.flags[at] & 0x7FFFFFFF
    counts[0] = number + 1
    counts[1] = end + length
    return int(number)


@compiled
def add_words(text: Text, data: U8, table: Table, spelt: I64, spellings: U8, flags: I32,
              row_words: U32, counts: I64) -> None:  # fmt: skip
    """Add the distinct words of one text to ``row_words``."""
    first = counts[2]
    for at in range(text.state[sh.N_WORDS]):
        number = number_word(text, at, data, table, spelt, spellings, flags, counts)
        known = False
        for i in range(first, counts[2]):
            known = known or row_words[i] == number
        if not known:
            row_words[counts[2]] = number
            counts[2] += 1


@making
def index_rows(data: U8, offsets: I64, order: I64, first: int, words: Words, text: Text,
               table: Table, spelt: I64, spellings: U8, flags: I32, row_starts: I64,
               row_words: U32, numbers: I32, counts: I64) -> int:  # fmt: skip
    """Read rows ``order[first:]`` until all are read or room runs out; return the next row.

    ``counts`` holds words known, letters kept, and row words written so far.
    """
    record = np.zeros(sh.RECORD, np.int64)
    for row in range(first, order.size):
        if (
            2 * (counts[0] + sh.MAX_WORDS) > table.keys.size
            or counts[1] + sh.MAX_WORDS * sh.LONGEST_WORD > spellings.size
            or counts[2] + sh.MAX_WORDS > row_words.size
        ):
            return row
        at = order[row]
        read_text(data, offsets[at], offsets[at + 1], words, text)
        add_words(text, data, table, spelt, spellings, flags, row_words, counts)
        row_starts[row + 1] = counts[2]
        resolve(text, 0, sh.MAX_WORDS, record)
        for i in range(sh.RECORD):
            numbers[row, i] = record[i]
    return order.size


@compiled
def mixed(a: int, b: int, c: int) -> np.uint64:
    """Return one key of three numbers."""
    key = (np.uint64(a) + np.uint64(0x51)) * _MIX
    key = ((key ^ (key >> _SHIFT)) + np.uint64(b)) * _MIX
    key = ((key ^ (key >> _SHIFT)) + np.uint64(c)) * _MIX
    return key ^ (key >> _SHIFT)


@compiled
def rarest(ids: I64, n: int, weights: F32, most: int) -> int:
    """Bring the rarest words of ``ids[:n]`` to the front; return how many are kept.

    Words of equal weight stand in the order of their numbers, so that the choice never depends on
    the order in the text.
    """
    for i in range(1, n):
        word = ids[i]
        j = i - 1
        while j >= 0 and (
            weights[ids[j]] < weights[word] or (weights[ids[j]] == weights[word] and ids[j] > word)
        ):
            ids[j + 1] = ids[j]
            j -= 1
        ids[j + 1] = word
    return min(n, most)


@compiled
def keys_of(ids: I64, n: int, record: I64, keys: U64, k: int) -> int:
    """Write the posting keys of ``n`` rare words and a record from ``keys[k]`` on; return the end.

    Keys are of (word) for the rarest two, (number, word), (building, word, word), and (word, word);
    words in number order.
    """
    for i in range(min(n, 2)):
        if k < keys.size:
            keys[k] = mixed(0, ids[i] + 1, 0)
            k += 1
    numbers = (record[sh.B_LO], record[sh.B_HI], record[sh.S_NUM])
    for i in range(n):
        for at in range(3):
            number = numbers[at]
            if number and not (at == 1 and number == numbers[0]) and k < keys.size:
                keys[k] = mixed(number, ids[i], 0)
                k += 1
        for j in range(i + 1, n):
            low, high = min(ids[i], ids[j]), max(ids[i], ids[j])
            if k + 2 <= keys.size:
                keys[k] = mixed(0, low + 1, high + 1)
                keys[k + 1] = mixed(numbers[0], low + 1, high + 1)
                k += 2 if numbers[0] and j < 4 else 1
    return k


@compiled
def row_keys(row: int, row_starts: I64, row_words: U32, numbers: I32, weights: F32, ids: I64,
             record: I64, keys: U64) -> int:  # fmt: skip
    """Write the posting keys of one gazetteer row; return how many."""
    n = 0
    for i in range(row_starts[row], row_starts[row + 1]):
        ids[n] = row_words[i]
        n += 1
    for i in range(sh.RECORD):
        record[i] = numbers[row, i]
    return keys_of(ids, rarest(ids, n, weights, ROW_WORDS), record, keys, 0)


@making
def count_postings(row_starts: I64, row_words: U32, numbers: I32, weights: F32, sizes: U32) -> int:
    """Count the postings of each bucket into ``sizes``; empty the heavy ones; return the total."""
    ids = np.zeros(sh.MAX_WORDS, np.int64)
    record = np.zeros(sh.RECORD, np.int64)
    keys = np.zeros(MOST_KEYS, np.uint64)
    mask = np.uint64(sizes.size - 1)
    for row in range(row_starts.size - 1):
        for k in range(row_keys(row, row_starts, row_words, numbers, weights, ids, record, keys)):
            sizes[keys[k] & mask] += 1
    total = 0
    for bucket in range(sizes.size):
        if sizes[bucket] > HEAVY:
            sizes[bucket] = 0
        total += sizes[bucket]
    return total


@making
def fill_postings(row_starts: I64, row_words: U32, numbers: I32, weights: F32, buckets: U32,
                  filled: U32, rows: U32, tags: U8) -> None:  # fmt: skip
    """Write each posting into its bucket, with a tag of its key."""
    ids = np.zeros(sh.MAX_WORDS, np.int64)
    record = np.zeros(sh.RECORD, np.int64)
    keys = np.zeros(MOST_KEYS, np.uint64)
    mask = np.uint64(filled.size - 1)
    for row in range(row_starts.size - 1):
        for k in range(row_keys(row, row_starts, row_words, numbers, weights, ids, record, keys)):
            bucket = keys[k] & mask
            at = np.int64(buckets[bucket]) + np.int64(filled[bucket])
            if at < np.int64(buckets[bucket + np.uint64(1)]):
                rows[at] = row
                tags[at] = keys[k] >> _TOP
                filled[bucket] += 1
