"""Compare one address with one row of the gazetteer: the features, and the order within a group."""

from __future__ import annotations

import numpy as np

from . import shapes as sh
from .compiled import compiled, inlined
from .kernel_numbers import relation
from .kernel_words import bits_set, osa
from .shapes import F64, I64, U8, Index, Query, Scratch, Text

_NEAR_WORTH, _KNOWN_NEAR_WORTH = 0.8, 0.6
_OUTSIDE_WORTH = 0.25
_FULL_SUPPORT = 0.6


@inlined
def allowed_edits(a: int, b: int, known: bool) -> int:
    """Return how many letters may differ between words of these lengths."""
    if abs(a - b) > 2 or min(a, b) < 4:
        return 0
    if known:
        return 1 if min(a, b) >= 6 else 0
    return 2 if min(a, b) >= 8 else 1


@compiled
def near_position(text: Text, query: Query, data: U8, index: Index, word: int, rows: I64) -> int:
    """Return the place in the address of a word that is this word misspelt, or -1."""
    start = index.spelt[word]
    length = index.spelt[word + 1] - start
    for at in range(query.counts[0]):
        if query.weights[at] < sh.NOT_GENERIC or query.ids[at] == word:
            continue
        # One edit changes at most two of the letters that a word has.
        most = allowed_edits(text.lengths[at], length, query.ids[at] >= 0)
        if bits_set(query.letters[at] ^ np.int64(index.letters[word])) > 2 * most or most == 0:
            continue
        first = text.starts[at]
        last = first + text.lengths[at] - 1
        ends = (
            data[first] == index.spellings[start]
            or data[last] == index.spellings[start + length - 1]
        )
        if not ends or abs(text.lengths[at] - length) > most:
            continue
        if osa(data, first, text.lengths[at], index.spellings, start, length, most, rows) <= most:
            return at
    return -1


@inlined
def compare_words(data: U8, index: Index, scratch: Scratch, row: int, found: F64) -> int:
    """Fill the row's side of the word features; return which words of the address were met (bits).

    Whether a word is one of the address's misspelt is remembered until the next address.
    """
    total, hit, fuzzy, evidence, missed, kinds, types = 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0
    mask = 0
    stamp = scratch.query.counts[2] * 128
    for i in range(index.row_starts[row], index.row_starts[row + 1]):
        word = index.row_words[i]
        weight = np.float64(index.weights[word])
        total += weight
        kinds |= index.flags[word] & sh.KINDS
        mark = scratch.seen[word] - stamp
        at, worth = mark & 63, 1.0
        if mark < 0:
            memo = scratch.near[word] - stamp
            at = memo - 1
            if memo < 0:
                at = -1
                if weight >= sh.NOT_GENERIC:
                    at = near_position(scratch.text, scratch.query, data, index, word, scratch.osa)
                scratch.near[word] = stamp + at + 1
            worth = _NEAR_WORTH if at >= 0 and scratch.query.ids[at] < 0 else _KNOWN_NEAR_WORTH
            fuzzy += weight if at >= 0 else 0.0
        if at >= 0:
            hit += weight * worth
            evidence += weight * worth
            mask |= (3 if mark >= 64 else 1) << at
        else:
            missed = max(missed, weight)
            types |= index.flags[word] & sh.TYPE
    found[sh.F_BACK] = hit / total if total else 0.0
    found[sh.F_FUZZY] = fuzzy / total if total else 0.0
    found[sh.F_EVIDENCE] = evidence
    found[sh.F_MISSED] = missed
    found[sh.F_TYPE] = types
    found[sh.F_KIND] = kinds
    return mask


@inlined
def cover(scratch: Scratch, mask: int, found: F64) -> int:
    """Fill the address's side of the word features; return which of its segments were met (bits).

    A segment of which no word is met (a description, a business's name) counts apart.
    """
    mass = scratch.masses
    segments = min(scratch.text.state[sh.N_SEGMENT] + 1, sh.SEGMENTS)
    for segment in range(segments):
        mass[segment] = 0.0
        mass[sh.SEGMENTS + segment] = 0.0
    for at in range(scratch.query.counts[0]):
        segment = min(scratch.text.segments[at], sh.SEGMENTS - 1)
        mass[segment] += scratch.query.weights[at]
        if mask >> scratch.query.firsts[at] & 1:
            mass[sh.SEGMENTS + segment] += scratch.query.weights[at]
    inside, outside, hit, met = 0.0, 0.0, 0.0, 0
    for segment in range(segments):
        if mass[sh.SEGMENTS + segment] > 0.0:
            inside += mass[segment]
            hit += mass[sh.SEGMENTS + segment]
            met |= 1 << segment
        else:
            outside += mass[segment]
    found[sh.F_FORWARD] = hit / (inside + _OUTSIDE_WORTH * outside) if inside else 0.0
    found[sh.F_OUTSIDE] = outside / (inside + outside) if inside + outside else 0.0
    return met


