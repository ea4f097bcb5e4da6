"""Look up addresses: candidates from the postcode and from postings, the best two of them."""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import compiled, entry, inlined
from .kernel_index import keys_of, rarest
from .kernel_numbers import has_sub, resolve, same_sub
from .kernel_read import find, hash_more, read_text
from .kernel_score import best_order, compare, most_besides_numbers
from .kernel_words import letters_of
from .shapes import F32, F64, I64, U8, U64, Index, Query, Scratch, Text, Words

_TOP = np.uint64(56)
_QUERY_WORDS = 8
_MOST_POSTINGS = 128
_GOOD_FORWARD, _GOOD_BACK = 0.8, 0.5


@compiled
def weigh(text: Text, data: U8, index: Index, query: Query) -> None:
    """Set the words' numbers and weights; a word the gazetteer does not know weighs half."""
    for at in range(text.state[sh.N_WORDS]):
        word = find(index.table, text.hashes[at])
        flags = text.flags[at]
        weight = np.float64(index.weights[word]) if word >= 0 else sh.UNKNOWN
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


@compiled
def anchor_of(text: Text, first: int, last: int) -> int:
    """Return which word the last unmarked number of segments first–last stands before, or -1."""
    after = -1
    for i in range(text.state[sh.N_ITEMS]):
        item = text.items[i]
        if not item[sh.MARKED] and first <= item[sh.SEGMENT] <= last:
            after = item[sh.AT]
    if after < 0:
        return -1
    for at in range(after, text.state[sh.N_WORDS]):
        if not text.flags[at] & (sh.TYPE | sh.BUILDING):
            return at
    return -1


@compiled
def segment_has_words(text: Text, segment: int) -> bool:
    """Tell whether a segment holds a word."""
    found = False
    for at in range(text.state[sh.N_WORDS]):
        found = found or text.segments[at] == segment
    return found


@compiled
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


@compiled
def resolve_segments(text: Text, query: Query) -> None:
    """Set the number records: of the whole text, then of each segment with words.

    Numbers that stand alone between commas belong to the next segment with words.
    """
    resolve(text, 0, sh.MAX_WORDS, query.records[0])
    query.anchors[0] = anchor_of(text, 0, sh.MAX_WORDS)
    query.record_segments[0] = 0
    n, first = 1, 0
    for segment in range(text.state[sh.N_SEGMENT] + 1):
        if n < sh.MAX_RECORDS and segment_has_words(text, segment):
            resolve(text, first, segment, query.records[n])
            query.anchors[n] = anchor_of(text, first, segment)
            query.record_segments[n] = 1 << min(segment, sh.SEGMENTS - 1)
            first = segment + 1
            n = n if joins_record(query, n) else n + 1
    query.counts[1] = n


@compiled
def mark_words(data: U8, index: Index, scratch: Scratch) -> None:
    """Mark the words of the address, and each two neighbours written as one word, as seen."""
    text, query = scratch.text, scratch.query
    stamp = query.counts[2] * 128
    for at in range(query.counts[0]):
        if query.ids[at] >= 0 and scratch.seen[query.ids[at]] < stamp:
            scratch.seen[query.ids[at]] = stamp + at
        if at + 1 < query.counts[0] and text.segments[at] == text.segments[at + 1]:
            after = at + 1
            key = hash_more(text.hashes[at], data, text.starts[after], text.lengths[after])
            pair = find(index.table, key)
            if pair >= 0 and scratch.seen[pair] < stamp:
                scratch.seen[pair] = stamp + 64 + at


@compiled
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
def better(index: Index, scratch: Scratch, held: F64, row: int, pick: int) -> bool:
    """Tell whether the trial stands before the held candidate; ties go to the lower place, row."""
    if pick < 0 or scratch.trial[sh.F_SCORE] != held[sh.F_SCORE]:
        return pick < 0 or bool(scratch.trial[sh.F_SCORE] > held[sh.F_SCORE])
    if index.places[row] != index.places[pick]:
        return bool(index.places[row] < index.places[pick])
    return row < pick


