"""Read a gazetteer's rows into arrays, and lay out its postings."""

from __future__ import annotations

import math

import numpy as np

from . import shapes as sh
from .compiled import entry, inlined
from .kernel_hash import find
from .kernel_numbers import packed, resolve, unpacked
from .kernel_parts import parts
from .kernel_read import read_text
from .kernel_vocabulary import seen_before
from .shapes import F32, I32, I64, U8, U32, U64, Table, Text, Words

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_TOP = np.uint64(56)
ROW_CORE, ROW_TAIL, QUERY_WORDS, SEGMENT_WORDS = 3, 2, 6, 4
MOST_KEYS = 64
HEAVY = 400
_AS_MANY = 1000.0  # rows nearby that weigh as much as the whole gazetteer


@inlined
def part_of(text: Text, part: I64, word: int) -> int:
    """Return the part a word plays; one that stands in the street too belongs to the street.

    A name that is told again as the locality or town is a namesake.
    """
    found = int(part[word])
    for later in range(word + 1, text.state[sh.N_WORDS]):
        if text.hashes[later] == text.hashes[word]:
            if part[later] == sh.STREET:
                return int(sh.STREET)
            if found == sh.NAME and part[later] == sh.TAIL:
                found = sh.NAMESAKE
    return found


@entry
def index_rows(data: U8, offsets: I64, places: I64, words: Words, text: Text, part: I64,
               record: I64, table: Table, row_starts: U32, row_words: U32,
               numbers: U64) -> int:  # fmt: skip
    """Read each text and write its words, with the part of each, and its numbers at its place.

    Returns how many texts were as they were when their words were collected.
    """
    for at in range(places.size):
        row = places[at]
        read_text(data, offsets[at], offsets[at + 1], words, text)
        parts(data, text, part)
        end = np.int64(row_starts[row])
        for word in range(text.state[sh.N_WORDS]):
            if not seen_before(text, word):
                number = find(table, text.hashes[word])
                # The source may have changed since it was read for its words.
                if number < 0 or end >= np.int64(row_starts[row + 1]):
                    return at
                row_words[end] = number | part_of(text, part, word) << sh.PART_SHIFT
                end += 1
        resolve(text, 0, sh.MAX_WORDS, record)
        numbers[row] = packed(record)
    return places.size


@entry
def localise(row_starts: U32, row_words: U32, row_blocks: U32, postcodes: I64, weights: F32,
             flags: I32, holding: U32, low: int, high: int) -> None:  # fmt: skip
    """Write into the words of rows ``low`` to ``high`` how rare each is near its row.

    Near is the first half of the postcode, and the whole gazetteer the more, the fewer rows that
    has. ``holding`` is room for a count of each word, all 0.
    """
    first = low
    while first < high:
        area = outward(postcodes, row_blocks, first)
        end = first + 1
        while end < high and outward(postcodes, row_blocks, end) == area:
            end += 1
        for i in range(np.int64(row_starts[first]), np.int64(row_starts[end])):
            holding[row_words[i] & sh.WORD_BITS] += 1
        rows = end - first if area else 0
        for i in range(np.int64(row_starts[first]), np.int64(row_starts[end])):
            packed = np.int64(row_words[i])
            word = packed & sh.WORD_BITS
            near = rarity(rows, int(holding[word]), flags[word])
            weight = (rows * near + _AS_MANY * weights[word]) / (rows + _AS_MANY)
            level = np.int64(weight * sh.LEVELS + 0.5)
            row_words[i] = packed | level << sh.LEVEL_SHIFT
        for i in range(np.int64(row_starts[first]), np.int64(row_starts[end])):
            holding[row_words[i] & sh.WORD_BITS] = 0
        first = end


@inlined
def outward(postcodes: I64, row_blocks: U32, row: int) -> int:
    """Return the first half of a row's postcode, as a number."""
    return int(postcodes[row_blocks[row]]) // (37 * 37 * 37)


