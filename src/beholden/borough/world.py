"""The made-up borough as it is, before any department has written a word of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from beholden.kernel import Progress

from .arrays import Flags, Numbers, Texts, texts, where
from .circumstances import Circumstances, live, vaccinated
from .faults import nhs_numbers
from .ground import Addresses, lay_out
from .residents import Households, Residents, populate, settle
from .words import OTHER_POSTCODE_AREA, OTHER_TOWNS, STREET_KINDS, STREET_WORDS, TOWN

NEW_HOMES = 0.004


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is true of the borough.

    ``registered`` tells which addresses the gazetteer holds (0.4 % of homes are too new for it);
    ``elsewhere`` are addresses outside the borough.
    """

    addresses: Addresses
    elsewhere: Addresses
    registered: Flags
    households: Households
    residents: Residents
    circumstances: Circumstances
    vaccinated: Flags
    nhs_number: Texts


def create(rng: np.random.Generator, *, households: int, progress: Progress) -> World:
    """Return the borough of that many households."""
    progress("laying out streets", 0, 0)
    addresses = lay_out(rng, households=households, town=TOWN)
    homes = settle(
        rng,
        households=households,
        homes=np.flatnonzero(addresses.home),
        neighbourhood=addresses.neighbourhood,
    )
    progress("settling people", 0, 0)
    people = populate(rng, homes)
    return World(
        addresses=addresses,
        elsewhere=_elsewhere(rng, addresses),
        registered=~(addresses.home & (rng.random(len(addresses)) < NEW_HOMES)),
        households=homes,
        residents=people,
        circumstances=live(rng, homes),
        vaccinated=vaccinated(rng, homes, people),
        nhs_number=nhs_numbers(rng, len(people)),
    )


def _elsewhere(rng: np.random.Generator, like: Addresses) -> Addresses:
    """Return houses of other towns, with streets, numbers and postcodes of their own."""
    count = min(len(like), 2_000)
    some: Numbers = rng.integers(0, len(like), count)
    base = like.take(some)
    blank = texts([""] * count)
    district = rng.integers(1, 20, count).astype(str).tolist()
    inward = [code.split(" ")[1] for code in base.postcode[rng.permutation(count)]]
    return Addresses(
        uprn=blank,
        organisation=blank,
        unit=np.zeros(count, dtype=np.int64),
        unit_number=np.zeros(count, dtype=np.int64),
        building=blank,
        number=rng.integers(1, 140, count),
        number_to=np.zeros(count, dtype=np.int64),
        street_word=texts(STREET_WORDS)[rng.integers(0, len(STREET_WORDS), count)],
        street_kind=rng.integers(0, len(STREET_KINDS), count),
        locality=blank,
        town=texts(OTHER_TOWNS)[rng.integers(0, len(OTHER_TOWNS), count)],
        postcode=texts([f"{OTHER_POSTCODE_AREA}{d} {i}"
                        for d, i in zip(district, inward, strict=True)]),
        neighbourhood=np.full(count, -1, dtype=np.int64),
        property_type=blank,
        home=np.ones(count, dtype=bool),
    )  # fmt: skip


def true_uprns(world: World, address: Numbers) -> Texts:
    """Return the UPRN that the gazetteer holds for each address row, "" where it holds none."""
    known = (address >= 0) & world.registered[np.maximum(address, 0)]
    return where(known, world.addresses.uprn[np.maximum(address, 0)], "")
