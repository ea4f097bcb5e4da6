"""Numbers as roles: which is the building, which the flat, and how two addresses' numbers stand."""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import inlined
from .kernel_items import several
from .kernel_roles import put_by, take_building, take_marked, take_pair
from .shapes import I64, Text

_DESCRIPTION = 4
_PAIR, _SHORT_RANGE = 2, 8
_ANNEXE = sh.FLOOR_LETTER + 15  # see vocabulary.py
_LO = (1 << sh.BITS_LO) - 1
_SPAN = (1 << sh.BITS_SPAN) - 1
_LET = (1 << sh.BITS_LET) - 1


@inlined
def settle_letter(record: I64) -> None:
    """Make 12A, FLAT A 12 and 12A 12 the same: a lone letter of a building is a flat."""
    if record[sh.S_LET] and record[sh.S_NUM] == record[sh.B_LO]:
        record[sh.S_NUM] = 0
    if record[sh.B_LET] and not (record[sh.S_NUM] or record[sh.S_LET]):
        record[sh.S_LET] = record[sh.B_LET]
        record[sh.B_LET] = 0


@inlined
def describes(text: Text, segment: int) -> bool:
    """Tell whether a segment has so many words that it describes rather than addresses."""
    words = 0
    for at in range(text.state[sh.N_WORDS]):
        words += 1 if text.segments[at] == segment else 0
    return words >= _DESCRIPTION


@inlined
def names_a_street(text: Text, segment: int) -> bool:
    """Tell whether a segment holds a word that ends a street's name."""
    found = False
    for at in range(text.state[sh.N_WORDS]):
        found = found or (text.segments[at] == segment and text.flags[at] & sh.STREET_END != 0)
    return found


@inlined
def told_before(text: Text, i: int, first: int) -> bool:
    """Tell whether a number stood before the same word earlier: 11 MILL LANE, 11 MILL LANE.

    5 ELM COURT, 5 MILL LANE is flat 5, and not told twice.
    """
    item, words = text.items[i], text.state[sh.N_WORDS]
    for j in range(i):
        other = text.items[j]
        same = other[sh.LO] == item[sh.LO] and other[sh.HI] == item[sh.HI]
        same = same and other[sh.SEGMENT] >= first and not other[sh.MARKED]
        same = same and other[sh.AT] < item[sh.AT] < words
        if same and text.hashes[other[sh.AT]] == text.hashes[item[sh.AT]]:
            return True
    return False


@inlined
def in_name(text: Text, i: int) -> bool:
    """Tell whether a number stands within a name before the one of the place: PLAY 2 WIN, 18 …."""
    item, words = text.items[i], text.state[sh.N_WORDS]
    at, segment = item[sh.AT], item[sh.SEGMENT]
    within = 0 < at < words and text.segments[at - 1] == segment == text.segments[at]
    if not within or text.flags[at] & sh.TYPE or item[sh.BESIDE_IT] or item[sh.SECOND]:
        return False
    for j in range(i + 1, text.state[sh.N_ITEMS]):
        other = text.items[j]
        first = other[sh.AT] == words or other[sh.AT] == 0
        first = first or text.segments[other[sh.AT] - 1] != other[sh.SEGMENT]
        if first and other[sh.SEGMENT] > segment and other[sh.LO] and not other[sh.MARKED]:
            return True
    return False


@inlined
def resolve(text: Text, first: int, last: int, record: I64) -> None:
    """Set a record from the items of segments first–last; marked flats count from any segment.

    A bare "flat above" or a floor in a long description is said of that alone.
    """
    for i in range(sh.RECORD):
        record[i] = 0
    for i in range(text.state[sh.N_ITEMS]):
        item = text.items[i]
        here = first <= item[sh.SEGMENT] <= last
        if i + 1 < text.state[sh.N_ITEMS] and text.items[i + 1, sh.SECOND]:
            continue
        if item[sh.SECOND]:
            take_pair(text, i, here, record)
        elif item[sh.MARKED]:
            if here or item[sh.LETTER] < sh.THE_FLAT or not describes(text, item[sh.SEGMENT]):
                take_marked(record, item)
        elif here and item[sh.LO] and not told_before(text, i, first) and not in_name(text, i):
            take_building(record, item)
    if text.state[sh.BLOCK]:
        put_by(record, 0, text.state[sh.BLOCK])
    if record[sh.NEXT_TO]:
        put_by(record, record[sh.NEXT_TO], 0)
        record[sh.NEXT_TO] = 1
    settle_letter(record)


