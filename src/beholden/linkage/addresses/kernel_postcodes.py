"""Postcodes as numbers."""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import inlined, making
from .kernel_hash import is_digit, is_letter
from .kernel_read import pack_postcode
from .shapes import I64, U8


@inlined
def packed(place: U8, n: int) -> int:
    """Return the number of the postcode in ``place[:n]``, or 0 where it has not the form of one."""
    if n < 5 or n > 7 or not is_letter(place[0]):
        return 0
    if not (is_digit(place[n - 3]) and is_letter(place[n - 2]) and is_letter(place[n - 1])):
        return 0
    return pack_postcode(place, 0, n - 3, n - 3)


@making
def pack_postcodes(data: U8, offsets: I64) -> I64:
    """Return each text's postcode as a number (see ``pack_postcode``); 0 where there is none."""
    codes = np.zeros(offsets.size - 1, np.int64)
    place = np.zeros(8, np.uint8)
    for i in range(codes.size):
        n = 0
        for at in range(offsets[i], offsets[i + 1]):
            if n < 8 and (is_digit(data[at]) or is_letter(data[at])):
                place[n] = data[at]
                n += 1
        codes[i] = packed(place, n)
    return codes


@inlined
def postcode_level(a: int, b: int) -> int:
    """Return how two packed postcodes stand, the row's second (a code of shapes.py)."""
    if a == 0:
        return sh.PC_MISSING
    if b == 0:
        return sh.PC_ROW_MISSING
    if a == b:
        return sh.PC_SAME
    differing, one, other, power = 0, a, b, 37 * 37 * 37
    for _ in range(7):
        differing += 1 if one % 37 != other % 37 else 0
        one //= 37
        other //= 37
    if differing == 1:
        return sh.PC_NEAR
    if a // (37 * 37) == b // (37 * 37):
        return sh.PC_SECTOR
    if a // power == b // power:
        return sh.PC_OUTWARD
    return sh.PC_AREA if a // (power * 37 * 37) == b // (power * 37 * 37) else sh.PC_OTHER
