"""Places in an index, kept within its arrays whatever they hold.

A large index is checked in samples when it is opened. Damage that the samples miss may then give a
wrong answer, but never a look outside an array: compiled code has no bounds of its own. Numba makes
a float of the least of a signed and an unsigned number, so what is read is signed first.
"""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import inlined
from .kernel_hash import find
from .shapes import Index

_MOST_POSTINGS = 512


@inlined
def first_word(index: Index, row: int) -> int:
    """Return where the words of a row begin."""
    return min(int(np.int64(index.row_starts[row])), index.row_words.size)


@inlined
def last_word(index: Index, row: int) -> int:
    """Return where the words of a row end."""
    most = min(first_word(index, row) + sh.MAX_WORDS, index.row_words.size)
    return min(int(np.int64(index.row_starts[row + 1])), most)


@inlined
def word_number(index: Index, packed: int) -> int:
    """Return the number of a word without the part that it plays."""
    return min(packed & sh.WORD_BITS, index.flags.size - 1)


@inlined
def part_told(packed: int) -> int:
    """Return the part that a row's word plays; a namesake is a name."""
    part = int(np.int64(packed) >> sh.PART_SHIFT)
    return sh.NAME if part == sh.NAMESAKE else part


@inlined
def local_weight(packed: int) -> float:
    """Return how rare a row's word is near the row, 0–1."""
    return (packed >> sh.LEVEL_SHIFT & sh.LEVELS) / sh.LEVELS


@inlined
def known_word(index: Index, key: np.uint64) -> int:
    """Return the number of the word with this hash, or -1."""
    number = find(index.table, key)
    return number if number < index.flags.size else -1


@inlined
def block_of_row(index: Index, row: int) -> int:
    """Return the postcode block of a row."""
    return min(int(np.int64(index.row_blocks[row])), index.postcodes.size - 1)


@inlined
def first_row(index: Index, block: int) -> int:
    """Return the first row of a postcode block."""
    return min(int(np.int64(index.postcode_starts[block])), index.uprns.size)


@inlined
def last_row(index: Index, block: int) -> int:
    """Return the row after the last of a postcode block."""
    return min(int(np.int64(index.postcode_starts[block + 1])), index.uprns.size)


@inlined
def first_posting(index: Index, bucket: int) -> int:
    """Return where the postings of a bucket begin."""
    return min(int(np.int64(index.buckets[bucket])), index.posting_rows.size)


@inlined
def last_posting(index: Index, bucket: int) -> int:
    """Return where the postings of a bucket end."""
    most = min(first_posting(index, bucket) + _MOST_POSTINGS, index.posting_rows.size)
    return min(int(np.int64(index.buckets[bucket + 1])), most)


@inlined
def posted_row(index: Index, at: int) -> int:
    """Return the row of a posting."""
    return min(int(np.int64(index.posting_rows[at])), index.uprns.size - 1)


@inlined
def spelling_start(index: Index, word: int) -> int:
    """Return where the spelling of a word begins."""
    return min(int(np.int64(index.spelt[word])), index.spellings.size - sh.LONGEST_WORD)


@inlined
def spelling_length(index: Index, word: int) -> int:
    """Return how many letters the spelling of a word has."""
    length = int(np.int64(index.spelt[word + 1])) - int(np.int64(index.spelt[word]))
    return max(1, min(length, sh.LONGEST_WORD))
