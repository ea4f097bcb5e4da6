"""Every addressable place of an area: the parts of its address, column by column."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import words
from .arrays import Flags, Numbers, joined, sequence, spelt, taken, weighted, where
from .buildings import CONVERTED, RANGES, Buildings, Style, build
from .ground import Area, Streets, streets_of
from .postcodes import postcodes_along
from .vocabulary import draw_ranks, welsh_word, word

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TRADERS_LISTED = 0.7
_BLOCKS = (Style.BLOCK, Style.BLOCK_UNNUMBERED, Style.ROOMS)
_NAMED = (Style.NAMED, Style.NAMED_NUMBERED, Style.UNITS, *_BLOCKS)


class Kind(IntEnum):
    """What a place is, as far as the difficulty of finding it goes."""

    PLAIN = 0
    FLAT = 1
    CONVERTED = 2
    BUSINESS = 3
    LAND = 4
    RANGE = 5
    SHELL = 6


_KINDS = {
    Style.BLOCK: Kind.FLAT,
    Style.BLOCK_UNNUMBERED: Kind.FLAT,
    Style.ROOMS: Kind.FLAT,
    **dict.fromkeys(CONVERTED, Kind.CONVERTED),
    **dict.fromkeys((Style.SHOP, Style.SHOP_WITH_FLAT, Style.UNITS), Kind.BUSINESS),
    **dict.fromkeys((Style.LAND, Style.BESIDE, Style.GARAGES, Style.PLOTS), Kind.LAND),
    **dict.fromkeys(RANGES, Kind.RANGE),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of each place's address; a part that it has not is empty.

    ``trader`` is the name of a business, ``listed_trader`` the same where the gazetteer has it,
    ``known`` says that it alone tells the place from others of its street; ``lead`` stands before
    the number ("Rear Of"); ``other`` is the street's name in the other language; ``postcode`` is
    null for most land; ``twin`` says that the town has another street of this name; places of one
    ``building`` (a number) follow each other.
    """

    flat: pa.Array
    trader: pa.Array
    listed_trader: pa.Array
    name: pa.Array
    lead: pa.Array
    number: pa.Array
    street: pa.Array
    other: pa.Array
    locality: pa.Array
    town: pa.Array
    council: pa.Array
    postcode: pa.Array
    kind: Numbers
    twin: Flags
    known: Flags
    building: Numbers

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.kind)

    def take(self, at: Numbers) -> Places:
        """Return these places alone."""
        indices = pa.array(at)
        columns = (getattr(self, field.name) for field in fields(self))
        return Places(*(c[at] if isinstance(c, np.ndarray) else c.take(indices) for c in columns))


def places_of(area: Area, rows: int, rng: np.random.Generator) -> Places:
    """Return at least ``rows`` places of an area, all with different addresses."""
    wanted = rows
    while True:
        made = _places(area, streets_of(area, wanted, rng), rng)
        if len(made) >= rows:
            return made
        wanted = round(wanted * 1.3) + 100


def _places(area: Area, streets: Streets, rng: np.random.Generator) -> Places:
    buildings = build(streets.ground, rng)
    names = _building_names(area, buildings, rng)
    building, at = _parts(buildings, names)
    part = at - buildings.shell[building]
    at_street = buildings.street[building]
    street, style = pa.array(at_street), buildings.style[building]
    kind = _kinds(style, part)
    unplaced = pa.array((kind == Kind.LAND) & (rng.random(len(kind)) < 0.6))
    codes = postcodes_along(area, buildings, streets.town_at, rng).take(pa.array(building))
    trader = _traders(style, part, rng)
    traded = where(rng.random(len(kind)) < _TRADERS_LISTED, trader, "")
    made = Places(
        flat=_flats(area, style, building, part, rng),
        trader=trader,
        listed_trader=traded,
        name=names.take(pa.array(building)),
        lead=_leads(buildings).take(pa.array(building)),
        number=_numbers(buildings, building, part),
        street=streets.name.take(street),
        other=streets.other.take(street),
        locality=streets.locality.take(street),
        town=streets.town.take(street),
        council=streets.council.take(street),
        postcode=pc.if_else(unplaced, pa.scalar(None, pa.string()), codes),
        kind=kind,
        twin=streets.twin[at_street],
        known=_lone(traded, at_street),
        building=building,
    )
    return made.take(_different(made))


def _parts(buildings: Buildings, names: pa.Array) -> tuple[Numbers, Numbers]:
    """Return building and part of each place, where no two buildings of a street share a name."""
    building, at = sequence(buildings.parts + buildings.shell)
    _, first, inverse = np.unique(
        _codes(names) * (buildings.street[-1] + 1) + buildings.street,
        return_index=True,
        return_inverse=True,
    )
    own = first[inverse] == np.arange(len(inverse))
    stay = (own | ~np.isin(buildings.style, _NAMED))[building]
    return building[stay], at[stay]


def _lone(trader: pa.Array, street: Numbers) -> Flags:
    """Return where a listed trader is the only one of its name on its street."""
    codes = _codes(trader) * (street[-1] + 1) + street
    _, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    lone: Flags = np.asarray(pc.not_equal(trader, "")) & (counts[inverse] == 1)
    return lone


def _codes(texts: pa.Array) -> Numbers:
    """Return one number for each different text."""
    return np.asarray(texts.dictionary_encode().indices).astype(np.int64)


def _kinds(style: Numbers, part: Numbers) -> Numbers:
    of_style = np.array([_KINDS.get(Style(i), Kind.PLAIN) for i in range(len(Style))])
    kind = of_style[style].astype(np.int64)
    kind[part < 0] = Kind.SHELL
    kind[(style == Style.SHOP_WITH_FLAT) & (part == 1)] = Kind.FLAT
    return kind


