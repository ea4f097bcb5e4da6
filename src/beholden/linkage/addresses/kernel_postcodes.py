"""Postcodes as numbers."""

from __future__ import annotations

import numpy as np

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
