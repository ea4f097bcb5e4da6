"""Others like the one asked for: if they are listed and it is not, it is not the row they share."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_bounds import block_of_row, first_row, first_word, last_row, last_word, word_number
from .kernel_numbers import has_sub, numbered, same_sub, unpacked
from .shapes import F64, I64, Index, Scratch

_NEAR_ROWS = 512


@inlined
def share_street(index: Index, row: int, other: int) -> bool:
    """Tell whether a row has a word of another row's street that is not only a kind.

    The other row has a number, which tells best where its street begins.
    """
    for i in range(first_word(index, other), last_word(index, other)):
        word = int(index.row_words[i])
        number = word_number(index, word)
        if word >> sh.PART_SHIFT == sh.STREET and not index.flags[number] & sh.STREET_END:
            for j in range(first_word(index, row), last_word(index, row)):
                if word_number(index, int(index.row_words[j])) == number:
                    return True
    return False


@inlined
def is_sibling(other: I64, mine: I64) -> bool:
    """Tell whether numbers are those of another flat of the building, or of a house of the street.

    The street is asked where the row itself has no number.
    """
    if not numbered(mine):
        return numbered(other)
    return has_sub(other) and not same_sub(other, mine) and bool(other[sh.B_LO] == mine[sh.B_LO])


@inlined
def siblings(index: Index, scratch: Scratch, row: int) -> float:
    """Return how many others like the one asked for are listed: 0, 0.5 for one, 1 for more.

    They are looked for near the row in its postcode: other flats of its building, or, where it has
    no number, numbers of its street.
    """
    block = block_of_row(index, row)
    mine = scratch.record
    unpacked(index.numbers[row], mine)
    found = 0
    first = max(first_row(index, block), row - _NEAR_ROWS)
    for near in range(first, min(last_row(index, block), row + _NEAR_ROWS)):
        if index.numbers[near] == index.numbers[row] or index.uprns[near] == index.uprns[row]:
            continue
        unpacked(index.numbers[near], scratch.words)
        if is_sibling(scratch.words, mine) and share_street(index, row, near):
            found += 1
            if found == 2:
                break
    return 0.5 * found


@inlined
def siblings_matter(how: int) -> bool:
    """Tell whether other flats of the building speak against a row whose numbers stand so."""
    return how in (sh.ROOM_OF, sh.PARENT, sh.CHILD, sh.SUFFIX, sh.ROW_UNNUMBERED)


@inlined
def whole_building(scratch: Scratch, how: int) -> bool:
    """Tell whether a row is a building of which the address may mean a flat all the same.

    It does in a range, or where its number stands before the building's name, and the row's before
    the street: 14 CHAPEL HOUSE, KING ROAD and CHAPEL HOUSE, 14 KING ROAD.
    """
    may = how == sh.RANGE or (how == sh.EXACT and scratch.state[sh.OF_NAME] != 0)
    return bool(may and not has_sub(scratch.record))


@inlined
def named(scratch: Scratch) -> bool:
    """Tell whether the row has a name beside its street."""
    return bool(scratch.sums[sh.NAME] + scratch.sums[sh.MISSED + sh.NAME] > 0.0)


@inlined
def fill_others(index: Index, scratch: Scratch, row: int, found: F64) -> None:
    """Fill how many other flats of the building, or numbers of the street, are listed."""
    how = int(found[sh.F_RELATION])
    ask = siblings_matter(how) or whole_building(scratch, how)
    others = siblings(index, scratch, row) if ask else 0.0
    if how == sh.CHILD and not named(scratch):  # a flat that is listed has a house around it
        others = max(others, 0.5)
    found[sh.F_SIBLINGS] = 0.0 if how == sh.ROW_UNNUMBERED else others
    found[sh.F_NEIGHBOURS] = others if how == sh.ROW_UNNUMBERED else 0.0
