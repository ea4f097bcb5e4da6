"""The formats in which gazetteers are delivered, and the kinds of texts that come of them."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A form in which a list of addresses with their UPRNs is delivered."""

    ADDRESSBASE_PREMIUM = "AddressBase Premium"
    ADDRESSBASE_PLUS = "AddressBase Plus"
    ADDRESSBASE_CORE = "AddressBase Core"
    ADDRESSBASE = "AddressBase"
    NGD_ADDRESS = "OS NGD Address"
    DTF = "DTF 7.3"
    PLAIN = "a plain table"
    OPEN_UPRN = "OS Open UPRN"


# Where two texts of a UPRN are the same, the kind that stands first here is kept.
KINDS = (
    "approved", "built", "delivery-point", "single-line", "organisation", "provisional",
    "pre-build", "candidate", "alternative", "non-addressable", "historic", "historic-built",
)  # fmt: skip
