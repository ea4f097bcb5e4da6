"""Two texts side by side: which of their words differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text, as it stands; ``differs`` where the other text has no such words there."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]


def pieces_of(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Return two texts in pieces, each marked where its words differ from the other's.

    Words are compared without capitals; commas and spaces between them never differ.
    """
    words = _words(one), _words(other)
    plain, beside = ([text.casefold() for _, text in found] for found in words)
    same: tuple[set[int], set[int]] = set(), set()
    matcher = SequenceMatcher(None, plain, beside, autojunk=False)
    for first, second, length in matcher.get_matching_blocks():
        same[0].update(range(first, first + length))
        same[1].update(range(second, second + length))
    return _pieces(one, words[0], same[0]), _pieces(other, words[1], same[1])


def differing_words(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Return what of a text the other lacks, run by run."""
    return tuple(piece.text for piece in pieces if piece.differs)


def _words(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found.group()) for found in _WORD.finditer(text)]


def _pieces(text: str, words: list[tuple[int, str]], same: set[int]) -> Pieces:
    """Cut a text where words that differ begin and end; what stands between runs differs not."""
    runs: list[tuple[int, int]] = []
    for number, (start, word) in enumerate(words):
        if number in same:
            continue
        follows = bool(runs) and number - 1 not in same
        runs[len(runs) - follows :] = [(runs[-1][0] if follows else start, start + len(word))]
    edges = [0, *(edge for run in runs for edge in run), len(text)]
    cuts = pairwise(edges)
    return tuple(
        Piece(text[start:end], bool(number % 2))
        for number, (start, end) in enumerate(cuts)
        if end > start
    )
