"""Words that are words of the address misspelt; told once per word and address."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_bounds import spelling_length, spelling_start
from .kernel_words import bits_set, osa
from .shapes import U8, Index, Scratch

_STAMP = 128
_SHORTEST_COMMON, _SHORTEST = 4, 3


@inlined
def allowed_edits(a: int, b: int, known: bool) -> int:
    """Return how many letters may differ between words of these lengths.

    In a word of three letters that no list has, one may be left out or too many (MIL for MILL).
    """
    if abs(a - b) > 2 or min(a, b) < _SHORTEST:
        return 0
    if min(a, b) == _SHORTEST:
        return 1 if max(a, b) <= _SHORTEST + 1 and not known else 0
    if known:
        return 1 if min(a, b) >= 6 else 0
    return 2 if min(a, b) >= 8 else 1


@inlined
def is_near(data: U8, index: Index, scratch: Scratch, word: int, at: int) -> bool:
    """Tell whether the address's word ``at`` is the gazetteer's ``word`` misspelt."""
    text, query = scratch.text, scratch.query
    start, length = spelling_start(index, word), spelling_length(index, word)
    # One edit changes at most two of the letters that a word has.
    most = allowed_edits(text.lengths[at], length, query.ids[at] >= 0)
    others = bits_set(query.letters[at] ^ int(index.letters[word]))
    if most == 0 or others > 2 * most:
        return False
    if text.lengths[at] == length == _SHORTEST and others:
        return False  # OKA is OAK with two letters swapped, and OAT is another word
    first = text.starts[at]
    last = first + text.lengths[at] - 1
    ends = (
        data[first] == index.spellings[start] or data[last] == index.spellings[start + length - 1]
    )
    if not ends or abs(text.lengths[at] - length) > most:
        return False
    letters = index.spellings
    return bool(
        osa(data, first, text.lengths[at], letters, start, length, most, scratch.osa) <= most
    )


@inlined
def near_position(data: U8, index: Index, scratch: Scratch, word: int) -> int:
    """Return the place in the address of a word that is this one misspelt, or -1.

    A common word (ROAD) is only that word misspelt that the gazetteer does not know (RAOD).
    """
    query = scratch.query
    memo = scratch.near[word] - query.counts[2] * _STAMP
    if memo >= 0:
        return int(memo) - 1
    found, common = -1, index.weights[word] < sh.NOT_GENERIC
    if not common or spelling_length(index, word) >= _SHORTEST_COMMON:
        for at in range(query.counts[0]):
            worth = query.weights[at] >= sh.NOT_GENERIC and query.ids[at] != word
            worth = worth and not (common and query.ids[at] >= 0)
            if worth and is_near(data, index, scratch, word, at):
                found = at
                break
    scratch.near[word] = query.counts[2] * _STAMP + found + 1
    return found
