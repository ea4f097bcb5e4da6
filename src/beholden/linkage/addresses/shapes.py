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
LONGEST_WORD = 24

# Flags of a word (see vocabulary.py); the code of a floor stands above FLOOR_SHIFT.
STOP, TYPE, BUILDING, MARK, WEAK_MARK, FLOOR_ORDINAL, FLOOR = 1, 2, 4, 8, 16, 32, 64
LAND, GARAGE, PARKING, JOINER, FLAT_WORD, OUTWARD = 128, 256, 512, 1024, 2048, 4096
STREET_END, NUMBER_WORD, FLOOR_FLAT = 8192, 16384, 32768
BLOCK_WORD = 1 << 22
BESIDE_WORD, OF_WORD, SIDE_WORD, PART_WORD = 1 << 23, 1 << 24, 1 << 25, 1 << 26
THING_WORD, THROUGH_WORD, PLURAL_WORD, CONTRAST_WORD = 1 << 27, 1 << 28, 1 << 29, 1 << 30
KINDS = LAND | GARAGE | PARKING
LEADS = 62  # above FLOOR_SHIFT, of a kind that stands before its street's name (HEOL FAWR)
FLOOR_SHIFT = 16
KIND_BITS = 63  # of a floor, a relation (TO_…), a contrast or a numbered thing, above FLOOR_SHIFT
# Groups of words that contradict each other (see kernel_contrasts.py); HOMES only without a number,
# and so do words of two purposes (PURPOSE and above: a church is no school).
ORDINALS, VERTICAL, COMPASS, FIRST_CONTRAST, HOMES, PURPOSE = 0, 1, 2, 3, 20, 21
PURPOSES = 31 << PURPOSE

# The part that a word plays in a row: a name (of a house, an organisation), the street, or what
# follows (locality, town, county). It stands in the top two bits of a row's word, above how rare
# the word is near the row (LEVELS from 0 to 1) and the word's number.
NAME, STREET, TAIL = 0, 1, 2
NAMESAKE = 3  # a name that is the town's too: POOLE LIBRARY, KING ROAD, POOLE
MISSED = 3  # in Scratch.sums, where what was missed of each part stands
PART_SHIFT = 30
LEVEL_SHIFT = 26
LEVELS = 15
WORD_BITS = (1 << LEVEL_SHIFT) - 1
PLAIN_BITS = WORD_BITS | 3 << PART_SHIFT

# A word's weight where the gazetteer does not know it, and the most that a generic word weighs.
UNKNOWN, OF_TYPE, OF_BUILDING, LEAST = 0.5, 0.25, 0.35, 0.05
NOT_GENERIC = 0.3
SEGMENTS = 16

# Columns of a number item as read from a text.
# SECOND is 1 where the number is the second of a pair with the number before it: 2/1. MARK_KEY is
# the hash of its mark, 0 without one.
LO, HI, LETTER, MARKED, SEGMENT, AT, BESIDE_IT, SECOND, MARK_KEY = range(9)
ITEM = 9
# A mark is its strength; above that the kind of thing (garage, plot, bay: never a home), and
# whether it was told of more than one, or of a flat.
UNMARKED, STRONG, WEAK = 0, 1, 2
STRENGTH, KIND_SHIFT, PLURAL_MARK, FLAT_MARK = 3, 2, 16, 32
# By which relation a number tells a place: each is another one. From THINGS on, a thing's number.
TO_SIDE, TO_OPPOSITE, TO_REAR, TO_BETWEEN, TO_FORMER, TO_NEAR, TO_NOT = range(1, 8)
THINGS, MOST_THINGS = 8, 53
THE_FLAT = 63  # the letter of a flat without a number ("FLAT ABOVE 3 …")
FLOOR_LETTER = 64  # a floor's letter is this and its code

# Of a flat told by floor and place (2/1, 1F2), of several (UNITS 2-3), of flat 0 and of a garage,
# the number is one of these and above: no house has them.
POSITION, PAIRS, THING_NUMBER, THING_NUMBERS, FLAT_ZERO = 100_000, 9_999, 120_000, 10_990, 130_999
FLOOR_NUMBER = 131_000  # of a flat with a letter and a floor, the number is this and the floor

