"""Read one text: its words, its numbers with their marks, and a postcode that stands in it.

Texts come in capital ASCII letters without apostrophes (see texts.py).
"""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import inlined
from .kernel_hash import find, hash_of, is_digit, is_letter
from .kernel_items import (
    closes_range,
    follows_slash,
    goes_on_after_comma,
    has_begun,
    joins_letter,
    joins_same_mark,
    push_item,
    several,
    take_mark,
)
from .kernel_numbers import describes
from .kernel_positions import decimal_end, takes_position
from .shapes import U8, Text, Words

_LARGEST_NUMBER = 99_999
_SLASH = 47
_LOWER, _BASEMENT, _REAR, _FRONT = 10, 11, 13, 14
_O, _R, _S = 79, 82, 83


@inlined
def beside_after(text: Text, key: np.uint64, flags: int) -> int:
    """Return by which relation the next number tells the place, after a word (0 for none).

    The number of a mast or a PO box is a relation too, one for each word: it is not the house.
    """
    before = text.state[sh.BESIDE_NEXT]
    if flags & sh.BESIDE_WORD:
        return flags >> sh.FLOOR_SHIFT & sh.KIND_BITS
    if flags & sh.THING_WORD:
        return sh.THINGS + int(key % np.uint64(sh.MOST_THINGS))
    if flags & sh.THROUGH_WORD:  # NEXT DOOR TO 7, SUB STATION AT 7
        return int(before)
    return 0


@inlined
def push_word(text: Text, key: np.uint64, start: int, length: int, flags: int) -> None:
    """Add a word to what was read, while there is room."""
    n = text.state[sh.N_WORDS]
    if n < sh.MAX_WORDS:
        text.hashes[n] = key
        text.starts[n] = start
        text.lengths[n] = min(length, sh.LONGEST_WORD)
        text.segments[n] = text.state[sh.N_SEGMENT]
        text.flags[n] = flags
        text.state[sh.N_WORDS] = n + 1
    text.state[sh.BESIDE_NEXT] = beside_after(text, key, flags)
    text.state[sh.LAST] = sh.AFTER_WORD


@inlined
def settle_mark(text: Text) -> None:
    """Settle a mark (FLAT, UNIT, ROOM …) that no number followed: the flat, or an ordinary word."""
    flags = text.state[sh.PENDING]
    if flags == 0:
        return
    text.state[sh.PENDING] = 0
    if flags & sh.FLAT_WORD:
        push_item(text, 0, sh.THE_FLAT, sh.STRONG)
    elif flags & sh.KINDS:
        text.state[sh.LAST] = sh.AFTER_WORD
    else:
        key = np.uint64(text.state[sh.P_FLAGS])
        push_word(text, key, text.state[sh.P_START], text.state[sh.P_LENGTH], sh.BUILDING)


@inlined
def take_number(text: Text, value: int, letter: int) -> None:
    """Take a number with or without its letter."""
    if value > _LARGEST_NUMBER:
        settle_mark(text)
    elif follows_slash(text, letter):
        before = text.items[text.state[sh.N_ITEMS] - 1]
        push_item(text, value, letter, before[sh.MARKED])
        text.items[text.state[sh.N_ITEMS] - 1, sh.SECOND] = 1
    elif not (joins_same_mark(text, value, letter) or closes_range(text, value, letter)):
        push_item(text, value, letter, take_mark(text))
    text.state[sh.JOIN] = sh.BY_SPACE
    text.state[sh.SPACED] = 0


@inlined
def stands_for_flat(data: U8, start: int, stop: int) -> bool:
    """Tell whether a lone letter stands before a slash and a number: A/12 is flat A of 12."""
    return start + 2 < stop and data[start + 1] == _SLASH and is_digit(data[start + 2])


@inlined
def abbreviates(text: Text, data: U8, start: int) -> bool:
    """Tell whether a lone letter is one of two with a slash between: R/O (rear of), C/O, O/S."""
    first, stop = text.state[sh.BEGIN], text.state[sh.END]
    before = start - 2 >= first and data[start - 1] == _SLASH and is_letter(data[start - 2])
    after = start + 2 < stop and data[start + 1] == _SLASH and is_letter(data[start + 2])
    return bool(before or after)


