"""Compare one address with one row of the gazetteer: the features of a candidate."""

from __future__ import annotations

import math

import numpy as np

from . import shapes as sh
from .compiled import inlined
from .kernel_bounds import block_of_row, first_row, first_word, last_row, last_word, word_number
from .kernel_near import near_position
from .kernel_numbers import describes, has_sub, names_a_street, relation, same_sub, unpacked
from .kernel_query import PAIR, meet
from .shapes import F64, U8, Card, Index, Scratch

_MISSED, _FUZZY = 3, 6  # places in Scratch.sums, after what was met in each part
_NEAR_WORTH, _KNOWN_NEAR_WORTH = 0.8, 0.6
_NEAR_ROWS = 512
_MUCH, _EVIDENCE, _DESCRIBED, _SAME_STREET, _NAMED = 1.5, 3.0, 0.375, 0.7, 2.0


@inlined
def share(mass: float) -> float:
    """Return a mass of words as 0–1, where 1.5 (two rare words) and more are 1."""
    return min(1.0, mass / _MUCH)


@inlined
def take_row_word(data: U8, index: Index, scratch: Scratch, packed: int) -> int:
    """Count one word of a row as met or missed; return which words of the address it is (bits)."""
    word, part, sums = word_number(index, packed), packed >> sh.PART_SHIFT, scratch.sums
    weight = float(index.weights[word])
    at = meet(scratch.query, word)
    if at >= 0:
        sums[part] += weight
        return 3 << (at - PAIR) if at >= PAIR else 1 << at
    at = near_position(data, index, scratch, word)
    if at < 0:
        sums[_MISSED + part] += weight
        return 0
    worth = weight * (_KNOWN_NEAR_WORTH if scratch.query.ids[at] >= 0 else _NEAR_WORTH)
    sums[part] += worth
    sums[_MISSED + part] += weight - worth
    sums[_FUZZY] += worth
    return 1 << at


@inlined
def compare_words(data: U8, index: Index, scratch: Scratch, row: int, found: F64) -> int:
    """Fill the row's side of the word features; return which words of the address were met (bits).

    ``scratch.state`` gets those that were met in the row's name and street.
    """
    kinds, types, mask, core, sums = 0, 0, 0, 0, scratch.sums
    for i in range(sums.size):
        sums[i] = 0.0
    for i in range(first_word(index, row), last_word(index, row)):
        packed = int(index.row_words[i])
        bits = take_row_word(data, index, scratch, packed)
        flags = index.flags[word_number(index, packed)]
        kinds |= flags & sh.KINDS
        types |= flags & sh.TYPE if bits == 0 else 0
        mask |= bits
        core |= bits if packed >> sh.PART_SHIFT != sh.TAIL else 0
    scratch.state[sh.CORE] = core if core else mask
    found[sh.F_TYPE] = types
    found[sh.F_KIND] = kinds
    fill_words(sums, found)
    return mask


@inlined
def part_met(sums: F64, part: int) -> float:
    """Return the share of a part's words that was met, 1 where the row has none."""
    total = sums[part] + sums[_MISSED + part]
    return float(sums[part] / total) if total > 0.0 else 1.0


@inlined
def fill_words(sums: F64, found: F64) -> None:
    """Fill the row's side of the word features from what was met and missed in each part."""
    met = sums[sh.NAME] + sums[sh.STREET] + sums[sh.TAIL]
    found[sh.F_STREET] = part_met(sums, sh.STREET)
    found[sh.F_NAME_MISSED] = share(sums[_MISSED + sh.NAME])
    found[sh.F_NAME_HIT] = share(sums[sh.NAME])
    found[sh.F_TAIL_MISSED] = 1.0 - part_met(sums, sh.TAIL)
    found[sh.F_EVIDENCE] = min(1.0, met / _EVIDENCE)
    found[sh.F_FUZZY] = sums[_FUZZY] / met if met > 0.0 else 0.0
    found[sh.F_TOWNS_DIFFER] = sums[_MISSED + sh.TAIL]


@inlined
def last_met(scratch: Scratch, mask: int) -> int:
    """Return the last word of the address that was met, generic ones apart; -1 for none."""
    query, last = scratch.query, -1
    for at in range(query.counts[0]):
        if mask >> query.firsts[at] & 1 and query.weights[at] >= sh.NOT_GENERIC:
            last = at
    return last


@inlined
def main_segment(scratch: Scratch, segments: int) -> int:
    """Return the segment with the most words met of the row's name and street."""
    query, text = scratch.query, scratch.text
    main, most = 0, 0.0
    for segment in range(segments):
        mass = 0.0
        for at in range(query.counts[0]):
            if min(text.segments[at], sh.SEGMENTS - 1) == segment:
                mass += query.weights[at] if scratch.state[sh.CORE] >> query.firsts[at] & 1 else 0.0
        if mass >= most and mass > 0.0:
            main, most = segment, mass
    return main


