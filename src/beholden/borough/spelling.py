"""How a department writes an address: one manner each, with that department's faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Numbers, Texts, as_text, joined, texts, weighted, where
from .faults import Faults, mistype, struck, wrong_postcodes
from .ground import Addresses, Unit
from .words import ABBREVIATIONS, FLOORS, FLOORS_SHORT, STREET_KINDS

LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Manner:
    """A department's manner: weights of its ways of writing.

    ``flat`` weighs "Flat 2, 14", "2/14", "Flat 2 14", "Apartment 2, 14" and "14 Mill Lane, Flat 2";
    ``letter`` weighs "14A", "Flat A, 14", "14 A" and "14a"; ``floor`` weighs "First Floor Flat,
    14", "1st Floor Flat 14", "Flat 1st Floor, 14" and "FFF, 14". ``short`` is the share of streets
    abbreviated, ``number_dropped`` of blocks' street numbers left out, ``locality`` of village
    names written, ``capitals`` whether all is in capitals; ``postcode`` is "spaced", "closed" or
    "mixed".
    """

    flat: tuple[float, ...] = (1, 0, 0, 0, 0)
    letter: tuple[float, ...] = (1, 0, 0, 0)
    floor: tuple[float, ...] = (1, 0, 0, 0)
    short: float = 0.0
    number_dropped: float = 0.0
    locality: float = 1.0
    capitals: bool = False
    postcode: str = "spaced"


REGISTER = Manner(capitals=True)
"""The gazetteer's own manner: every part, in full."""

