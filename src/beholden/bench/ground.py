"""Areas, towns, localities and streets, before anything is built on them.

An area is what one postcode area covers; it is made by itself, so that forty million rows are made
area by area in bounded memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pyarrow as pa

from . import words
from .arrays import Flags, Numbers, joined, spelt, taken, weighted, where
from .vocabulary import draw_ranks, made_up_word, welsh_word, word

WELSH_EVERY = 8
MOST_AREA_ROWS = 330_000
_ADDRESSES_A_STREET = 36
_MOST_TOWNS = 40
# Where the names of towns and of counties begin among the made-up names.
_TOWNS_FROM = 500
_COUNTIES_FROM = 6_000
_WELSH_COUNTIES_FROM = 800


class Ground(IntEnum):
    """What a street is like, which decides what is built on it."""

    RESIDENTIAL = 0
    SHOPPING = 1
    BLOCKS = 2
    ESTATE = 3
    RURAL = 4


# Of streets in the middle of a town, in its suburbs, in its villages.
_MIX = {
    "middle": (60, 27, 6, 5, 2),
    "suburb": (85, 5, 3, 3, 4),
    "village": (41, 4, 1, 3, 51),
}


@dataclass(frozen=True, slots=True)
class Area:
    """One postcode area: its letters, its county, whether it is Welsh, and how many rows it has."""

    index: int
    letters: str
    county: str
    welsh: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Streets:
    """The streets of an area, one row each.

    ``name`` is the first-listed name and ``other`` the name in the other language or empty;
    ``twin`` says that the town has another street of this name.
    """

    name: pa.Array
    other: pa.Array
    locality: pa.Array
    town: pa.Array
    council: pa.Array
    ground: Numbers
    town_at: Numbers
    twin: Flags


def areas(rows: int) -> list[Area]:
    """Return the areas that a gazetteer of so many rows is spread over, largest index last."""
    each = int(np.clip(rows // 8, 250, MOST_AREA_ROWS))
    ends = np.rint(np.linspace(0, rows, -(-rows // each) + 1)).astype(np.int64)
    return [_area(i, int(size)) for i, size in enumerate(np.diff(ends))]


def _area(index: int, rows: int) -> Area:
    welsh = index % WELSH_EVERY == 2
    tail = words.COUNTY_TAILS[index % len(words.COUNTY_TAILS)]
    if welsh:
        county = welsh_word(_WELSH_COUNTIES_FROM + index // WELSH_EVERY)
    else:
        county = made_up_word(_COUNTIES_FROM + index) + tail
    return Area(index, area_letters(index), county, welsh, rows)


def area_letters(index: int) -> str:
    """Return the letters of an area: two, one area to each pair."""
    at = index * 37 % (len(words.AREA_FIRST) * len(words.AREA_SECOND))
    first, second = divmod(at, len(words.AREA_SECOND))
    return words.AREA_FIRST[first] + words.AREA_SECOND[second]


def streets_of(area: Area, rows: int, rng: np.random.Generator) -> Streets:
    """Return the streets of an area that hold at least about ``rows`` addresses."""
    towns, councils = _towns(area, rows)
    weights = 1.0 / np.arange(1, len(towns) + 1) ** 0.8
    count = max(12, round(rows / _ADDRESSES_A_STREET))
    town = np.sort(weighted(rng, weights.tolist(), count))
    locality_at, locality = _localities(town, rng)
    ground = _grounds(locality_at, rng)
    name, other = _names(area, ground, towns, rng)
    keep, twin = _different(town, locality_at, name)
    return Streets(
        name=name.take(keep),
        other=other.take(keep),
        locality=locality.take(keep),
        town=taken(towns, town[keep]),
        council=taken(councils, town[keep]),
        ground=ground[keep],
        town_at=town[keep],
        twin=twin,
    )


def _towns(area: Area, rows: int) -> tuple[list[str], list[str]]:
    """Return the names of the area's towns, which no other area has, and of their councils."""
    count = int(np.clip(rows // 5_000, 3, _MOST_TOWNS))
    if area.welsh:
        start = area.index // WELSH_EVERY * _MOST_TOWNS
        towns = [welsh_word(start + i) for i in range(count)]
    else:
        start = _TOWNS_FROM + area.index * _MOST_TOWNS
        towns = [made_up_word(start + i) for i in range(count)]
    return towns, [towns[i - i % 3] for i in range(count)]


def _localities(town: Numbers, rng: np.random.Generator) -> tuple[Numbers, pa.Array]:
    """Return each street's locality within its town (0 is the middle, which has no name)."""
    size = np.bincount(town)
    most = 2 + size // 60
    at = np.floor(rng.random(len(town)) ** 1.5 * most[town]).astype(np.int64)
    # One number for each locality of the area; it is spelt like any other name.
    keys, inverse = np.unique(town * 1_000 + at, return_inverse=True)
    ranks = draw_ranks(rng, len(keys)) + 400
    return at, where(at == 0, "", spelt(ranks[inverse], word))


def _grounds(locality: Numbers, rng: np.random.Generator) -> Numbers:
    part = np.where(locality == 0, 0, np.where(locality % 3 == 2, 2, 1))
    out = np.zeros(len(locality), dtype=np.int64)
    for at, mix in enumerate(_MIX.values()):
        here = part == at
        out[here] = weighted(rng, mix, int(here.sum()))
    return out


def _names(
    area: Area, ground: Numbers, towns: list[str], rng: np.random.Generator
) -> tuple[pa.Array, pa.Array]:
    ranks = draw_ranks(rng, len(ground))
    kinds = weighted(rng, words.TYPE_WEIGHTS, len(ground))
    rural = rng.integers(0, len(words.RURAL_TYPES), len(ground))
    kind = where(
        ground == Ground.RURAL, taken(words.RURAL_TYPES, rural), taken(words.STREET_TYPES, kinds)
    )
    # Some streets lead to a town, of this area or made up.
    first = where(
        rng.random(len(ground)) < 0.05,
        taken(towns, rng.integers(0, len(towns), len(ground))),
        spelt(ranks, word),
    )
    english = joined(" ", first, kind)
    if not area.welsh:
        return english, taken([""], np.zeros(len(ground), dtype=np.int64))
    return _in_two_languages(english, ranks, rng)


def _in_two_languages(
    english: pa.Array, ranks: Numbers, rng: np.random.Generator
) -> tuple[pa.Array, pa.Array]:
    """Return Welsh streets' first and other names: half have both, the rest one."""
    kinds = list(words.WELSH_TYPES.items())
    at = rng.integers(0, len(kinds), len(ranks))
    pairs = [_both(int(rank), kinds[kind]) for rank, kind in zip(ranks, at, strict=True)]
    welsh, translated = (pa.array(side, pa.string()) for side in zip(*pairs, strict=True))
    chance = rng.random(len(ranks))
    only_english, both = chance < 0.35, chance > 0.5
    return where(only_english, english, welsh), where(both, translated, "")


def _both(rank: int, kind: tuple[str, str]) -> tuple[str, str]:
    english, welsh = kind
    if rank < 4 * len(words.WELSH_COMMON):
        first, second = words.WELSH_COMMON[rank % len(words.WELSH_COMMON)]
        return f"{welsh} {second}", f"{first} {english}"
    name = welsh_word(rank)
    return f"{welsh} {name}", f"{name} {english}"


def _different(town: Numbers, locality: Numbers, name: pa.Array) -> tuple[Numbers, Flags]:
    """Return the streets to keep, one of a name in a locality, and which have a twin in town."""
    codes = np.asarray(name.dictionary_encode().indices, dtype=np.int64)
    in_town = town * (codes.max() + 1) + codes
    _, keep = np.unique(in_town * 1_000 + locality, return_index=True)
    keep = np.sort(keep)
    _, inverse, counts = np.unique(in_town[keep], return_inverse=True, return_counts=True)
    return keep, counts[inverse] > 1