@inlined
def compare_kinds(scratch: Scratch, mask: int, met: int, found: F64) -> None:
    """Fill whether the streets' kinds conflict, and whether one is land, a garage or parking."""
    types, kinds = 0, 0
    for at in range(scratch.query.counts[0]):
        if met >> min(scratch.text.segments[at], sh.SEGMENTS - 1) & 1:
            kinds |= scratch.text.flags[at] & sh.KINDS
            if not mask >> scratch.query.firsts[at] & 1:
                types |= scratch.text.flags[at] & sh.TYPE
    found[sh.F_TYPE] = 1.0 if types and found[sh.F_TYPE] else 0.0
    found[sh.F_KIND] = 1.0 if kinds != np.int64(found[sh.F_KIND]) else 0.0


@inlined
def compare_numbers(scratch: Scratch, mask: int, met: int, order: F64, found: F64) -> None:
    """Fill the best relation of numbers: of the whole text, or of one segment that was met.

    A number is adrift where the row lacks the word that the number stands before in the address.
    """
    query = scratch.query
    best, used = scratch.relations[0], 0
    for k in range(1, query.counts[1]):
        other = scratch.relations[k]
        if met & query.record_segments[k] and order[other] > order[best]:
            best, used = other, k
    found[sh.F_RELATION] = best
    found[sh.F_LEFTOVER] = 1.0 if used else 0.0
    anchor = query.anchors[used]
    adrift = anchor >= 0 and not mask >> query.firsts[anchor] & 1
    found[sh.F_ANCHOR] = 1.0 if adrift else 0.0


@inlined
def postcode_level(a: int, b: int) -> int:
    """Return how two packed postcodes stand (a code of shapes.py)."""
    if a == 0 or b == 0:
        return sh.PC_MISSING
    if a == b:
        return sh.PC_SAME
    if a // 1369 == b // 1369:
        last_two_differ = a // 37 != b // 37 and a % 37 != b % 37
        return sh.PC_AREA if last_two_differ else sh.PC_NEAR
    differing = 0
    for _ in range(7):
        differing += 1 if a % 37 != b % 37 else 0
        a //= 37
        b //= 37
    return sh.PC_NEAR if differing == 1 else sh.PC_OTHER


@inlined
def score(found: F64, rank: F64) -> float:
    """Return the order of a candidate within its group (weights as laid out in scorecard.py).

    That numbers agree counts in full only where the row's words agree too.
    """
    total = rank[int(found[sh.F_RELATION])]
    if total > 0.0:
        total *= min(1.0, found[sh.F_BACK] / _FULL_SUPPORT)
    total += rank[sh.RELATIONS + int(found[sh.F_POSTCODE])]
    after = sh.RELATIONS + sh.POSTCODES
    for i in range(sh.F_FORWARD, sh.F_ANCHOR + 1):
        total += rank[after + i - sh.F_FORWARD] * found[i]
    return float(total)


@inlined
def best_order(index: Index, scratch: Scratch, row: int, order: F64) -> float:
    """Return the most that the row's numbers can count; leave each record's relation in scratch."""
    query, record = scratch.query, scratch.record
    for i in range(sh.RECORD):
        record[i] = index.numbers[row, i]
    most = -np.inf
    for k in range(query.counts[1]):
        scratch.relations[k] = relation(query.records[k], record)
        most = max(most, order[scratch.relations[k]])
    return float(most)


@inlined
def most_besides_numbers(scratch: Scratch, rank: F64) -> float:
    """Return more than any row can score besides its numbers, whatever its words and postcode."""
    after = sh.RELATIONS + sh.POSTCODES
    evidence = 0.0
    for at in range(scratch.query.counts[0]):
        evidence += max(scratch.query.weights[at], _NEAR_WORTH)
    forward, back = rank[after], rank[after + sh.F_BACK - sh.F_FORWARD]
    each = rank[after + sh.F_EVIDENCE - sh.F_FORWARD]
    return float(rank[sh.RELATIONS] + forward + back + each * evidence)


@inlined
def compare(data: U8, index: Index, scratch: Scratch, row: int, postcode: int, rank: F64) -> None:
    """Fill ``scratch.trial`` with the features of a row after ``best_order`` of the same row."""
    found = scratch.trial
    mask = compare_words(data, index, scratch, row, found)
    met = cover(scratch, mask, found)
    compare_kinds(scratch, mask, met, found)
    compare_numbers(scratch, mask, met, rank, found)
    found[sh.F_POSTCODE] = postcode_level(postcode, index.row_postcodes[row])
    found[sh.F_SIBLINGS] = 0.0
    found[sh.F_SCORE] = score(found, rank)
