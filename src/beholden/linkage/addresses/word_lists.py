"""Word lists: each thread collects its own, and they are merged into one vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from . import shapes as sh
from .kernel_vocabulary import collect_words, fill_table, hashes_of, spell_anew
from .kernel_words import rehash
from .shapes import I32, U8, U32, U64, Table
from .texts import Texts
from .vocabulary import canonical_words, empty_table, fixed_words, word_hash


class WordList(NamedTuple):
    """Words by number: the table from hash to number, spelling, flags, rows that hold each."""

    table: Table
    spelt: U32
    spellings: U8
    flags: I32
    holding: U32


class Growing:
    """A word list that grows while texts are read."""

    def __init__(self) -> None:
        self.table = empty_table(1 << 16)
        self.spelt = np.zeros((1 << 15) + 1, np.uint32)
        self.flags = np.zeros(1 << 15, np.int32)
        self.holding = np.zeros(1 << 15, np.uint32)
        self.spellings = np.zeros(1 << 19, np.uint8)
        self.counts = np.zeros(2, np.int64)
        self._text = sh.text_scratch()
        self._seed()

    def _seed(self) -> None:
        """Begin with the fixed words as they should be spelt, whatever a text says first."""
        words = canonical_words()
        fill_table(np.array([word_hash(word) for word, _ in words], np.uint64), self.table)
        letters = "".join(word for word, _ in words).encode("ascii")
        self.spellings[: len(letters)] = np.frombuffer(letters, np.uint8)
        self.spelt[1 : len(words) + 1] = np.cumsum([len(word) for word, _ in words])
        self.flags[: len(words)] = [bits for _, bits in words]
        self.counts[:] = len(words), len(letters)

    def collect(self, texts: Texts) -> U8:
        """Add the words of n texts; return how many distinct words each has (n)."""
        total = texts.offsets.size - 1
        sizes = np.zeros(total, np.uint8)
        done = 0
        while done < total:
            done = collect_words(
                texts.data, texts.offsets, done, fixed_words(), self._text, self.table, self.spelt,
                self.spellings, self.flags, self.holding, sizes, self.counts,
            )  # fmt: skip
            if done < total:
                self._grow()
        return sizes

    def _grow(self) -> None:
        words, letters = self.counts.tolist()
        if 2 * (words + sh.MAX_WORDS) > self.table.keys.size:
            larger = empty_table(2 * self.table.keys.size)
            rehash(self.table, larger)
            self.table = larger
            half = larger.keys.size // 2
            self.spelt = _extended(self.spelt, half + 1)
            self.flags = _extended(self.flags, half)
            self.holding = _extended(self.holding, half)
        if letters + sh.MAX_WORDS * sh.LONGEST_WORD > self.spellings.size:
            self.spellings = _extended(self.spellings, 2 * self.spellings.size)

    def words(self) -> tuple[U64, U32, U8, I32, U32]:
        """Return hashes, spelling ends, spellings, flags and counts of the words so far."""
        n = int(self.counts[0])
        hashes = np.zeros(n, np.uint64)
        hashes_of(self.table, hashes)
        letters = self.spellings[: int(self.counts[1])]
        return hashes, self.spelt[: n + 1], letters, self.flags[:n], self.holding[:n]


def _extended(array: sh.Array, size: int) -> sh.Array:
    longer = np.zeros(size, array.dtype)
    longer[: array.size] = array
    return longer


def merged(lists: Sequence[Growing]) -> WordList:
    """Return one list of all words, numbered in the order of their hashes.

    So the numbers do not depend on which thread met a word first.
    """
    parts = [growing.words() for growing in lists]
    hashes = np.concatenate([part[0] for part in parts])
    spellings = np.concatenate([part[2] for part in parts])
    known, first, which = np.unique(hashes, return_index=True, return_inverse=True)
    holding = np.bincount(which, np.concatenate([p[4] for p in parts])).astype(np.uint32)
    flags = np.concatenate([part[3] for part in parts])[first]
    spelt, letters = _spelt_anew(parts, first, spellings)
    table = empty_table(1 << max(10, (2 * known.size).bit_length()))
    fill_table(known, table)
    return WordList(table, spelt, letters, flags, holding)


def _spelt_anew(
    parts: Sequence[tuple[U64, U32, U8, I32, U32]], first: sh.I64, spellings: U8
) -> tuple[U32, U8]:
    """Return ends and letters of the words ``first`` of all lists laid end to end."""
    ends, before = [np.zeros(1, np.uint32)], 0
    for _, spelt, letters, _, _ in parts:
        ends.append(spelt[1:] + np.uint32(before))
        before += letters.size
    spelt = np.concatenate(ends)
    lengths = spelt[first + 1] - spelt[first]
    made = np.zeros(first.size + 1, np.uint32)
    new = np.zeros(int(lengths.sum()), np.uint8)
    spell_anew(first.astype(np.int64), spelt, spellings, made, new)
    return made, new
