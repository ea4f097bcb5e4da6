"""Words by rank: a few common ones and ever rarer ones, so that vocabulary grows with the size.

Ranks are drawn from a Lomax (Pareto II) law; the number of different words among n draws then
grows as n to the power 1/(1 + TAIL) (Heaps' law; Baeza-Yates and Navarro, "Block addressing
indices for approximate text retrieval", 2000).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .words import COMMON, HEADS, MIDDLES, TAILS, WELSH_HEADS, WELSH_SECOND, WELSH_TAILS

TAIL = 0.45
SCALE = 15.0
MOST_RANKS = 3_000_000


def draw_ranks(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Return ``count`` ranks from 0, small ones often, large ones rarely."""
    ranks = SCALE * (np.power(1.0 - rng.random(count), -1.0 / TAIL) - 1.0)
    return np.minimum(ranks, MOST_RANKS - 1).astype(np.int64)


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    return tuple(dict.fromkeys(COMMON))


def word(rank: int) -> str:
    """Return the word of a rank: a common street name first, then made-up names, all different."""
    common = _common()
    if rank < len(common):
        return common[rank]
    return made_up_word(rank - len(common))


def made_up_word(index: int) -> str:
    """Return the made-up name of a number: two parts, then three, then four."""
    heads, middles, tails = len(HEADS), len(MIDDLES), len(TAILS)
    if index < heads * tails:
        at = _scattered(index, heads * tails)
        return HEADS[at // tails] + TAILS[at % tails]
    index -= heads * tails
    size = heads * middles * tails
    if index < size:
        at = _scattered(index, size)
        return HEADS[at // (middles * tails)] + MIDDLES[at // tails % middles] + TAILS[at % tails]
    at = _scattered(index - size, size * middles)
    at, second = divmod(at, middles)
    head, rest = divmod(at, middles * tails)
    return HEADS[head] + MIDDLES[rest // tails] + MIDDLES[second] + TAILS[rest % tails]


def welsh_word(index: int) -> str:
    """Return the made-up Welsh name of a number: two parts, then three, then two names joined."""
    heads, tails, seconds = len(WELSH_HEADS), len(WELSH_TAILS), len(WELSH_SECOND)
    if index < heads * tails:
        at = _scattered(index, heads * tails)
        return WELSH_HEADS[at // tails] + WELSH_TAILS[at % tails]
    index -= heads * tails
    size = heads * seconds * tails
    if index < size:
        at = _scattered(index, size)
        return WELSH_HEADS[at // (seconds * tails)] + _welsh_end(at)
    at = _scattered(index - size, size * heads * tails)
    first, at = divmod(at, size)
    joined_name = WELSH_HEADS[at // (seconds * tails)] + _welsh_end(at)
    return f"{WELSH_HEADS[first // tails]}{WELSH_TAILS[first % tails]}-{joined_name}"


def _welsh_end(at: int) -> str:
    tails, seconds = len(WELSH_TAILS), len(WELSH_SECOND)
    return WELSH_SECOND[at // tails % seconds] + WELSH_TAILS[at % tails]


def _scattered(index: int, size: int) -> int:
    """Return another index below ``size``, one to one, so that neighbours look different."""
    # A prime that divides no size in use, so that multiplying permutes.
    return (index % size) * 1_000_003 % size
