"""Matching a registered dataset by the columns that a person names."""

from __future__ import annotations

from .. import linkage
from .acting import require
from .datasets import latest_version, read_version
from .home import Home
from .matched_tables import address_columns
from .rights import Right


def columns_to_match(
    home: Home,
    *,
    by: str,
    dataset: str,
    gazetteer: str,
    address: str | None = None,
    postcode: str | None = None,
) -> linkage.AddressColumns:
    """Return a registered dataset's columns to match by: those that are named, else those found.

    Raises Refused before anything is read, and BadInput for a column that is not there.
    """
    with home.at_work():
        require(home, by=by, right=Right.ADDRESSES_MATCH)
        versions = latest_version(dataset), latest_version(gazetteer)
    tables = [read_version(home, version) for version in versions]
    found, _ = address_columns(
        tables[0], tables[1], address_columns=address, postcode_column=postcode
    )
    return found
