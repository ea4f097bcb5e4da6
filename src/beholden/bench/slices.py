"""The kinds of addresses that are counted apart."""

from __future__ import annotations

from enum import StrEnum


class Slice(StrEnum):
    """What makes an address hard; every address is in one slice."""

    PLAIN = "plain"
    FLAT = "flat"
    CONVERTED = "converted"
    BUSINESS = "business"
    LAND = "land"
    WELSH = "welsh"
    RANGE = "range"
    POSTCODE_MISSING = "postcode missing"
    POSTCODE_WRONG = "postcode wrong"
    TYPING_ERROR = "typing error"
    NO_ANSWER = "no answer"