# Columns of a number record: the building's range and letter, the flat's number and letter, flags.
# REST is a code of what else there was: a room of a flat, a block of a site (0 for nothing).
# NEXT_TO is 1 where the building is one by which the place is told (opposite 11, rear of 11). While
# a text is read it is the relation (TO_…), which REST has in the end.
B_LO, B_HI, B_LET, S_NUM, S_LET, S_FLAG, REST, NEXT_TO = range(8)
RECORD = 8
# SUB_EITHER: 14/2 may be flat 14 of 2 or flat 2 of 14.
SUB_WEAK, SUB_MARKED, SUB_EITHER = 1, 2, 3
# A record in one number: bits of each of its columns, from the lowest; NEXT_TO is the highest bit.
BITS_LO, BITS_SPAN, BITS_LET, BITS_SUB, BITS_SUB_LET, BITS_FLAG, BITS_REST = 17, 7, 7, 17, 7, 2, 6

# How the numbers of an address stand to those of a gazetteer row.
EXACT, ROLE, RANGE, NO_NUMBERS, NO_BUILDING, ROW_NO_BUILDING, BUILDING_IS_FLAT = range(7)
ROOM_OF, PARENT, CHILD, SUFFIX, LETTER_NUMBER, UNNUMBERED, ROW_UNNUMBERED = range(7, 14)
BESIDE, CONFLICT = 14, 15
RELATIONS = 16

# How two postcodes stand to each other.
PC_SAME, PC_NEAR, PC_SECTOR, PC_OUTWARD, PC_AREA, PC_OTHER, PC_MISSING, PC_ROW_MISSING = range(8)
POSTCODES = 8

# Features of a candidate (float64 each): see scorecard.py for their meaning.
(
    F_RELATION, F_POSTCODE, F_STREET, F_STREETS_DIFFER, F_NAME_MISSED, F_NAME_HIT, F_TAIL_MISSED,
    F_EVIDENCE, F_INSIDE, F_OUTSIDE, F_AFTER, F_TYPE, F_PART, F_PLACE_EXTRA, F_SIBLINGS,
    F_NEIGHBOURS, F_NAMES_DIFFER, F_SPREAD, F_HOME, F_PLACE_MISSED, F_PLACE_WHOLE, F_HALF_MISSED,
    F_ALL_TOLD, F_ADDRESS, F_TOWN, F_ADRIFT, F_TOWNS_DIFFER, F_AFAR, F_OPPOSED, F_PLACES_DIFFER,
    F_WHOLE, F_NAMED, F_KIND, F_FUZZY, F_ANCHOR, F_HOMES_DIFFER, F_SIDED,
) = range(37)  # fmt: skip
FEATURES = 37
LINES = 28  # those that the card has lines for; the rest is what they are made of, and for reasons
GRID = 9  # points of each line's table, from 0 to 1

# How many candidates are compared in full, and how many places are held.
TRIED = 8
HELD = 6
MOST_BLOCK = 4096


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
    BEGIN, END, BLOCK, BESIDE_NEXT,
) = range(15)  # fmt: skip
STATE = 15
AFTER_WORD, AFTER_NUMBER, AFTER_FLOOR, AFTER_NOTHING = 1, 2, 3, 0
BY_SPACE, BY_DASH, BY_SLASH, BY_JOINER = 0, 1, 2, 3


class Index(NamedTuple):
    """A gazetteer as the kernel reads it; every array is read-only.

    Words: ``table`` to word numbers, ``spelt`` and ``spellings`` how they are spelt, ``letters``
    which letters they have (bits), ``weights`` 0–1 by rarity, ``flags``.
    Rows, by postcode and UPRN: ``row_words`` in ``row_starts`` (with the part each word plays),
    ``numbers`` (packed records), ``uprns``, ``row_blocks`` (which postcode). Postcodes:
    ``postcodes`` in order, their rows from ``postcode_starts``; rows without one come first, in
    the block of postcode 0. Postings: rows of a key in ``buckets``, with ``posting_tags`` that
    tell keys of one bucket apart.
    """

    table: Table
    spelt: U32
    spellings: U8
    letters: U32
    weights: F32
    flags: I32
    row_starts: U32
    row_words: U32
    numbers: U64
    uprns: I64
    row_blocks: U32
    postcodes: I64
    postcode_starts: U32
    buckets: U32
    posting_rows: U32
    posting_tags: U8