@inlined
def rarity(rows: int, holding: int, flags: int) -> float:
    """Return a word's weight among so many rows (see ``weights_of`` in build.py)."""
    weight = math.log((rows + 1) / max(holding, 1)) / math.log(max(rows + 1, 3))
    if flags & sh.BUILDING:
        weight = min(weight, sh.OF_BUILDING)
    if flags & sh.TYPE:
        weight = min(weight, sh.OF_TYPE)
    return min(max(weight, sh.LEAST), 1.0)


@inlined
def mixed(a: int, b: int, c: int) -> np.uint64:
    """Return one key of three numbers."""
    key = (np.uint64(a) + np.uint64(0x51)) * _MIX
    key = ((key ^ (key >> _SHIFT)) + np.uint64(b)) * _MIX
    key = ((key ^ (key >> _SHIFT)) + np.uint64(c)) * _MIX
    return key ^ (key >> _SHIFT)


@inlined
def rarest(ids: I64, first: int, end: int, weights: F32, most: int) -> int:
    """Bring the rarest words of ``ids[first:end]`` to its front; return how many are kept.

    Words of equal weight stand in the order of their numbers, so that the choice never depends on
    the order in the text.
    """
    for i in range(first + 1, end):
        word = ids[i]
        j = i - 1
        while j >= first and (
            weights[ids[j]] < weights[word] or (weights[ids[j]] == weights[word] and ids[j] > word)
        ):
            ids[j + 1] = ids[j]
            j -= 1
        ids[j + 1] = word
    return min(end - first, most)


@inlined
def add_key(keys: U64, k: int, key: np.uint64) -> int:
    """Add one key while there is room; return how many there are."""
    if k < keys.size:
        keys[k] = key
        return k + 1
    return k


@inlined
def strong_keys(ids: I64, core: int, n: int, record: I64, keys: U64) -> int:
    """Write the keys of a number with two words (without a number, of two words); return how many.

    The first ``core`` of the ``n`` words are paired with all others, in the order of their numbers.
    """
    k = 0
    number = record[sh.B_LO] if record[sh.B_LO] else record[sh.S_NUM]
    for i in range(core):
        for j in range(i + 1, n):
            low, high = min(ids[i], ids[j]), max(ids[i], ids[j])
            k = add_key(keys, k, mixed(number, low + 1, high + 1))
    return k


@inlined
def weak_keys(ids: I64, core: int, n: int, record: I64, keys: U64) -> int:
    """Write the keys of a word, of a number with a word, and of two words; return how many."""
    k = 0
    for i in range(core):
        k = add_key(keys, k, mixed(0, ids[i] + 1, 0))
        if record[sh.B_LO]:
            k = add_key(keys, k, mixed(record[sh.B_LO], ids[i], 0))
        if record[sh.B_HI] != record[sh.B_LO]:
            k = add_key(keys, k, mixed(record[sh.B_HI], ids[i], 0))
        if record[sh.S_NUM] and record[sh.S_NUM] != record[sh.B_LO]:
            k = add_key(keys, k, mixed(record[sh.S_NUM], ids[i], 0))
        for j in range(i + 1, n):
            if record[sh.B_LO] or record[sh.S_NUM]:
                low, high = min(ids[i], ids[j]), max(ids[i], ids[j])
                k = add_key(keys, k, mixed(0, low + 1, high + 1))
    return k


@inlined
def of_street(words: U32, first: int, last: int, weights: F32, flags: I32) -> int:
    """Return the word that tells a row's street best (no kind, where there is another), or -1."""
    best, rank = -1, -1.0
    for i in range(first, last):
        word = np.int64(words[i])
        number = word & sh.WORD_BITS
        if word >> sh.PART_SHIFT == sh.STREET:
            mine = weights[number] + (0.0 if flags[number] & sh.STREET_END else 1.0)
            if mine > rank:
                best, rank = int(number), mine
    return best


