"""The shapes that the kernel passes around: codes, limits, and named groups of arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

# Limits of one text. What is beyond them is not read; a real address has under 20 words.
MAX_WORDS = 48
MAX_ITEMS = 12
MAX_RECORDS = 5
MOST_BLOCK = 4096
LONGEST_WORD = 24

# Flags of a word (see vocabulary.py); the code of a floor stands above FLOOR_SHIFT.
STOP, TYPE, BUILDING, MARK, WEAK_MARK, FLOOR_ORDINAL, FLOOR = 1, 2, 4, 8, 16, 32, 64
LAND, GARAGE, PARKING, JOINER, FLAT_WORD, OUTWARD = 128, 256, 512, 1024, 2048, 4096
KINDS = LAND | GARAGE | PARKING
FLOOR_SHIFT = 16

# A word's weight where the gazetteer does not know it, and the most that a generic word weighs.
UNKNOWN, OF_TYPE, OF_BUILDING, LEAST = 0.5, 0.25, 0.35, 0.05
NOT_GENERIC = 0.3
SEGMENTS = 16

# Columns of a number item as read from a text.
LO, HI, LETTER, MARKED, SEGMENT, AT = 0, 1, 2, 3, 4, 5
UNMARKED, STRONG, WEAK = 0, 1, 2
THE_FLAT = 63  # the letter of a flat without a number ("FLAT ABOVE 3 …")
FLOOR_LETTER = 64  # a floor's letter is this and its code

# Columns of a number record: the building's range and letter, the flat's number and letter, flags.
B_LO, B_HI, B_LET, S_NUM, S_LET, S_FLAG = 0, 1, 2, 3, 4, 5
RECORD = 6
SUB_WEAK, SUB_MARKED = 1, 2

# How the numbers of an address stand to those of a gazetteer row.
EXACT, ROLE, RANGE, NO_NUMBERS, NO_BUILDING, ROW_NO_BUILDING, BUILDING_IS_FLAT = range(7)
ROOM_OF, PARENT, CHILD, UNNUMBERED, ROW_UNNUMBERED, CONFLICT = range(7, 13)
RELATIONS = 13

# How two postcodes stand to each other.
PC_SAME, PC_NEAR, PC_AREA, PC_OTHER, PC_MISSING = range(5)
POSTCODES = 5

# A candidate this far below the best (in rank) is no runner-up, and need not be compared in full.
FAR = 3.0

# Features of a candidate (float64 each): see scorecard.py for their meaning.
(
    F_RELATION, F_POSTCODE, F_FORWARD, F_BACK, F_OUTSIDE, F_FUZZY, F_EVIDENCE, F_LEFTOVER,
    F_TYPE, F_KIND, F_ANCHOR, F_SIBLINGS, F_SCORE, F_MISSED,
) = range(14)  # fmt: skip
FEATURES = 14


class Table(NamedTuple):
    """A hash table from a word's hash to a number, with open addressing; an empty slot holds 0."""

    keys: U64
    values: I32


class Words(NamedTuple):
    """The fixed words: what each spelling stands for, and its flags (slots as in ``table``)."""

    table: Table
    meant: U64
    flags: I32


class Text(NamedTuple):
    """One text as read: words with their place and flags, number items, ``state`` (see below)."""

    hashes: U64
    starts: I64
    lengths: I64
    segments: I64
    flags: I64
    items: I64
    state: I64


# Places in Text.state.
(
    N_WORDS, N_ITEMS, N_SEGMENT, POSTCODE, PENDING, P_START, P_LENGTH, LAST, JOIN, SPACED, P_FLAGS,
) = range(11)  # fmt: skip
STATE = 11
AFTER_WORD, AFTER_NUMBER, AFTER_FLOOR, AFTER_NOTHING = 1, 2, 3, 0
BY_SPACE, BY_DASH, BY_SLASH, BY_JOINER = 0, 1, 2, 3


class Index(NamedTuple):
    """A gazetteer as the kernel reads it; every array is read-only.

    Words: ``table`` to word numbers, ``spelt`` and ``spellings`` how they are spelt, ``letters``
    which letters they have (bits), ``weights`` 0–1 by rarity, ``flags``.
    Rows, by postcode: ``row_words`` in ``row_starts``, ``numbers`` (rows × 6),
    ``places`` (which UPRN). Postcodes: ``postcodes`` in order, their rows from ``postcode_starts``.
    Postings: rows of a key in ``buckets``, with ``tags`` that tell keys of one bucket apart.
    """

    table: Table
    spelt: I64
    spellings: U8
    letters: U32
    weights: F32
    flags: I32
    row_starts: I64
    row_words: U32
    numbers: I32
    places: U32
    row_postcodes: I64
    postcodes: I64
    postcode_starts: I64
    buckets: U32
    posting_rows: U32
    posting_tags: U8


class Query(NamedTuple):
    """One address, made ready to be compared with rows.

    Words: ``ids`` word numbers (-1 unknown), ``firsts`` where each word stood first, ``letters``
    (bits), ``weights``. Numbers: ``records`` (the first is of the whole text), ``record_segments``
    (bits), ``anchors`` the word that each record's number stands before. ``counts`` of words and
    records, and the number of this query.
    """

    ids: I64
    firsts: I64
    letters: I64
    weights: F64
    records: I64
    record_segments: I64
    anchors: I64
    counts: I64


class Scratch(NamedTuple):
    """What one thread needs to look up addresses, one after another."""

    text: Text
    query: Query
    seen: I64
    near: I64
    keys: U64
    sizes: I64
    best: F64
    second: F64
    trial: F64
    picks: I64
    osa: I64
    record: I64
    relations: I64
    rows: I64
    words: I64
    tried: I64
    masses: F64


def text_scratch() -> Text:
    """Return room for one text."""
    return Text(
        np.zeros(MAX_WORDS, np.uint64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros((MAX_ITEMS, 6), np.int64),
        np.zeros(STATE, np.int64),
    )
