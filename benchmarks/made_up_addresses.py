"""Made-up addresses with dense neighbours, and the same places as written elsewhere, with faults.

Everything here is made up: towns, streets, house names and UPRNs. One seed always gives the same
tables.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

_HEADS = [
    "ash",
    "beck",
    "bram",
    "chel",
    "cold",
    "dun",
    "elm",
    "fair",
    "glen",
    "hart",
    "holm",
    "ken",
    "lang",
    "mal",
    "nor",
    "oak",
    "pen",
    "rad",
    "sal",
    "thorn",
    "wal",
    "wex",
    "win",
    "yar",
]
_TAILS = [
    "bourne",
    "bury",
    "by",
    "combe",
    "dale",
    "don",
    "field",
    "ford",
    "ham",
    "hurst",
    "leigh",
    "ley",
    "low",
    "mere",
    "more",
    "stead",
    "ton",
    "well",
    "wick",
    "worth",
]
_COMMON = [
    "High",
    "Church",
    "Station",
    "London",
    "Victoria",
    "Park",
    "Mill",
    "Green",
    "King",
    "Queen",
    "School",
    "New",
    "Albert",
    "York",
    "Manor",
]
_TYPES = [
    "Road",
    "Street",
    "Avenue",
    "Lane",
    "Close",
    "Drive",
    "Crescent",
    "Place",
    "Terrace",
    "Gardens",
    "Grove",
    "Way",
    "Court",
]
_SHORT = {
    "Road": "Rd",
    "Street": "St",
    "Avenue": "Ave",
    "Lane": "Ln",
    "Close": "Cl",
    "Drive": "Dr",
    "Crescent": "Cres",
    "Gardens": "Gdns",
    "Terrace": "Terr",
    "Court": "Ct",
    "Flat": "Apartment",
}
_HOUSES = [
    "Rose",
    "Ivy",
    "Orchard",
    "Willow",
    "Laurel",
    "Holly",
    "Cedar",
    "Beech",
    "Birch",
    "Church",
    "Mill",
    "Hill",
    "Ridge",
    "South",
]


@dataclass(frozen=True)
class Place:
    flat: str
    house: str
    number: str
    street: str
    locality: str
    town: str
    area: str
    county: str
    postcode: str


@dataclass(frozen=True)
class Town:
    """A post town, the council area that the gazetteer names beside it, and its county."""

    name: str
    area: str
    county: str


def _word(draw: random.Random) -> str:
    return (draw.choice(_HEADS) + draw.choice(_TAILS)).capitalize()


def _block(base: Place, draw: random.Random) -> Iterator[Place]:
    block = f"{draw.choice(_HOUSES)} {draw.choice(('Court', 'House'))}"
    for number in range(1, draw.randint(6, 30)):
        yield replace(base, flat=f"Flat {number}", house=block)


def _flats(base: Place, draw: random.Random) -> Iterator[Place]:
    style = draw.random()
    # Half of the divided buildings are listed themselves, too, as gazetteers do.
    if style < 0.55 or (style < 0.95 and draw.random() < 0.5):
        yield base
    if style < 0.55:
        return
    if style < 0.7:
        for letter in "ABCD"[: draw.randint(2, 4)]:
            yield replace(base, flat=f"Flat {letter}")
    elif style < 0.85:
        for number in range(1, draw.randint(3, 9)):
            yield replace(base, flat=f"Flat {number}")
    elif style < 0.9:
        yield from _block(base, draw)
    elif style < 0.95:
        for floor in ("Ground Floor Flat", "First Floor Flat"):
            yield replace(base, flat=floor)
    else:
        yield replace(base, house=f"{draw.choice(_HOUSES)} Cottage", number="")


def _street(draw: random.Random, town: Town, area: str) -> Iterator[Place]:
    name = draw.choice(_COMMON) if draw.random() < 0.4 else _word(draw)
    street = f"{name} {draw.choice(_TYPES)}"
    locality = _word(draw) if draw.random() < 0.3 else ""
    step = draw.choice((1, 2))
    for at, number in enumerate(range(1, draw.randint(8, 90), step)):
        if at % 20 == 0:
            letters = "".join(draw.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
            postcode = f"{area} {draw.randint(1, 9)}{letters}"
        house = f"{draw.choice(_HOUSES)} House" if draw.random() < 0.04 else ""
        place = Place(
            "", house, str(number), street, locality, town.name, town.area, town.county, postcode
        )
        yield from _flats(place, draw)


def places(rows: int, draw: random.Random) -> list[Place]:
    made: list[Place] = []
    areas = [f"{draw.choice('BCDGLMNS')}{draw.choice('ABDEHLNRST')}{n}" for n in range(1, 60)]
    while len(made) < rows:
        town = Town(_word(draw), _word(draw), _word(draw) + "shire")
        own = draw.sample(areas, 3)
        for _ in range(40):
            made.extend(_street(draw, town, draw.choice(own)))
    return list(dict.fromkeys(made[:rows]))


def _line(place: Place) -> str:
    number = f"{place.number} {place.street}".strip()
    parts = (place.flat, place.house, number, place.locality, place.town)
    return ", ".join(part for part in parts if part)


def listed(place: Place) -> str:
    """Return the place as a gazetteer lists it: with its council area."""
    return f"{_line(place)}, {place.area}"


def _typo(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word))
    kind = draw.random()
    if kind < 0.4:
        return word[:at] + word[at + 1 :]
    if kind < 0.7 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + draw.choice("aeiourtn") + word[at + 1 :]


def _flat_otherwise(place: Place, draw: random.Random) -> Place:
    tail = place.flat.removeprefix("Flat ")
    if not place.flat.startswith("Flat ") or draw.random() < 0.5:
        return place
    if len(tail) == 1 and tail.isalpha() and not place.house:
        return replace(place, flat="", number=place.number + tail)
    if place.house:
        number = "" if draw.random() < 0.5 else place.number
        return replace(place, flat=tail, house=place.house, number=number)
    return replace(place, flat=f"{tail}/{place.number}", number="")


def _parts_left_out(place: Place, draw: random.Random) -> Place:
    other = _flat_otherwise(place, draw)
    if other.locality and draw.random() < 0.5:
        other = replace(other, locality="")
    if draw.random() < 0.15 and other.number and other.house and not other.flat:
        other = replace(other, house="")
    if draw.random() < 0.15:
        other = replace(other, town=draw.choice((other.area, "")))
    return other


def _spelt(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    if draw.random() < 0.5:
        bare = [word.rstrip(",") for word in words]
        words = [_SHORT.get(b, b) + w[len(b) :] for b, w in zip(bare, words, strict=True)]
    long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if long and draw.random() < 0.15:
        at = draw.choice(long)
        words[at] = _typo(words[at], draw)
    return " ".join(words)


def written(place: Place, draw: random.Random) -> tuple[str, str | None]:
    """Return the place as another department writes it, with its postcode or none."""
    text = _line(_parts_left_out(place, draw))
    if draw.random() < 0.4:
        text += f", {place.county}"
    text = _spelt(text, draw)
    if draw.random() < 0.08:
        kind = draw.choice(("Stores", "Motors", "Limited", "Dental Practice"))
        text = f"{_word(draw)} {kind}, {text}"
    if draw.random() < 0.3:
        text = text.replace(",", "")
    if draw.random() < 0.3:
        text = text.upper()
    return text, wrong_or_gone(place.postcode, draw, wrong=0.05, gone=0.10)


def wrong_or_gone(postcode: str, draw: random.Random, *, wrong: float, gone: float) -> str | None:
    """Return a postcode as it is, with one place changed, or None."""
    chance = draw.random()
    if chance < gone:
        return None
    if chance < gone + wrong:
        at = draw.choice([i for i, c in enumerate(postcode) if c.isalnum() and i])
        pool = "0123456789" if postcode[at].isdigit() else "ABDEFGHJLNPQRSTUWXYZ"
        return postcode[:at] + draw.choice(pool.replace(postcode[at], "")) + postcode[at + 1 :]
    return postcode


def made_up(
    rows: int, *, queries: int, seed: int = 1, unknown: float = 0.1
) -> tuple[pa.Table, pa.Table]:
    """Return a gazetteer and addresses with `true_uprn`; the part `unknown` is not listed."""
    draw = random.Random(seed)
    every = places(rows, draw)
    uprns = [str(200_000_000_000 + 7 * i) for i in range(len(every))]
    asked = draw.choices(range(len(every)), k=queries)
    absent = {i for i in asked if draw.random() < unknown}
    kept = [i for i in range(len(every)) if i not in absent]
    gazetteer = pa.table(
        {
            "uprn": [uprns[i] for i in kept],
            "address_concat": [listed(every[i]) for i in kept],
            "postcode": [every[i].postcode for i in kept],
        }
    )
    texts = [written(every[i], draw) for i in asked]
    return gazetteer, pa.table(
        {
            "unique_id": [str(n) for n in range(queries)],
            "address_concat": [text for text, _ in texts],
            "postcode": pa.array([code for _, code in texts], pa.string()),
            "true_uprn": pa.array([None if i in absent else uprns[i] for i in asked], pa.string()),
        }
    )
