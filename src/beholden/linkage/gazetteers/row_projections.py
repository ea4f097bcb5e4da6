"""Which columns of rows with names go where: OS NGD Address, plain tables, AddressBase."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from .detecting import Shape
from .formats import Format
from .layouts import FLAT, Projection

_GONE = ("End Of Life", "Moved To A Different Feature Type")
_NGD_PLACE = {
    "uprn": "uprn", "parent": "parentuprn", "x": "easting", "y": "northing",
    "latitude": "latitude", "longitude": "longitude", "country": "country",
    "postcode": "postcode", "class": "classificationcode",
}  # fmt: skip
_NGD_POINT = {
    "uprn": "uprn", "udprn": "udprn", "organisation": "organisationname",
    "department": "departmentname", "sub_building": "subbuildingname",
    "building_name": "buildingname", "building_number": "buildingnumber",
    "dependent_thoroughfare": "dependentthoroughfare", "thoroughfare": "thoroughfare",
    "double_dependent_locality": "doubledependentlocality",
    "dependent_locality": "dependentlocality", "post_town": "posttown", "postcode": "postcode",
    "welsh_dependent_thoroughfare": "welshdependentthoroughfare",
    "welsh_thoroughfare": "welshthoroughfare",
    "welsh_double_dependent_locality": "welshdoubledependentlocality",
    "welsh_dependent_locality": "welshdependentlocality", "welsh_post_town": "welshposttown",
    "po_box": "poboxnumber",
}  # fmt: skip
# Names that the coordinates of plain tables go by.
_PLAIN_PLACE = {
    "x": ("easting", "x_coordinate", "x", "eastings"),
    "y": ("northing", "y_coordinate", "y", "northings"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "long", "lon", "lng"),
    "parent": ("parent_uprn", "parentuprn"),
    "class": ("classification", "classification_code", "blpu_class", "class"),
}
CHANGE, TEXT, IDENT = "·change", "·text", "·ident"


def prepared(table: pa.Table, shape: Shape) -> pa.Table:
    """Return rows with the columns added that have to be worked out first."""
    if shape.format is Format.NGD_ADDRESS:
        return _with_alternate(table.append_column(CHANGE, _ngd_change(table)), shape)
    if shape.format is Format.PLAIN:
        return _with_text(table, shape).append_column(CHANGE, _said(table, "S"))
    return table


def _said(table: pa.Table, text: str) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), table.num_rows)


def _ngd_change(table: pa.Table) -> pa.ChunkedArray:
    """Return D for rows that are no longer so, S (this is how it stands) for all others."""
    nothing = pa.chunked_array([pa.nulls(table.num_rows, pa.string())])
    names = table.column_names
    until = table["versionavailabletodate"] if "versionavailabletodate" in names else nothing
    kind = table["changetype"] if "changetype" in names else nothing
    gone = pc.or_(pc.is_valid(until), pc.fill_null(pc.is_in(kind, pa.array(_GONE)), False))
    return pc.if_else(gone, "D", "S")


def _with_alternate(table: pa.Table, shape: Shape) -> pa.Table:
    """Give alternate addresses a name each: their identifier, or their text where they lack one."""
    if not shape.alternate:
        return table
    named = "alternateaddressid" in table.column_names
    return table.append_column(IDENT, table["alternateaddressid" if named else "fulladdress"])


def _with_text(table: pa.Table, shape: Shape) -> pa.Table:
    from ..addresses.texts import joined

    address = shape.columns.address if shape.columns else ()
    text = joined(table, address).cast(pa.string())
    return table.append_column(TEXT, pc.if_else(pc.equal(text, ""), None, text))


def projections_of(shape: Shape) -> tuple[Projection, ...]:
    """Return where the columns of a file's rows go."""
    if shape.format is Format.NGD_ADDRESS:
        return _of_ngd(shape)
    if shape.format is Format.PLAIN:
        return _of_plain(shape)
    return FLAT[str(shape.format)]


def _of_ngd(shape: Shape) -> tuple[Projection, ...]:
    how = (CHANGE, "versiondate")
    if shape.kind == "delivery-point":
        return (Projection("points", _NGD_POINT, *how),)
    text = {"uprn": "uprn", "postcode": "postcode", "text": "fulladdress"}
    if shape.alternate:
        text |= {"ident": IDENT, "language": "language"}
        kind = "historic-built" if shape.kind == "historic-built" else "alternative"
        return (Projection("singles", text, CHANGE, "updatedate", {"kind": kind}),)
    kinds = {"kind": shape.kind, "ident": ""}
    other = text | {"text": "alternatelanguagefulladdress"}
    return (
        Projection("singles", text, *how, kinds | {"language": "eng"}),
        Projection("singles", other, *how, kinds | {"language": "cym"}),
        Projection("blpus", _NGD_PLACE, *how, {"origin": shape.kind}),
    )


def _of_plain(shape: Shape) -> tuple[Projection, ...]:
    columns = shape.columns
    uprn, postcode = (columns.uprn or "", columns.postcode or "") if columns else ("", "")
    text = {"uprn": uprn, "text": TEXT, "ident": TEXT, "postcode": postcode}
    text |= {name: name for name in ("kind", "language") if name in shape.names}
    place = {
        column: next((name for name in names if name in shape.names), "")
        for column, names in _PLAIN_PLACE.items()
    }
    place |= {"uprn": uprn, "postcode": postcode}
    return (
        Projection("singles", text, CHANGE),
        Projection("blpus", place, CHANGE, fixed={"origin": ""}),
    )
