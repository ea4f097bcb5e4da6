"""The ground of the made-up borough: streets, plots and addresses with their UPRNs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .arrays import Flags, Numbers, Texts, drawn, texts, weighted, where
from .words import (
    BLOCK_NAMES,
    BUSINESSES,
    HOUSE_NAMES,
    INWARD_LETTERS,
    NEIGHBOURHOODS,
    POSTCODE_AREA,
    STREET_KIND_WEIGHTS,
    STREET_KINDS,
    STREET_PREFIXES,
    STREET_WORDS,
)

FIRST_UPRN = 999_900_000_000
PLOTS_TO_A_POSTCODE = 14
EMPTY_HOMES = 0.02


class Unit(IntEnum):
    """How the part of a building is told apart in an address."""

    WHOLE = 0
    FLAT = 1
    FLOOR = 2
    LETTER = 3


class Plot(IntEnum):
    """What stands on a plot."""

    HOUSE = 0
    NAMED = 1
    CONVERTED = 2
    BLOCK = 3
    RANGE = 4
    BUSINESS = 5


# Shares of plots by way of building, in the order of Plot.
BUILDING = {
    "terrace": (0.840, 0.000, 0.090, 0.008, 0.020, 0.042),
    "centre": (0.480, 0.010, 0.150, 0.040, 0.060, 0.260),
    "estate": (0.900, 0.000, 0.020, 0.035, 0.010, 0.035),
    "suburb": (0.930, 0.025, 0.025, 0.003, 0.005, 0.012),
    "village": (0.700, 0.240, 0.020, 0.000, 0.020, 0.020),
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses in parts, one array per part, all of one length.

    ``unit_number`` counts flats from 1 (floors and letters from 0); ``number`` 0 means none;
    ``number_to`` is the end of a range or 0; ``street_kind`` is an index into STREET_KINDS;
    ``neighbourhood`` an index into NEIGHBOURHOODS; ``home`` tells dwellings from the rest.
    """

    uprn: Texts
    organisation: Texts
    unit: Numbers
    unit_number: Numbers
    building: Texts
    number: Numbers
    number_to: Numbers
    street_word: Texts
    street_kind: Numbers
    locality: Texts
    town: Texts
    postcode: Texts
    neighbourhood: Numbers
    property_type: Texts
    home: Flags

    def take(self, rows: Numbers | Flags) -> Addresses:
        """Return the addresses of these rows, in this order."""
        return Addresses(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class _Plots:
    kind: Numbers
    homes: Numbers
    neighbourhood: Numbers
    street: Numbers
    side: Numbers


def lay_out(rng: np.random.Generator, *, households: int, town: str) -> Addresses:
    """Return every address of a borough with at least ``households`` dwellings.

    About 2 % of dwellings stand empty. UPRNs have twelve digits and begin with 9999, a range
    chosen to be plainly outside those that authorities allot; addresses come street by street.
    """
    plots = _plots(rng, _homes_by_neighbourhood(households))
    number, number_to = _numbers(plots)
    postcode = _postcodes(rng, plots)
    building = _building_names(rng, plots)
    word, street_kind = _street_names(rng, int(plots.street.max()) + 1)
    row, unit, unit_number, home = _units(rng, plots)
    area = texts([n.name if n.locality else "" for n in NEIGHBOURHOODS])
    return Addresses(
        uprn=_uprns(rng, len(row)),
        organisation=_organisations(rng, plots)[row],
        unit=unit,
        unit_number=unit_number,
        building=building[row],
        number=number[row],
        number_to=number_to[row],
        street_word=word[plots.street[row]],
        street_kind=street_kind[plots.street[row]],
        locality=area[plots.neighbourhood[row]],
        town=texts([town] * len(row)),
        postcode=postcode[row],
        neighbourhood=plots.neighbourhood[row],
        property_type=_property_types(plots, row, home),
        home=home,
    )


def _homes_by_neighbourhood(households: int) -> Numbers:
    size = np.array([n.size for n in NEIGHBOURHOODS])
    wanted = np.ceil(households * (1 + EMPTY_HOMES) * size / size.sum())
    homes: Numbers = np.maximum(wanted, 4).astype(np.int64)
    return homes


def _plots(rng: np.random.Generator, wanted: Numbers) -> _Plots:
    parts: list[_Plots] = []
    streets = 0
    for place, homes in enumerate(wanted):
        kind, count = _plots_of_place(rng, NEIGHBOURHOODS[place].building, int(homes))
        street, side = _streets_of_place(rng, len(kind))
        parts.append(_Plots(kind, count, np.full(len(kind), place), street + streets, side))
        streets += int(street.max()) + 1
    return _Plots(**{f.name: np.concatenate([getattr(p, f.name) for p in parts])
                     for f in fields(_Plots)})  # fmt: skip


def _plots_of_place(rng: np.random.Generator, building: str, homes: int) -> tuple[Numbers, Numbers]:
    """Return the kind of each plot and its dwellings, which sum to ``homes``."""
    kind = weighted(rng, BUILDING[building], homes * 2 + 40)
    count = np.ones(len(kind), dtype=np.int64)
    count[kind == Plot.BUSINESS] = 0
    converted, block = kind == Plot.CONVERTED, kind == Plot.BLOCK
    count[converted] = rng.integers(2, 5, converted.sum())
    count[block] = rng.integers(6, 31, block.sum())
    last = int(np.searchsorted(np.cumsum(count), homes))
    kind, count = kind[: last + 1], count[: last + 1]
    count[last] -= int(count.sum()) - homes
    return kind, count


def _streets_of_place(rng: np.random.Generator, plots: int) -> tuple[Numbers, Numbers]:
    """Return the street of each plot, from 0, and the side on which it stands (0 odd, 1 even)."""
    lengths = rng.integers(14, 64, plots // 14 + 1)
    ends = np.cumsum(lengths)
    at = np.arange(plots)
    street = np.searchsorted(ends, at, side="right")
    from_start = at - np.concatenate([[0], ends])[street]
    return street, (from_start * 2 >= lengths[street]).astype(np.int64)


def _rank_within(group: NDArray[np.int64], weight: Numbers | Flags) -> Numbers:
    """Return the sum of weights before each row in its group (groups lie together)."""
    size: Numbers = np.asarray(weight, dtype=np.int64)
    before = np.cumsum(size) - size
    starts = np.flatnonzero(np.diff(group, prepend=group[0] - 1))
    lengths = np.diff(np.append(starts, len(group)))
    rank: Numbers = before - np.repeat(before[starts], lengths)
    return rank


def _numbers(plots: _Plots) -> tuple[Numbers, Numbers]:
    """Return house numbers, odd on one side and even on the other; a range takes two."""
    ranged = plots.kind == Plot.RANGE
    rank = _rank_within(plots.street * 2 + plots.side, 1 + ranged.astype(np.int64))
    number = 1 + plots.side + 2 * rank
    unnumbered = plots.kind == Plot.NAMED
    half_of_blocks = (plots.kind == Plot.BLOCK) & (plots.street % 2 == 0)
    number_to = np.where(ranged, number + 2, 0)
    return np.where(unnumbered | half_of_blocks, 0, number), number_to


def _postcodes(rng: np.random.Generator, plots: _Plots) -> Texts:
    """Return postcodes: a district per neighbourhood, a unit per stretch of one street's side."""
    group = plots.street * 2 + plots.side
    stretch = _rank_within(group, np.ones(len(group), dtype=np.int64)) // PLOTS_TO_A_POSTCODE
    starts = np.diff(group * 100 + stretch, prepend=-1) != 0
    unit = np.cumsum(starts) - 1
    first_of_place = np.searchsorted(plots.neighbourhood, np.arange(len(NEIGHBOURHOODS)))
    within = unit - unit[first_of_place][plots.neighbourhood]
    letters = len(INWARD_LETTERS)
    codes = np.stack([rng.permutation(10 * letters**2) for _ in NEIGHBOURHOODS])
    code = codes[plots.neighbourhood, within]
    inward = texts(_inward_codes())
    district = texts([f"{POSTCODE_AREA}{n + 1}" for n in range(len(NEIGHBOURHOODS))])
    postcodes: Texts = district[plots.neighbourhood] + inward[code]
    return postcodes


def _inward_codes() -> list[str]:
    return [
        f" {sector}{one}{two}"
        for sector in range(10)
        for one in INWARD_LETTERS
        for two in INWARD_LETTERS
    ]


def _street_names(rng: np.random.Generator, streets: int) -> tuple[Texts, Numbers]:
    """Return the word and the kind of each street; no two streets have both the same."""
    kinds = len(STREET_KINDS)
    weights = np.tile(np.array(STREET_KIND_WEIGHTS, dtype=float), len(STREET_WORDS))
    order = np.argsort(rng.exponential(size=len(weights)) / weights)
    at = np.arange(streets)
    pick = order[at % len(order)]
    prefix = texts(STREET_PREFIXES)[at // len(order)]
    return prefix + texts(STREET_WORDS)[pick // kinds], pick % kinds


def _building_names(rng: np.random.Generator, plots: _Plots) -> Texts:
    """Return the names of named houses and blocks, each once in its street."""
    named, block = plots.kind == Plot.NAMED, plots.kind == Plot.BLOCK
    names = texts([""] * len(plots.kind))
    for flag, words in ((named, HOUSE_NAMES), (block, BLOCK_NAMES)):
        at = _rank_within(plots.street, flag) + plots.street * 17
        names = where(flag, texts(words)[rng.permutation(len(words))][at % len(words)], names)
    return names


def _organisations(rng: np.random.Generator, plots: _Plots) -> Texts:
    owners = drawn(rng, STREET_WORDS, len(plots.kind))
    trades = drawn(rng, BUSINESSES, len(plots.kind))
    return where(plots.kind == Plot.BUSINESS, owners + " " + trades, "")


def _units(rng: np.random.Generator, plots: _Plots) -> tuple[Numbers, Numbers, Numbers, Flags]:
    """Return for each address its plot, kind of unit, unit's number, and whether it is a home.

    Blocks and converted houses have a row of their own before their flats.
    """
    shared = (plots.kind == Plot.BLOCK) | (plots.kind == Plot.CONVERTED)
    rows = np.where(shared, plots.homes + 1, 1)
    plot = np.repeat(np.arange(len(rows)), rows)
    within = np.arange(len(plot)) - np.repeat(np.cumsum(rows) - rows, rows)
    style = np.full(len(rows), int(Unit.WHOLE))
    style[plots.kind == Plot.BLOCK] = Unit.FLAT
    converted = plots.kind == Plot.CONVERTED
    ways = np.array([Unit.FLAT, Unit.FLOOR, Unit.LETTER])
    style[converted] = ways[weighted(rng, (0.45, 0.25, 0.30), int(converted.sum()))]
    flat = shared[plot] & (within > 0)
    unit = np.where(flat, style[plot], Unit.WHOLE)
    number = np.where(flat, within - (unit != Unit.FLAT), 0)
    return plot, unit, number, flat | (~shared & (plots.kind != Plot.BUSINESS))[plot]


def _property_types(plots: _Plots, row: Numbers, home: Flags) -> Texts:
    kinds = {
        Plot.HOUSE: "house",
        Plot.NAMED: "house",
        Plot.CONVERTED: "flat",
        Plot.BLOCK: "flat",
        Plot.RANGE: "house",
        Plot.BUSINESS: "business",
    }
    types = texts([kinds[Plot(k)] for k in range(len(kinds))])[plots.kind[row]]
    return where(home | (types == "business"), types, "building of flats")


def _uprns(rng: np.random.Generator, count: int) -> Texts:
    gaps = rng.integers(1, 10, count)
    return texts((FIRST_UPRN + np.cumsum(gaps)).astype(str).tolist())
