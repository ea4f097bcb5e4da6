"""Compare one address with one row of the gazetteer: the features of a candidate."""

from __future__ import annotations

import math

import numpy as np

from . import shapes as sh
from .compiled import inlined
from .kernel_bounds import (
    block_of_row,
    first_word,
    last_word,
    local_weight,
    part_told,
    word_number,
)
from .kernel_contrasts import contrast_bit
from .kernel_cover import compare_kinds, cover, share
from .kernel_near import near_position
from .kernel_numbers import describes, relation, unpacked
from .kernel_postcodes import postcode_level
from .kernel_query import PAIR, meet
from .kernel_siblings import fill_others
from .kernel_together import fill_together, named_here
from .shapes import F64, U8, Card, Index, Scratch

_FUZZY = 6  # place in Scratch.sums, after what was met and missed in each part
_NEAR_WORTH, _KNOWN_NEAR_WORTH = 0.8, 0.6
_SAME_STREET, _AGREEING = 0.7, 0.5


@inlined
def take_row_word(data: U8, index: Index, scratch: Scratch, packed: int) -> int:
    """Return which words of the address one word of a row is (bits), and count how far it is met.

    A word that the address has only as its town is met as one (see kernel_towns.py).
    """
    word, sums = word_number(index, packed), scratch.sums
    weight = local_weight(packed)
    at = meet(scratch.query, word)
    if at >= 0:
        bits = 3 << (at - PAIR) if at >= PAIR else 1 << at
        sums[part_met_as(scratch, packed, bits)] += weight
        return bits
    at = near_position(data, index, scratch, word)
    if at < 0:
        sums[sh.MISSED + part_told(packed)] += weight
        return 0
    worth = weight * (_KNOWN_NEAR_WORTH if scratch.query.ids[at] >= 0 else _NEAR_WORTH)
    sums[part_met_as(scratch, packed, 1 << at)] += worth
    sums[sh.MISSED + part_told(packed)] += weight - worth
    sums[_FUZZY] += worth
    return 1 << at


@inlined
def part_met_as(scratch: Scratch, packed: int, bits: int) -> int:
    """Return the part that a row's word plays; what is only the address's town is met as one.

    ``bits`` are the words of the address that it is, 0 for none. A street without a kind (BONDGATE)
    may stand where a town would. A namesake of its town needs more to be met as a name: CORNER
    HOUSE, POOLE is not POOLE LIBRARY, and POOLE ROAD is the way to it.
    """
    part = part_told(packed)
    namesake = np.int64(packed) >> sh.PART_SHIFT == sh.NAMESAKE
    if bits and namesake and bits & ~scratch.query.counts[6] == 0:
        return sh.TAIL
    kind = part == sh.STREET and scratch.state[sh.KIND_TOLD] == 0
    return sh.TAIL if bits and bits & ~scratch.query.counts[4] == 0 and not kind else part


@inlined
def tells_a_kind(index: Index, row: int) -> bool:
    """Tell whether a row's street has a word of a kind of street."""
    found = False
    for i in range(first_word(index, row), last_word(index, row)):
        packed = np.int64(index.row_words[i])
        kind = index.flags[word_number(index, int(packed))] & sh.TYPE
        found = found or (kind != 0 and packed >> sh.PART_SHIFT == sh.STREET)
    return found


@inlined
def begin_words(index: Index, scratch: Scratch, row: int) -> None:
    """Forget what was met and missed of the row before."""
    for i in range(scratch.sums.size):
        scratch.sums[i] = 0.0
    state = scratch.state
    state[sh.TYPES] = state[sh.PARTS] = state[sh.CONTRASTS] = state[sh.ASIDE] = 0
    state[sh.END_MISSED] = 0
    state[sh.KIND_TOLD] = 1 if tells_a_kind(index, row) else 0


@inlined
def note_missed(scratch: Scratch, flags: int, part: int) -> None:
    """Note what a word of the row says that the address lacks: a kind, a part, a contrast."""
    state, contrast = scratch.state, contrast_bit(flags)
    if flags & sh.TYPE:
        state[sh.TYPES] |= sh.TYPE | (sh.STREET_END if part == sh.STREET else 0)
        state[sh.END_MISSED] |= flags & sh.STREET_END
    state[sh.PARTS] |= flags & sh.PART_WORD
    told = contrast & (~sh.PURPOSES if part == sh.STREET else -1)  # no chapel in CHAPEL ROAD
    state[sh.CONTRASTS] |= told if part != sh.TAIL else 0
    state[sh.ASIDE] |= contrast >> sh.COMPASS & 1 if part == sh.NAME else 0


