"""The lists of five departments, and the gazetteer: each in its own columns and manner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from .arrays import Flags, Numbers, Texts, as_text, texts, weighted, where
from .circumstances import RATINGS, TENURES
from .faults import FAULTS, SECOND_VACCINATION_ROW, Faults, struck
from .listing import Listing, listing, rates, truth_of, written_addresses, yes_no
from .people_written import dates, given_names, surnames, titles
from .residents import AS_AT
from .spelling import REGISTER, spell
from .words import NEIGHBOURHOODS
from .world import World

Columns: TypeAlias = dict[str, Any]

STEWARDS: Mapping[str, str] = {
    "council_tax": "Revenues and Benefits",
    "housing_tenancies": "Housing",
    "energy_certificates": "Climate and Energy",
    "vaccinations": "Public Health Intelligence",
    "support_scheme": "Adult Social Care",
    "gazetteer": "Street Naming and Numbering",
    "places": "Street Naming and Numbering",
}
CLOSED_ACCOUNTS = 0.08
CERTIFIED_HOMES = 0.70


def gazetteer(rng: np.random.Generator, world: World) -> Columns:
    """Return the list of addresses with their UPRNs, in capitals and in full, without faults."""
    known = world.addresses.take(world.registered)
    exact = Faults(misspelt=0, postcode_missing=0, postcode_wrong=0, town_left_out=0)
    spelt = spell(rng, known, manner=REGISTER, faults=exact, others=known.postcode)
    place = texts([n.name for n in NEIGHBOURHOODS])[known.neighbourhood]
    ward = texts([n.ward for n in NEIGHBOURHOODS])[known.neighbourhood]
    return {
        "uprn": known.uprn,
        "address_concat": spelt.whole(),
        "postcode": known.postcode,
        "ward": ward,
        "neighbourhood": place,
        "property_type": known.property_type,
    }


def council_tax(rng: np.random.Generator, world: World) -> tuple[Columns, Columns]:
    """Return council tax accounts, current and closed, and their truth.

    A closed account is that of a resident who has since moved to another home in the borough.
    """
    person, at = _accounts(rng, world)
    rows = listing(rng, world, person, faults=FAULTS["council_tax"], address=at)
    of_home = np.full(len(world.addresses), -1)
    of_home[world.households.address] = np.arange(len(world.households))
    household = of_home[rows.address]
    former = household != rows.household
    spelt = written_addresses(rng, world, rows, "council_tax")
    lines = _three_lines(spelt.premise, spelt.street, spelt.locality, spelt.town)
    columns = {
        "account_ref": as_text(70_000_000 + rng.permutation(len(rows))),
        "liable_name": _liable_names(rng, world, rows, former),
        **lines,
        "postcode": spelt.postcode,
        **_account_facts(rng, world, household, former),
    }
    return columns, {**truth_of(world, rows, spelt), "moved": former}


def _accounts(rng: np.random.Generator, world: World) -> tuple[Numbers, Numbers]:
    """Return who is liable and at which address, closed accounts after current ones."""
    first = np.flatnonzero(world.residents.first)
    closed = np.flatnonzero(struck(rng, CLOSED_ACCOUNTS, len(first)))
    shift = rng.integers(1, max(len(first), 2), len(closed))
    former = first[(closed + shift) % len(first)]
    home = world.households.address
    return np.concatenate([first, former]), np.concatenate([home, home[closed]])


def _three_lines(premise: Texts, street: Texts, locality: Texts, town: Texts) -> Columns:
    """Return address_1 to address_3, filled from the top."""
    place = where(locality == "", town, where(town == "", locality, locality + ", " + town))
    whole = premise == ""
    return {
        "address_1": where(whole, street, premise),
        "address_2": where(whole, place, street),
        "address_3": where(whole, "", place),
    }


def _liable_names(rng: np.random.Generator, world: World, rows: Listing, former: Flags) -> Texts:
    """Return liable parties as a full name, an initial, surname first, or two people."""
    people, faults = world.residents, FAULTS["council_tax"]
    first = people.first_name[rows.person]
    family = surnames(rng, people.surname[rows.person], typed=faults.name_typed)
    title = titles(rng, people.woman[rows.person])
    initial = texts([name[0] for name in first])
    way = weighted(rng, (0.35, 0.25, 0.15, 0.25), len(rows))
    second = np.minimum(rows.person + 1, len(people) - 1)
    shared = people.adult[second] & (people.household[second] == rows.household) & ~former
    shared &= people.surname[second] == people.surname[rows.person]
    other = titles(rng, people.woman[second])
    other_initial = texts([name[0] for name in people.first_name[second]])
    name = where(way == 1, title + " " + initial + " " + family, title + " " + first + " " + family)
    name = where(way == 2, texts([text.upper() for text in family]) + ", " + first, name)
    both = title + " " + initial + " & " + other + " " + other_initial + " " + family
    return where((way == 3) & shared, both, name)


def _account_facts(
    rng: np.random.Generator, world: World, household: Numbers, former: Flags
) -> Columns:
    facts, count = world.circumstances, len(household)
    left_owing = former & struck(rng, 0.12, count)
    arrears = np.where(former, 0.0, facts.arrears[household])
    arrears[left_owing] = np.exp(rng.normal(5.5, 0.8, int(left_owing.sum()))).round(2)
    ended = np.datetime64(AS_AT, "D") - rng.integers(10, 1100, count)
    until = dates(rng, ended, form="slashed")
    lost = struck(rng, FAULTS["council_tax"].date_wrong, count)
    until = where(lost, "31/12/2099", until)
    return {
        "tenure": texts(TENURES)[facts.tenure[household]],
        "band": facts.band[household],
        "arrears": arrears,
        "in_arrears": yes_no(arrears > 0),
        "liable_to": where(former, until, ""),
    }


def housing_tenancies(rng: np.random.Generator, world: World) -> tuple[Columns, Columns]:
    """Return tenancies of the council and of most housing associations, and their truth."""
    faults, tenure = FAULTS["housing_tenancies"], world.circumstances.tenure
    social = (tenure == 2) | ((tenure == 3) & struck(rng, 0.7, len(tenure)))
    person = np.flatnonzero(world.residents.first & social[world.residents.household])
    rows = listing(rng, world, person, faults=faults)
    spelt = written_addresses(rng, world, rows, "housing_tenancies")
    first, family, born = _person(rng, world, rows, faults, form="slashed")
    began = np.datetime64(AS_AT, "D") - rng.integers(30, 12_000, len(rows))
    number = as_text(rng.permutation(len(rows)) + 1)
    return {
        "tenancy_ref": texts([f"T/{text.zfill(6)}/01" for text in number]),
        "tenant_name": family + ", " + first,
        "dob": born,
        "address": spelt.whole(),
        "postcode": spelt.postcode,
        "rent": np.clip(rng.normal(108, 16, len(rows)), 60, 260).round(2),
        "start": dates(rng, began, form="slashed", wrong=faults.date_wrong),
    }, truth_of(world, rows, spelt)


def energy_certificates(rng: np.random.Generator, world: World) -> tuple[Columns, Columns]:
    """Return energy certificates of seven homes in ten, and their truth."""
    faults = FAULTS["energy_certificates"]
    certified = struck(rng, CERTIFIED_HOMES, len(world.households))
    person = np.flatnonzero(world.residents.first & certified[world.residents.household])
    rows = listing(rng, world, person, faults=faults)
    spelt = written_addresses(rng, world, rows, "energy_certificates")
    lodged = np.datetime64(AS_AT, "D") - rng.integers(10, 3_600, len(rows))
    blocks = rng.integers(0, 10_000, (len(rows), 3)).tolist()
    at = rng.permutation(len(rows)).tolist()
    columns = {
        "certificate_ref": texts([f"9999-{n // 10_000:04}-{n % 10_000:04}-{a:04}-{b:04}"
                                  for n, (a, b, _) in zip(at, blocks, strict=True)]),
        "address": spelt.whole(),
        "postcode": spelt.postcode,
        "rating": texts(list(RATINGS))[world.circumstances.rating[rows.household]],
        "lodged": dates(rng, lodged, form="iso", wrong=faults.date_wrong),
    }  # fmt: skip
    return columns, {**truth_of(world, rows, spelt), "person": texts([""] * len(rows))}


def vaccinations(rng: np.random.Generator, world: World) -> tuple[Columns, Columns]:
    """Return everybody invited to the winter vaccination, some twice, and their truth."""
    faults, second = FAULTS["vaccinations"], SECOND_VACCINATION_ROW
    person = np.arange(len(world.residents))
    rows = listing(rng, world, person, faults=faults, second=second)
    spelt = written_addresses(rng, world, rows, "vaccinations")
    first, family, born = _person(rng, world, rows, faults, second=second, form="iso")
    taken = world.vaccinated[rows.person]
    given_on = np.datetime64("2026-09-01", "D") + rng.integers(0, 60, len(person))[rows.person]
    return {
        "first_name": first,
        "surname": family,
        "dob": born,
        "sex": where(world.residents.woman[rows.person], "F", "M"),
        "nhs_number": _nhs_numbers(rng, world, rows),
        "address": spelt.whole(),
        "postcode": spelt.postcode,
        "vaccinated": yes_no(taken),
        "vaccination_date": where(taken, dates(rng, given_on, form="iso"), ""),
    }, truth_of(world, rows, spelt)


def _nhs_numbers(rng: np.random.Generator, world: World, rows: Listing) -> Texts:
    """Return NHS numbers, some missing, some with one wrong digit (the check digit fails)."""
    faults, second = FAULTS["vaccinations"], SECOND_VACCINATION_ROW
    number = world.nhs_number[rows.person]
    missing = struck(rng, rates("number_missing", faults, second, rows.doubled), len(rows))
    wrong = struck(rng, rates("number_wrong", faults, second, rows.doubled), len(rows))
    slipped = texts([text[:5] + str((int(text[5]) + 1) % 10) + text[6:] for text in number])
    return where(missing, "", where(wrong, slipped, number))


def support_scheme(rng: np.random.Generator, world: World) -> tuple[Columns, Columns]:
    """Return households on the support scheme, one claimant each, and their truth."""
    faults, people = FAULTS["support_scheme"], world.residents
    person = np.flatnonzero(people.first & world.circumstances.enrolled[people.household])
    partner = np.minimum(person + 1, len(people) - 1)
    claims = people.adult[partner] & (people.household[partner] == people.household[person])
    person = np.where(claims & struck(rng, 0.35, len(person)), partner, person)
    rows = listing(rng, world, person, faults=faults)
    spelt = written_addresses(rng, world, rows, "support_scheme")
    first, family, born = _person(rng, world, rows, faults, form="month")
    reversed_ = struck(rng, 0.2, len(rows))
    number = as_text(rng.permutation(len(rows)) + 1)
    return {
        "case_ref": texts([f"WS-2026-{text.zfill(5)}" for text in number]),
        "claimant_name": where(reversed_, family + ", " + first, first + " " + family),
        "dob": born,
        "address": spelt.whole(),
        "postcode": spelt.postcode,
        "enrolled": texts(["yes"] * len(rows)),
    }, truth_of(world, rows, spelt)


def _person(
    rng: np.random.Generator,
    world: World,
    rows: Listing,
    faults: Faults,
    *,
    form: str,
    second: Faults | None = None,
) -> tuple[Texts, Texts, Texts]:
    """Return given names, surnames and dates of birth as written."""
    rate = {
        fault: rates(fault, faults, second or faults, rows.doubled)
        for fault in ("nickname", "name_typed", "day_and_month", "date_wrong")
    }
    people = world.residents
    first = given_names(
        rng,
        people.first_name[rows.person],
        nickname=rate["nickname"],
        typed=rate["name_typed"],
    )
    family = surnames(rng, people.surname[rows.person], typed=rate["name_typed"])
    born = dates(
        rng,
        people.born[rows.person],
        form=form,
        swapped=rate["day_and_month"],
        wrong=rate["date_wrong"],
    )
    return first, family, born
