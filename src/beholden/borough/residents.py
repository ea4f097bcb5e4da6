"""The residents of the made-up borough: households, ages, names and dates of birth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from .arrays import Flags, Numbers, Reals, Texts, as_text, texts, weighted, where
from .names import NAME_LISTS, ORIGINS
from .words import NEIGHBOURHOODS

AS_AT = date(2026, 11, 1)
_TODAY = np.datetime64(AS_AT, "D")
_DAYS_A_YEAR = 365.25

# Kinds of household: share, adults (least, most), children (least, most), age of the first adult.
_KINDS = (
    ("one adult", 0.19, (1, 1), (0, 0), (20, 64)),
    ("one pensioner", 0.13, (1, 1), (0, 0), (65, 95)),
    ("couple", 0.20, (2, 2), (0, 0), (22, 65)),
    ("couple of pensioners", 0.10, (2, 2), (0, 0), (65, 90)),
    ("couple with children", 0.20, (2, 2), (1, 3), (26, 52)),
    ("lone parent", 0.07, (1, 1), (1, 3), (22, 50)),
    ("three generations", 0.05, (3, 4), (1, 4), (28, 50)),
    ("sharers", 0.06, (2, 5), (0, 0), (19, 34)),
)
KINDS = tuple(kind[0] for kind in _KINDS)

# Shares of origins, in the order of ORIGINS, for neighbourhoods by way of building.
_MIX = {
    "terrace": (0.58, 0.14, 0.06, 0.08, 0.06, 0.01, 0.05, 0.02),
    "centre": (0.60, 0.06, 0.06, 0.10, 0.06, 0.05, 0.04, 0.03),
    "estate": (0.76, 0.05, 0.02, 0.06, 0.06, 0.01, 0.03, 0.01),
    "suburb": (0.78, 0.04, 0.08, 0.03, 0.03, 0.02, 0.01, 0.01),
    "village": (0.95, 0.01, 0.01, 0.01, 0.00, 0.01, 0.00, 0.01),
}


@dataclass(frozen=True, slots=True)
class Households:
    """Households: the address of each (a row of the addresses), its kind and its neighbourhood."""

    address: Numbers
    kind: Numbers
    neighbourhood: Numbers

    def __len__(self) -> int:
        return len(self.address)


@dataclass(frozen=True, slots=True)
class Residents:
    """People, household by household, the first adult first.

    ``person`` is the identifier kept in the truth; ``born`` is a day (datetime64); ``woman`` tells
    which names are used; ``adult`` is 18 or over.
    """

    person: Texts
    household: Numbers
    first: Flags
    adult: Flags
    woman: Flags
    age: Numbers
    born: np.ndarray[tuple[int], np.dtype[np.datetime64]]
    first_name: Texts
    surname: Texts
    origin: Texts

    def __len__(self) -> int:
        return len(self.household)


def settle(
    rng: np.random.Generator, *, households: int, homes: Numbers, neighbourhood: Numbers
) -> Households:
    """Return households in homes drawn at random; the rest of the homes stand empty."""
    address = np.sort(rng.permutation(homes)[:households])
    kind = weighted(rng, [k[1] for k in _KINDS], households)
    return Households(address, kind, neighbourhood[address])


def populate(rng: np.random.Generator, homes: Households) -> Residents:
    """Return the people of every household."""
    adults, children = _between(rng, homes.kind, 2), _between(rng, homes.kind, 3)
    size = adults + children
    household = np.repeat(np.arange(len(size)), size)
    rank = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    adult = rank < adults[household]
    age = _ages(rng, homes, household, rank, adult)
    born = _TODAY - (age * _DAYS_A_YEAR + rng.integers(1, 365, len(age))).astype("timedelta64[D]")
    born = _twins(rng, born, household, adult)
    woman = _sexes(rng, homes, household, rank)
    origin = _origins(rng, homes)[household]
    years = (_TODAY - born).astype(np.int64) / _DAYS_A_YEAR
    return Residents(
        person="P" + as_text(10_000_000 + rng.permutation(len(age))),
        household=household,
        first=rank == 0,
        adult=adult,
        woman=woman,
        age=years.astype(np.int64),
        born=born,
        first_name=_distinct_first_names(rng, household, origin, woman=woman, born=born),
        surname=_surnames(rng, homes, household, rank, origin),
        origin=texts(ORIGINS)[origin],
    )


def _between(rng: np.random.Generator, kind: Numbers, column: int) -> Numbers:
    bounds = np.array([k[column] for k in _KINDS])[kind]
    return rng.integers(bounds[:, 0], bounds[:, 1] + 1)


def _ages(
    rng: np.random.Generator, homes: Households, household: Numbers, rank: Numbers, adult: Flags
) -> Numbers:
    """Return ages in whole years: partners near each other, children 19 to 38 years younger."""
    eldest = _between(rng, homes.kind, 4)[household]
    count = len(household)
    partner = np.clip(eldest + rng.normal(0, 3.5, count).round(), 19, 98)
    grandparent = np.clip(eldest + rng.integers(22, 36, count), 19, 98)
    child = np.clip(eldest - rng.integers(19, 39, count), 0, 17)
    sharers = homes.kind[household] == KINDS.index("sharers")
    peer = np.clip(eldest + rng.integers(-6, 7, count), 18, 60)
    ages = np.where(rank == 1, partner, np.where(sharers, peer, grandparent))
    ages = np.where(rank == 0, eldest, ages)
    return np.where(adult, ages, child).astype(np.int64)


def _twins(
    rng: np.random.Generator,
    born: np.ndarray[tuple[int], np.dtype[np.datetime64]],
    household: Numbers,
    adult: Flags,
) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """Return births where 1.5 % of younger siblings share the day of the child before them."""
    sibling = ~adult[1:] & ~adult[:-1] & (household[1:] == household[:-1])
    twin = np.concatenate([[False], sibling & (rng.random(len(sibling)) < 0.015)])
    return np.where(twin, np.roll(born, 1), born)


def _sexes(rng: np.random.Generator, homes: Households, household: Numbers, rank: Numbers) -> Flags:
    drawn = rng.random(len(household)) < 0.51
    eldest = (rng.random(len(homes)) < 0.5)[household]
    couple = np.isin(homes.kind, [2, 3, 4, 6])[household] & (rng.random(len(household)) < 0.96)
    partner = (rank == 1) & couple
    return np.where(rank == 0, eldest, np.where(partner, ~eldest, drawn))


def _origins(rng: np.random.Generator, homes: Households) -> Numbers:
    origin = np.zeros(len(homes), dtype=np.int64)
    for place, neighbourhood in enumerate(NEIGHBOURHOODS):
        here = homes.neighbourhood == place
        origin[here] = weighted(rng, _MIX[neighbourhood.building], int(here.sum()))
    return origin


def _popularity(count: int) -> Reals:
    """Return weights of a list whose common names come first (Zipf's law, flattened)."""
    places: Reals = np.arange(count, dtype=np.float64) + 4.0
    return np.asarray(places**-0.8, dtype=np.float64)


def _distinct_first_names(
    rng: np.random.Generator,
    household: Numbers,
    origin: Numbers,
    *,
    woman: Flags,
    born: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> Texts:
    """Return given names; one that a household has already is drawn again, up to five times."""
    names = _first_names(rng, origin, woman, born)
    for _ in range(5):
        again = _repeated(household, names)
        names[again] = _first_names(rng, origin[again], woman[again], born[again])
    return names


def _repeated(household: Numbers, names: Texts) -> Numbers:
    """Return the rows whose name an earlier row of their household has."""
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(name, len(known)) for name in names])
    _, first = np.unique(household * len(known) + codes, return_index=True)
    again = np.ones(len(names), dtype=bool)
    again[first] = False
    return np.flatnonzero(again)


