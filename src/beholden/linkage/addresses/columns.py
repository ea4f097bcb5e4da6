"""Which columns of a table hold the address, its postcode, its identifier and its UPRN."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from beholden.kernel import BadInput

_IDS = ("uniqueid", "id", "recordid", "rowid", "reference", "ref", "urn", "accountreference")
_UPRNS = ("uprn", "uniquepropertyreferencenumber", "uprnid")
_POSTCODES = ("postcode", "postcodelocator", "postalcode", "pcode", "addresspostcode")
_WHOLE = (
    "addressconcat", "fulladdress", "singlelineaddress", "address", "propertyaddress",
    "addresstext", "wholeaddress", "siteaddress", "addresslabel",
)  # fmt: skip
_NAMES = (
    "organisation", "organisationname", "libraryname", "businessname", "companyname",
    "buildingname", "propertyname", "sitename", "venuename", "premisesname", "schoolname",
)  # fmt: skip
_OF_PEOPLE = (
    "surname", "forename", "firstname", "lastname", "dateofbirth", "dob", "nhsnumber", "nino",
    "nationalinsurancenumber", "title", "liable", "tenantname",
)  # fmt: skip
_TAILS = ("street", "streetname", "locality", "town", "posttown", "towncity", "city", "county")
_PART = re.compile(r"(?:property|site|premises)?addr(?:ess)?(?:line)?([0-9])")


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """The columns by name; None where the table has no such column.

    Several ``address`` columns are read one after another, with a comma between.
    """

    id: str | None
    address: tuple[str, ...]
    postcode: str | None
    uprn: str | None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _first(names: dict[str, str], wanted: Iterable[str]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def _address(names: dict[str, str]) -> tuple[str, ...]:
    parts = sorted((name for name in names if _PART.fullmatch(name)), key=lambda name: name[-1])
    if not parts and (whole := _first(names, _WHOLE)):
        return (whole,)
    has_people = any(name in names for name in _OF_PEOPLE)
    heads = [name for name in _NAMES if name in names]
    if not heads and "name" in names and not has_people:
        heads = ["name"]
    tails = [name for name in _TAILS if name in names]
    found = (*heads, *parts, *tails) if parts else ()
    return tuple(names[name] for name in found)


def find_columns(table: pa.Table) -> AddressColumns:
    """Return the address columns of a table, found by their names.

    ``unique_id, address_concat, postcode, uprn`` always work. A column ``name`` is read as part of
    the address (a library's, a shop's) unless the table has columns about people beside it. Raises
    BadInput where no column can be the address.
    """
    names: dict[str, str] = {}
    for name in table.column_names:
        names.setdefault(_plain(name), name)
    address = _address(names)
    if not address:
        raise BadInput(
            "No column of this table can be read as an address.",
            why="No column is named address_concat, address, full_address or address1, address2 …",
            next_step="Name the columns: AddressColumns(id=…, address=(…,), postcode=…, uprn=…).",
        )
    return AddressColumns(
        _first(names, _IDS), address, _first(names, _POSTCODES), _first(names, _UPRNS)
    )


def check_columns(table: pa.Table, columns: AddressColumns) -> None:
    """Raise BadInput where a named column is not in the table, once and only once."""
    named = [columns.id, *columns.address, columns.postcode, columns.uprn]
    for name in named:
        if name is not None and table.column_names.count(name) != 1:
            raise BadInput(
                f"The table has no column {name}."
                if name not in table.column_names
                else f"The table has more than one column {name}.",
                next_step="Check the spelling; the columns are: "
                + ", ".join(table.column_names[:20]),
            )
    if not columns.address:
        raise BadInput("No address column was named.", next_step="Name at least one.")
