"""What a column holds, told by its first values: postcodes, names of places, or neither."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_HEAD = 1_000
_OF_POSTCODES = 0.8
_OF_PLACES = 0.5
_CODE = "[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}"
_POSTCODE = rf"^\s*{_CODE}\s*$"
_WITH_POSTCODE = rf"\b{_CODE}\b"
# Words of places and organisations that are hardly ever somebody's surname, as Hall and Church are.
_PLACE = (
    r"(?i)[0-9]|\b(house|cottages?|farm|flats?|apartments?|court|villas?|bungalow|mansions|centre|"
    r"library|school|academy|college|nursery|university|hospital|surgery|clinic|pharmacy|museum|"
    r"theatre|gallery|cinema|hotel|inn|arms|tavern|pub|restaurant|caf[eé]|takeaway|bakery|stores?|"
    r"shop|supermarket|garage|station|depot|works|offices?|chambers|buildings?|estate|stadium|"
    r"leisure|club|hub|chapel|mosque|temple|gurdwara|synagogue|cathedral|church (hall|of)|"
    r"(town|village|community|parish|memorial) hall|ltd|limited|plc|llp|council|trust|association|"
    r"society|services|company|union|llyfrgell|ysgol|canolfan|neuadd|fferm|capel)\b"
)


def holds_postcodes(column: pa.ChunkedArray) -> bool:
    """Return whether nearly all first values of a column are postcodes, and nothing else."""
    return _share(column, _POSTCODE) >= _OF_POSTCODES


def names_places(column: pa.ChunkedArray) -> bool:
    """Return whether at least half of a column's first values read as places or organisations."""
    return _share(column, _PLACE) >= _OF_PLACES


def mentions_postcode(column: pa.ChunkedArray) -> bool:
    """Return whether a postcode stands in any of a column's values."""
    texts = _texts(column)
    return texts is not None and bool(pc.any(_matches(texts, _WITH_POSTCODE)).as_py())


def _share(column: pa.ChunkedArray, pattern: str) -> float:
    texts = _texts(column.slice(0, _HEAD))
    if texts is None:
        return 0.0
    held = texts.drop_null()
    held = held.filter(_matches(held, r"\S"))
    return float(pc.mean(_matches(held, pattern)).as_py() or 0.0)


def _matches(texts: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    return pc.match_substring_regex(texts, pattern)


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Return a column's values where they are texts, None where they are not."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    textual = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return column if textual else None
