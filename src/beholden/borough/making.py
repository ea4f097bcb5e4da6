"""From the borough as it is to the tables that five departments hold, with the truth apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beholden.kernel import BadInput, Progress, silent

from .arrays import Flags, texts
from .circumstances import RATINGS, TENURES
from .departments import (
    STEWARDS,
    Columns,
    council_tax,
    energy_certificates,
    gazetteer,
    housing_tenancies,
    support_scheme,
    vaccinations,
)
from .words import NEIGHBOURHOODS
from .world import World, create

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST, MOST = 20, 300_000
MADE_UP = {b"beholden.made_up": b"yes"}

_DEPARTMENTS: Mapping[str, Callable[[np.random.Generator, World], tuple[Columns, Columns]]] = {
    "council_tax": council_tax,
    "housing_tenancies": housing_tenancies,
    "energy_certificates": energy_certificates,
    "vaccinations": vaccinations,
    "support_scheme": support_scheme,
}


@dataclass(frozen=True, slots=True)
class Borough:
    """A made-up borough.

    ``tables`` are the five lists, ``gazetteer`` and ``places`` (the open part of the gazetteer);
    every date in them is text as its department writes it. ``truth`` has, for each list, one row
    per row (``row`` from 0): ``uprn`` of the address as written (null where the gazetteer has
    none), ``person``, ``lives_at``, ``origin`` and the faults given; and besides
    ``households`` (one row per home that is lived in) and ``people``. ``stewards`` names who
    answers for each table.
    """

    tables: Mapping[str, pa.Table]
    truth: Mapping[str, pa.Table]
    stewards: Mapping[str, str]


def make(*, households: int = 20_000, seed: int = 1, progress: Progress = silent) -> Borough:
    """Return the made-up Borough of Ashmere, the same for the same size and seed.

    Raise BadInput for fewer than 20 households, more than 300,000, or a negative seed.
    """
    _check(households, seed)
    rng = np.random.Generator(np.random.PCG64(seed))
    world = create(rng, households=households, progress=progress)
    addresses = gazetteer(rng, world)
    tables: dict[str, pa.Table] = {}
    truth = {"households": table(_household_truth(world)), "people": table(_people_truth(world))}
    for at, (name, department) in enumerate(_DEPARTMENTS.items()):
        progress("writing lists", at, len(_DEPARTMENTS))
        columns, facts = department(rng, world)
        tables[name], truth[name] = table(columns), table(facts)
    tables["gazetteer"] = table(addresses)
    tables["places"] = tables["gazetteer"].select(["uprn", "neighbourhood", "ward"])
    progress("writing lists", len(_DEPARTMENTS), len(_DEPARTMENTS))
    return Borough(tables, truth, STEWARDS)


def _check(households: int, seed: int) -> None:
    if not FEWEST <= households <= MOST:
        raise BadInput(
            "A made-up borough of that size cannot be made.",
            why=f"The generator makes {FEWEST} to {MOST:,} households.",
            next_step="Choose a number of households in that range.",
        )
    if seed < 0:
        raise BadInput(
            "The seed of a made-up borough cannot be negative.",
            next_step="Choose 0 or a whole number above it.",
        )


def table(columns: Mapping[str, Any]) -> pa.Table:
    """Return columns as an Arrow table that says it is made up; empty strings become null."""
    import pyarrow as pa

    arrays = {name: _array(values) for name, values in columns.items()}
    return pa.table(arrays).replace_schema_metadata(MADE_UP)


def _array(values: Any) -> pa.Array:
    import pyarrow as pa

    if values.dtype != object:
        return pa.array(values)
    return pa.array([text or None for text in values], type=pa.string())


def _household_truth(world: World) -> Columns:
    """Return how each household lives, by its home's UPRN."""
    homes, facts = world.households, world.circumstances
    size = np.bincount(world.residents.household, minlength=len(homes))
    known: Flags = world.registered[homes.address]
    return {
        "uprn": world.addresses.uprn[homes.address],
        "in_gazetteer": known,
        "neighbourhood": texts([n.name for n in NEIGHBOURHOODS])[homes.neighbourhood],
        "ward": texts([n.ward for n in NEIGHBOURHOODS])[homes.neighbourhood],
        "tenure": texts(TENURES)[facts.tenure],
        "band": facts.band,
        "arrears": facts.arrears,
        "in_arrears": facts.in_arrears,
        "rating": texts(list(RATINGS))[facts.rating],
        "enrolled": facts.enrolled,
        "people": size,
    }


def _people_truth(world: World) -> Columns:
    """Return who lives where, and who took the vaccination."""
    people = world.residents
    return {
        "person": people.person,
        "uprn": world.addresses.uprn[world.households.address[people.household]],
        "first_name": people.first_name,
        "surname": people.surname,
        "dob": people.born,
        "age": people.age,
        "origin": people.origin,
        "nhs_number": world.nhs_number,
        "vaccinated": world.vaccinated,
    }
