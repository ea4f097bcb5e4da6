"""The same place in other words: flats, ranges, businesses and land as people write them."""

from __future__ import annotations

import random
from typing import NamedTuple

from .manners import Manner
from .places import Kind
from .words import TRADES


class Place(NamedTuple):
    """The parts of one place's address as text; a part that it has not is empty."""

    flat: str
    trader: str
    listed_trader: str
    name: str
    lead: str
    number: str
    street: str
    other: str
    locality: str
    town: str
    council: str
    postcode: str | None
    kind: int
    twin: bool
    known: bool


_FLOORS = {
    "Basement Flat": ("Basement", "Bsmt Flat", "Flat Basement", "Lower Ground Floor Flat"),
    "Ground Floor Flat": (
        "GFF",
        "Gnd Flr Flat",
        "Flat Ground Floor",
        "Ground Floor",
        "Grd Fl Flat",
    ),
    "First Floor Flat": (
        "FFF",
        "1st Floor Flat",
        "1st Flr Flat",
        "Flat First Floor",
        "First Floor",
    ),
    "Second Floor Flat": ("2nd Floor Flat", "2nd Flr Flat", "Flat Second Floor", "Second Floor"),
    "Third Floor Flat": ("3rd Floor Flat", "3rd Flr Flat", "Flat Third Floor"),
    "Top Floor Flat": ("Top Flat", "Top Flr Flat", "Flat Top Floor"),
    "Flat Above": ("Flat Over", "The Flat Above", "Flat Abv"),
    "Upper Flat": ("Flat Upper", "Upper Floor Flat"),
    "Flat": ("The Flat",),
}
_LEADS = {
    "Adjacent To": ("Adj To", "Adj", "Next To", "adjacent"),
    "Rear Of": ("R/O", "At Rear Of", "To The Rear Of", "Behind"),
    "Opposite": ("Opp",),
    "Adjoining": ("Adj", "Adjacent To"),
}
_LAND = {
    "Car Park": ("Public Car Park", "Carpark", "Parking Area"),
    "Public Conveniences": ("Public Toilets", "Toilets", "Public WC"),
    "Electricity Sub Station": ("Electricity Substation", "Sub Stn", "Substation"),
    "Recreation Ground": ("Rec Ground", "Recreation Grd", "Rec"),
    "Playing Field": ("Playing Fields", "Sports Field"),
    "Allotments": ("Allotment Gardens", "Allotment Site"),
    "Community Centre": ("Comm Centre", "Community Ctr"),
    "Play Area": ("Childrens Play Area", "Playground"),
    "Land Off": ("Off", "Land At"),
}


def otherwise(place: Place, manner: Manner, draw: random.Random, *, sure: bool) -> Place:
    """Return the place with its premises in other words, as far as they still tell it apart.

    ``sure`` keeps what only a postcode could stand in for.
    """
    label, _, own = place.flat.partition(" ")
    if label in {"Flat", "Fflat", "Apartment"} and own and own != "Above":
        place = _in_block(place, own, draw) if place.name else _flat(place, own, draw)
    if place.flat in _FLOORS and draw.random() < 0.6:
        place = place._replace(flat=draw.choice(_FLOORS[place.flat]))
    if place.kind in (Kind.BUSINESS, Kind.RANGE):
        place = _business(place, draw, sure=sure)
    if place.kind == Kind.LAND:
        return _land(place, draw)
    if place.kind == Kind.RANGE:
        return place._replace(number=_range(place.number, manner, draw)) if place.number else place
    return place if place.kind == Kind.FLAT else _house(place, manner, draw)


def _flat(place: Place, own: str, draw: random.Random) -> Place:
    """Return Flat B, 12 as 12B, B/12 or Flat 12B, and Flat 2, 12 as 2/12."""
    chance, lettered = draw.random(), own.isalpha()
    if chance < 0.45:
        return place
    if chance < 0.6:
        return place._replace(flat="", number=f"{own}/{place.number}")
    if chance < 0.85 and lettered:
        return place._replace(flat="", number=f"{place.number}{own}")
    if chance < 0.92 and lettered:
        return place._replace(flat="", number=f"Flat {place.number}{own}")
    return place._replace(flat=f"{draw.choice(('Apartment', 'Apt', 'Flat No', 'Fl'))} {own}")


