"""A place as the gazetteer lists it: the council's text, the postal text, the other language."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .arrays import Flags, Numbers, joined, where
from .places import Kind, Places

_WITH_POSTAL_TEXT = 0.22


def listed(places: Places, uprn: Numbers, rng: np.random.Generator) -> pa.Table:
    """Return the gazetteer rows of places, in their order; several texts of one follow each other.

    Columns: uprn (int64), address_concat, postcode (null for most land).
    """
    first = council_text(places, street=places.street)
    has_other = np.asarray(pc.not_equal(places.other, ""))
    other = council_text(places, street=places.other)
    postal = rng.random(len(places)) < _WITH_POSTAL_TEXT
    # Royal Mail delivers to no land.
    postal &= (places.kind != Kind.LAND) & (places.kind != Kind.SHELL)
    return _stacked(
        places, uprn, [(first, None), (other, has_other), (postal_text(places), postal)]
    )


def council_text(places: Places, *, street: pa.Array) -> pa.Array:
    """Return the text of the local land and property gazetteer: commas, title case, council."""
    upper = _upper_parts(places, places.listed_trader)
    return joined(", ", *upper, _premise(places, street), *_lower(places))


def postal_text(places: Places) -> pa.Array:
    """Return the text of a delivery point: capitals, the post town last, often no locality."""
    parts = _upper_parts(places, places.trader)
    text = joined(", ", *parts, _premise(places, places.street), places.town)
    return pc.utf8_upper(text)


def _upper_parts(places: Places, trader: pa.Array) -> tuple[pa.Array, ...]:
    return trader, places.flat, where(_led(places), "", places.name)


def _premise(places: Places, street: pa.Array) -> pa.Array:
    """Return the number and street, with what leads to it: Land Rear Of 12 Mill Lane."""
    name = where(_led(places), places.name, "")
    return joined(" ", name, places.lead, places.number, street)


def _led(places: Places) -> Flags:
    """Return which names run on into the street: Land Adjacent To 12 Mill Lane."""
    flags: Flags = np.asarray(pc.or_(pc.not_equal(places.lead, ""), _off(places)))
    return flags


def _off(places: Places) -> pa.Array:
    return pc.equal(places.name, "Land Off")


def _lower(places: Places) -> tuple[pa.Array, ...]:
    # A town that is its own council is not told twice.
    council = pc.if_else(pc.equal(places.council, places.town), "", places.council)
    return places.locality, places.town, council


def _stacked(places: Places, uprn: Numbers, texts: list[tuple[pa.Array, Flags | None]]) -> pa.Table:
    """Return the rows of all texts, sorted by place and then by text."""
    chosen = [np.arange(len(uprn)) if use is None else np.flatnonzero(use) for _, use in texts]
    text = pa.concat_arrays(
        [t.take(pa.array(at)) for (t, _), at in zip(texts, chosen, strict=True)]
    )
    place = np.concatenate(chosen)
    order = np.argsort(place, kind="stable")
    place = place[order]
    return pa.table(
        {
            "uprn": pa.array(uprn[place]),
            "address_concat": text.take(pa.array(order)),
            "postcode": places.postcode.take(pa.array(place)),
        }
    )