@inlined
def packed(record: I64) -> np.uint64:
    """Return a record as one number; a range wider than can be kept ends where it may."""
    span = min(max(record[sh.B_HI] - record[sh.B_LO], 0), _SPAN)
    value = record[sh.NEXT_TO] << sh.BITS_REST | record[sh.REST]
    value = value << sh.BITS_FLAG | (record[sh.S_FLAG] & ((1 << sh.BITS_FLAG) - 1))
    value = value << sh.BITS_SUB_LET | (record[sh.S_LET] & _LET)
    value = value << sh.BITS_SUB | min(record[sh.S_NUM], _LO)
    value = value << sh.BITS_LET | (record[sh.B_LET] & _LET)
    value = value << sh.BITS_SPAN | span
    return np.uint64(value << sh.BITS_LO | min(record[sh.B_LO], _LO))


@inlined
def unpacked(number: np.uint64, record: I64) -> None:
    """Write the columns of a packed record."""
    value = np.int64(number)
    record[sh.B_LO] = value & _LO
    value >>= sh.BITS_LO
    record[sh.B_HI] = record[sh.B_LO] + (value & _SPAN)
    value >>= sh.BITS_SPAN
    record[sh.B_LET] = value & _LET
    value >>= sh.BITS_LET
    record[sh.S_NUM] = value & _LO
    value >>= sh.BITS_SUB
    record[sh.S_LET] = value & _LET
    value >>= sh.BITS_SUB_LET
    record[sh.S_FLAG] = value & ((1 << sh.BITS_FLAG) - 1)
    value >>= sh.BITS_FLAG
    record[sh.REST] = value & ((1 << sh.BITS_REST) - 1)
    record[sh.NEXT_TO] = value >> sh.BITS_REST & 1


@inlined
def has_sub(a: I64) -> bool:
    """Tell whether a record has a flat."""
    return bool(a[sh.S_NUM] != 0 or a[sh.S_LET] != 0)


@inlined
def same_sub(a: I64, b: I64) -> bool:
    """Tell whether two records have the same flat.

    A flat with a letter and a floor is the same as one of that letter, or of that floor alone.
    """
    if a[sh.S_LET] == b[sh.S_LET]:
        floor = max(a[sh.S_NUM], b[sh.S_NUM]) > sh.FLOOR_NUMBER and a[sh.S_LET] != 0
        return bool(a[sh.S_NUM] == b[sh.S_NUM] or (floor and min(a[sh.S_NUM], b[sh.S_NUM]) == 0))
    return of_floor(a, b) or of_floor(b, a)


@inlined
def of_floor(a: I64, b: I64) -> bool:
    """Tell whether a flat that is told by its floor alone is on the floor of the other."""
    number = sh.FLOOR_NUMBER + a[sh.S_LET] - sh.FLOOR_LETTER
    return bool(a[sh.S_LET] > sh.FLOOR_LETTER and a[sh.S_NUM] == 0 and b[sh.S_NUM] == number)


@inlined
def letter_is_number(a: I64, b: I64) -> bool:
    """Tell whether flat B of one record may be flat 2 of the other."""
    bare = a[sh.S_NUM] == 0 and b[sh.S_LET] == 0
    return bool(bare and 0 < a[sh.S_LET] < sh.THE_FLAT and a[sh.S_LET] == b[sh.S_NUM])


@inlined
def same_building(a: I64, b: I64) -> bool:
    """Tell whether two records have the same building numbers and letter."""
    return bool(
        a[sh.B_LO] == b[sh.B_LO] and a[sh.B_HI] == b[sh.B_HI] and a[sh.B_LET] == b[sh.B_LET]
    )  # fmt: skip


@inlined
def across_the_street(a: I64, b: I64) -> bool:
    """Tell whether a range is of one side of the street, and the other number is not.

    164-168 has no 167. 10-12 may have been told as 10, 11 and 12, and 1-19 be flats of a block.
    """
    span = a[sh.B_HI] - a[sh.B_LO]
    one_side = _PAIR < span <= _SHORT_RANGE and span % 2 == 0
    return bool(one_side and (b[sh.B_LO] - a[sh.B_LO]) % 2 != 0)


@inlined
def within(a: I64, b: I64) -> bool:
    """Tell whether one record's building numbers lie inside the other's range."""
    if a[sh.B_LO] == 0 or b[sh.B_LO] == 0:
        return False
    if across_the_street(a, b) or across_the_street(b, a):
        return False
    if a[sh.B_LO] >= b[sh.B_LO] and a[sh.B_HI] <= b[sh.B_HI]:
        return True
    return bool(b[sh.B_LO] >= a[sh.B_LO] and b[sh.B_HI] <= a[sh.B_HI])


