"""Which columns of a table hold the address, its postcode, its identifier and its UPRN."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from beholden.kernel import BadInput

from .column_values import holds_postcodes, names_places

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


def _address(names: dict[str, str], *, name_is_place: bool) -> tuple[str, ...]:
    parts = sorted((name for name in names if _PART.fullmatch(name)), key=lambda name: name[-1])
    if not parts and (whole := _first(names, _WHOLE)):
        return (whole,)
    heads = [name for name in _NAMES if name in names]
    if not heads and name_is_place:
        heads = ["name"]
    tails = [name for name in _TAILS if name in names]
    found = (*heads, *parts, *tails) if parts else ()
    return tuple(names[name] for name in found)


def find_columns(table: pa.Table, *, of_places: bool = False) -> AddressColumns:
    """Return the address columns of a table, found by their names and by its first rows.

    ``unique_id, address_concat, postcode, uprn`` always work. A column ``name`` is read as part of
    the address (a library's, a shop's) only where nothing speaks of people: half of its values are
    plainly places or organisations, or the table is a gazetteer (``of_places``), and no column is
    about people. Where no column is named as the postcode, the one whose values are postcodes is
    it. Raises BadInput where no column can be the address.
    """
    names: dict[str, str] = {}
    for name in table.column_names:
        names.setdefault(_plain(name), name)
    place = _name_is_place(table, names, of_places=of_places)
    address = _address(names, name_is_place=place)
    if not address:
        raise BadInput(
            "No column of this table can be read as an address.",
            why="No column is named address_concat, address, full_address or address1, address2 …",
            next_step="Name the columns: AddressColumns(id=…, address=(…,), postcode=…, uprn=…).",
        )
    identifier, uprn = _first(names, _IDS), _first(names, _UPRNS)
    postcode = _first(names, _POSTCODES) or _postcode(table, {identifier, uprn, *address})
    return AddressColumns(identifier, address, postcode, uprn)


def _name_is_place(table: pa.Table, names: dict[str, str], *, of_places: bool) -> bool:
    if "name" not in names or any(name in names for name in _OF_PEOPLE):
        return False
    column = names["name"]
    return of_places or (
        table.column_names.count(column) == 1 and names_places(table.column(column))
    )


def _postcode(table: pa.Table, taken: set[str | None]) -> str | None:
    """Return the one column whose values are postcodes; None where there are several."""
    held = [
        name
        for name in table.column_names
        if name not in taken
        and table.column_names.count(name) == 1
        and holds_postcodes(table.column(name))
    ]
    return held[0] if len(held) == 1 else None


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