MANNERS: Mapping[str, Manner] = {
    "council_tax": Manner(
        flat=(7, 0, 1, 0, 2), letter=(7, 1, 1, 1), floor=(6, 1, 3, 0), short=0.05,
        number_dropped=0.05, locality=0.8, capitals=True,
    ),
    "housing_tenancies": Manner(
        flat=(3, 3, 2, 0, 2), letter=(5, 2, 1, 2), floor=(4, 3, 2, 1), short=0.35,
        number_dropped=0.25, locality=0.5,
    ),
    "energy_certificates": Manner(
        flat=(6, 0, 1, 3, 0), letter=(6, 2, 1, 1), floor=(7, 1, 2, 0), short=0.02,
        number_dropped=0.10, locality=0.9,
    ),
    "vaccinations": Manner(
        flat=(4, 2, 3, 1, 0), letter=(5, 1, 2, 2), floor=(4, 4, 1, 1), short=0.30,
        number_dropped=0.15, locality=0.6, capitals=True, postcode="closed",
    ),
    "support_scheme": Manner(
        flat=(3, 3, 2, 1, 1), letter=(4, 2, 2, 2), floor=(3, 3, 2, 2), short=0.40,
        number_dropped=0.20, locality=0.5, postcode="mixed",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelt:
    """Addresses as written, and which faults struck each.

    ``premise`` holds organisation, flat and building; ``street`` the number and street (or the
    street alone). ``postcode_fault`` is "", "missing" or "wrong".
    """

    premise: Texts
    street: Texts
    locality: Texts
    town: Texts
    postcode: Texts
    misspelt: Flags
    postcode_fault: Texts

    def whole(self) -> Texts:
        """Return each address in one text, without its postcode."""
        return joined(", ", self.premise, self.street, self.locality, self.town)


def spell(
    rng: np.random.Generator,
    where_: Addresses,
    *,
    manner: Manner,
    faults: Faults,
    others: Texts,
) -> Spelt:
    """Return addresses in a department's manner; ``others`` are postcodes to mistake them for."""
    count = len(where_)
    misspelt = struck(rng, faults.misspelt, count)
    word = mistype(rng, where_.street_word, misspelt)
    street = word + " " + _street_kinds(rng, where_, manner)
    premise, line = _premises(rng, where_, manner, street)
    town_out = struck(rng, faults.town_left_out, count)
    locality = where(struck(rng, manner.locality, count), where_.locality, "")
    postcode, fault = _postcodes(rng, where_.postcode, manner, faults=faults, others=others)
    return Spelt(
        premise=_cased(premise, manner),
        street=_cased(line, manner),
        locality=_cased(locality, manner),
        town=_cased(where(town_out, "", where_.town), manner),
        postcode=postcode,
        misspelt=misspelt & (word != where_.street_word),
        postcode_fault=fault,
    )


def _cased(words: Texts, manner: Manner) -> Texts:
    return texts([text.upper() for text in words]) if manner.capitals else words


def _street_kinds(rng: np.random.Generator, where_: Addresses, manner: Manner) -> Texts:
    short = struck(rng, manner.short, len(where_))
    full = texts(STREET_KINDS)[where_.street_kind]
    return where(short, texts(ABBREVIATIONS)[where_.street_kind], full)


def _premises(
    rng: np.random.Generator, where_: Addresses, manner: Manner, street: Texts
) -> tuple[Texts, Texts]:
    """Return the premise line and the street line of each address."""
    number = _number_texts(where_)
    has_name = where_.building != ""
    dropped = has_name & (where_.unit != Unit.WHOLE)
    number = where(dropped & struck(rng, manner.number_dropped, len(number)), "", number)
    line = where(number == "", street, number + " " + street)
    line = _lettered(rng, where_, manner, number=number, street=street, line=line)
    unit, closed, after = _units(rng, where_, manner)
    glued = closed & ~has_name & (number != "")
    line = where(glued, unit + line, line)
    line = where(after, line + ", " + unit, line)
    apart = where(glued | after, "", unit)
    spaced = has_name & (apart != "") & ~np.array([u.startswith("Flat ") for u in apart])
    name = where(spaced, apart + " " + where_.building, joined(", ", apart, where_.building))
    return joined(", ", where_.organisation, name), line


def _number_texts(where_: Addresses) -> Texts:
    number = where(where_.number == 0, "", as_text(where_.number))
    return where(where_.number_to > 0, number + "-" + as_text(where_.number_to), number)


def _lettered(
    rng: np.random.Generator,
    where_: Addresses,
    manner: Manner,
    *,
    number: Texts,
    street: Texts,
    line: Texts,
) -> Texts:
    """Return street lines where flats told by a letter carry it in one of four ways."""
    way = weighted(rng, manner.letter, len(where_))
    letter = texts(list(LETTERS))[np.where(where_.unit == Unit.LETTER, where_.unit_number, 0)]
    small = texts([text.lower() for text in letter])
    ways = (
        number + letter,
        "Flat " + letter + ", " + number,
        number + " " + letter,
        number + small,
    )
    for at, written in enumerate(ways):
        line = where((where_.unit == Unit.LETTER) & (way == at), written + " " + street, line)
    return line


def _units(
    rng: np.random.Generator, where_: Addresses, manner: Manner
) -> tuple[Texts, Flags, Flags]:
    """Return units as written, which stand unparted before a number, and which come last."""
    flat, floor = where_.unit == Unit.FLAT, where_.unit == Unit.FLOOR
    way = np.where(flat, weighted(rng, manner.flat, len(flat)), -1)
    floor_way = np.where(floor, weighted(rng, manner.floor, len(flat)), -1)
    named = where_.building != ""
    unit = _flat_texts(way, named, as_text(where_.unit_number))
    unit = _floor_texts(floor_way, np.where(floor, where_.unit_number, 0), unit)
    closed = np.isin(way, (1, 2)) | (floor_way == 1)
    return unit, closed, way == 4


def _flat_texts(way: Numbers, named: Flags, number: Texts) -> Texts:
    unit = texts([""] * len(way))
    unit = where((way == 0) | (way == 4), "Flat " + number, unit)
    unit = where(way == 1, where(named, number, number + "/"), unit)
    unit = where(way == 2, where(named, "Flat " + number, "Flat " + number + " "), unit)
    return where(way == 3, "Apartment " + number, unit)


def _floor_texts(way: Numbers, floor: Numbers, unit: Texts) -> Texts:
    full, short = texts(FLOORS)[floor], texts(FLOORS_SHORT)[floor]
    initials = texts([name[0] + "FF" for name in FLOORS])[floor]
    unit = where(way == 0, full + " Floor Flat", unit)
    unit = where(way == 1, short + " Floor Flat ", unit)
    unit = where(way == 2, "Flat " + short + " Floor", unit)
    return where(way == 3, initials, unit)


def _postcodes(
    rng: np.random.Generator, true: Texts, manner: Manner, *, faults: Faults, others: Texts
) -> tuple[Texts, Texts]:
    draw = rng.random(len(true))
    missing = draw < faults.postcode_missing
    wrong = ~missing & (draw < faults.postcode_missing + faults.postcode_wrong)
    postcode = wrong_postcodes(rng, true, wrong, others=others)
    closed = np.full(len(true), manner.postcode == "closed")
    if manner.postcode == "mixed":
        closed = struck(rng, 0.3, len(true))
    postcode = where(closed, texts([text.replace(" ", "") for text in postcode]), postcode)
    fault = where(missing, "missing", where(wrong, "wrong", ""))
    return where(missing, "", postcode), fault