@inlined
def compare_words(data: U8, index: Index, scratch: Scratch, row: int, found: F64) -> int:
    """Fill the row's side of the word features; return which words of the address were met (bits).

    ``scratch.state`` gets those of name and street, and those of the street alone (all where there
    are none), of the name and of the tail alone, and the groups of contrasting words left unmet.
    """
    begin_words(index, scratch, row)
    kinds, mask, body, street, names, alias, unmet, end_met = 0, 0, 0, 0, 0, 0, False, 0
    for i in range(first_word(index, row), last_word(index, row)):
        packed = int(index.row_words[i])
        bits = take_row_word(data, index, scratch, packed)
        part = part_met_as(scratch, packed, bits)
        flags = int(index.flags[word_number(index, packed)])
        kinds |= flags & sh.KINDS if packed >> sh.PART_SHIFT != sh.TAIL else 0
        mask |= bits
        if bits and unmet and contrast_bit(flags) >> sh.HOMES & 1 and part == sh.NAME:
            alias = 1
        unmet = bits == 0 and part == sh.NAME
        if bits == 0:
            note_missed(scratch, flags, part)
        elif part != sh.TAIL:
            body |= bits
            names |= bits if part == sh.NAME else 0
            own = part == sh.STREET and not flags & (sh.TYPE | sh.STREET_END)
            street |= bits if own else 0
            end_met |= 1 if part == sh.STREET and flags & sh.STREET_END else 0
    scratch.state[sh.NAMES] = names & ~street
    scratch.state[sh.TAILS] = mask & ~body
    scratch.state[sh.ALIAS] = alias
    scratch.state[sh.BODY] = body if body else mask
    scratch.state[sh.CORE] = street if street else scratch.state[sh.BODY]
    scratch.state[sh.OWN_STREET] = street
    scratch.state[sh.END_MISSED] |= 1 - end_met
    found[sh.F_KIND] = kinds
    fill_words(scratch, found)
    return mask


@inlined
def part_met(sums: F64, part: int) -> float:
    """Return the share of a part's words that was met, 1 where the row has none."""
    total = sums[part] + sums[sh.MISSED + part]
    return float(sums[part] / total) if total > 0.0 else 1.0


@inlined
def fill_words(scratch: Scratch, found: F64) -> None:
    """Fill the row's side of the word features from what was met and missed in each part."""
    sums = scratch.sums
    found[sh.F_TYPE] = scratch.state[sh.TYPES]
    found[sh.F_PART] = 1.0 if scratch.state[sh.PARTS] else 0.0
    met = sums[sh.NAME] + sums[sh.STREET] + sums[sh.TAIL]
    found[sh.F_STREET] = part_met(sums, sh.STREET)
    found[sh.F_NAME_MISSED] = share(sums[sh.MISSED + sh.NAME])
    found[sh.F_NAME_HIT] = share(sums[sh.NAME])
    found[sh.F_TAIL_MISSED] = 1.0 - part_met(sums, sh.TAIL)
    found[sh.F_FUZZY] = sums[_FUZZY] / met if met > 0.0 else 0.0


@inlined
def belongs(scratch: Scratch, main: int) -> bool:
    """Tell whether a number elsewhere stands with words of the row: 18 MARY HOUSE, 9 HIGH HILL."""
    text, query = scratch.text, scratch.query
    for i in range(text.state[sh.N_ITEMS]):
        before = text.items[i, sh.AT]
        if before >= text.state[sh.N_WORDS]:
            continue
        segment = text.segments[before]  # a number alone between commas belongs to what follows
        if min(segment, sh.SEGMENTS - 1) == main or describes(text, segment):
            continue
        for at in range(text.state[sh.N_WORDS]):
            if text.segments[at] == segment and scratch.state[sh.BODY] >> query.firsts[at] & 1:
                return True
    return False


