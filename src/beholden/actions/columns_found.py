"""Columns of addresses found by their names, with errors that say what an officer can do."""

from __future__ import annotations

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
_NAMED = "--address-columns COLUMN[,COLUMN…] --postcode-column COLUMN"


def columns_of_addresses(table: pa.Table, *, of: str) -> linkage.AddressColumns:
    """Return the columns of a list of addresses; ``of`` names the list in the error.

    Raises BadInput where no column can be the address.
    """
    return _found(table, of=of, next_step=f"Name them: {_NAMED}.")


def columns_of_places(
    table: pa.Table, *, of: str, uprn: str | None = None
) -> linkage.AddressColumns:
    """Return the columns of a gazetteer; ``of`` names it in the error, ``uprn`` its UPRNs.

    Raises BadInput where no column can be the address, or none the UPRN.
    """
    found = _found(table, of=of, next_step=_BUILD)
    if uprn or found.uprn or found.id:
        return found
    raise BadInput(
        f"No column of {of} can be read as a UPRN.",
        why=_columns(table),
        next_step="Name it: --uprn-column COLUMN.",
    )


def _found(table: pa.Table, *, of: str, next_step: str) -> linkage.AddressColumns:
    try:
        return linkage.find_columns(table)
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
