"""A department's list before it is written: who or what each row is about, and at which address."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from .arrays import Flags, Numbers, Reals, Texts, texts, where
from .faults import FAULTS, Faults, struck
from .ground import Addresses
from .spelling import MANNERS, Spelt, spell
from .world import World, true_uprns


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a list, in the order in which they are written.

    ``person`` is a row of the residents; ``address`` a row of the addresses, or -1 outside the
    borough; ``doubled`` marks the second row about the same thing.
    """

    household: Numbers
    person: Numbers
    address: Numbers
    doubled: Flags
    moved: Flags

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Numbers) -> Listing:
        """Return these rows, in this order."""
        return Listing(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def listing(
    rng: np.random.Generator,
    world: World,
    person: Numbers,
    *,
    faults: Faults,
    second: Faults | None = None,
    address: Numbers | None = None,
) -> Listing:
    """Return a list of people (``address``: where, if not at home), some twice, in a random order.

    ``second`` are the rates of faults in second rows, where they differ.
    """
    twice = np.flatnonzero(struck(rng, faults.doubled, len(person)))
    rows = np.concatenate([np.arange(len(person)), twice])
    doubled = np.arange(len(rows)) >= len(person)
    household = world.residents.household[person]
    home = world.households.address[household] if address is None else address
    at, moved = _moves(rng, world, home[rows], faults, second or faults, doubled=doubled)
    whole = Listing(household[rows], person[rows], at, doubled, moved)
    return whole.take(rng.permutation(len(rows)))


def _moves(
    rng: np.random.Generator,
    world: World,
    home: Numbers,
    faults: Faults,
    second: Faults,
    *,
    doubled: Flags,
) -> tuple[Numbers, Flags]:
    count = len(home)
    outside = struck(rng, rates("outside", faults, second, doubled), count)
    moved = struck(rng, rates("moved", faults, second, doubled), count) | outside
    other = world.households.address[rng.integers(0, len(world.households), count)]
    return np.where(outside, -1, np.where(moved, other, home)), moved


def rates(fault: str, first: Faults, second: Faults, doubled: Flags) -> Reals:
    """Return the rate of a fault in each row: of first rows, and of second ones."""
    return np.where(doubled, float(getattr(second, fault)), float(getattr(first, fault)))


def written_addresses(rng: np.random.Generator, world: World, rows: Listing, dataset: str) -> Spelt:
    """Return the addresses of a list in its department's manner."""
    inside = world.addresses.take(np.maximum(rows.address, 0))
    away = world.elsewhere.take(rng.integers(0, len(world.elsewhere), len(rows)))
    mixed = _mixed(inside, away, rows.address < 0)
    return spell(
        rng,
        mixed,
        manner=MANNERS[dataset],
        faults=FAULTS[dataset],
        others=world.addresses.postcode,
    )


def _mixed(inside: Addresses, away: Addresses, outside: Flags) -> Addresses:
    parts = {
        f.name: np.where(outside, getattr(away, f.name), getattr(inside, f.name))
        for f in fields(Addresses)
    }
    return Addresses(**parts)


def truth_of(world: World, rows: Listing, spelt: Spelt) -> dict[str, Texts | Flags | Numbers]:
    """Return what is true of each row, and which faults it was given.

    ``uprn`` is that of the address as written ("" where the gazetteer has none); ``lives_at`` that
    of the household's home.
    """
    home = world.households.address[rows.household]
    return {
        "row": np.arange(len(rows)),
        "uprn": true_uprns(world, rows.address),
        "person": world.residents.person[rows.person],
        "lives_at": world.addresses.uprn[home],
        "origin": world.residents.origin[rows.person],
        "doubled": rows.doubled,
        "moved": rows.moved,
        "misspelt": spelt.misspelt,
        "postcode_fault": spelt.postcode_fault,
    }


def yes_no(flags: Flags) -> Texts:
    """Return "yes" and "no"."""
    return where(flags, "yes", texts(["no"] * len(flags)))
