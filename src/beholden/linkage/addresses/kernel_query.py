"""Make one address ready to be compared: its words' numbers and weights, its number records."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_bounds import known_word
from .kernel_hash import hash_more, hash_of
from .kernel_numbers import packed, resolve
from .kernel_words import letters_of
from .shapes import U8, Index, Query, Text

_SLOT = sh.SLOTS - 1
PAIR = 64
_SHORTEST_HALF = 4


@inlined
def slot_of(word: int) -> int:
    """Return where the search for a word begins in the small table."""
    return ((word * 0x9E3779B1) >> 12) & _SLOT


@inlined
def meet(query: Query, word: int) -> int:
    """Return the place in the address of a word of the gazetteer (PAIR and more: of two), or -1."""
    at = slot_of(word)
    while query.slots[at] >= 0:
        if query.slots[at] == word:
            return int(query.marks[at])
        at = (at + 1) & _SLOT
    return -1


@inlined
def mark(query: Query, word: int, place: int) -> None:
    """Remember where a word stands in the address, unless it stood before."""
    at = slot_of(word)
    while query.slots[at] >= 0:
        if query.slots[at] == word:
            return
        at = (at + 1) & _SLOT
    query.slots[at] = word
    query.marks[at] = place


@inlined
def weigh(text: Text, data: U8, index: Index, query: Query) -> None:
    """Set the words' numbers and weights; a word the gazetteer does not know weighs half."""
    for at in range(text.state[sh.N_WORDS]):
        word = known_word(index, text.hashes[at])
        flags = text.flags[at]
        weight = float(index.weights[word]) if word >= 0 else sh.UNKNOWN
        if flags & sh.TYPE:
            weight = min(weight, sh.OF_TYPE)
        elif flags & sh.BUILDING:
            weight = min(weight, sh.OF_BUILDING)
        query.ids[at] = word
        query.letters[at] = letters_of(data, text.starts[at], text.lengths[at])
        query.weights[at] = weight
        query.firsts[at] = at
        for before in range(at):
            if text.hashes[before] == text.hashes[at]:
                query.firsts[at] = before
                break
    query.counts[0] = text.state[sh.N_WORDS]


@inlined
def mark_halves(data: U8, text: Text, index: Index, query: Query, at: int) -> None:
    """Mark the two words that an unknown word is made of, where a space was left out."""
    start, length = text.starts[at], text.lengths[at]
    best, first, second = 0.0, -1, -1
    for cut in range(_SHORTEST_HALF, length - _SHORTEST_HALF + 1):
        one = known_word(index, hash_of(data, start, cut))
        if one < 0:
            continue
        other = known_word(index, hash_of(data, start + cut, length - cut))
        if other >= 0 and min(index.weights[one], index.weights[other]) > best:
            best = min(index.weights[one], index.weights[other])
            first, second = one, other
    if first >= 0:
        mark(query, first, at)
        mark(query, second, at)


@inlined
def mark_words(data: U8, text: Text, index: Index, query: Query) -> None:
    """Mark the words of the address, then each two neighbours written as one word."""
    for at in range(sh.SLOTS):
        query.slots[at] = -1
    for at in range(query.counts[0]):
        if query.ids[at] >= 0:
            mark(query, query.ids[at], at)
    for at in range(query.counts[0]):  # a word that stands for itself comes before its halves
        if query.ids[at] < 0 and text.lengths[at] >= 2 * _SHORTEST_HALF:
            mark_halves(data, text, index, query, at)
    for at in range(query.counts[0] - 1):
        after = at + 1
        if text.segments[at] == text.segments[after]:
            key = hash_more(text.hashes[at], data, text.starts[after], text.lengths[after])
            pair = known_word(index, key)
            if pair >= 0:
                mark(query, pair, PAIR + at)


@inlined
def anchor_of(text: Text, first: int, last: int) -> int:
    """Return which word the last number of segments first–last stands before, or -1.

    A flat's marked number, or 2/1, is asked only where there is no other.
    """
    after, marked = -1, 1
    for i in range(text.state[sh.N_ITEMS]):
        item = text.items[i]
        paired = item[sh.SECOND] or (
            i + 1 < text.state[sh.N_ITEMS] and text.items[i + 1, sh.SECOND]
        )  # fmt: skip
        of_flat = 1 if item[sh.MARKED] or paired else 0
        if of_flat <= marked and first <= item[sh.SEGMENT] <= last:
            after, marked = item[sh.AT], of_flat
    if after < 0:
        return -1
    for at in range(after, text.state[sh.N_WORDS]):
        if not text.flags[at] & sh.STREET_END:
            return at
    return -1


@inlined
def segment_has_words(text: Text, segment: int) -> bool:
    """Tell whether a segment holds a word."""
    found = False
    for at in range(text.state[sh.N_WORDS]):
        found = found or text.segments[at] == segment
    return found


@inlined
def joins_record(query: Query, n: int) -> bool:
    """Tell whether record ``n`` says the same as an earlier one, which then stands for both."""
    for k in range(n):
        same = query.anchors[k] == query.anchors[n] or query.records[n, sh.B_LO] == 0
        for i in range(sh.RECORD):
            same = same and query.records[k, i] == query.records[n, i]
        if same:
            query.record_segments[k] |= query.record_segments[n]
            return True
    return False


@inlined
def resolve_segments(text: Text, query: Query) -> None:
    """Set the number records: of the whole text, then of each segment with words.

    Numbers that stand alone between commas belong to the next segment with words.
    """
    resolve(text, 0, sh.MAX_WORDS, query.records[0])
    query.packed[0] = packed(query.records[0])
    query.anchors[0] = anchor_of(text, 0, sh.MAX_WORDS)
    query.record_segments[0] = 0
    query.counts[1] = 1
    # Without a number, or in one segment, every record would say the same.
    if text.state[sh.N_ITEMS] == 0 or text.state[sh.N_SEGMENT] == 0:
        return
    n, first = 1, 0
    for segment in range(text.state[sh.N_SEGMENT] + 1):
        if n < sh.MAX_RECORDS and segment_has_words(text, segment):
            resolve(text, first, segment, query.records[n])
            query.anchors[n] = anchor_of(text, first, segment)
            query.record_segments[n] = 1 << min(segment, sh.SEGMENTS - 1)
            first = segment + 1
            n = n if joins_record(query, n) else n + 1
    query.counts[1] = n