@inlined
def take_abbreviation(text: Text, data: U8, start: int) -> None:
    """Take a letter of R/O (rear of), O/S (outside), C/O; the second letter tells the relation."""
    text.state[sh.LAST] = sh.AFTER_NOTHING
    if start - 2 < text.state[sh.BEGIN]:
        return
    if data[start] == _O and data[start - 2] == _R:
        text.state[sh.BESIDE_NEXT] = sh.TO_REAR
    elif data[start] == _S and data[start - 2] == _O:
        text.state[sh.BESIDE_NEXT] = sh.TO_NEAR


@inlined
def take_letter(text: Text, data: U8, start: int) -> None:
    """Take a letter that stands alone: a flat's, a number's, or a word."""
    letter = int(data[start]) - 64
    n = text.state[sh.N_ITEMS]
    if text.state[sh.PENDING]:
        push_item(text, 0, letter, take_mark(text))
    elif joins_letter(text):
        before = text.items[n - 1]
        before[sh.LO] = several(before[sh.LETTER], letter, 1, 1)
    elif (
        text.state[sh.LAST] == sh.AFTER_NUMBER and n and text.items[n - 1, sh.LETTER] == 0
    ) or text.state[sh.LAST] == sh.AFTER_FLOOR:
        text.items[n - 1, sh.LETTER] = letter
    else:
        words = text.state[sh.N_WORDS]
        if words and text.flags[words - 1] & sh.BLOCK_WORD:
            text.state[sh.BLOCK] = letter
        text.state[sh.LAST] = sh.AFTER_WORD if words else sh.AFTER_NOTHING
    text.state[sh.JOIN] = sh.BY_SPACE


@inlined
def take_floor(text: Text, strong: bool) -> bool:
    """Turn the word before (GROUND, FIRST, BASEMENT …) into a floor; False where it is none."""
    n = text.state[sh.N_WORDS]
    if text.state[sh.LAST] != sh.AFTER_WORD or n == 0:
        return False
    if not text.flags[n - 1] & sh.FLOOR_ORDINAL:
        return False
    code = text.flags[n - 1] >> sh.FLOOR_SHIFT
    if n > 1 and text.flags[n - 2] >> sh.FLOOR_SHIFT == _LOWER:  # LOWER GROUND FLOOR
        code, n = _LOWER, n - 1
    elif n > 1 and text.flags[n - 2] & sh.FLOOR_ORDINAL:  # FIRST AND SECOND FLOORS
        code, n = text.flags[n - 2] >> sh.FLOOR_SHIFT, n - 1
    text.state[sh.N_WORDS] = n - 1
    last = text.state[sh.N_ITEMS] - 1
    bare = last >= 0 and text.items[last, sh.LETTER] == sh.THE_FLAT
    if bare and text.items[last, sh.AT] == n - 1:
        text.items[last, sh.LETTER] = sh.FLOOR_LETTER + code
    else:
        push_item(text, 0, sh.FLOOR_LETTER + code, sh.STRONG if strong else sh.WEAK)
    text.state[sh.LAST] = sh.AFTER_FLOOR
    return True


@inlined
def take_mark_word(text: Text, key: np.uint64, start: int, length: int, flags: int) -> None:
    """Take FLAT, UNIT, ROOM …: a number may follow, or a floor came before."""
    settle_mark(text)
    if flags & sh.MARK:
        if text.state[sh.LAST] == sh.AFTER_FLOOR:
            text.items[text.state[sh.N_ITEMS] - 1, sh.MARKED] = sh.STRONG
            return
        if take_floor(text, True):
            return
    if flags & sh.KINDS:  # GARAGE 6 is marked, and a garage
        push_word(text, key, start, length, flags)
    text.state[sh.PENDING] = flags
    text.state[sh.P_START] = start
    text.state[sh.P_LENGTH] = length
    text.state[sh.P_FLAGS] = np.int64(key)
    text.state[sh.LAST] = sh.AFTER_NOTHING


@inlined
def takes_part_of_flat(text: Text, flags: int) -> bool:
    """Take a word that is part of how a flat is told: FLOOR, NO (FLAT NO 3), UPPER, GFF."""
    if flags & sh.NUMBER_WORD and text.state[sh.PENDING]:
        return True
    if flags & sh.FLOOR_FLAT:
        settle_mark(text)
        push_item(text, 0, sh.FLOOR_LETTER + (flags >> sh.FLOOR_SHIFT), sh.STRONG)
        text.state[sh.LAST] = sh.AFTER_FLOOR
        return True
    basement = flags >> sh.FLOOR_SHIFT == _BASEMENT
    if flags & sh.FLOOR_ORDINAL and (basement or text.state[sh.PENDING] & sh.FLAT_WORD):
        if flags & sh.TYPE:  # GARDEN, which is a street's word too
            return False
        text.state[sh.PENDING] = 0
        push_item(text, 0, sh.FLOOR_LETTER + (flags >> sh.FLOOR_SHIFT), sh.STRONG)
        text.state[sh.LAST] = sh.AFTER_FLOOR
        return True
    if flags & sh.FLOOR:
        return text.state[sh.LAST] == sh.AFTER_FLOOR or take_floor(text, False)
    return False