@inlined
def same_letters(a: I64, b: I64) -> bool:
    """Tell whether two records have the same letters; a lone one is the building's or flat's."""
    if a[sh.B_LET] == b[sh.B_LET] and a[sh.S_LET] == b[sh.S_LET]:
        return True
    one = a[sh.B_LET] == 0 or a[sh.S_LET] == 0
    return bool(one and a[sh.B_LET] == b[sh.S_LET] and a[sh.S_LET] == b[sh.B_LET])


@inlined
def says(a: I64) -> bool:
    """Tell whether a record says which of its numbers is the flat."""
    return bool(a[sh.S_FLAG] and a[sh.S_FLAG] != sh.SUB_EITHER)


@inlined
def same_atoms(a: I64, b: I64) -> bool:
    """Tell whether two records hold the same numbers and letters, whatever their roles.

    Roles may be exchanged only where at least one side does not say which number is the flat, and
    never with a range, whose end is no flat.
    """
    if not same_letters(a, b):
        return False
    if same_building(a, b) or (a[sh.B_LO] == b[sh.B_LO] and a[sh.B_HI] == b[sh.B_HI]):
        return bool(a[sh.S_NUM] == b[sh.S_NUM])
    if a[sh.B_LO] != a[sh.B_HI] or b[sh.B_LO] != b[sh.B_HI] or (says(a) and says(b)):
        return False
    return bool(a[sh.B_LO] == b[sh.S_NUM] and a[sh.S_NUM] == b[sh.B_LO])


@inlined
def numbered(a: I64) -> bool:
    """Tell whether a record has any number or letter."""
    return a[sh.B_LO] != 0 or has_sub(a)


@inlined
def the_flat_of(a: I64, b: I64) -> bool:
    """Tell whether "flat 67" of one record is "the flat, 67" of the other."""
    return bool(a[sh.B_LO] == 0 and a[sh.S_NUM] == b[sh.B_LO] != 0 and b[sh.S_LET] == sh.THE_FLAT)


@inlined
def lettered_flat_of(a: I64, b: I64) -> bool:
    """Tell whether FLAT 17B of one record, without a building, is flat B of 17 in the other."""
    one = a[sh.B_LO] == 0 and a[sh.S_NUM] == b[sh.B_LO] == b[sh.B_HI] != 0 and b[sh.S_NUM] == 0
    letter = b[sh.S_LET] if b[sh.B_LET] == 0 else b[sh.B_LET] if b[sh.S_LET] == 0 else 0
    return bool(one and 0 < a[sh.S_LET] < sh.THE_FLAT and a[sh.S_LET] == letter)


@inlined
def units_of(units: I64, bare: I64) -> bool:
    """Tell whether UNITS 2-3 of one record, without a building, is 2-3 of the other."""
    low, high = bare[sh.B_LO], bare[sh.B_HI]
    alone = units[sh.B_LO] == 0 and not has_sub(bare) and bare[sh.B_LET] == 0
    return bool(alone and 0 < low < high and units[sh.S_NUM] == several(low, high, 0, 0))


@inlined
def without_building(query: I64, row: I64) -> int:
    """Return the relation where one side, at least, has no building number, or the flats decide."""
    if has_sub(row) and same_sub(query, row):
        if query[sh.B_LO] == 0:
            return sh.NO_BUILDING
        return sh.ROW_NO_BUILDING if row[sh.B_LO] == 0 else sh.CONFLICT
    if the_flat_of(query, row) or the_flat_of(row, query):
        return sh.ROLE
    if lettered_flat_of(query, row) or lettered_flat_of(row, query):
        return sh.ROLE
    if units_of(query, row) or units_of(row, query):
        return sh.ROLE
    lone = query[sh.B_LO] if not has_sub(query) and query[sh.B_LO] == query[sh.B_HI] else 0
    if lone and lone == row[sh.S_NUM] and row[sh.S_LET] == query[sh.B_LET]:
        return sh.BUILDING_IS_FLAT
    lone = row[sh.B_LO] if not has_sub(row) and row[sh.B_LO] == row[sh.B_HI] else 0
    if lone and lone == query[sh.S_NUM] and query[sh.S_LET] == row[sh.B_LET]:
        return sh.ROW_NO_BUILDING
    return sh.CONFLICT


