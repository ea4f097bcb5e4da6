"""Number items as they are read: what a mark says of them, and ranges and pairs of numbers."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_hash import is_digit
from .shapes import U8, Text

_LONGEST_RANGE = 60
_BESIDE = 4  # between numbers of neighbours in a list
_SURELY_HOUSE = 20  # 11 12 MILL LANE may be flat 11 of 12; 41 42 is hardly a flat
_HUNDRED = 100
_SPACE, _AMPERSAND, _COMMA = 32, 38, 44


@inlined
def push_item(text: Text, low: int, letter: int, marked: int) -> None:
    """Add a number item, while there is room."""
    n = text.state[sh.N_ITEMS]
    if n < sh.MAX_ITEMS:
        item = text.items[n]
        item[sh.LO] = low
        item[sh.HI] = low
        item[sh.LETTER] = letter
        item[sh.MARKED] = marked
        item[sh.SEGMENT] = text.state[sh.N_SEGMENT]
        item[sh.AT] = text.state[sh.N_WORDS]
        item[sh.BESIDE_IT] = text.state[sh.BESIDE_NEXT]
        item[sh.SECOND] = 0
        item[sh.MARK_KEY] = text.state[sh.P_FLAGS] if marked else 0
        text.state[sh.N_ITEMS] = n + 1
    text.state[sh.BESIDE_NEXT] = 0
    text.state[sh.LAST] = sh.AFTER_NUMBER


@inlined
def has_begun(text: Text) -> bool:
    """Tell whether the part of the text that is read has a word: PART OF, ends with a stop word."""
    n = text.state[sh.N_WORDS]
    return bool(n and text.segments[n - 1] == text.state[sh.N_SEGMENT])


@inlined
def take_mark(text: Text) -> int:
    """Return the pending mark (0 for none) and forget it.

    It is the strength, with what the mark tells beside it: the kind, more than one, a flat.
    """
    flags = text.state[sh.PENDING]
    text.state[sh.PENDING] = 0
    if flags & sh.WEAK_MARK:
        return sh.WEAK
    if not flags:
        return sh.UNMARKED
    kind = (flags >> sh.FLOOR_SHIFT & 3) << sh.KIND_SHIFT
    plural = sh.PLURAL_MARK if flags & sh.PLURAL_WORD else 0
    return int(sh.STRONG | kind | plural | (sh.FLAT_MARK if flags & sh.FLAT_WORD else 0))


@inlined
def several(first: int, second: int, letter: int, other: int) -> int:
    """Return two numbers and their letters as one number, for which a flat has a place.

    Floor and flat (2/1) are kept as they are; other pairs may, seldom, have the same number.
    """
    if first < _HUNDRED and second < _HUNDRED and not (letter or other):
        return sh.POSITION + _HUNDRED * first + second
    mixed = (first * 389 + second) * 729 + letter * 27 + other
    return sh.POSITION + _HUNDRED * _HUNDRED + mixed % sh.PAIRS


@inlined
def follows_number(text: Text) -> bool:
    """Tell whether what is read now follows a number, without a mark between."""
    after = text.state[sh.LAST] == sh.AFTER_NUMBER and not text.state[sh.PENDING]
    return bool(after and text.state[sh.N_ITEMS])


@inlined
def follows_slash(text: Text, letter: int) -> bool:
    """Tell whether a number is the second of a pair: 2/1, or FLAT 2-1, FLAT 3 - 12.

    What such a pair says depends on the other numbers (see kernel_numbers.take_pair).
    """
    if not follows_number(text):
        return False
    before = text.items[text.state[sh.N_ITEMS] - 1]
    if before[sh.SECOND] or before[sh.LETTER] or letter or before[sh.LO] >= sh.POSITION:
        return False
    join, mark = text.state[sh.JOIN], before[sh.MARKED]
    if join == sh.BY_DASH and mark and not mark & sh.PLURAL_MARK:
        return bool(text.state[sh.SPACED] or mark & sh.FLAT_MARK)
    return bool(join == sh.BY_SLASH and text.state[sh.N_ITEMS] < sh.MAX_ITEMS)


@inlined
def joins_letter(text: Text) -> bool:
    """Tell whether a letter is the second of several: UNITS A-C, FLATS A AND B."""
    if not follows_number(text) or text.state[sh.JOIN] not in (sh.BY_DASH, sh.BY_JOINER):
        return False
    before = text.items[text.state[sh.N_ITEMS] - 1]
    return bool(before[sh.MARKED] and before[sh.LO] == 0 and 0 < before[sh.LETTER] < sh.THE_FLAT)


@inlined
def joins_same_mark(text: Text, value: int, letter: int) -> bool:
    """Take a number of UNIT 1, UNIT 2 AND UNIT 3 as one of several; False where it is none."""
    n = text.state[sh.N_ITEMS]
    if n == 0 or not text.state[sh.PENDING] or text.state[sh.PENDING] & sh.WEAK_MARK:
        return False
    before = text.items[n - 1]
    same = before[sh.MARKED] and before[sh.MARK_KEY] == text.state[sh.P_FLAGS]
    same = same and before[sh.AT] == text.state[sh.N_WORDS] and not before[sh.SECOND]
    if not same or before[sh.LO] in (0, value) or before[sh.LETTER] or letter:
        return False
    before[sh.LO] = several(before[sh.LO], value, 0, 0)
    before[sh.HI] = before[sh.LO]
    text.state[sh.PENDING] = 0
    text.state[sh.LAST] = sh.AFTER_NUMBER
    return True


@inlined
def number_at(text: Text, data: U8, at: int) -> tuple[int, int]:
    """Return the number that begins at ``at`` or after spaces, and where it ends; 0 for none."""
    stop, value = text.state[sh.END], 0
    while at < stop and data[at] == _SPACE:
        at += 1
    while at < stop and is_digit(data[at]):
        value = min(10 * value + int(data[at]) - 48, sh.POSITION)
        at += 1
    return value, at


@inlined
def another_follows(text: Text, data: U8, at: int) -> bool:
    """Tell whether a comma, an ampersand or AND stands at ``at`` or after spaces."""
    stop = text.state[sh.END]
    while at < stop and data[at] == _SPACE:
        at += 1
    if at < stop and data[at] in (_COMMA, _AMPERSAND):
        return True
    return bool(at + 3 < stop and data[at] == 65 and data[at + 1] == 78 and data[at + 2] == 68)


@inlined
def goes_on_after_comma(text: Text, data: U8, comma: int) -> bool:
    """Tell whether a list goes on after a comma: UNITS 1, 2 AND 3, or 10, 11 AND 12 MILL LANE.

    The second number of several units is one of them; a later one is where another or AND follows
    it. Without a mark they are houses beside each other, as 5 and 12 of 5, 12 MILL LANE are not.
    """
    if not follows_number(text):
        return False
    before = text.items[text.state[sh.N_ITEMS] - 1]
    value, end = number_at(text, data, comma + 1)
    if before[sh.LO] == 0 or value == 0:
        return False
    if not before[sh.MARKED]:
        beside = 0 < value - before[sh.HI] <= _BESIDE and before[sh.LETTER] == 0
        return bool(beside and another_follows(text, data, end))
    if not before[sh.MARKED] & sh.PLURAL_MARK:
        return False
    return before[sh.LO] < sh.POSITION or another_follows(text, data, end)


@inlined
def closes_range(text: Text, value: int, letter: int) -> bool:
    """Tell whether a number ends the range that the number before it began, and end it.

    Of marked numbers (UNITS 2-3) the range is a number of its own: it is none of its units.
    """
    if not follows_number(text):
        return False
    before = text.items[text.state[sh.N_ITEMS] - 1]
    join, low = text.state[sh.JOIN], before[sh.LO]
    if join == sh.BY_SLASH or low == 0 or before[sh.SECOND]:
        return False
    if before[sh.HI] != low and not (join == sh.BY_JOINER and value > before[sh.HI]):
        return False
    if join == sh.BY_SPACE:
        even = (value - low) % 2 == 0 and low < value <= low + _LONGEST_RANGE
        next_door = value == low + 1 and low >= _SURELY_HOUSE
        if before[sh.MARKED] or before[sh.LETTER] or not (even or next_door):
            return False
    elif before[sh.MARKED]:
        before[sh.LO] = several(low, value, before[sh.LETTER], letter)
        before[sh.HI] = before[sh.LO]
        before[sh.LETTER] = 0
        return True
    elif value < low and value < 10 and low >= 10:
        value = low - low % 10 + value
    before[sh.HI] = max(low, value)
    return True