@inlined
def side_before(text: Text) -> int:
    """Return the relation that OF or AT makes of the word before: REAR OF 11, GARAGE AT 11."""
    n = text.state[sh.N_WORDS]
    if text.state[sh.LAST] != sh.AFTER_WORD or n == 0:
        return 0
    flags = text.flags[n - 1]
    floor = flags >> sh.FLOOR_SHIFT & sh.KIND_BITS if flags & sh.FLOOR_ORDINAL else 0
    if floor == _REAR:
        return sh.TO_REAR
    if floor == _FRONT:
        return sh.TO_NEAR
    if flags & (sh.KINDS | sh.PART_WORD):
        return sh.THINGS + int(text.hashes[n - 1] % np.uint64(sh.MOST_THINGS))
    return sh.TO_SIDE if flags & sh.SIDE_WORD else 0


@inlined
def take_word(text: Text, words: Words, data: U8, start: int, length: int) -> None:
    """Take a word: look up what it stands for, and its part."""
    key = hash_of(data, start, length)
    known = find(words.table, key)
    flags = int(words.flags[known]) if known >= 0 else 0
    key = words.meant[known] if known >= 0 else key
    if flags & sh.JOINER and text.state[sh.LAST] == sh.AFTER_NUMBER:
        text.state[sh.JOIN] = sh.BY_JOINER
        return
    if text.state[sh.SPACED] and text.state[sh.JOIN] == sh.BY_DASH:
        end_segment(text)
    text.state[sh.JOIN] = sh.BY_SPACE
    if flags & (sh.MARK | sh.WEAK_MARK):
        take_mark_word(text, key, start, length, flags)
    elif not takes_part_of_flat(text, flags):
        settle_mark(text)
        if flags & sh.STOP:
            if flags & sh.BESIDE_WORD:
                text.state[sh.BESIDE_NEXT] = flags >> sh.FLOOR_SHIFT & sh.KIND_BITS
            elif flags & sh.OF_WORD and side_before(text):
                text.state[sh.BESIDE_NEXT] = side_before(text)
            text.state[sh.LAST] = sh.AFTER_NOTHING
        else:
            push_word(text, key, start, length, flags)


@inlined
def end_segment(text: Text) -> None:
    """End a part of the text: a comma, a bracket, a spaced hyphen.

    The mast of "telephone mast, 9 Mill Lane" is told by the 9; the cabinet at the end of a long
    description is not.
    """
    settle_mark(text)
    if text.state[sh.BESIDE_NEXT] >= sh.THINGS and describes(text, text.state[sh.N_SEGMENT]):
        text.state[sh.BESIDE_NEXT] = 0
    if text.state[sh.LAST] != sh.AFTER_NOTHING or has_begun(text):
        text.state[sh.N_SEGMENT] += 1
    text.state[sh.LAST] = sh.AFTER_NOTHING
    text.state[sh.JOIN] = sh.BY_SPACE
    text.state[sh.SPACED] = 0


@inlined
def pack_postcode(data: U8, start: int, length: int, inward: int) -> int:
    """Return a postcode as one number: four places of outward code, three of inward, base 37."""
    packed = 0
    for i in range(4):
        byte = int(data[start + i]) if i < length else 0
        packed = packed * 37 + (byte - 47 if is_digit(byte) else byte - 54 if byte else 0)
    for i in range(inward, inward + 3):
        byte = int(data[i])
        packed = packed * 37 + (byte - 47 if is_digit(byte) else byte - 54)
    return packed


@inlined
def takes_inward(text: Text, data: U8, start: int) -> bool:
    """Take a postcode's second half if its first half came just before."""
    n = text.state[sh.N_WORDS]
    if text.state[sh.LAST] != sh.AFTER_WORD or n == 0 or text.flags[n - 1] != sh.OUTWARD:
        return False
    if not (is_letter(data[start + 1]) and is_letter(data[start + 2])):
        return False
    code = pack_postcode(data, text.starts[n - 1], text.lengths[n - 1], start)
    if text.state[sh.POSTCODE] == 0:
        text.state[sh.POSTCODE] = code
    text.state[sh.N_WORDS] = n - 1
    return True


