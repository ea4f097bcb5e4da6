"""Which words of an address are only those of its locality, town or county.

A row that has them in its name or street does not agree by them: SHREWSBURY CASTLE is not a surgery
in SHREWSBURY, and the way to a town (GLOSSOP ROAD) is not a school in it.
"""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_parts import number_before, parts
from .shapes import I64, U8, Query, Text

_NAME_AND_STREET = 2  # segments
_KINDS = sh.TYPE | sh.BUILDING | sh.MARK | sh.WEAK_MARK | sh.KINDS | sh.PART_WORD


@inlined
def names_a_kind(text: Text, segment: int) -> bool:
    """Tell whether a segment holds a word of a kind of street, building or land: maybe a name."""
    found = False
    for at in range(text.state[sh.N_WORDS]):
        found = found or (text.segments[at] == segment and text.flags[at] & _KINDS != 0)
    return found


@inlined
def has_street(text: Text, part: I64) -> bool:
    """Tell whether the address surely has a street: with a number before it, or with its kind."""
    found = number_before(text) >= 0
    for at in range(text.state[sh.N_WORDS]):
        found = found or (part[at] == sh.STREET and text.flags[at] & sh.STREET_END != 0)
    return found


@inlined
def street_segment(text: Text, part: I64) -> int:
    """Return the first segment with a word of the street, 0 for none."""
    for at in range(text.state[sh.N_WORDS]):
        if part[at] == sh.STREET:
            return int(text.segments[at])
    return 0


@inlined
def mark_towns(data: U8, text: Text, query: Query, part: I64) -> None:
    """Keep which words (bits) stand only after the street, and which only in segments before it.

    What follows counts in segments that name no kind, or where nothing separates the text. Without
    a sure street the third segment and later ones follow it. Also which words no name has: they
    stand only in later segments that name no kind, or in a sure street and behind it. ``part`` is
    room.
    """
    parts(data, text, part)
    towns, before, others, names = 0, 0, 0, 0
    sure, street = has_street(text, part), street_segment(text, part)
    for at in range(text.state[sh.N_WORDS]):
        segment = text.segments[at]
        no_kind = not names_a_kind(text, segment)
        apart = text.state[sh.N_SEGMENT] == 0 or no_kind
        if not (sure and part[at] != sh.NAME) and not (segment and no_kind):
            names |= 1 << query.firsts[at]
        if apart and (part[at] == sh.TAIL if sure else segment >= _NAME_AND_STREET):
            towns |= 1 << query.firsts[at]
        elif segment < street:
            before |= 1 << query.firsts[at]
        else:
            others |= 1 << query.firsts[at]
    query.counts[4] = towns & ~(others | before)
    query.counts[5] = before & ~(others | towns)
    query.counts[6] = (towns | before | others) & ~names
