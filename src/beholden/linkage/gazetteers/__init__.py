"""Readers of gazetteers as they are delivered, to one table of texts with their UPRNs."""

from .detecting import detect
from .dtf import DTF_FIELDS, Dtf, read_dtf
from .formats import KINDS, Format
from .listing import Listing, put_back
from .open_uprn import with_coordinates
from .reading import read_gazetteer
from .tallies import FINDINGS
from .updating import update_listing
from .volumes import DeliveryLimits

__all__ = [
    "DTF_FIELDS",
    "FINDINGS",
    "KINDS",
    "DeliveryLimits",
    "Dtf",
    "Format",
    "Listing",
    "detect",
    "put_back",
    "read_dtf",
    "read_gazetteer",
    "update_listing",
    "with_coordinates",
]