class Query(NamedTuple):
    """One address, made ready to be compared with rows.

    Words: ``ids`` word numbers (-1 unknown), ``firsts`` where each word stood first, ``letters``
    (bits), ``weights``; ``slots`` and ``marks`` a small table from word number to place.
    Numbers: ``records`` (the first is of the whole text), also ``packed``, ``record_segments``
    (bits), ``anchors``
    the word that each record's number stands before. ``counts`` of words and records, the number
    of this query, the words met so far (bits), and those that are only a town's or
    locality's, and those that are only before the segment of the street; the words that stand only
    where a town may, or in a street's name.
    """

    ids: I64
    firsts: I64
    letters: I64
    weights: F64
    slots: I64
    marks: I64
    records: I64
    packed: U64
    record_segments: I64
    anchors: I64
    counts: I64


class Card(NamedTuple):
    """The scorecard as the kernel adds it up: ``relations``, ``postcodes``, ``lines`` × GRID."""

    relations: F64
    postcodes: F64
    lines: F64


class Scratch(NamedTuple):
    """What one thread needs to look up addresses, one after another."""

    text: Text
    query: Query
    near: I64
    keys: U64
    sizes: I64
    osa: I64
    record: I64
    relations: I64
    words: I64
    rows: I64
    tried: I64
    masses: F64
    sums: F64
    trial: F64
    short_rows: I64
    short_scores: F64
    known: F64
    held_rows: I64
    held_scores: F64
    held: F64
    state: I64


# Places in Scratch.state.
(
    N_SHORT, N_HELD, CORE, HOME, BODY, NAMES, OF_NAME, TAILS, CONTRASTS, ASIDE, LAST_MET, KIND_TOLD,
    ALIAS, TYPES, PARTS, OWN_STREET, END_MISSED,
) = range(17)  # fmt: skip
SLOTS = 256


def text_scratch() -> Text:
    """Return room for one text."""
    return Text(
        np.zeros(MAX_WORDS, np.uint64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros((MAX_ITEMS, ITEM), np.int64),
        np.zeros(STATE, np.int64),
    )


def query_scratch() -> Query:
    """Return room for one address made ready."""
    return Query(
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.int64),
        np.zeros(MAX_WORDS, np.float64),
        np.full(SLOTS, -1, np.int64),
        np.zeros(SLOTS, np.int64),
        np.zeros((MAX_RECORDS, RECORD), np.int64),
        np.zeros(MAX_RECORDS, np.uint64),
        np.zeros(MAX_RECORDS, np.int64),
        np.zeros(MAX_RECORDS, np.int64),
        np.zeros(7, np.int64),
    )


def scratch(words: int) -> Scratch:
    """Return room for one thread; ``words`` are those of the vocabulary."""
    return Scratch(
        text_scratch(),
        query_scratch(),
        near=np.zeros(words, np.int64),
        keys=np.zeros(256, np.uint64),
        sizes=np.zeros(256, np.int64),
        osa=np.zeros((3, LONGEST_WORD + 2), np.int64),
        record=np.zeros(RECORD, np.int64),
        relations=np.zeros(MAX_RECORDS, np.int64),
        words=np.zeros(MAX_WORDS, np.int64),
        rows=np.zeros(512, np.int64),
        tried=np.zeros((1024, 2), np.int64),
        masses=np.zeros(2 * SEGMENTS),
        sums=np.zeros(7),
        trial=np.zeros(FEATURES),
        short_rows=np.zeros(TRIED, np.int64),
        short_scores=np.zeros(TRIED),
        known=np.zeros(MOST_BLOCK),
        held_rows=np.zeros(HELD, np.int64),
        held_scores=np.zeros(HELD),
        held=np.zeros((HELD, FEATURES)),
        state=np.zeros(17, np.int64),
    )