def _different(made: Places) -> Numbers:
    """Return the places to keep, one of each address."""
    parts = (made.flat, made.name, made.lead, made.number, made.street, made.locality, made.town)
    _, first = np.unique(_codes(joined("|", *parts)), return_index=True)
    return np.sort(first).astype(np.int64)


def _flats(
    area: Area, style: Numbers, building: Numbers, part: Numbers, rng: np.random.Generator
) -> pa.Array:
    """Return the part of each building: Flat 3, Flat B, Ground Floor Flat, Unit 4, Plot 7."""
    inside = np.maximum(part, 0)
    counted = pc.cast(pa.array(inside + 1), pa.string())
    lettered = taken(_LETTERS, np.minimum(inside, 25))
    floors = taken(words.FLOORS, np.minimum(inside + (building % 2), len(words.FLOORS) - 1))
    over = taken(words.OVER_SHOP, rng.integers(0, len(words.OVER_SHOP), len(style)))
    flat = "Fflat" if area.welsh else "Apartment"
    apartment = np.isin(style, (Style.BLOCK, Style.BLOCK_UNNUMBERED)) & (building % 6 == 0)
    label = where(apartment, flat, taken(_LABELS, style))
    own = where(style == Style.FLATS_LETTERED, lettered, where(style == Style.FLOORS, "", counted))
    out = where(np.isin(style, _LABELLED), joined(" ", label, own), "")
    out = where(style == Style.FLOORS, floors, out)
    out = where((style == Style.SHOP_WITH_FLAT) & (part == 1), over, out)
    return where(part < 0, "", out)


_LABEL = {Style.UNITS: "Unit", Style.GARAGES: "Garage", Style.PLOTS: "Plot", Style.ROOMS: "Room"}
_LABELS = tuple(_LABEL.get(Style(i), "Flat") for i in range(len(Style)))
_LABELLED = (
    *_LABEL,
    Style.FLATS_NUMBERED,
    Style.FLATS_LETTERED,
    Style.BLOCK,
    Style.BLOCK_UNNUMBERED,
)


def _traders(style: Numbers, part: Numbers, rng: np.random.Generator) -> pa.Array:
    trades = np.isin(style, (Style.SHOP, Style.SHOP_RANGE, Style.UNITS)) | (
        (style == Style.SHOP_WITH_FLAT) & (part == 0)
    )
    out = np.zeros(len(style), dtype=np.int64)
    count = int(trades.sum())
    out[trades] = np.arange(1, count + 1)
    called = joined(
        " ",
        spelt(draw_ranks(rng, count), word),
        taken(words.TRADES, rng.integers(0, len(words.TRADES), count)),
    )
    return pa.concat_arrays([pa.array([""]), called]).take(pa.array(out))


def _building_names(area: Area, buildings: Buildings, rng: np.random.Generator) -> pa.Array:
    """Return each building's name: houses, blocks, estates, land."""
    style, count = buildings.style, len(buildings.style)
    ranks = draw_ranks(rng, count)
    house = taken(words.HOUSE_NOUNS, weighted(rng, (9, 6, 3, 4, 3, 2, 1, 1, 1, 1), count))
    block = taken(words.BLOCK_NOUNS, weighted(rng, (10, 8, 2, 2, 1, 1, 1, 1), count))
    estate = taken(words.ESTATE_NOUNS, weighted(rng, (6, 4, 3, 1, 1), count))
    first = spelt(ranks, word)
    named = joined(" ", first, house)
    if area.welsh:
        welsh = joined(
            " ",
            taken(words.WELSH_HOUSES, rng.integers(0, len(words.WELSH_HOUSES), count)),
            spelt(ranks, welsh_word),
        )
        named = where(rng.random(count) < 0.6, welsh, named)
    out = where(np.isin(style, (Style.NAMED, Style.NAMED_NUMBERED)), named, "")
    out = where(np.isin(style, _BLOCKS), joined(" ", first, block), out)
    out = where(style == Style.UNITS, joined(" ", first, estate), out)
    out = where(style == Style.LAND, _land_names(first, rng), out)
    beside = taken([what for what, _ in words.BESIDE], _beside(buildings))
    out = where(style == Style.BESIDE, beside, out)
    return where(style == Style.PLOTS, "Land Off", out)


def _land_names(first: pa.Array, rng: np.random.Generator) -> pa.Array:
    what = rng.integers(0, len(words.LAND), len(first))
    noun = taken([name.removeprefix("{} ") for name in words.LAND], what)
    own = np.array([name.startswith("{}") for name in words.LAND])[what]
    return where(own, joined(" ", first, noun), noun)


def _beside(buildings: Buildings) -> Numbers:
    return buildings.number % len(words.BESIDE)


def _leads(buildings: Buildings) -> pa.Array:
    lead = taken([where_to for _, where_to in words.BESIDE], _beside(buildings))
    out = where(buildings.style == Style.BESIDE, lead, "")
    return where(buildings.style == Style.GARAGES, "Rear Of", out)


def _numbers(buildings: Buildings, building: Numbers, part: Numbers) -> pa.Array:
    """Return 12, 12A, 12-14 or nothing."""
    number, until = buildings.number[building], buildings.until[building]
    style = buildings.style[building]
    suffix = np.where(style == Style.SUFFIXED, part + 1, 0)
    suffix = np.where((style == Style.INFILL) & (part == 1), 1, suffix)
    suffix = np.where(part < 0, 0, suffix)
    whole = pc.binary_join_element_wise(
        where(number > 0, pc.cast(pa.array(number), pa.string()), ""),
        where(until > 0, pc.cast(pa.array(-until), pa.string()), ""),
        taken(("", *_LETTERS), suffix),
        "",
    )
    return where(number > 0, whole, "")