def _first_names(
    rng: np.random.Generator,
    origin: Numbers,
    woman: Flags,
    born: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> Texts:
    years = born.astype("datetime64[Y]").astype(int) + 1970
    generation = np.digitize(years, (1958, 1993))
    names = texts([""] * len(origin))
    for at, lists in enumerate(NAME_LISTS):
        for sex, given in ((True, lists.women), (False, lists.men)):
            for age, words in enumerate(given):
                here = (origin == at) & (woman == sex)
                here &= generation == age if len(given) > 1 else True
                pick = weighted(rng, _popularity(len(words)), int(here.sum()))
                names[here] = texts(words)[pick]
    return names


def _surnames(
    rng: np.random.Generator,
    homes: Households,
    household: Numbers,
    rank: Numbers,
    origin: Numbers,
) -> Texts:
    """Return the household's surnames; a quarter of partners and all sharers have their own."""
    own = texts([""] * len(origin))
    for at, lists in enumerate(NAME_LISTS):
        here = origin == at
        pick = weighted(rng, _popularity(len(lists.surnames)), int(here.sum()))
        own[here] = texts(lists.surnames)[pick]
    of_household = own[np.flatnonzero(rank == 0)][household]
    sharers = homes.kind[household] == KINDS.index("sharers")
    apart = sharers | ((rank == 1) & (rng.random(len(rank)) < 0.25))
    return where(apart | (rank == 0), own, of_household)
