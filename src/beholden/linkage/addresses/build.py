"""Build the index of a gazetteer: words and rows, weights, places, postings."""

from __future__ import annotations

import numpy as np

from beholden.kernel import Progress

from . import shapes as sh
from .kernel_index import count_postings, fill_postings, index_rows
from .kernel_words import letters_of_all, rehash
from .shapes import F32, I64, U32, Array, Index, Table
from .texts import Texts
from .vocabulary import empty_table, fixed_words


class _Growing:
    """The arrays that grow while rows are read."""

    def __init__(self, rows: int) -> None:
        self.table = empty_table(1 << 16)
        self.spelt = np.zeros((1 << 15) + 1, np.int64)
        self.flags = np.zeros(1 << 15, np.int32)
        self.spellings = np.zeros(1 << 19, np.uint8)
        self.row_words = np.zeros(rows * 10 + 4096, np.uint32)
        self.row_starts = np.zeros(rows + 1, np.int64)
        self.numbers = np.zeros((rows, sh.RECORD), np.int32)
        self.counts = np.zeros(3, np.int64)

    def grow(self) -> None:
        words, letters, used = self.counts.tolist()
        if 2 * (words + sh.MAX_WORDS) > self.table.keys.size:
            larger = empty_table(2 * self.table.keys.size)
            rehash(self.table, larger)
            self.table = larger
            self.spelt = np.resize(self.spelt, self.table.keys.size // 2 + 1)
            self.flags = np.resize(self.flags, self.table.keys.size // 2)
        if letters + sh.MAX_WORDS * sh.LONGEST_WORD > self.spellings.size:
            self.spellings = np.resize(self.spellings, 2 * self.spellings.size)
        if used + sh.MAX_WORDS > self.row_words.size:
            self.row_words = np.resize(self.row_words, self.row_words.size * 3 // 2)


def _read_rows(texts: Texts, order: I64, progress: Progress) -> _Growing:
    made = _Growing(order.size)
    words, text = fixed_words(), sh.text_scratch()
    row, step = 0, 200_000
    while row < order.size:
        until = min(order.size, row + step)
        done = index_rows(
            texts.data, texts.offsets, order[:until], row, words, text, made.table, made.spelt,
            made.spellings, made.flags, made.row_starts, made.row_words, made.numbers, made.counts,
        )  # fmt: skip
        if done < until:
            made.grow()
        row = done
        progress("reading the gazetteer", row, int(order.size))
    return made


def weights_of(row_words: U32, flags: Array, rows: int) -> F32:
    """Return each word's weight, 0.05–1: log((rows + 1) / rows with it) / log(rows + 1).

    Dividing by log(rows + 1) keeps weights alike for small and large gazetteers. Words for kinds of
    streets and buildings weigh 0.25 and 0.35 at most, however rare they are here.
    """
    holding = np.bincount(row_words, minlength=flags.size).clip(1)
    weights = np.log((rows + 1) / holding) / np.log(max(rows + 1, 3))
    weights = np.where(flags & sh.BUILDING, np.minimum(weights, sh.OF_BUILDING), weights)
    weights = np.where(flags & sh.TYPE, np.minimum(weights, sh.OF_TYPE), weights)
    return np.asarray(weights.clip(sh.LEAST, 1.0), np.float32)


def _postings(made: _Growing, row_words: U32, weights: F32) -> tuple[U32, U32, Array]:
    rows = made.row_starts.size - 1
    slots = 1 << max(10, (rows * 12 - 1).bit_length())
    sizes = np.zeros(slots, np.uint32)
    total = count_postings(made.row_starts, row_words, made.numbers, weights, sizes)
    buckets = np.zeros(slots + 1, np.uint32)
    np.cumsum(sizes, out=buckets[1:])
    posting_rows = np.zeros(total, np.uint32)
    tags = np.zeros(total, np.uint8)
    sizes[:] = 0
    fill_postings(
        made.row_starts, row_words, made.numbers, weights, buckets, sizes, posting_rows, tags
    )
    return buckets, posting_rows, tags


def frozen(index: Index) -> Index:
    """Make every array of an index read-only, so that one built and one opened are of one kind."""
    for array in (*index.table, *index[1:]):
        array.flags.writeable = False
    return index


def build_index(texts: Texts, postcodes: I64, places: U32, progress: Progress) -> Index:
    """Return the index of n texts with their packed postcodes and place numbers (n each)."""
    order = np.lexsort((places, postcodes)).astype(np.int64)
    made = _read_rows(texts, order, progress)
    words = int(made.counts[0])
    row_words = made.row_words[: int(made.counts[2])].copy()
    flags = made.flags[:words].copy()
    weights = weights_of(row_words, flags, int(order.size))
    progress("laying out the index", 0, 0)
    spelt, spellings = made.spelt[: words + 1].copy(), made.spellings[: int(made.counts[1])].copy()
    letters = np.zeros(words, np.uint32)
    letters_of_all(spelt, spellings, letters)
    row_postcodes = postcodes[order]
    known, first = np.unique(row_postcodes, return_index=True)
    return frozen(
        Index(
            Table(*made.table), spelt, spellings, letters, weights, flags, made.row_starts,
            row_words, made.numbers, places[order], row_postcodes, known,
            np.append(first, order.size).astype(np.int64),
            *_postings(made, row_words, weights),
        )
    )  # fmt: skip
