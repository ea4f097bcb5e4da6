"""A place as one register writes it: which parts, how they are spelt, and with which postcode."""

from __future__ import annotations

import random
import re

from .forms import Place, otherwise
from .manners import Manner
from .places import Kind
from .slices import Slice
from .words import UNIT_LETTERS

_SHORT = {
    "Road": ("Rd", "Rd.", "Rd"),
    "Street": ("St", "St.", "Str"),
    "Avenue": ("Ave", "Av", "Ave."),
    "Lane": ("Ln", "La", "Ln"),
    "Close": ("Cl", "Cls", "Clo"),
    "Drive": ("Dr", "Drv", "Dr."),
    "Crescent": ("Cres", "Cresc", "Cr"),
    "Gardens": ("Gdns", "Gdn", "Gdns"),
    "Terrace": ("Terr", "Tce", "Ter"),
    "Grove": ("Gr", "Grv", "Gro"),
    "Place": ("Pl", "Pl.", "Plc"),
    "Square": ("Sq", "Sq.", "Sqr"),
    "Court": ("Ct", "Crt", "Ct."),
    "Centre": ("Ctr", "Cen", "Ctr"),
    "Industrial Estate": ("Ind Est", "Industrial Est", "Ind. Estate"),
    "Trading Estate": ("Trading Est", "Trad Est", "Tdg Est"),
    "Business Park": ("Bus Park", "Bus Pk", "Business Pk"),
    "House": ("Hse", "Ho", "House"),
    "Farm": ("Fm", "Farm", "Frm"),
    "Cottage": ("Cott", "Cottage", "Cot"),
    "Saint": ("St", "St.", "St"),
}
_TYPES = re.compile(r"\b(" + "|".join(_SHORT) + r")\b")
# These are not to be read from the registers alone; they are set, and told in docs/benchmark.md.
LOCALITY_LEFT_OUT, TOWN_LEFT_OUT, COUNCIL_TOLD, OTHER_LANGUAGE = 0.45, 0.08, 0.08, 0.6
_LONG_WORD = re.compile(r"[A-Za-z]{6,}")


def write(
    place: Place, of_slice: Slice, *, county: str, manner: Manner, draw: random.Random
) -> tuple[str, str | None]:
    """Return the text and the postcode of a place, as one register has written them."""
    postcode = _postcode(place.postcode, of_slice, draw)
    sure = place.postcode is None or of_slice in (Slice.POSTCODE_MISSING, Slice.POSTCODE_WRONG)
    told = otherwise(_in_language(place, of_slice, draw), manner, draw, sure=sure)
    parts = _parts(told, county, sure, manner, draw)
    if of_slice is Slice.TYPING_ERROR or draw.random() < manner.mistyped:
        parts = _mistyped(parts, draw)
    text = _spelt(parts, place.town, manner, draw)
    if postcode and draw.random() < manner.postcode_in_text:
        text = f"{text}, {postcode}"
    return text, postcode


def _in_language(place: Place, of_slice: Slice, draw: random.Random) -> Place:
    """Return a Welsh place with its street's other name, and sometimes Fflat for Flat."""
    if of_slice is not Slice.WELSH:
        return place
    if draw.random() < OTHER_LANGUAGE:
        place = place._replace(street=place.other)
    if place.flat.startswith("Flat ") and draw.random() < 0.3:
        place = place._replace(flat="Ff" + place.flat[1:])
    return place


def _parts(place: Place, county: str, sure: bool, manner: Manner, draw: random.Random) -> list[str]:
    """Return the parts to write in their order; ``sure`` keeps locality and town."""
    runs_on = place.lead or place.name in {"Land Off", "Off", "Land At"}
    premise = (place.name if runs_on else "", place.lead, place.number, place.street)
    parts = [place.trader, place.flat, "" if runs_on else place.name]
    parts.append(" ".join(part for part in premise if part))
    bare = not place.street or (place.kind == Kind.BUSINESS and not place.number)
    if sure or bare or draw.random() >= LOCALITY_LEFT_OUT:
        parts.append(place.locality)
    if sure or draw.random() >= TOWN_LEFT_OUT:
        parts.append(place.town)
    if draw.random() < COUNCIL_TOLD and place.council != place.town:
        parts.append(place.council)
    if draw.random() < manner.county:
        parts.append(county)
    return [part for part in parts if part]


def _spelt(parts: list[str], town: str, manner: Manner, draw: random.Random) -> str:
    """Return the parts as one text in the register's manner: case, commas, short words, spaces."""
    if draw.random() < manner.town_upper:
        parts = [part.upper() if part == town else part for part in parts]
    if draw.random() < manner.repeated_part:
        parts = [*parts, draw.choice(parts)]
    comma = " " if draw.random() < manner.no_comma else ", "
    text = comma.join(parts)
    if draw.random() < manner.short_type:
        text = _TYPES.sub(lambda found: draw.choice(_SHORT[found[0]]), text)
    if draw.random() < manner.comma_after_number:
        text = re.sub(r"(\b\d+[A-Z]?) (?=[A-Z][a-z])", r"\1, ", text, count=1)
    if draw.random() < manner.double_space:
        text = text.replace(", ", ",  ", 1)
    if draw.random() < manner.empty_part:
        text += ","
    return text.upper() if draw.random() < manner.upper else text


def _mistyped(parts: list[str], draw: random.Random) -> list[str]:
    """Return the parts with one letter wrong in one long word."""
    words = [
        (i, found.span()) for i, part in enumerate(parts) for found in _LONG_WORD.finditer(part)
    ]
    if not words:
        return parts
    at, (start, end) = draw.choice(words)
    part = parts[at]
    return [
        *parts[:at],
        part[:start] + mistype(part[start:end], draw) + part[end:],
        *parts[at + 1 :],
    ]


def mistype(word: str, draw: random.Random) -> str:
    """Return a word with one letter left out, swapped with the next, doubled or another."""
    at = draw.randrange(1, len(word) - 1)
    kind = draw.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.55 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.7:
        return word[:at] + word[at] + word[at:]
    other = draw.choice("aeiourstnl".replace(word[at], ""))
    return word[:at] + other + word[at + 1 :]


def _postcode(postcode: str | None, of_slice: Slice, draw: random.Random) -> str | None:
    if postcode is None or of_slice is Slice.POSTCODE_MISSING:
        return None
    if of_slice is not Slice.POSTCODE_WRONG:
        return postcode
    if draw.random() < 0.5:
        return one_letter_wrong(postcode, draw)
    return other_sector(postcode, draw)


def one_letter_wrong(postcode: str, draw: random.Random) -> str:
    """Return a postcode with one letter or figure after the first two changed."""
    at = draw.choice([i for i, letter in enumerate(postcode) if letter != " " and i > 1])
    pool = "123456789" if postcode[at].isdigit() else UNIT_LETTERS
    return postcode[:at] + draw.choice(pool.replace(postcode[at], "")) + postcode[at + 1 :]


def other_sector(postcode: str, draw: random.Random) -> str:
    """Return a postcode of another sector of the district, as of an earlier address."""
    sector = draw.choice("123456789".replace(postcode[-3], ""))
    return postcode[:-3] + sector + draw.choice(UNIT_LETTERS) + draw.choice(UNIT_LETTERS)
