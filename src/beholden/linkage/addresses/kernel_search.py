"""Look up addresses: candidates from the postcode and from postings, the best places held."""

from __future__ import annotations

import math

import numpy as np

from . import shapes as sh
from .compiled import entry, inlined
from .kernel_bounds import (
    first_posting,
    first_row,
    first_word,
    last_posting,
    last_row,
    last_word,
    posted_row,
    word_number,
)  # fmt: skip
from .kernel_compare import best_relation, compare
from .kernel_index import QUERY_WORDS, SEGMENT_WORDS, rarest, strong_keys, weak_keys
from .kernel_near import near_position
from .kernel_query import PAIR, mark_words, meet, resolve_segments, weigh
from .kernel_read import read_text
from .kernel_towns import mark_towns
from .shapes import F64, I64, U8, Card, Index, Scratch, Words

_TOP = np.uint64(56)
_MOST_POSTINGS = 128
_GENERIC_KEY = 0.12
_LONG, _ALL = 9, (1 << sh.SEGMENTS) - 1  # words of an address that most likely describes
_GOOD_STREET = 0.7
_MET, _MISSED, _NUMBERS, _FAR = 3.0, 0.5, 0.6, 7.0
_LITTLE = 1.0


@inlined
def block_of(index: Index, postcode: int) -> int:
    """Return where a postcode stands among those of the gazetteer, or -1."""
    if postcode == 0:
        return -1
    low, high = 0, index.postcodes.size
    while low < high:
        middle = (low + high) // 2
        if index.postcodes[middle] < postcode:
            low = middle + 1
        else:
            high = middle
    return low if low < index.postcodes.size and index.postcodes[low] == postcode else -1


@inlined
def promise(data: U8, index: Index, scratch: Scratch, row: int, near: bool) -> float:
    """Return a quick estimate of how well a row's words fit; ``near`` counts misspelt ones too."""
    query, met, missed = scratch.query, 0.0, 0
    for i in range(first_word(index, row), last_word(index, row)):
        packed = int(index.row_words[i])
        word = word_number(index, packed)
        at = meet(query, word)
        if at < 0 and near:
            at = near_position(data, index, scratch, word)
        if at < 0:
            missed += 1 if packed >> sh.PART_SHIFT != sh.TAIL else 0
        else:
            place = at - PAIR if at >= PAIR else at
            met += query.weights[place]
            query.counts[3] |= 1 << place
    return float(_MET * met - _MISSED * missed)


@inlined
def stands_before(index: Index, score: float, row: int, other: float, other_row: int) -> bool:
    """Tell whether a row stands before another; ties go to the lower UPRN, then the lower row."""
    if score != other:
        return bool(score > other)
    if index.uprns[row] != index.uprns[other_row]:
        return bool(index.uprns[row] < index.uprns[other_row])
    return row < other_row


@inlined
def shortlist(index: Index, scratch: Scratch, row: int, score: float) -> None:
    """Put a row into the short list if it is among the best."""
    n, rows, scores = scratch.state[sh.N_SHORT], scratch.short_rows, scratch.short_scores
    if n == sh.TRIED:
        if not stands_before(index, score, row, scores[n - 1], rows[n - 1]):
            return
        n -= 1
    while n > 0 and stands_before(index, score, row, scores[n - 1], rows[n - 1]):
        scores[n] = scores[n - 1]
        rows[n] = rows[n - 1]
        n -= 1
    scores[n] = score
    rows[n] = row
    scratch.state[sh.N_SHORT] = min(scratch.state[sh.N_SHORT] + 1, sh.TRIED)


@inlined
def held_at(index: Index, scratch: Scratch, row: int) -> int:
    """Return where a row's place is held, or the number held."""
    for at in range(scratch.state[sh.N_HELD]):
        if index.uprns[scratch.held_rows[at]] == index.uprns[row]:
            return at
    return int(scratch.state[sh.N_HELD])


@inlined
def move(scratch: Scratch, at: int, to: int) -> None:
    """Move what is held at one place to another."""
    scratch.held_rows[to] = scratch.held_rows[at]
    scratch.held_scores[to] = scratch.held_scores[at]
    for i in range(sh.FEATURES):
        scratch.held[to, i] = scratch.held[at, i]


@inlined
def hold(index: Index, scratch: Scratch, row: int, score: float) -> None:
    """Hold the trial if it is the best of its place and among the best places."""
    at = held_at(index, scratch, row)
    rows, scores = scratch.held_rows, scratch.held_scores
    if at < scratch.state[sh.N_HELD]:
        if not stands_before(index, score, row, scores[at], rows[at]):
            return
    elif at == sh.HELD:
        at -= 1
        if not stands_before(index, score, row, scores[at], rows[at]):
            return
    else:
        scratch.state[sh.N_HELD] = at + 1
    while at > 0 and stands_before(index, score, row, scores[at - 1], rows[at - 1]):
        move(scratch, at - 1, at)
        at -= 1
    rows[at] = row
    scores[at] = score
    for i in range(sh.FEATURES):
        scratch.held[at, i] = scratch.trial[i]