@inlined
def copy(features: F64, to: F64) -> None:
    """Copy one candidate's features."""
    for i in range(sh.FEATURES):
        to[i] = features[i]


@inlined
def keep(index: Index, scratch: Scratch, row: int) -> None:
    """Keep the trial if it is the best of its place and one of the best two places."""
    picks = scratch.picks
    if picks[0] >= 0 and index.places[row] == index.places[picks[0]]:
        if better(index, scratch, scratch.best, row, picks[0]):
            copy(scratch.trial, scratch.best)
            picks[0] = row
    elif better(index, scratch, scratch.best, row, picks[0]):
        copy(scratch.best, scratch.second)
        picks[1] = picks[0]
        copy(scratch.trial, scratch.best)
        picks[0] = row
    elif better(index, scratch, scratch.second, row, picks[1]):
        copy(scratch.trial, scratch.second)
        picks[1] = row


@inlined
def may_count(scratch: Scratch, most: float) -> bool:
    """Tell whether a row that scores ``most`` at best can still be the best or its runner-up."""
    return bool(scratch.picks[0] < 0 or most >= scratch.best[sh.F_SCORE] - sh.FAR)


@inlined
def drop_far(scratch: Scratch) -> None:
    """Forget a runner-up that is far below the best, so that the order of trials never shows."""
    if scratch.picks[1] >= 0 and scratch.second[sh.F_SCORE] < scratch.best[sh.F_SCORE] - sh.FAR:
        scratch.picks[1] = -1


@compiled
def try_rows(data: U8, index: Index, scratch: Scratch, n: int, postcode: int,
             rank: F64) -> None:  # fmt: skip
    """Try the first ``n`` of the rows in scratch: first those whose numbers agree."""
    rest = most_besides_numbers(scratch, rank)
    for agreeing in (True, False):
        for i in range(n):
            row = scratch.rows[i]
            order = best_order(index, scratch, row, rank)
            if (order > 0.0) == agreeing and may_count(scratch, order + rest):
                compare(data, index, scratch, row, postcode, rank)
                keep(index, scratch, row)


@compiled
def rows_of_block(index: Index, block: int, rows: I64) -> int:
    """Write the rows of a postcode into ``rows``; return how many."""
    first = index.postcode_starts[block]
    n = min(index.postcode_starts[block + 1] - first, rows.size)
    for i in range(n):
        rows[i] = first + i
    return int(n)


@compiled
def settled(scratch: Scratch) -> bool:
    """Tell whether the postcode already gave a row with the same numbers and words."""
    best = scratch.best
    if scratch.picks[0] < 0 or best[sh.F_RELATION] > sh.RANGE:
        return False
    covered = best[sh.F_FORWARD] >= _GOOD_FORWARD and best[sh.F_BACK] >= _GOOD_BACK
    return bool(covered and best[sh.F_OUTSIDE] < _GOOD_BACK)


@compiled
def query_keys(scratch: Scratch, weights: F32) -> int:
    """Write the posting keys of the address, whole and by segment; return how many."""
    query = scratch.query
    k = 0
    for record in range(query.counts[1]):
        n = 0
        for at in range(query.counts[0]):
            bit = 1 << min(scratch.text.segments[at], sh.SEGMENTS - 1)
            here = record == 0 or query.record_segments[record] & bit
            if here and query.ids[at] >= 0 and query.firsts[at] == at:
                scratch.words[n] = query.ids[at]
                n += 1
        n = rarest(scratch.words, n, weights, _QUERY_WORDS)
        k = keys_of(scratch.words, n, query.records[record], scratch.keys, k)
    return k


@compiled
def by_size(index: Index, keys: U64, sizes: I64, n: int) -> None:
    """Order keys so that those with the fewest postings come first."""
    mask = np.uint64(index.buckets.size - 2)
    for i in range(n):
        key = keys[i]
        bucket = key & mask
        size = np.int64(index.buckets[bucket + np.uint64(1)]) - np.int64(index.buckets[bucket])
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


