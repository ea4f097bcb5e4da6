"""Each number of a text takes its role in a record: building, flat, floor and place of a flat."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_items import several
from .shapes import I64, Text

_HIGHEST_FLOOR, _MOST_ON_FLOOR = 40, 12
_WIDEST = 4  # of a range that is told with a slash


@inlined
def put_by(record: I64, low: int, letter: int) -> None:
    """Remember, as a small code, a number or letter for which a record has no other place."""
    code = (low * 31 + letter * 7 + 1) % ((1 << sh.BITS_REST) - 1)
    record[sh.REST] = (record[sh.REST] + code) % ((1 << sh.BITS_REST) - 1) + 1


@inlined
def take_sub(record: I64, low: int, letter: int, marked: int) -> None:
    """Set the flat of a record, unless a stronger mark already set it."""
    has = record[sh.S_NUM] or record[sh.S_LET]
    weak = record[sh.S_FLAG] == sh.SUB_WEAK
    if has and not (weak and marked == sh.STRONG):
        if record[sh.S_NUM] == 0 and low and record[sh.S_LET] < sh.FLOOR_LETTER:
            record[sh.S_NUM] = low
        elif record[sh.S_NUM] == 0 and letter > sh.FLOOR_LETTER > record[sh.S_LET]:
            record[sh.S_NUM] = sh.FLOOR_NUMBER + letter - sh.FLOOR_LETTER
        elif low != record[sh.S_NUM] or letter != record[sh.S_LET]:
            put_by(record, low, letter)
        return
    if has:
        put_by(record, record[sh.S_NUM], record[sh.S_LET])
    record[sh.S_NUM] = low
    record[sh.S_LET] = letter
    record[sh.S_FLAG] = sh.SUB_WEAK if marked == sh.WEAK else sh.SUB_MARKED if marked else 0


@inlined
def take_marked(record: I64, item: I64) -> None:
    """Set the flat of a record from a marked number.

    Garage 7, plot 7 and 7 are three things; so are flat 0 and no flat.
    """
    low, kind = item[sh.LO], item[sh.MARKED] >> sh.KIND_SHIFT & 3
    if kind and low:
        low = sh.THING_NUMBER + (low * 7 + kind * 3659) % sh.THING_NUMBERS
    elif low == 0 and item[sh.LETTER] == 0:
        low = sh.FLAT_ZERO
    take_sub(record, low, item[sh.LETTER], item[sh.MARKED] & sh.STRENGTH)


@inlined
def take_building(record: I64, item: I64) -> None:
    """Set the building; an earlier number then was the flat ("46 ELLISON HOUSE 3 RUSTON WAY").

    A number of the place itself stands before one that it is only next to.
    """
    if record[sh.B_LO] and item[sh.BESIDE_IT] and not record[sh.NEXT_TO]:
        return
    if record[sh.NEXT_TO] and not item[sh.BESIDE_IT]:
        record[sh.B_LO] = 0
    record[sh.NEXT_TO] = item[sh.BESIDE_IT]
    one = record[sh.B_LO] and record[sh.B_LO] == record[sh.B_HI]
    if one and not (record[sh.S_NUM] or record[sh.S_LET]):
        take_sub(record, record[sh.B_LO], record[sh.B_LET], sh.UNMARKED)
    elif one:
        put_by(record, record[sh.B_LO], record[sh.B_LET])
    record[sh.B_LO] = item[sh.LO]
    record[sh.B_HI] = item[sh.HI]
    record[sh.B_LET] = item[sh.LETTER]


@inlined
def has_other_number(text: Text, i: int) -> bool:
    """Tell whether the text numbers a building beside the pair that item ``i`` ends."""
    for j in range(text.state[sh.N_ITEMS]):
        other = text.items[j]
        free = not other[sh.MARKED] and other[sh.LO] and not other[sh.BESIDE_IT]
        paired = other[sh.SECOND] or (
            j + 1 < text.state[sh.N_ITEMS] and text.items[j + 1, sh.SECOND]
        )  # fmt: skip
        if free and not paired and j != i:
            return True
    return False


@inlined
def is_position(text: Text, i: int) -> bool:
    """Tell whether a pair is floor and place of a flat (2/1, 12 MILL LANE), not flat and building.

    Without a mark both must be small: 5 ELM COURT, 12/14 MILL LANE has none.
    """
    first, second = text.items[i - 1], text.items[i]
    if first[sh.LO] == 0 or second[sh.LO] == 0:
        return True
    small = first[sh.LO] <= _HIGHEST_FLOOR and second[sh.LO] <= _MOST_ON_FLOOR
    return bool((first[sh.MARKED] or small) and has_other_number(text, i))


@inlined
def take_pair(text: Text, i: int, here: bool, record: I64) -> None:
    """Take 2/1: floor and place of a flat where another number is the building's, else both roles.

    Without a mark, either may be the building: so says the record. A flat counts from any segment.
    """
    first, second = text.items[i - 1], text.items[i]
    if is_position(text, i):
        strength = first[sh.MARKED] & sh.STRENGTH
        pair = several(first[sh.LO], second[sh.LO], 0, 0)
        take_sub(record, pair, second[sh.LETTER], strength if strength else sh.STRONG)
        return
    if first[sh.MARKED]:
        take_marked(record, first)
    bare = record[sh.S_NUM] == 0 and record[sh.S_LET] == 0 and record[sh.B_LO] == 0
    if here and not bare and not first[sh.MARKED] and 0 < second[sh.LO] - first[sh.LO] <= _WIDEST:
        take_building(record, first)  # UNIT 3, 92/93 MILL LANE
        record[sh.B_HI] = second[sh.LO]
        return
    if here:
        if not first[sh.MARKED]:
            take_building(record, first)
        take_building(record, second)
        if bare:
            record[sh.S_FLAG] = sh.SUB_EITHER
