"""Collect the words of a gazetteer: their spelling, and in how many rows each stands."""

from __future__ import annotations

from . import shapes as sh
from .compiled import entry, inlined
from .kernel_hash import find
from .kernel_read import read_text
from .kernel_words import put
from .shapes import I32, I64, U8, U32, U64, Table, Text, Words


@inlined
def seen_before(text: Text, at: int) -> bool:
    """Tell whether a word stood in the text before."""
    found = False
    for before in range(at):
        found = found or text.hashes[before] == text.hashes[at]
    return found


@inlined
def number_word(text: Text, at: int, data: U8, table: Table, spelt: U32, spellings: U8,
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


@entry
def collect_words(data: U8, offsets: I64, first: int, words: Words, text: Text, table: Table,
                  spelt: U32, spellings: U8, flags: I32, holding: U32, sizes: U8,
                  counts: I64) -> int:  # fmt: skip
    """Read texts from ``first`` until all are read or room runs out; return the next one.

    ``holding`` counts the rows that hold each word, ``sizes`` the distinct words of each text;
    ``counts`` are of words known and letters kept.
    """
    for at in range(first, offsets.size - 1):
        if (
            2 * (counts[0] + sh.MAX_WORDS) > table.keys.size
            or counts[1] + sh.MAX_WORDS * sh.LONGEST_WORD > spellings.size
        ):
            return at
        read_text(data, offsets[at], offsets[at + 1], words, text)
        size = 0
        for word in range(text.state[sh.N_WORDS]):
            if not seen_before(text, word):
                number = number_word(text, word, data, table, spelt, spellings, flags, counts)
                holding[number] += 1
                size += 1
        sizes[at] = size
    return offsets.size - 1


@entry
def hashes_of(table: Table, hashes: U64) -> None:
    """Write the hash of each word by its number."""
    for at in range(table.keys.size):
        if table.keys[at]:
            hashes[table.values[at]] = table.keys[at]


@entry
def spell_anew(order: I64, spelt: U32, spellings: U8, new_spelt: U32, new_spellings: U8) -> None:
    """Write the spellings of the words ``order``, one after another."""
    end = 0
    for number in range(order.size):
        for at in range(spelt[order[number]], spelt[order[number] + 1]):
            new_spellings[end] = spellings[at]
            end += 1
        new_spelt[number + 1] = end


@entry
def fill_table(hashes: U64, table: Table) -> None:
    """Put words into an empty table; each word's number is its place in ``hashes``."""
    for number in range(hashes.size):
        put(table, hashes[number], number)
