"""Which listed texts are parts of one building: for counting errors between flats."""

from __future__ import annotations

import re

_PART = re.compile(
    r"\b(?:FLAT|FL|APARTMENT|APT|UNIT|ROOM|STUDIO|SUITE|MAISONETTE|FFLAT|FFLATIAU)\s+[0-9]*[A-Z]?\b"
    r"|\b(?:(?:LOWER|UPPER)\s+)?(?:GROUND|FIRST|SECOND|THIRD|FOURTH|TOP|BASEMENT|GARDEN|ATTIC|REAR|FRONT)"
    r"(?:\s+FLOOR)?(?:\s+(?:FRONT|REAR|LEFT|RIGHT))?\s+FLAT\b"
)
_SUFFIX = re.compile(r"\b([0-9]+)[A-Z]\b")
_LEFT_OUT = re.compile(r"[^A-Z0-9]+")


def building(text: str, postcode: str | None) -> str:
    """Return a text without its flat, floor or letter, so that parts of one building are alike."""
    whole = _SUFFIX.sub(r"\1", _PART.sub(" ", text.upper()))
    return f"{_LEFT_OUT.sub(' ', whole).strip()} {postcode or ''}"