@compiled
def rows_of_postings(index: Index, scratch: Scratch, block: int) -> int:
    """Write the rows under the address's keys into scratch, rarest keys first; return how many.

    It ends where the budget of postings is spent. Rows of ``block`` were tried before.
    """
    n = query_keys(scratch, index.weights)
    by_size(index, scratch.keys, scratch.sizes, n)
    mask = np.uint64(index.buckets.size - 2)
    low = index.postcode_starts[block] if block >= 0 else 0
    high = index.postcode_starts[block + 1] if block >= 0 else 0
    spent, found = 0, 0
    for k in range(n):
        spent += scratch.sizes[k]
        if spent > _MOST_POSTINGS:
            break
        key = scratch.keys[k]
        bucket = key & mask
        for at in range(index.buckets[bucket], index.buckets[bucket + np.uint64(1)]):
            row = int(np.int64(index.posting_rows[at]))
            fresh = index.posting_tags[at] == key >> _TOP and not low <= row < high
            if fresh and first_time(scratch, row):
                scratch.rows[found] = row
                found += 1
    return found


@compiled
def siblings(index: Index, scratch: Scratch) -> int:
    """Return how many other flats of the best row's building are listed (2 stands for more).

    They are looked for in the row's postcode: the same building number, another flat.
    """
    best = scratch.picks[0]
    block = block_of(index, index.row_postcodes[best])
    if block < 0:
        return 0
    found = 0
    mine = index.numbers[best]
    for row in range(index.postcode_starts[block], index.postcode_starts[block + 1]):
        other = index.numbers[row]
        flat = has_sub(other) and not same_sub(other, mine)
        if flat and other[sh.B_LO] == mine[sh.B_LO] and index.places[row] != index.places[best]:
            found += 1
            if found == 2:
                break
    return found


@compiled
def look_up(data: U8, start: int, stop: int, postcode: int, words: Words, index: Index,
            rank: F64, scratch: Scratch) -> None:  # fmt: skip
    """Find the best two places for one address; ``scratch.picks`` are their rows, or -1."""
    text, query = scratch.text, scratch.query
    query.counts[2] += 1
    scratch.picks[0] = -1
    scratch.picks[1] = -1
    read_text(data, start, stop, words, text)
    postcode = postcode if postcode else text.state[sh.POSTCODE]
    weigh(text, data, index, query)
    resolve_segments(text, query)
    mark_words(data, index, scratch)
    block = block_of(index, postcode)
    if query.counts[0] + text.state[sh.N_ITEMS] == 0:
        return
    if block >= 0:
        n = rows_of_block(index, block, scratch.rows)
        try_rows(data, index, scratch, n, postcode, rank)
    if not settled(scratch):
        n = rows_of_postings(index, scratch, block)
        try_rows(data, index, scratch, n, postcode, rank)
    drop_far(scratch)
    if scratch.picks[0] >= 0:
        scratch.best[sh.F_SIBLINGS] = siblings(index, scratch)


@entry
def look_up_all(data: U8, offsets: I64, postcodes: I64, words: Words, index: Index, rank: F64,
                scratch: Scratch, picks: I64, features: F64, records: I64) -> None:  # fmt: skip
    """Look up every address: best two rows, features of both, and the address's number record.

    Shapes for n addresses: ``offsets`` n + 1, ``picks`` n × 2, ``features`` n × 2 × FEATURES,
    ``records`` n × RECORD.
    """
    for i in range(postcodes.size):
        look_up(data, offsets[i], offsets[i + 1], postcodes[i], words, index, rank, scratch)
        copy(scratch.best, features[i, 0])
        copy(scratch.second, features[i, 1])
        for k in range(2):
            picks[i, k] = scratch.picks[k]
        for k in range(sh.RECORD):
            records[i, k] = scratch.query.records[0, k]
