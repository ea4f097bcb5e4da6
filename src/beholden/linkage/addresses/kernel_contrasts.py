"""Words that contradict each other: North Street and South Street, an infant and a junior school.

One side has one of them, the other side another of the same group, and neither has both.
"""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .shapes import F64, Scratch, Text

_SECOND, _SIXTH, _TOP, _LOWER = 3, 7, 8, 10  # codes of floors: see vocabulary.py


@inlined
def contrast_bit(flags: int) -> int:
    """Return a bit for the group of contrasting words that a word belongs to, or 0.

    Floors' words are told by their floor: FIRST AVENUE and SECOND AVENUE, UPPER and LOWER.
    """
    code = flags >> sh.FLOOR_SHIFT & sh.KIND_BITS
    if flags & sh.FLOOR_ORDINAL:
        if _SECOND - 1 <= code <= _SIXTH:
            return 1 << sh.ORDINALS
        return 1 << sh.VERTICAL if _TOP <= code <= _LOWER else 0
    return 1 << code if flags & sh.CONTRAST_WORD else 0


@inlined
def of_street(text: Text, at: int) -> bool:
    """Tell whether a word stands before a street's kind, as in CHURCH ROAD."""
    after = at + 1
    return bool(
        after < text.state[sh.N_WORDS]
        and text.segments[after] == text.segments[at]
        and text.flags[after] & sh.STREET_END
    )


@inlined
def of_address(scratch: Scratch, mask: int, main: int) -> int:
    """Return the groups of the contrasting words that the address has and the row has not.

    They count up to the end of name and street: a town or county says less.
    """
    text, query, found = scratch.text, scratch.query, 0
    for at in range(query.counts[0]):
        if at > scratch.state[sh.LAST_MET] + 1:
            break
        ends = at > scratch.state[sh.LAST_MET] and text.segments[at] != main
        if not (ends or mask >> query.firsts[at] & 1):
            found |= contrast_bit(text.flags[at]) & ~(sh.PURPOSES if of_street(text, at) else 0)
    return found


@inlined
def bears_another_name(scratch: Scratch, mask: int) -> bool:
    """Tell whether the address has a home of the row's kind by another name: OAK and BEECH HOUSE.

    ``state[ALIAS]`` tells whether a word that the address lacks stands before the row's kind. What
    the row has only in its street is no name: YORK LODGE is not CASTLE LODGE, YORK ROW.
    """
    text, query, another = scratch.text, scratch.query, False
    for at in range(1, query.counts[0]):
        home = contrast_bit(text.flags[at]) >> sh.HOMES & 1 and mask >> query.firsts[at] & 1
        if home and text.segments[at - 1] == text.segments[at]:
            if scratch.state[sh.NAMES] >> query.firsts[at - 1] & 1:
                return False
            another = True
    return another and scratch.state[sh.ALIAS] == 1


@inlined
def purposes_met(scratch: Scratch, mask: int) -> int:
    """Return the purposes (bits) that both sides tell by the same word."""
    text, found = scratch.text, 0
    for at in range(scratch.query.counts[0]):
        if mask >> scratch.query.firsts[at] & 1:
            found |= contrast_bit(text.flags[at]) & sh.PURPOSES
    return found


@inlined
def serve_otherwise(scratch: Scratch, mask: int, asked: int, listed: int) -> bool:
    """Tell whether each side is told by a purpose, no two of them alike: a hall and a school."""
    mine, theirs = asked & sh.PURPOSES, listed & sh.PURPOSES
    return bool(mine and theirs and not (mine & theirs or purposes_met(scratch, mask)))


@inlined
def compare_contrasts(scratch: Scratch, mask: int, main: int, land: int, found: F64) -> None:
    """Fill whether words contradict, homes of one name differ in kind, or land is told by a side.

    ``land`` is not 0 where both are land: there a side that one alone tells is another piece, and
    so is land whose street the address does not have.
    """
    asked, listed = of_address(scratch, mask, main), scratch.state[sh.CONTRASTS]
    both, home = asked & listed & ~sh.PURPOSES, 1 << sh.HOMES
    found[sh.F_OPPOSED] = 1.0 if both & ~home else 0.0
    differ = both & home or bears_another_name(scratch, mask)
    differ = differ or serve_otherwise(scratch, mask, asked, listed)
    found[sh.F_HOMES_DIFFER] = 1.0 if differ else 0.0
    side = (asked >> sh.COMPASS & 1) + scratch.state[sh.ASIDE]
    elsewhere = scratch.sums[sh.MISSED + sh.STREET] > 0.0 and found[sh.F_STREET] == 0.0
    found[sh.F_SIDED] = 1.0 if land and (side == 1 or elsewhere) else 0.0
