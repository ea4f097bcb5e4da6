"""Which field of a delivered record goes into which column of which table.

Positions count from 0. Sources: AddressBase Premium technical specification 2.3 (2016) and the
released layout of 2014; the create-table scripts that Ordnance Survey publishes for AddressBase,
Core and Plus; for DTF 7.3 the record layouts of BS 7666:2006 as Lambeth Council's parser has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The tables that every format is brought into, with their columns; all are text.
TABLES: dict[str, tuple[str, ...]] = {
    "streets": ("usrn", "language", "street", "locality", "town"),
    "blpus": (
        "uprn", "origin", "status", "parent", "x", "y", "latitude", "longitude", "country",
        "postcode", "class", "organisation",
    ),
    "lpis": (
        "uprn", "lpi_key", "language", "status", "end_date",
        "sao_start", "sao_start_suffix", "sao_end", "sao_end_suffix", "sao_text",
        "pao_start", "pao_start_suffix", "pao_end", "pao_end_suffix", "pao_text",
        "usrn", "postcode", "post_town", "street", "locality", "town",
    ),
    "points": (
        "uprn", "udprn", "organisation", "department", "sub_building", "building_name",
        "building_number", "dependent_thoroughfare", "thoroughfare", "double_dependent_locality",
        "dependent_locality", "post_town", "postcode", "welsh_dependent_thoroughfare",
        "welsh_thoroughfare", "welsh_double_dependent_locality", "welsh_dependent_locality",
        "welsh_post_town", "po_box", "end_date",
    ),
    "organisations": ("uprn", "org_key", "organisation", "end_date"),
    "classes": ("uprn", "class_key", "class", "scheme", "end_date"),
    "singles": ("uprn", "ident", "kind", "language", "text", "postcode"),
}  # fmt: skip

# What names a record of a table, so that a change finds the one it changes.
KEYS: dict[str, tuple[str, ...]] = {
    "streets": ("usrn", "language"),
    "blpus": ("uprn", "origin"),
    "lpis": ("lpi_key", "language"),
    "points": ("udprn",),
    "organisations": ("org_key",),
    "classes": ("class_key",),
    "singles": ("kind", "uprn", "language", "ident"),
}


@dataclass(frozen=True, slots=True)
class Projection:
    """Which fields of one kind of row go into one table.

    ``fields`` maps a column to the name or position of its field, ``fixed`` a column to a constant;
    ``change`` and ``order`` are the fields that hold the kind of change and its place in order;
    rows without the field ``needs`` do not go there.
    """

    table: str
    fields: Mapping[str, str]
    change: str = ""
    order: str = ""
    fixed: Mapping[str, str] | None = None
    needs: str = ""


def _at(start: int, names: str) -> dict[str, str]:
    """Return columns at consecutive positions; an underscore skips one."""
    return {n: f"f{start + i}" for i, n in enumerate(names.split()) if n != "_"}


def _record(table: str, names: str, start: int = 3) -> Projection:
    return Projection(table, _at(start, names), change="f1", order="f2")


_LPI = (
    "sao_start sao_start_suffix sao_end sao_end_suffix sao_text "
    "pao_start pao_start_suffix pao_end pao_end_suffix pao_text usrn"
)
_POINT = (
    "organisation department sub_building building_name building_number dependent_thoroughfare "
    "thoroughfare double_dependent_locality dependent_locality post_town postcode"
)
_WELSH = (
    "welsh_dependent_thoroughfare welsh_thoroughfare welsh_double_dependent_locality "
    "welsh_dependent_locality welsh_post_town"
)
_PREMIUM_SAME = {
    15: _record("streets", "usrn street locality town _ language"),
    24: _record("lpis", f"uprn lpi_key language status _ end_date _ _ {_LPI}"),
    31: _record("organisations", "uprn org_key organisation _ _ end_date"),
    32: _record("classes", "uprn class_key class scheme _ _ end_date"),
}
# AddressBase Premium as released since 2016, with latitude and longitude.
PREMIUM = _PREMIUM_SAME | {
    21: _record(
        "blpus", "uprn status _ _ parent x y latitude longitude _ _ country _ _ _ _ _ postcode"
    ),
    28: _record("points", f"uprn udprn {_POINT} _ _ {_WELSH} po_box _ _ end_date"),
}
# As released in 2014: neither latitude nor country, and a delivery point has its parent before it.
PREMIUM_2014 = _PREMIUM_SAME | {
    21: _record("blpus", "uprn status _ _ parent x y _ _ _ _ _ _ _ postcode"),
    28: _record("points", f"uprn _ udprn {_POINT} _ {_WELSH} po_box _ _ end_date"),
}
DTF = {
    15: _record("streets", "usrn street locality town _ language"),
    21: _record("blpus", f"uprn status _ _ class parent x y {'_ ' * 6}organisation"),
    24: _record(
        "lpis", f"uprn lpi_key language status _ end_date _ _ {_LPI} _ _ postcode post_town"
    ),
}

# How many fields a line of each record has, in the layouts that there are.
PREMIUM_WIDTHS = {
    10: (9,), 11: (20, 24), 15: (9, 13), 21: (19, 22), 23: (12,), 24: (26,), 28: (29,),
    29: (17,), 30: (10,), 31: (11,), 32: (12,), 99: (5,),
}  # fmt: skip
DTF_WIDTHS = {11: (20,), 15: (9,), 21: (23,), 24: (30,)}


def _names(text: str) -> list[str]:
    return text.split()


_ADDRESSBASE = _names(
    "uprn toid udprn organisation department po_box sub_building building_name building_number "
    "dependent_thoroughfare thoroughfare post_town double_dependent_locality dependent_locality "
    "postcode postcode_type x y latitude longitude rpc country change la_start rm_start "
    "last_update class"
)
_CORE = _names(
    "uprn parent udprn usrn toid class x y latitude longitude rpc last_update text po_box "
    "organisation sub_building building_name building_number street locality town post_town island "
    "postcode suffix gss change tile"
)
_PLUS = _names(
    "uprn udprn change status state_date class parent x y latitude longitude rpc custodian country "
    "la_start last_update entry organisation la_organisation department legal_name sub_building "
    "building_name building_number sao_start sao_start_suffix sao_end sao_end_suffix sao_text "
    "alt_sao_text pao_start pao_start_suffix pao_end pao_end_suffix pao_text alt_pao_text usrn "
    "usrn_match area level official toid toid_version roadlink roadlink_version topo topo_version "
    "voa_ct voa_ndr street alt_street dependent_thoroughfare thoroughfare "
    "welsh_dependent_thoroughfare welsh_thoroughfare double_dependent_locality dependent_locality "
    "locality welsh_dependent_locality welsh_double_dependent_locality town area_name post_town "
    "welsh_post_town postcode postcode_locator postcode_type suffix postal po_box ward parish "
    "rm_start multi_occ voa_p voa_scat alt_language"
)


def _named(table: str, given: list[str], **other: str) -> Projection:
    fields = {c: c for c in TABLES[table] if c in given} | other
    kept = {column: field for column, field in fields.items() if field}
    return Projection(table, kept, change="change", order="last_update")


# One row holds what Premium spreads over several records: it goes into several tables.
_PLUS_LPI = _named("lpis", _PLUS, lpi_key="uprn", postcode="postcode_locator", post_town="")
FLAT_COLUMNS = {"AddressBase": _ADDRESSBASE, "AddressBase Core": _CORE, "AddressBase Plus": _PLUS}
FLAT: dict[str, tuple[Projection, ...]] = {
    "AddressBase": (_named("points", _ADDRESSBASE), _named("blpus", _ADDRESSBASE)),
    "AddressBase Core": (
        Projection(
            "singles", {"uprn": "uprn", "text": "text", "postcode": "postcode"},
            change="change", order="last_update",
            fixed={"kind": "single-line", "language": "eng"},
        ),
        _named("blpus", _CORE, organisation=""),
    ),
    "AddressBase Plus": (
        _named("points", _PLUS),
        _named("blpus", _PLUS, organisation="la_organisation", postcode="postcode_locator"),
        Projection(_PLUS_LPI.table, _PLUS_LPI.fields, "change", "last_update", {"language": "ENG"}),
        Projection(
            "lpis",
            dict(_PLUS_LPI.fields) | {
                "sao_text": "alt_sao_text", "pao_text": "alt_pao_text", "street": "alt_street",
                "language": "alt_language",
            },
            "change", "last_update", needs="alt_language",
        ),
    ),
}  # fmt: skip