@inlined
def compare_shortlist(data: U8, index: Index, scratch: Scratch, postcode: int, card: Card) -> None:
    """Compare the rows of the short list in full and hold the best places.

    Rows far behind the first are left: their share of the probability is nothing.
    """
    for i in range(scratch.state[sh.N_SHORT]):
        if scratch.short_scores[i] > scratch.short_scores[0] - _FAR:
            row = scratch.short_rows[i]
            hold(index, scratch, row, compare(data, index, scratch, row, postcode, card))
    scratch.state[sh.N_SHORT] = 0


@inlined
def word_unmet(scratch: Scratch) -> bool:
    """Tell whether a word of the address that says something was met in no row so far."""
    query = scratch.query
    for at in range(query.counts[0]):
        if query.weights[at] >= sh.NOT_GENERIC and not query.counts[3] >> query.firsts[at] & 1:
            return True
    return False


@inlined
def try_block(data: U8, index: Index, scratch: Scratch, block: int, card: Card) -> None:
    """Put the best rows of a postcode on the short list.

    Misspelt words are looked for only where a word of the address was met in no row, and not in
    rows whose numbers conflict.
    """
    first = first_row(index, block)
    last = min(last_row(index, block), first + sh.MOST_BLOCK)
    for row in range(first, last):
        known = _NUMBERS * best_relation(index, scratch, row, card.relations)
        scratch.known[row - first] = known
        shortlist(index, scratch, row, known + promise(data, index, scratch, row, False))
    if word_unmet(scratch):
        scratch.state[sh.N_SHORT] = 0
        conflict = _NUMBERS * card.relations[sh.CONFLICT]
        for row in range(first, last):
            known = scratch.known[row - first]
            near = known > conflict
            shortlist(index, scratch, row, known + promise(data, index, scratch, row, near))


@inlined
def settled(scratch: Scratch) -> bool:
    """Tell whether the postcode already gave a row with the same numbers and street."""
    if scratch.state[sh.N_HELD] == 0:
        return False
    best = scratch.held[0]
    if best[sh.F_RELATION] > sh.BUILDING_IS_FLAT or best[sh.F_STREET] < _GOOD_STREET:
        return False
    return bool(best[sh.F_NAMES_DIFFER] < 1.0 - _GOOD_STREET)


@inlined
def key_words(scratch: Scratch, index: Index, segments: int, most: int) -> int:
    """Write the rarest known words of some segments (bits) into ``scratch.words``; how many."""
    query, n = scratch.query, 0
    for at in range(query.counts[0]):
        here = segments >> min(scratch.text.segments[at], sh.SEGMENTS - 1) & 1
        kind = scratch.text.flags[at] & sh.TYPE and query.weights[at] < _GENERIC_KEY
        if here and query.ids[at] >= 0 and not kind:
            known = False
            for i in range(n):
                known = known or scratch.words[i] == query.ids[at]
            if not known:
                scratch.words[n] = query.ids[at]
                n += 1
    return rarest(scratch.words, 0, n, index.weights, most)


@inlined
def query_keys(scratch: Scratch, index: Index, strong: bool) -> int:
    """Write the strong or weak keys of the address, whole and by segment; return how many.

    A long description has rarer words than the place that it stands before, so where an address is
    long each segment has keys of its own too.
    """
    query, k = scratch.query, 0
    segments = min(scratch.text.state[sh.N_SEGMENT] + 1, sh.SEGMENTS)
    long = segments > 1 and query.counts[0] > _LONG
    for part in range(query.counts[1] + (segments if long else 0)):
        record = part if part < query.counts[1] else 0
        bits = query.record_segments[record] if record else _ALL
        if part >= query.counts[1]:
            bits = 1 << part - query.counts[1]
            for other in range(1, query.counts[1]):
                record = other if query.record_segments[other] & bits else record
        n = key_words(scratch, index, bits, QUERY_WORDS if part == 0 else SEGMENT_WORDS)
        if strong:
            k += strong_keys(scratch.words, n, n, query.records[record], scratch.keys[k:])
        else:
            k += weak_keys(scratch.words, n, n, query.records[record], scratch.keys[k:])
    return k


@inlined
def by_size(index: Index, scratch: Scratch, n: int) -> None:
    """Order keys so that those with the fewest postings come first."""
    keys, sizes = scratch.keys, scratch.sizes
    mask = np.uint64(index.buckets.size - 2)
    for i in range(n):
        key = keys[i]
        bucket = int(key & mask)
        size = last_posting(index, bucket) - first_posting(index, bucket)
        j = i - 1
        while j >= 0 and (sizes[j] > size or (sizes[j] == size and keys[j] > key)):
            sizes[j + 1] = sizes[j]
            keys[j + 1] = keys[j]
            j -= 1
        sizes[j + 1] = size
        keys[j + 1] = key