@inlined
def weigh_segments(scratch: Scratch, mask: int) -> int:
    """Fill what is met and missed in each segment; return the one where the address sits.

    It is the one with the most words met of the row's name and street, the later of two alike:
    descriptions come first.
    """
    query, text, mass = scratch.query, scratch.text, scratch.masses
    segments = min(text.state[sh.N_SEGMENT] + 1, sh.SEGMENTS)
    for segment in range(segments):
        mass[segment] = 0.0
        mass[sh.SEGMENTS + segment] = 0.0
    for at in range(query.counts[0]):
        if query.firsts[at] == at or mask >> query.firsts[at] & 1:
            segment = min(text.segments[at], sh.SEGMENTS - 1)
            met = mask >> query.firsts[at] & 1
            mass[segment if met else sh.SEGMENTS + segment] += query.weights[at]
    return main_segment(scratch, segments)


@inlined
def cover(scratch: Scratch, mask: int, found: F64) -> int:
    """Fill the address's side of the word features; return the segment where the address sits.

    Words missed in that segment count apart from those of segments before it (a description, a
    business's name) and from what follows the last word met (a county). Words met in segments
    before that are mostly missed are spread: they may be there by chance.
    """
    query, text, mass = scratch.query, scratch.text, scratch.masses
    main, last = weigh_segments(scratch, mask), last_met(scratch, mask)
    inside, outside, after, spread = 0.0, 0.0, 0.0, 0.0
    for at in range(query.counts[0]):
        if mask >> query.firsts[at] & 1 or query.firsts[at] != at:
            continue
        if at > last:
            after += query.weights[at]
        elif text.segments[at] >= main:
            inside += query.weights[at]
        else:
            outside += query.weights[at]
    for segment in range(main):
        if mass[sh.SEGMENTS + segment] >= mass[segment]:
            spread += mass[segment]
    found[sh.F_INSIDE] = share(inside)
    found[sh.F_OUTSIDE] = share(outside)
    found[sh.F_AFTER] = share(after)
    found[sh.F_SPREAD] = share(spread)
    found[sh.F_NAMES_DIFFER] = min(found[sh.F_NAME_MISSED], share(inside + outside))
    found[sh.F_TOWNS_DIFFER] = share(min(found[sh.F_TOWNS_DIFFER], after))
    gap = max(found[sh.F_NAME_MISSED], 1.0 - found[sh.F_STREET])
    found[sh.F_WHOLE] = 1.0 - max(gap, found[sh.F_INSIDE])
    return main


@inlined
def compare_kinds(scratch: Scratch, mask: int, main: int, found: F64) -> None:
    """Fill whether the streets' kinds conflict, and whether one is land, a garage or parking.

    On the address's side both are looked for where the address sits.
    """
    types, kinds = 0, 0
    for at in range(scratch.query.counts[0]):
        if min(scratch.text.segments[at], sh.SEGMENTS - 1) == main:
            kinds |= scratch.text.flags[at] & sh.KINDS
            if not mask >> scratch.query.firsts[at] & 1:
                types |= scratch.text.flags[at] & sh.TYPE
    found[sh.F_TYPE] = 1.0 if types and found[sh.F_TYPE] > 0.0 else 0.0
    found[sh.F_KIND] = 1.0 if kinds != int(found[sh.F_KIND]) else 0.0


@inlined
def leftover(scratch: Scratch, main: int) -> float:
    """Return how much numbers outside the used segment speak: 1, or less where it is elsewhere.

    A long description, or one that names a street of its own, tells of another place.
    """
    text = scratch.text
    for i in range(text.state[sh.N_ITEMS]):
        segment = text.items[i, sh.SEGMENT]
        elsewhere = describes(text, segment) or names_a_street(text, segment)
        if min(segment, sh.SEGMENTS - 1) != main and not elsewhere:
            return 1.0
    return _DESCRIBED


@inlined
def compare_numbers(scratch: Scratch, mask: int, main: int, order: F64, found: F64) -> None:
    """Fill the best relation of numbers: of the whole text, or of where the address sits.

    A number is adrift where the row lacks the word that the number stands before in the address.
    """
    query = scratch.query
    best, used = scratch.relations[0], 0
    for k in range(1, query.counts[1]):
        other = scratch.relations[k]
        if query.record_segments[k] >> main & 1 and order[other] > order[best]:
            best, used = other, k
    nameless = found[sh.F_NAME_HIT] == 0.0 and scratch.record[sh.B_LO] != 0
    if best == sh.BUILDING_IS_FLAT and nameless:  # 5 MILL LANE is not FLAT 5, 11 MILL LANE
        best = sh.CONFLICT
    found[sh.F_RELATION] = best
    found[sh.F_LEFTOVER] = leftover(scratch, main) if used else 0.0
    anchor = query.anchors[used]
    adrift = anchor >= 0 and not mask >> query.firsts[anchor] & 1
    found[sh.F_ANCHOR] = 1.0 if adrift else 0.0


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