@inlined
def take_digits_first(text: Text, words: Words, data: U8, start: int, length: int) -> None:
    """Take 12, 12A, 1ST or the second half of a postcode."""
    value, digits = 0, 0
    while digits < length and is_digit(data[start + digits]):
        value = min(value * 10 + int(data[start + digits]) - 48, 10 * _LARGEST_NUMBER)
        digits += 1
    if digits == length:
        take_number(text, value, 0)
    elif digits + 1 == length:
        take_number(text, value, int(data[start + digits]) - 64)
    elif not (digits == 1 and length == 3 and takes_inward(text, data, start)):
        take_word(text, words, data, start, length)


@inlined
def takes_glued_mark(text: Text, words: Words, data: U8, start: int, length: int,
                     digits: int) -> bool:  # fmt: skip
    """Take the mark of FLAT12, UNIT7 or U7, where only digits follow it."""
    letters = length - digits
    if not is_digit(data[start + letters]):
        return False
    key = hash_of(data, start, letters)
    known = find(words.table, key)
    if known < 0 or not words.flags[known] & sh.MARK:
        return False
    take_mark_word(text, words.meant[known], start, letters, int(words.flags[known]))
    return True


@inlined
def take_letters_first(text: Text, words: Words, data: U8, start: int, length: int) -> None:
    """Take a word, a lone letter, a flat such as A12, or the first half of a postcode."""
    digits = 0
    value = 0
    for i in range(start, start + length):
        if is_digit(data[i]):
            digits += 1
            value = value * 10 + int(data[i]) - 48
    if length == 1 and stands_for_flat(data, start, text.state[sh.END]):
        settle_mark(text)
        push_item(text, 0, int(data[start]) - 64, sh.STRONG)
    elif length == 1 and abbreviates(text, data, start):
        take_abbreviation(text, data, start)
    elif length == 1:
        take_letter(text, data, start)
    elif digits == 0 or length > 6:
        take_word(text, words, data, start, length)
    elif text.state[sh.PENDING] and digits == length - 1:
        push_item(text, value, int(data[start]) - 64, take_mark(text))
    elif takes_glued_mark(text, words, data, start, length, digits):
        take_number(text, value, 0)
    else:
        settle_mark(text)
        flag = sh.OUTWARD if length <= 4 and digits <= 2 else 0
        push_word(text, hash_of(data, start, length), start, length, flag)


@inlined
def take_separator(text: Text, data: U8, at: int, spaced: bool) -> None:
    """Take what stands between words."""
    byte = int(data[at])
    if byte == 45:  # -
        text.state[sh.JOIN] = sh.BY_DASH
        text.state[sh.SPACED] = 1 if spaced else 0
    elif byte == 47:  # /
        text.state[sh.JOIN] = sh.BY_SLASH
    elif byte == 38 or (byte == 44 and goes_on_after_comma(text, data, at)):  # &; UNITS 1, 2 AND 3
        text.state[sh.JOIN] = sh.BY_JOINER
    elif byte in (44, 59, 10, 40, 41, 58, 124):  # , ; newline ( ) : |
        end_segment(text)


@inlined
def read_text(data: U8, start: int, stop: int, words: Words, text: Text) -> None:
    """Read the text at ``data[start:stop]`` into ``text``, whose former content is forgotten."""
    for at in range(sh.STATE):
        text.state[at] = 0
    text.state[sh.BEGIN] = start
    text.state[sh.END] = stop
    i = start
    while i < stop:
        byte = int(data[i])
        if not (is_digit(byte) or is_letter(byte)):
            take_separator(text, data, i, i > start and data[i - 1] == 32)
            i += 1
            continue
        j = i + 1
        while j < stop and (is_digit(data[j]) or is_letter(data[j])):
            j += 1
        if is_digit(byte) and decimal_end(text, data, j) > j:  # 1.25 ACRES, or a day: 11.04.01
            i = decimal_end(text, data, j)
            continue
        if takes_position(text, data, i, j - i):
            pass
        elif is_digit(byte):
            take_digits_first(text, words, data, i, j - i)
        else:
            take_letters_first(text, words, data, i, j - i)
        i = j
    settle_mark(text)
