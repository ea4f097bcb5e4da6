"""What an address tells of itself that groups are told by: flat or house, and the area."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from .texts import joined

# As RE2 reads it, after which the case does not count.
_FLAT = (
    r"\b(?:FLAT|FLT|APARTMENT|APPARTMENT|APT|MAISONETTE|BEDSIT|STUDIO"
    r"|(?:FIRST|TOP|GROUND) FLOOR|BASEMENT)\b"
    r"|^\s*\d+\s*/\s*\d+"
)
_POSTCODE = r"(?i)(?:^|[^A-Z0-9])(?P<area>[A-Z]{1,2}[0-9][A-Z0-9]?)\s*[0-9][A-Z]{2}[\s,]*$"


def dwellings(addresses: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Return "flat" or "house" for each address, as it is written; null where it has no text."""
    if not columns:
        return pa.nulls(addresses.num_rows, pa.string())
    text = joined(addresses, tuple(columns))
    flat = pc.match_substring_regex(text, _FLAT, ignore_case=True)
    told = pc.if_else(flat, "flat", "house")
    return pc.if_else(pc.match_substring_regex(text, r"[^\s,]"), told, None)


def areas(addresses: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Return the postcode district (ZX1) that each address ends with; null where it has none.

    ``columns`` are those of the address, the postcode's last.
    """
    if not columns:
        return pa.nulls(addresses.num_rows, pa.string())
    found = pc.extract_regex(joined(addresses, tuple(columns)), _POSTCODE)
    return pc.utf8_upper(pc.struct_field(found, "area"))
