"""Which part each word of a text plays: a name, the street, or the locality and town after it."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .shapes import I64, U8, Text

_FAR = 6
_S = 83


@inlined
def number_before(text: Text) -> int:
    """Return before which word the last number stands that no mark makes a flat's, or -1."""
    after = -1
    for i in range(text.state[sh.N_ITEMS]):
        item = text.items[i]
        if not item[sh.MARKED] and item[sh.LO] and item[sh.AT] < text.state[sh.N_WORDS]:
            after = item[sh.AT]
    return after


@inlined
def leads(flags: int) -> bool:
    """Tell whether a word is a kind that stands before its street's name: FFORDD Y PARC."""
    return bool(flags & sh.TYPE and flags >> sh.FLOOR_SHIFT & sh.KIND_BITS == sh.LEADS)


@inlined
def street_end(text: Text, first: int) -> int:
    """Return the last word of the street that begins at word ``first``.

    It is the first word that ends a street's name; else the last of any kind that is near; else, or
    where a kind stands first, the end of the segment, or two words where nothing separates the
    text.
    """
    words, segment = text.state[sh.N_WORDS], text.segments[first]
    last, kind = first, -1
    for at in range(first, min(words, first + _FAR)):
        if text.segments[at] != segment:
            break
        last = at
        if text.flags[at] & sh.STREET_END and at > first:
            return at
        if text.flags[at] & sh.TYPE and not leads(text.flags[at]):
            kind = at
    if kind >= 0:
        return kind
    return last if text.state[sh.N_SEGMENT] else min(first + 1, words - 1)


@inlined
def is_saint(data: U8, text: Text, at: int) -> bool:
    """Tell whether ST is a saint's, as before another word (BURY ST EDMUNDS)."""
    after = at + 1 < text.state[sh.N_WORDS] and text.segments[at + 1] == text.segments[at]
    return bool(after and text.lengths[at] == 2 and data[text.starts[at]] == _S)


@inlined
def street_without_number(data: U8, text: Text) -> int:
    """Return the last word of the street in a text without a building number, or -1.

    It is the first word that ends a street's name; the last one where nothing separates the text,
    because names of places have such words too (GRANGE WALK PLAYING FIELD, HORSEFAIR STREET). A
    kind that stands first has its name behind it.
    """
    weak, strong = -1, -1
    for at in range(1, text.state[sh.N_WORDS]):
        ends = text.flags[at] & sh.STREET_END and not is_saint(data, text, at)
        if ends and text.segments[at - 1] == text.segments[at]:
            strong = at
            if text.state[sh.N_SEGMENT]:
                break
        if text.flags[at] & sh.TYPE and weak < 0:
            weak = at
    end = strong if strong >= 0 else weak
    return street_end(text, end) if end >= 0 and leads(text.flags[end]) else end


@inlined
def street_start(text: Text, end: int) -> int:
    """Return where the street that ends at ``end`` begins: its segment's start, or a word before.

    Where nothing separates the text, a street is taken to have two words.
    """
    if text.state[sh.N_SEGMENT] == 0:
        return end - 1
    first = end
    while first > 0 and text.segments[first - 1] == text.segments[end] and end - first < _FAR:
        first -= 1
    return first


@inlined
def parts(data: U8, text: Text, part: I64) -> None:
    """Write into ``part`` which part each word plays (NAME, STREET or TAIL)."""
    words = text.state[sh.N_WORDS]
    first = number_before(text)
    if first >= 0:
        end = street_end(text, first)
    else:
        end = street_without_number(data, text)
        first = street_start(text, end) if end >= 0 else -1
    for at in range(words):
        if first < 0:
            part[at] = sh.NAME if text.segments[at] == text.segments[0] else sh.TAIL
        else:
            part[at] = sh.NAME if at < first else sh.STREET if at <= end else sh.TAIL