@inlined
def record_of(scratch: Scratch, main: int, order: F64) -> int:
    """Return which record of the address stands for it: of where it sits, or of the whole text.

    It is the one of where it sits if that has a building's number, unless numbers elsewhere belong
    to the row; else the better. None is better without a number than one whose numbers agree.
    """
    query, best, sits = scratch.query, 0, False
    if query.counts[1] > 1 and belongs(scratch, main):
        return 0
    for k in range(1, query.counts[1]):
        if query.record_segments[k] >> main & 1:
            own = query.records[k, sh.B_LO] != 0
            agrees = scratch.relations[best] <= sh.BUILDING_IS_FLAT
            if agrees and scratch.relations[k] == sh.UNNUMBERED:
                continue
            if order[scratch.relations[k]] > order[scratch.relations[best]] or (own and not sits):
                best = k
            sits = sits or own
    return best


@inlined
def numbers_a_street(scratch: Scratch, main: int) -> bool:
    """Tell whether a number stands before a street's name in a few words of their own elsewhere.

    5 FRONT STREET, HETTON is no place in Hetton without a number; numbers in descriptions say less.
    """
    text, words = scratch.text, scratch.text.state[sh.N_WORDS]
    for i in range(text.state[sh.N_ITEMS]):
        item, at = text.items[i], text.items[i, sh.AT]
        if item[sh.MARKED] or item[sh.BESIDE_IT] or item[sh.LO] == 0 or at >= words:
            continue
        segment = text.segments[at]
        first = at == 0 or text.segments[at - 1] != segment
        if not first or min(segment, sh.SEGMENTS - 1) == main or describes(text, segment):
            continue
        last = at
        while last + 1 < words and text.segments[last + 1] == segment:
            last += 1
        if text.flags[last] & sh.TYPE and last > at:
            return True
    return False


@inlined
def in_tail(scratch: Scratch, anchor: int) -> bool:
    """Tell whether the row has the word that the number stands before only after its street.

    After a kind it may be the town (51 GROVE ROAD, LEWES), or part of a Welsh street (HEOL FAWR).
    """
    if anchor > 0 and scratch.text.flags[anchor - 1] & sh.STREET_END:
        return False
    return not scratch.state[sh.BODY] >> scratch.query.firsts[anchor] & 1


@inlined
def compare_numbers(scratch: Scratch, mask: int, main: int, order: F64, found: F64) -> None:
    """Fill the best relation of numbers: of the whole text, or of where the address sits.

    A number is adrift where the row lacks the named building that the number stands before in the
    address: 4 GROVE COURT, VICTORIA DRIVE is not 4 VICTORIA DRIVE.
    """
    query = scratch.query
    used = record_of(scratch, main, order)
    anchor = query.anchors[used]
    of_name = anchor >= 0 and scratch.state[sh.NAMES] >> query.firsts[anchor] & 1 != 0
    scratch.state[sh.OF_NAME] = 1 if of_name else 0
    how = settled(scratch, used, mask, of_name, found)
    if how == sh.NO_NUMBERS and used and numbers_a_street(scratch, main):
        how = sh.ROW_UNNUMBERED
    elif how == sh.UNNUMBERED and used and numbers_a_street(scratch, main):
        how = sh.CONFLICT
    found[sh.F_RELATION] = how
    lost = anchor >= 0 and not mask >> query.firsts[anchor] & 1
    found[sh.F_ANCHOR] = 1.0 if lost else 0.0
    without = query.records[used, sh.B_LO] == 0
    if lost:
        found[sh.F_STREETS_DIFFER] = 1.0 - found[sh.F_STREET]
    elif anchor >= 0 and not without and in_tail(scratch, anchor):
        found[sh.F_STREETS_DIFFER] = 1.0  # 1 BRIGHTON ROAD, LEWES is not 1 LEWES ROAD, BRIGHTON
    found[sh.F_ADRIFT] = 1.0 if lost and (without or named_after(scratch, anchor, mask)) else 0.0


