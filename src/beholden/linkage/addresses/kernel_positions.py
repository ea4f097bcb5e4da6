"""Floors and places of flats in one word (1F2, GF1, TFF, 2FL), and figures that place nothing."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_hash import is_digit, is_letter
from .kernel_items import push_item, several
from .shapes import U8, Text

_GROUND, _TOP, _BASEMENT, _HIGHEST_NAMED = 1, 8, 11, 6  # codes of floors: see vocabulary.py
_B, _F, _G, _L, _R, _T = 66, 70, 71, 76, 82, 84
_LONGEST = 4
_POINT = 46


@inlined
def floor_of(byte: int) -> int:
    """Return the floor that G, B, T or a figure stands for before F (1FF, TFL), or 0."""
    if byte == _G:
        return _GROUND
    if byte == _B:
        return _BASEMENT
    if byte == _T:
        return _TOP
    return byte - 47 if is_digit(byte) and byte - 48 <= _HIGHEST_NAMED else 0


@inlined
def takes_floor_and_side(text: Text, data: U8, start: int) -> bool:
    """Take 1FF or TFF (a floor's flat), 2FL or GFR (the left or right one of a floor).

    2FL may be the second half of a postcode too.
    """
    n, floor, side = text.state[sh.N_WORDS], floor_of(int(data[start])), int(data[start + 2])
    if floor == 0 or side not in (_F, _L, _R):
        return False
    if text.state[sh.LAST] == sh.AFTER_WORD and n and text.flags[n - 1] == sh.OUTWARD:
        return False
    text.state[sh.PENDING] = 0
    if side != _F:
        push_item(text, 0, side - 64, sh.STRONG)
    push_item(text, 0, sh.FLOOR_LETTER + floor, sh.STRONG)
    text.state[sh.JOIN] = sh.BY_SPACE
    text.state[sh.LAST] = sh.AFTER_FLOOR
    return True


@inlined
def takes_position(text: Text, data: U8, start: int, length: int) -> bool:
    """Take 1F2 or GF1: flat 2 of the first floor, flat 1 of the ground floor; or 2FL."""
    if length < 3 or length > _LONGEST or data[start + 1] != _F:
        return False
    if length == 3 and is_letter(data[start + 2]):
        return takes_floor_and_side(text, data, start)
    flat = 0
    for at in range(start + 2, start + length):
        if not is_digit(data[at]):
            return False
        flat = flat * 10 + int(data[at]) - 48
    floor = 0 if data[start] == _G else int(data[start]) - 48
    if floor > 9:
        return False
    text.state[sh.PENDING] = 0
    push_item(text, several(floor, flat, 0, 0), 0, sh.STRONG)
    text.state[sh.JOIN] = sh.BY_SPACE
    return True


@inlined
def decimal_end(text: Text, data: U8, after: int) -> int:
    """Return where a number with a decimal point ends that no mark makes a flat's, or ``after``."""
    stop = text.state[sh.END]
    while not text.state[sh.PENDING] and after + 1 < stop:
        if data[after] != _POINT or not is_digit(data[after + 1]):
            break
        after += 2
        while after < stop and is_digit(data[after]):
            after += 1
    return after
