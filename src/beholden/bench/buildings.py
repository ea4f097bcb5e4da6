"""What is built on each street: numbers along it, and how each building is divided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from .arrays import Flags, Numbers, sequence, weighted
from .ground import Ground


class Style(IntEnum):
    """How a building, or a piece of land, is addressed."""

    HOUSE = 0
    INFILL = 1  # 12 and 12A
    NAMED_NUMBERED = 2
    NAMED = 3
    RANGE = 4
    FLATS_NUMBERED = 5
    FLATS_LETTERED = 6
    FLOORS = 7
    SUFFIXED = 8  # 14A, 14B, 14C
    BLOCK = 9  # a name and a number
    BLOCK_UNNUMBERED = 10
    SHOP = 11
    SHOP_WITH_FLAT = 12
    SHOP_RANGE = 13
    UNITS = 14
    LAND = 15
    BESIDE = 16
    GARAGES = 17
    PLOTS = 18
    ROOMS = 19


DIVIDED = (
    Style.FLATS_NUMBERED,
    Style.FLATS_LETTERED,
    Style.FLOORS,
    Style.SUFFIXED,
    Style.BLOCK,
    Style.BLOCK_UNNUMBERED,
    Style.ROOMS,
)
CONVERTED = DIVIDED[:4]
RANGES = (Style.RANGE, Style.SHOP_RANGE)
UNNUMBERED = (Style.NAMED, Style.BLOCK_UNNUMBERED, Style.LAND, Style.UNITS, Style.PLOTS)
# Told by the number of the building beside them, which they do not use up.
NEIGHBOURS = (Style.BESIDE, Style.GARAGES)

_MIX: dict[Ground, dict[Style, float]] = {
    Ground.RESIDENTIAL: {
        Style.HOUSE: 78, Style.INFILL: 3, Style.NAMED_NUMBERED: 3, Style.NAMED: 1,
        Style.RANGE: 0.5, Style.FLATS_NUMBERED: 2, Style.FLATS_LETTERED: 2.5, Style.FLOORS: 1.5,
        Style.SUFFIXED: 2, Style.BLOCK: 0.4, Style.SHOP: 0.7, Style.LAND: 1, Style.BESIDE: 1.5,
        Style.GARAGES: 0.5, Style.PLOTS: 0.2, Style.ROOMS: 0.2,
    },
    Ground.SHOPPING: {
        Style.HOUSE: 14, Style.FLATS_NUMBERED: 4, Style.FLATS_LETTERED: 4, Style.FLOORS: 3,
        Style.SUFFIXED: 6, Style.BLOCK: 2, Style.SHOP: 32, Style.SHOP_WITH_FLAT: 22,
        Style.SHOP_RANGE: 6, Style.LAND: 2, Style.BESIDE: 1, Style.ROOMS: 0.5,
    },
    Ground.BLOCKS: {
        Style.BLOCK: 42, Style.BLOCK_UNNUMBERED: 20, Style.FLATS_NUMBERED: 10, Style.HOUSE: 20,
        Style.LAND: 3, Style.GARAGES: 3, Style.BESIDE: 2,
    },
    Ground.ESTATE: {Style.UNITS: 70, Style.SHOP: 22, Style.LAND: 5, Style.BESIDE: 3},
    Ground.RURAL: {
        Style.NAMED: 62, Style.HOUSE: 24, Style.NAMED_NUMBERED: 5, Style.INFILL: 1,
        Style.LAND: 5, Style.PLOTS: 1, Style.SHOP: 2,
    },
}  # fmt: skip
# Buildings on a street: the middle of a log-normal law, the least and the most.
_ALONG = {
    Ground.RESIDENTIAL: (24, 4, 160),
    Ground.SHOPPING: (34, 6, 140),
    Ground.BLOCKS: (5, 1, 20),
    Ground.ESTATE: (3, 1, 8),
    Ground.RURAL: (11, 2, 40),
}
# Parts of a building: the least and the most.
_PARTS: dict[Style, tuple[int, int]] = {
    Style.INFILL: (2, 2),
    Style.FLATS_NUMBERED: (2, 8),
    Style.FLATS_LETTERED: (2, 5),
    Style.FLOORS: (2, 4),
    Style.SUFFIXED: (2, 5),
    Style.BLOCK: (6, 40),
    Style.BLOCK_UNNUMBERED: (6, 40),
    Style.SHOP_WITH_FLAT: (2, 2),
    Style.UNITS: (4, 30),
    Style.GARAGES: (3, 20),
    Style.PLOTS: (3, 20),
    Style.ROOMS: (4, 10),
}


@dataclass(frozen=True, slots=True)
class Buildings:
    """The buildings of an area, one row each, in the order of their streets.

    ``number`` is 0 where there is none; ``until`` is the end of a range, else 0; ``shell`` says
    that the divided building is listed itself.
    """

    street: Numbers
    style: Numbers
    number: Numbers
    until: Numbers
    parts: Numbers
    shell: Flags


def build(ground: Numbers, rng: np.random.Generator) -> Buildings:
    """Return the buildings on streets of these kinds."""
    street, place = sequence(_along(ground, rng))
    style = _styles(ground[street], rng)
    number, until = _numbered(street, place, style, rng)
    parts = _parts(style, rng)
    divided = np.isin(style, DIVIDED)
    shell = divided & (rng.random(len(style)) < 0.5)
    return Buildings(street, style, number, until, parts, shell)


def _along(ground: Numbers, rng: np.random.Generator) -> Numbers:
    middle, least, most = np.array([_ALONG[Ground(i)] for i in range(len(Ground))]).T
    drawn = middle[ground] * np.exp(0.7 * rng.standard_normal(len(ground)))
    along: Numbers = np.clip(np.rint(drawn), least[ground], most[ground]).astype(np.int64)
    return along


def _styles(ground: Numbers, rng: np.random.Generator) -> Numbers:
    out = np.zeros(len(ground), dtype=np.int64)
    for kind, mix in _MIX.items():
        here = ground == kind
        styles = np.array([int(style) for style in mix])
        out[here] = styles[weighted(rng, list(mix.values()), int(here.sum()))]
    return out


def _numbered(
    street: Numbers, place: Numbers, style: Numbers, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Return number and end of range: along one side (odd or even) or both, with gaps."""
    streets = int(street[-1]) + 1
    one_side = rng.random(streets) < 0.35
    step = np.where(one_side, 2, 1)[street]
    start = np.where(rng.random(streets) < 0.85, 1, rng.integers(2, 200, streets))
    start = start + (one_side & (rng.random(streets) < 0.5))
    ranged = np.isin(style, RANGES)
    taken = step * (1 + ranged + (rng.random(len(street)) < 0.03))
    taken[np.isin(style, UNNUMBERED + NEIGHBOURS)] = 0
    before = np.cumsum(taken) - taken
    number = start[street] + before - before[np.flatnonzero(place == 0)][street]
    until = np.where(ranged, number + step, 0)
    until = np.where(style == Style.GARAGES, number + 6 * step, until)
    return np.where(np.isin(style, UNNUMBERED), 0, number), until


def _parts(style: Numbers, rng: np.random.Generator) -> Numbers:
    least, most = np.array([_PARTS.get(Style(i), (1, 1)) for i in range(len(Style))]).T
    parts: Numbers = rng.integers(least[style], most[style] + 1)
    return parts