@inlined
def settled(scratch: Scratch, used: int, mask: int, of_name: bool, words: F64) -> int:
    """Return how the numbers stand, with what the words between them say.

    5 MILL LANE is not FLAT 5, 11 MILL LANE; nor is FLAT 5, 11 MILL LANE 5 MILL LANE. But 3 ELM
    COURT, 11 MILL LANE is 3 ELM COURT, MILL LANE, and 3 ELM COURT, MILL LANE is FLAT 3, ELM COURT,
    3 MILL LANE. 1 MILL LANE is not UNIT 1, ELM ESTATE, MILL LANE. ``of_name`` tells whether the
    address's number stands before the row's name.
    """
    name_hit = words[sh.F_NAME_HIT]
    found, row, query = scratch.relations[used], scratch.record, scratch.query.records[used]
    swapped = found == sh.BUILDING_IS_FLAT or (found == sh.ROW_NO_BUILDING and query[sh.B_LO] != 0)
    of_unit = found == sh.ROLE and query[sh.B_LO] != 0 and row[sh.B_LO] == 0
    if of_unit and name_hit == 0.0 and words[sh.F_NAME_MISSED] >= sh.NOT_GENERIC:
        return sh.CONFLICT
    if swapped and name_hit == 0.0 and row[sh.B_LO] != 0:
        tied = found == sh.ROW_NO_BUILDING and two_names_met(scratch, mask)
        return found if tied else sh.CONFLICT
    twice = row[sh.S_NUM] == row[sh.B_LO] == query[sh.B_LO] and row[sh.S_LET] == 0
    if found == sh.CHILD and of_name and twice:
        return sh.BUILDING_IS_FLAT
    return int(found)


@inlined
def two_names_met(scratch: Scratch, mask: int) -> bool:
    """Tell whether the row has the words that the address's first and last numbers stand before.

    They are two words, as in 3 ELM COURT, 11 MILL LANE.
    """
    text, query = scratch.text, scratch.query
    first, last = text.items[0, sh.AT], text.items[text.state[sh.N_ITEMS] - 1, sh.AT]
    if first >= last or last >= query.counts[0]:
        return False
    return bool(mask >> query.firsts[first] & 1 and mask >> query.firsts[last] & 1)


@inlined
def named_after(scratch: Scratch, anchor: int, mask: int) -> bool:
    """Tell whether the words from ``anchor`` on, which the row lacks, name a building."""
    text = scratch.text
    for at in range(anchor, scratch.query.counts[0]):
        if text.segments[at] != text.segments[anchor]:
            return False
        kind = text.flags[at] & (sh.BUILDING | sh.TYPE) and not text.flags[at] & sh.STREET_END
        if kind:
            return True
        if mask >> scratch.query.firsts[at] & 1:
            return False
    return False


@inlined
def at_home(scratch: Scratch, found: F64) -> float:
    """Return 1 for a row of another postcode where the address's own one has its street.

    The address then belongs there, and is only not listed. A postcode that differs in one place may
    be mistyped, and counts half. Rows of its own postcode come first.
    """
    if found[sh.F_POSTCODE] != sh.PC_SAME:
        near = found[sh.F_POSTCODE] == sh.PC_NEAR
        return float(scratch.state[sh.HOME]) * (0.5 if near else 1.0)
    if found[sh.F_STREET] >= _SAME_STREET and found[sh.F_ANCHOR] == 0.0:
        scratch.state[sh.HOME] = 1
    return 0.0


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
    best, agrees = -math.inf, False
    for k in range(query.counts[1]):
        how = relation(query.records[k], scratch.record)
        best = max(best, order[how])
        agrees = agrees or (how <= sh.BUILDING_IS_FLAT and how != sh.NO_NUMBERS)
    # Numbers that agree come before none, or any flat of a block would do.
    return float(max(best, order[sh.UNNUMBERED] + _AGREEING) if agrees else best)


@inlined
def compare(data: U8, index: Index, scratch: Scratch, row: int, postcode: int, card: Card) -> float:
    """Fill ``scratch.trial`` with the features of a row; return its score."""
    found = scratch.trial
    relations_of(index, scratch, row)
    mask = compare_words(data, index, scratch, row, found)
    main = cover(data, scratch, mask, found)
    compare_kinds(data, scratch, mask, main, found)
    compare_numbers(scratch, mask, main, card.relations, found)
    own = index.postcodes[block_of_row(index, row)]
    found[sh.F_POSTCODE] = postcode_level(postcode, own)
    found[sh.F_NAMED] = named_here(found)
    found[sh.F_HOME] = at_home(scratch, found)
    fill_together(scratch, found)
    fill_others(index, scratch, row, found)
    return score(found, card)