@inlined
def share_street(index: Index, row: int, other: int) -> bool:
    """Tell whether two rows share a word of their streets that is not only a kind."""
    for i in range(first_word(index, row), last_word(index, row)):
        word = index.row_words[i]
        number = word_number(index, int(word))
        if int(word) >> sh.PART_SHIFT == sh.STREET and not index.flags[number] & sh.STREET_END:
            for j in range(first_word(index, other), last_word(index, other)):
                if index.row_words[j] == word:
                    return True
    return False


@inlined
def siblings(index: Index, scratch: Scratch, row: int) -> float:
    """Return how many other flats of the row's building are listed: 0, 0.5 for one, 1 for more.

    They are looked for near it in its postcode: the same building number and street, another flat.
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
        flat = has_sub(scratch.words) and not same_sub(scratch.words, mine)
        if flat and scratch.words[sh.B_LO] == mine[sh.B_LO] and share_street(index, row, near):
            found += 1
            if found == 2:
                break
    return 0.5 * found


@inlined
def at_home(scratch: Scratch, found: F64) -> float:
    """Return 1 for a row of another postcode where the address's own one has its street.

    The address then belongs there, and is only not listed. Rows of its own postcode come first.
    """
    if found[sh.F_POSTCODE] != sh.PC_SAME:
        return float(scratch.state[sh.HOME])
    if found[sh.F_STREET] >= _SAME_STREET and found[sh.F_ANCHOR] == 0.0:
        scratch.state[sh.HOME] = 1
    return 0.0


@inlined
def named_here(found: F64) -> float:
    """Return how far a name agrees within one postcode: there, few houses share a rare word."""
    if found[sh.F_POSTCODE] != sh.PC_SAME:
        return 0.0
    return float(min(1.0, _NAMED * found[sh.F_NAME_HIT]) * (1.0 - found[sh.F_NAME_MISSED]))


@inlined
def siblings_matter(how: int) -> bool:
    """Tell whether other flats of the building speak against a row whose numbers stand so."""
    return how in (sh.ROOM_OF, sh.PARENT, sh.CHILD, sh.SUFFIX, sh.RANGE, sh.ROW_UNNUMBERED)


@inlined
def line_value(table: F64, x: float) -> float:
    """Return a line's value at ``x`` (0–1), between the points of its table."""
    place = x * (sh.GRID - 1)
    at = max(0, min(int(place), sh.GRID - 2))
    return float(table[at] + (place - at) * (table[at + 1] - table[at]))


@inlined
def score(found: F64, card: Card) -> float:
    """Return a candidate's log-odds against there being no such place (see scorecard.py)."""
    total = card.relations[int(found[sh.F_RELATION])] + card.postcodes[int(found[sh.F_POSTCODE])]
    for line in range(sh.LINES):
        total += line_value(card.lines[line], found[line + 2])
    return float(total)


@inlined
def relations_of(index: Index, scratch: Scratch, row: int) -> None:
    """Leave in scratch how each record of the address stands to the row's numbers."""
    unpacked(index.numbers[row], scratch.record)
    for k in range(scratch.query.counts[1]):
        scratch.relations[k] = relation(scratch.query.records[k], scratch.record)


@inlined
def best_relation(index: Index, scratch: Scratch, row: int, order: F64) -> float:
    """Return the most that the row's numbers can count, for any record of the address."""
    query = scratch.query
    number = index.numbers[row]
    if number == query.packed[0] and number != np.uint64(0):
        return float(order[sh.EXACT])
    unpacked(number, scratch.record)
    best = -math.inf
    for k in range(query.counts[1]):
        best = max(best, order[relation(query.records[k], scratch.record)])
    return float(best)


@inlined
def compare(data: U8, index: Index, scratch: Scratch, row: int, postcode: int, card: Card) -> float:
    """Fill ``scratch.trial`` with the features of a row; return its score."""
    found = scratch.trial
    relations_of(index, scratch, row)
    mask = compare_words(data, index, scratch, row, found)
    main = cover(scratch, mask, found)
    compare_kinds(scratch, mask, main, found)
    compare_numbers(scratch, mask, main, card.relations, found)
    own = index.postcodes[block_of_row(index, row)]
    found[sh.F_POSTCODE] = postcode_level(postcode, own)
    found[sh.F_NAMED] = named_here(found)
    found[sh.F_HOME] = at_home(scratch, found)
    matter = siblings_matter(int(found[sh.F_RELATION]))
    found[sh.F_SIBLINGS] = siblings(index, scratch, row) if matter else 0.0
    return score(found, card)