def _in_block(place: Place, own: str, draw: random.Random) -> Place:
    """Return a flat in a named block: 7 Ash Court; with no number; seldom with no name."""
    chance = draw.random()
    if chance < 0.3:
        place = place._replace(flat="", name=f"{own} {place.name}")
    elif chance < 0.4:
        place = place._replace(flat=f"{draw.choice(('Apartment', 'Apt', 'Flat No', 'Fl'))} {own}")
    elif chance < 0.48 and place.number:
        return place._replace(name="")
    return place._replace(number="") if draw.random() < 0.4 else place


def _house(place: Place, manner: Manner, draw: random.Random) -> Place:
    """Return 12A as 12 A, Flat A 12 or A/12; a house with name and number with one of them."""
    number = place.number
    if place.flat == "" and number[-1:].isalpha() and number[:-1].isdigit():
        return place._replace(number=_suffixed(number, manner, draw))
    if place.flat == "" and place.trader == "" and place.name and number.isdigit():
        chance = draw.random()
        if chance < 0.4:
            return place._replace(name="")
        if chance < 0.5:
            return place._replace(number="")
    return place


def _suffixed(number: str, manner: Manner, draw: random.Random) -> str:
    digits, letter = number[:-1], number[-1]
    if draw.random() < max(0.1, manner.suffix_apart):
        return f"{digits} {letter}"
    chance = draw.random()
    if chance < 0.08:
        return f"{letter}/{digits}"
    if chance < 0.22:
        return f"Flat {letter}, {digits}"
    return f"Flat {number}" if chance < 0.28 else number


def _range(number: str, manner: Manner, draw: random.Random) -> str:
    """Return 12-14 as 12/14, 12 & 14, 12 to 14 or 12 alone."""
    first, _, last = number.partition("-")
    chance = draw.random()
    for share, joint in (
        (manner.range_by_slash, "/"),
        (manner.range_by_and, " & "),
        (manner.range_by_to, " to "),
        (0.1, " - "),
    ):
        if chance < share:
            return f"{first}{joint}{last}"
        chance -= share
    return first if chance > 0.6 else number


def _business(place: Place, draw: random.Random, *, sure: bool) -> Place:
    """Return a business without its name, with the name of who was there before, or as it is."""
    chance = draw.random()
    if chance < 0.2:
        place = place._replace(trader="")
    elif chance < 0.3 and place.trader:
        place = place._replace(trader=f"{place.street.split(' ')[0]} {draw.choice(TRADES)}")
    elif chance < 0.4 and place.number and place.known and not sure:
        # A business is often told by its name and street alone.
        place = place._replace(number="")
    if place.flat.startswith("Unit ") and draw.random() < 0.3:
        place = place._replace(flat=place.flat.replace("Unit ", draw.choice(("", "U", "Unit No "))))
    if place.flat and place.name and not sure and draw.random() < 0.3:
        place = place._replace(street="")
    return place


def _land(place: Place, draw: random.Random) -> Place:
    """Return land in other words: Public Toilets, R/O 12 Mill Lane, Mill Lane Allotments."""
    name, lead = place.name, place.lead
    for listed, others in _LAND.items():
        if name.endswith(listed) and draw.random() < 0.4:
            name = name.removesuffix(listed) + draw.choice(others)
            break
    if lead and draw.random() < 0.6:
        lead = draw.choice(_LEADS[lead])
    if place.number.count("-") and draw.random() < 0.5:
        place = place._replace(number=place.number.replace("-", draw.choice((" to ", " - "))))
    if not lead and not place.flat and draw.random() < 0.15:
        # The street's name runs on into what it is.
        return place._replace(name="", street=f"{place.street} {name}")
    return place._replace(name=name, lead=lead)