@inlined
def first_time(scratch: Scratch, row: int) -> bool:
    """Tell whether a row was not tried for this address before, and remember it."""
    tried = scratch.tried
    mask = tried.shape[0] - 1
    at = (row * 40503) & mask
    stamp = scratch.query.counts[2]
    while tried[at, 0] == stamp:
        if tried[at, 1] == row:
            return False
        at = (at + 1) & mask
    tried[at, 0] = stamp
    tried[at, 1] = row
    return True


@inlined
def most_met(scratch: Scratch) -> float:
    """Return the promise of a row with all words of the address that the gazetteer knows."""
    query, met = scratch.query, 0.0
    for at in range(query.counts[0]):
        if query.ids[at] >= 0 and query.firsts[at] == at:
            met += query.weights[at]
    return float(_MET * met)


@inlined
def try_bucket(data: U8, index: Index, scratch: Scratch, key: np.uint64, block: int,
               card: Card) -> int:  # fmt: skip
    """Put the rows under one key on the short list; return how many have it.

    Other keys share the bucket; rows of ``block`` were tried before, and are not counted.
    """
    met = 0
    conflict = _NUMBERS * card.relations[sh.CONFLICT]
    low = first_row(index, block) if block >= 0 else 0
    high = min(last_row(index, block), low + sh.MOST_BLOCK) if block >= 0 else 0
    bucket = int(key & np.uint64(index.buckets.size - 2))
    for at in range(first_posting(index, bucket), last_posting(index, bucket)):
        row = posted_row(index, at)
        if index.posting_tags[at] != key >> _TOP or low <= row < high:
            continue
        met += 1
        if first_time(scratch, row):
            known = _NUMBERS * best_relation(index, scratch, row, card.relations)
            fits = known + promise(data, index, scratch, row, known > conflict)
            shortlist(index, scratch, row, fits)
    return met


@inlined
def try_postings(data: U8, index: Index, scratch: Scratch, block: int, card: Card) -> None:
    """Put the best rows under the address's keys on the short list, rarest keys first.

    It ends where the budget of postings is spent, or where a row has the numbers and all words: any
    other such row has the same keys, so it was tried too.
    """
    spent = 0
    all_met = _NUMBERS * card.relations[sh.EXACT] + most_met(scratch) - _LITTLE
    for weak in range(2):
        n = query_keys(scratch, index, weak == 0)
        by_size(index, scratch, n)
        met = 0
        for k in range(n):
            spent += scratch.sizes[k]
            found = scratch.state[sh.N_SHORT] > 0 and scratch.short_scores[0] >= all_met
            # The rarest key of each kind that any row has is always tried, however many have it;
            # a bucket may be empty, or hold none but other keys.
            if found or (spent > _MOST_POSTINGS and met > 0):
                break
            met += try_bucket(data, index, scratch, scratch.keys[k], block, card)


@inlined
def look_up(data: U8, start: int, stop: int, postcode: int, words: Words, index: Index,
            card: Card, scratch: Scratch) -> None:  # fmt: skip
    """Find the best places for one address and hold them in ``scratch``, best first."""
    text, query = scratch.text, scratch.query
    query.counts[2] += 1
    query.counts[3] = 0
    scratch.state[sh.N_SHORT] = 0
    scratch.state[sh.N_HELD] = 0
    scratch.state[sh.HOME] = 0
    read_text(data, start, stop, words, text)
    postcode = postcode if postcode else text.state[sh.POSTCODE]
    if text.state[sh.N_WORDS] + text.state[sh.N_ITEMS] == 0:
        return
    weigh(text, data, index, query)
    resolve_segments(text, query)
    mark_words(data, text, index, query)
    mark_towns(data, text, query, scratch.words)
    block = block_of(index, postcode)
    for step in range(2):
        if step == 0 and block >= 0:
            try_block(data, index, scratch, block, card)
        elif step == 1 and not settled(scratch):
            try_postings(data, index, scratch, block, card)
        compare_shortlist(data, index, scratch, postcode, card)


@entry
def look_up_all(data: U8, offsets: I64, postcodes: I64, words: Words, index: Index, card: Card,
                scratch: Scratch, rows: I64, scores: F64, features: F64,
                records: I64) -> None:  # fmt: skip
    """Look up every address: the best places' rows (-1: none), scores and features.

    Shapes for n addresses: ``offsets`` n + 1, ``rows`` and ``scores`` n × HELD, ``features`` n × m
    × FEATURES for the best m places, ``records`` n × RECORD.
    """
    for i in range(postcodes.size):
        look_up(data, offsets[i], offsets[i + 1], postcodes[i], words, index, card, scratch)
        held = scratch.state[sh.N_HELD]
        for k in range(sh.HELD):
            rows[i, k] = scratch.held_rows[k] if k < held else -1
            scores[i, k] = scratch.held_scores[k] if k < held else -math.inf
        for k in range(min(held, features.shape[1])):
            for j in range(sh.FEATURES):
                features[i, k, j] = scratch.held[k, j]
        for k in range(sh.RECORD):
            records[i, k] = scratch.query.records[0, k]
