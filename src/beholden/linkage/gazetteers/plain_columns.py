"""Which columns of a plain table are the UPRN, the address and the postcode: found or named."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from beholden.kernel import BadInput

from ..addresses.columns import AddressColumns, find_columns

_SHOWN = 20


def columns_of_names(names: Sequence[str]) -> AddressColumns | None:
    """Return the columns of a table found by their names; None where it is no list of addresses.

    A column that names rows is no UPRN: whoever means it as the key says so.
    """
    try:
        found = find_columns(_empty(names), of_places=True)
    except BadInput:
        return None
    return found if found.uprn else None


def columns_named(
    names: Sequence[str], named: AddressColumns, *, name: str, form: str
) -> AddressColumns:
    """Return the columns that are named, and found where they are not; upper and lower are alike.

    ``names`` are the table's, of the file ``name``; ``form`` is what it was taken for, for the
    error. Raises BadInput for a file without names, a column that is not there or there twice, and
    where what is not named is not found.
    """
    if not names:
        raise BadInput(
            f"The columns of {name} cannot be named.",
            why=f"It was recognised as {form}, whose columns are known."
            if form
            else "Its first row names no columns.",
            next_step="Leave --uprn-column, --address-columns and --postcode-column out."
            if form
            else "Put the names of the columns into its first row.",
        )
    address = tuple(_held(names, column, name) for column in named.address)
    uprn, postcode = (
        _held(names, column, name) if column else None for column in (named.uprn, named.postcode)
    )
    # Only what is not named has to be found, so it gets a name by which it is.
    given = (["address_concat"] if address else []) + (["uprn"] if uprn else [])
    known = [column for column in names if column not in address] + given
    found = columns_of_names(known)
    if found is None:
        raise _not_found(names, name, lacks_uprn=columns_of_names([*known, "uprn"]) is not None)
    return AddressColumns(
        None, address or found.address, postcode or found.postcode, uprn or found.uprn
    )


def _empty(names: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in dict.fromkeys(names)})


def _held(names: Sequence[str], column: str, name: str) -> str:
    wanted = column.strip().lower()
    if names.count(wanted) == 1:
        return wanted
    raise BadInput(
        f"{name} has {'more than one' if wanted in names else 'no'} column {column.strip()}.",
        why=_columns(names),
        next_step="Name one of these; several columns of an address are separated by commas.",
    )


def _not_found(names: Sequence[str], name: str, *, lacks_uprn: bool) -> BadInput:
    uprn, address = ("a UPRN", "--uprn-column"), ("an address", "--address-columns")
    what, option = uprn if lacks_uprn else address
    return BadInput(
        f"No column of {name} can be read as {what}.",
        why=_columns(names),
        next_step=f"Name it: {option}.",
    )


def _columns(names: Sequence[str]) -> str:
    # A first row that holds an address is not to be told.
    if any(name[:1].isdecimal() for name in names):
        return "Its first row does not look like the names of columns."
    more = len(names) - _SHOWN
    return f"Its columns are {', '.join(names[:_SHOWN])}{f' and {more} more' if more > 0 else ''}."