@inlined
def row_keys(row: int, row_starts: U32, row_words: U32, numbers: U64, weights: F32, flags: I32,
             ids: I64, record: I64, keys: U64) -> int:  # fmt: skip
    """Write the posting keys of one gazetteer row; return how many.

    They rest on the street's own word and the rarest others of name and street, then of locality
    and town: a shop is asked for without its name. Kinds of streets count only where nothing else
    stands there.
    """
    n, first, last = 0, np.int64(row_starts[row]), np.int64(row_starts[row + 1])
    for generic in range(2):
        for i in range(first, last):
            word = np.int64(row_words[i])
            kind = 1 if flags[word & sh.WORD_BITS] & sh.TYPE else 0
            if word >> sh.PART_SHIFT != sh.TAIL and kind == generic and (n == 0 or not generic):
                ids[n] = word & sh.WORD_BITS
                n += 1
    street = of_street(row_words, int(first), int(last), weights, flags)
    n = rarest(ids, 0, n, weights, ROW_CORE)
    if street >= 0 and n == ROW_CORE and street not in (ids[0], ids[1], ids[2]):
        ids[ROW_CORE - 1] = street
    end = n
    for i in range(first, last):
        word = np.int64(row_words[i])
        if word >> sh.PART_SHIFT == sh.TAIL:
            ids[end] = word & sh.WORD_BITS
            end += 1
    tails = rarest(ids, n, end, weights, ROW_TAIL)
    unpacked(numbers[row], record)
    core = n if n else tails
    k = strong_keys(ids, core, n + tails, record, keys)
    return k + weak_keys(ids, core, n + tails, record, keys[k:])


@entry
def count_postings(row_starts: U32, row_words: U32, numbers: U64, weights: F32, flags: I32,
                   sizes: U32, low: int, high: int,
                   room: tuple[I64, I64, U64]) -> None:  # fmt: skip
    """Count the postings of buckets ``low`` to ``high``; empty those that are heavy."""
    ids, record, keys = room
    mask = np.uint64(sizes.size - 1)
    for row in range(row_starts.size - 1):
        found = row_keys(row, row_starts, row_words, numbers, weights, flags, ids, record, keys)
        for k in range(found):
            bucket = np.int64(keys[k] & mask)
            if low <= bucket < high:
                sizes[bucket] += 1
    for heavy in range(low, high):
        if sizes[heavy] > HEAVY:
            sizes[heavy] = 0


@entry
def fill_postings(row_starts: U32, row_words: U32, numbers: U64, weights: F32, flags: I32,
                  buckets: U32, filled: U32, low: int, high: int, rows: U32, tags: U8,
                  room: tuple[I64, I64, U64]) -> None:  # fmt: skip
    """Write each posting of buckets ``low`` to ``high`` into its bucket, with a tag of its key."""
    ids, record, keys = room
    mask = np.uint64(filled.size - 1)
    for row in range(row_starts.size - 1):
        found = row_keys(row, row_starts, row_words, numbers, weights, flags, ids, record, keys)
        for k in range(found):
            bucket = np.int64(keys[k] & mask)
            if low <= bucket < high:
                at = np.int64(buckets[bucket]) + np.int64(filled[bucket])
                if at < np.int64(buckets[bucket + 1]):
                    rows[at] = row
                    tags[at] = keys[k] >> _TOP
                    filled[bucket] += 1


@entry
def count_repeated(row_starts: U32, row_words: U32, numbers: U64, uprns: I64,
                   row_blocks: U32) -> int:  # fmt: skip
    """Return how many rows say just what the row before them says of the same UPRN."""
    repeated = 0
    for row in range(1, uprns.size):
        first, before = np.int64(row_starts[row]), np.int64(row_starts[row - 1])
        same = uprns[row] == uprns[row - 1] and row_blocks[row] == row_blocks[row - 1]
        size = first - before
        same = same and numbers[row] == numbers[row - 1]
        if not same or np.int64(row_starts[row + 1]) - first != size:
            continue
        for i in range(size):
            same = same and row_words[first + i] == row_words[before + i]
        repeated += 1 if same else 0
    return repeated