@inlined
def is_suffix(record: I64) -> bool:
    """Tell whether a record's flat is only a letter after the number (12A): a house of its own."""
    return bool(record[sh.S_NUM] == 0 and record[sh.S_LET] and not record[sh.S_FLAG])


@inlined
def is_either(record: I64) -> bool:
    """Tell whether a record is 14/2, of which neither number alone is the house."""
    return bool(record[sh.S_FLAG] == sh.SUB_EITHER)


@inlined
def is_range(pair: I64, other: I64) -> bool:
    """Tell whether 11/13 of one record is the range 11-13 of the other, or of a unit there."""
    low, high = min(pair[sh.S_NUM], pair[sh.B_LO]), max(pair[sh.S_NUM], pair[sh.B_LO])
    bare = is_either(pair) and other[sh.B_LET] == 0
    return bool(bare and low < high and other[sh.B_LO] == low and other[sh.B_HI] == high)


@inlined
def is_house_of(house: I64, other: I64) -> bool:
    """Tell whether 13A of one record is the building of UNIT 2, 13A in the other."""
    same = house[sh.B_LO] == other[sh.B_LO] == other[sh.B_HI] and house[sh.B_LO] == house[sh.B_HI]
    lettered = is_suffix(house) and house[sh.B_LET] == 0 and house[sh.S_LET] == other[sh.B_LET]
    return bool(same and lettered and has_sub(other) and house[sh.B_LO] != 0)


@inlined
def is_annexe(record: I64) -> bool:
    """Tell whether a record's flat is an annexe: a home beside the house, and no part of it."""
    return bool(record[sh.S_LET] == _ANNEXE)


@inlined
def with_building(query: I64, row: I64) -> int:
    """Return the relation where both building numbers agree, or one range holds the other."""
    if same_sub(query, row):
        return sh.EXACT if same_building(query, row) else sh.RANGE
    if has_sub(query) != has_sub(row) and is_annexe(query if has_sub(query) else row):
        return sh.BESIDE
    if has_sub(query) != has_sub(row) and is_either(query if has_sub(query) else row):
        return sh.CONFLICT
    if has_sub(query) != has_sub(row) and is_suffix(query if has_sub(query) else row):
        return sh.SUFFIX
    if has_sub(query) and not has_sub(row):
        return sh.ROOM_OF if query[sh.S_FLAG] == sh.SUB_WEAK else sh.PARENT
    if has_sub(row) and not has_sub(query):
        return sh.CHILD
    if letter_is_number(query, row) or letter_is_number(row, query):
        return sh.LETTER_NUMBER
    return sh.CONFLICT


@inlined
def relation(query: I64, row: I64) -> int:
    """Return how the numbers of an address stand to those of a row (a code of shapes.py).

    A room or a block that one side alone tells makes the match coarser; two that differ, none. What
    is opposite 11, behind it or between it and another is not 11.
    """
    found = relation_of_main(query, row)
    beside = query[sh.NEXT_TO] or row[sh.NEXT_TO]
    if beside and (query[sh.NEXT_TO] != row[sh.NEXT_TO] or query[sh.REST] != row[sh.REST]):
        return sh.BESIDE if found < sh.UNNUMBERED else found
    if query[sh.REST] == row[sh.REST] or found > sh.BUILDING_IS_FLAT:
        return found
    if query[sh.REST] and row[sh.REST]:
        return sh.CONFLICT
    return sh.ROOM_OF if query[sh.REST] else sh.CHILD


@inlined
def relation_of_main(query: I64, row: I64) -> int:
    """Return how building and flat of an address stand to those of a row."""
    if not numbered(query):
        return sh.UNNUMBERED if numbered(row) else sh.NO_NUMBERS
    if not numbered(row):
        weak = query[sh.S_FLAG] == sh.SUB_WEAK and query[sh.B_LO] == 0
        return sh.NO_NUMBERS if weak else sh.ROW_UNNUMBERED
    if is_range(query, row):
        return sh.CHILD if has_sub(row) else sh.RANGE
    if is_range(row, query):
        return sh.PARENT if has_sub(query) else sh.RANGE
    if is_house_of(query, row):
        return sh.CHILD
    if is_house_of(row, query):
        return sh.PARENT
    if query[sh.B_LO] and same_building(query, row):
        found = with_building(query, row)
        return sh.ROLE if found == sh.CONFLICT and same_atoms(query, row) else found
    if same_atoms(query, row):
        return sh.EXACT if query[sh.B_LO] == row[sh.B_LO] else sh.ROLE
    if query[sh.B_LET] == row[sh.B_LET] and within(query, row):
        return with_building(query, row)
    return without_building(query, row)
