"""Columns of addresses, found or asked for: errors and warnings say what an officer can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import linkage
from ..kernel import BadInput

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 30
_BUILD = (
    "Build an index of it, and match against that: "
    "beholden gazetteer build TABLE --out INDEX --address-columns COLUMN[,COLUMN…]."
)
_NAME_UPRN = "Name it: --uprn-column COLUMN."
_BUILD_WITH_POSTCODE = (
    "Where there is one, build an index that has it: beholden gazetteer build --postcode-column."
)
_NAME_POSTCODE = "Where there is one, name its column: --postcode-column COLUMN."
_NAMED = "--address-columns COLUMN[,COLUMN…] --postcode-column COLUMN"


def columns_of_addresses(table: pa.Table, *, of: str) -> linkage.AddressColumns:
    """Return the columns of a list of addresses; ``of`` names the list in the error.

    Raises BadInput where no column can be the address.
    """
    return _found(table, of=of, next_step=f"Name them: {_NAMED}.")


def columns_of_places(
    table: pa.Table, *, of: str, uprn: str | None = None, name_it: str = _NAME_UPRN
) -> linkage.AddressColumns:
    """Return the columns of a gazetteer; ``of`` names it in the error, ``uprn`` its UPRNs.

    Raises BadInput where no column can be the address, or none is named as the UPRN: a column
    that names rows is the key only where that is said. ``name_it`` tells how.
    """
    found = _found(table, of=of, next_step=_BUILD, of_places=True)
    uprn = uprn or found.uprn
    if uprn:
        return replace(found, uprn=uprn)
    raise BadInput(
        f"No column of {of} can be read as a UPRN.",
        why=_columns(table),
        next_step=name_it + _own_reference(found.id),
    )


def _own_reference(column: str | None) -> str:
    return f" If its own column {column} is meant as the key, name that." if column else ""


def postcode_missed(
    table: pa.Table, columns: linkage.AddressColumns, *, of: str, of_places: bool = False
) -> str:
    """Return in words that a table of addresses has no postcode at all; nothing where it has."""
    if columns.postcode or not table.num_rows:
        return ""
    if any(linkage.mentions_postcode(table[name]) for name in columns.address):
        return ""
    name_it = _BUILD_WITH_POSTCODE if of_places else _NAME_POSTCODE
    return f"{of}: No postcode was read, so addresses were matched by their text alone. {name_it}"


def left_out(gazetteer: linkage.Gazetteer, *, of: str) -> str:
    """Return in words what of a gazetteer no address can be matched to; nothing where all can.

    ``of`` names it. Rows that repeat another are not told: the other tells what they do.
    """
    told = [one.message for one in gazetteer.findings if one.code != "repeated-row"]
    return f"{of}: {' '.join(told)} No address is matched to what is left out." if told else ""


def _found(
    table: pa.Table, *, of: str, next_step: str, of_places: bool = False
) -> linkage.AddressColumns:
    try:
        return linkage.find_columns(table, of_places=of_places)
    except BadInput as unread:
        raise BadInput(
            f"No column of {of} can be read as an address.",
            why=_columns(table),
            next_step=next_step,
        ) from unread


def _columns(table: pa.Table) -> str:
    shown = ", ".join(table.column_names[:_SHOWN])
    more = table.num_columns - _SHOWN
    return f"Its columns are {shown}{f' and {more} more' if more > 0 else ''}."
