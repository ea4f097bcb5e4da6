"""Postcodes in the real grammar, about seventeen addresses to each, along an area's streets."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .arrays import Numbers, taken
from .buildings import Buildings
from .ground import Area
from .words import UNIT_LETTERS

ADDRESSES_A_POSTCODE = 17
# Of the 400 units that a sector could have.
_UNITS_A_SECTOR = 180
_SECTORS_A_DISTRICT = 9


def postcodes_along(
    area: Area, buildings: Buildings, town: Numbers, rng: np.random.Generator
) -> pa.Array:
    """Return each building's postcode: a new one every so many addresses and most streets."""
    addresses = buildings.parts + buildings.shell
    first = np.flatnonzero(np.diff(buildings.street, prepend=-1))
    fresh = np.zeros(len(addresses), dtype=np.bool_)
    # Neighbouring short streets sometimes share one; a new town never does.
    new_town = np.diff(town[buildings.street[first]], prepend=-1) != 0
    fresh[first] = (rng.random(len(first)) < 0.85) | new_town
    run = np.cumsum(fresh) - 1
    before = np.cumsum(addresses) - addresses
    inside = before - before[fresh][run]
    per = rng.integers(ADDRESSES_A_POSTCODE - 6, ADDRESSES_A_POSTCODE + 14, int(run[-1]) + 1)
    changes = np.diff(inside // per[run], prepend=-1) != 0
    return units(area, np.cumsum(changes | fresh) - 1)


def units(area: Area, unit: Numbers) -> pa.Array:
    """Return the postcode of each unit number of an area, from 0."""
    sector, within = unit // _UNITS_A_SECTOR, unit % _UNITS_A_SECTOR
    letters = (within * 149 + sector * 7 + 31) % len(UNIT_LETTERS) ** 2
    outward = pc.cast(pa.array(1 + sector // _SECTORS_A_DISTRICT), pa.string())
    digit = pc.cast(pa.array(1 + sector % _SECTORS_A_DISTRICT), pa.string())
    return pc.binary_join_element_wise(
        pc.binary_join_element_wise(pa.scalar(area.letters), outward, ""),
        pc.binary_join_element_wise(
            digit,
            taken(UNIT_LETTERS, letters // len(UNIT_LETTERS)),
            taken(UNIT_LETTERS, letters % len(UNIT_LETTERS)),
            "",
        ),
        " ",
    )
