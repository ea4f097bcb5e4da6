"""The same address as each product writes it becomes the texts that people write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from beholden.linkage.gazetteers import Format, detect, read_gazetteer

from . import made_up as m


def texts(path: Path, **how: Any) -> set[tuple[int, str, str]]:
    """Return each text with its UPRN and kind."""
    rows = read_gazetteer(path, **how).table().to_pylist()
    return {(row["uprn"], row["address_concat"], row["kind"]) for row in rows}


PREMIUM = {
    (m.HOUSE, "14A MILL LANE, OLD TOWN, ASHMERE", "approved"),
    (m.FLAT, "FLAT 2, 14A MILL LANE, OLD TOWN, ASHMERE", "approved"),
    (m.SHOP, "THE OLD FORGE, 16-18B MILL LANE, OLD TOWN, ASHMERE", "approved"),
    (m.SHOP, "YR HEN EFAIL, 16-18B LÔN Y FELIN, ASHMERE", "approved"),
    (m.SHOP, "FORGE BOOKS, THE OLD FORGE, 16-18B MILL LANE, OLD TOWN, ASHMERE", "organisation"),
    (m.SHOP, "FORGE BOOKS, YR HEN EFAIL, 16-18B LÔN Y FELIN, ASHMERE", "organisation"),
    (m.SHOP, "FORGE BOOKS, THE OLD FORGE, 16 MILL LANE, ASHMERE", "delivery-point"),
    (m.SHOP, "FORGE BOOKS, THE OLD FORGE, 16 LON Y FELIN, ASHMERE", "delivery-point"),
}


def test_premium_gives_a_text_for_each_way_of_writing(tmp_path: Path) -> None:
    path = m.write(tmp_path / "abp.csv", m.volume(m.premium()))
    assert detect(path) is Format.ADDRESSBASE_PREMIUM
    assert texts(path) == PREMIUM


def test_premium_tells_place_parent_class_and_language(tmp_path: Path) -> None:
    listing = read_gazetteer(m.write(tmp_path / "abp.csv", m.volume(m.premium())))
    rows = {(row["uprn"], row["kind"], row["language"]): row for row in listing.table().to_pylist()}
    flat, shop = rows[m.FLAT, "approved", "eng"], rows[m.SHOP, "approved", "cym"]
    assert (flat["parent_uprn"], flat["postcode"], flat["easting"]) == (m.HOUSE, "ZX1 1AB", 400000)
    assert (shop["classification"], shop["northing"]) == ("CR08", 300000)
    assert listing.findings == ()
    assert listing.facts["uprns"] == listing.facts["located"] == 3


def test_the_layout_of_2014_is_read(tmp_path: Path) -> None:
    path = m.write(tmp_path / "abp.csv", m.volume(m.premium_2014(), version="1.0"))
    assert texts(path) == {
        (m.HOUSE, "14 MILL LANE, ASHMERE", "approved"),
        (m.HOUSE, "THE ANNEXE, 14 MILL LANE, ASHMERE", "delivery-point"),
    }


@pytest.mark.parametrize("form", ["zip", "nested zip", "folder", "split files with headings"])
def test_a_delivery_comes_in_many_wrappings(form: str, tmp_path: Path) -> None:
    parts = m.premium()
    first = m.volume(parts[:5], number=1, following=2)
    second = m.volume(parts[5:], number=2)
    source = tmp_path / "delivery"
    if form == "zip":
        m.zipped(source, {"data/b_2.csv": second, "data/a_1.csv": first, "readme.pdf": "no"})
    elif form == "nested zip":
        inner = m.zipped(tmp_path / "inner.zip", {"2.csv": second}).read_bytes()
        m.zipped(source, {"data/1.csv": first, "data/2.zip": inner})
    else:
        source.mkdir()
        (source / "notes.doc").write_text("no addresses")
    if form == "folder":
        m.write(source / "1.csv", first)
        m.zipped(source / "2.zip", {"2.csv": second})
    if form.startswith("split"):
        for kind in {record[0] for record in parts}:
            lines = [m.line(record) for record in parts if record[0] == kind]
            text = "RECORD_IDENTIFIER,CHANGE_TYPE\n" + "\n".join(lines) + "\n"
            m.write(source / f"ID{kind}.csv", text)
    assert texts(source) == PREMIUM


STATUSES = [
    (1, 1, "approved"), (3, 1, "alternative"), (6, 6, "provisional"), (8, 1, "historic"),
    (1, 8, "historic"), (5, 5, "candidate"), (7, 7, None), (9, 9, None),
]  # fmt: skip


@pytest.mark.parametrize(("address", "place", "kind"), STATUSES)
def test_the_status_of_address_and_property_tell_the_kind(
    address: int, place: int, kind: str | None, tmp_path: Path
) -> None:
    records = [
        *m.dtf_street(10001, "MILL LANE"), m.dtf_blpu(m.HOUSE, status=place),
        m.dtf_lpi(m.HOUSE, "L1", status=address), m.dtf_blpu(m.LAND),
        m.dtf_lpi(m.LAND, "L2", number=3),
    ]  # fmt: skip
    listing = read_gazetteer(m.write(tmp_path / "x.csv", m.volume(records, version="7.3")))
    kinds = {r["uprn"]: r["kind"] for r in listing.table().to_pylist()}
    assert kinds.get(m.HOUSE) == kind
    assert ("rejected" in {f.code for f in listing.findings}) == (kind is None)


ADDRESSES = [
    ((2, "", "", "", "FLAT"), (14, "", "", "", ""), "FLAT 2, 14 MILL LANE, ASHMERE"),
    ((2, "A", "", "", "UNIT"), (14, "", "", "", ""), "UNIT 2A, 14 MILL LANE, ASHMERE"),
    ((2, "", "", "", "THE YARD"), (14, "", "", "", ""), "THE YARD, 2, 14 MILL LANE, ASHMERE"),
    ((2, "", 4, "", ""), (14, "A", 16, "B", ""), "2-4, 14A-16B MILL LANE, ASHMERE"),
    (("", "", "", "", "ANNEXE"), ("", "", "", "", "THE LODGE"),
     "ANNEXE, THE LODGE, MILL LANE, ASHMERE"),
    (("", "", "", "", ""), (0, "", "", "", "ALLOTMENTS"), "ALLOTMENTS, MILL LANE, ASHMERE"),
]  # fmt: skip


@pytest.mark.parametrize(("sao", "pao", "text"), ADDRESSES)
def test_numbers_suffixes_ranges_and_names_are_put_together(
    sao: m.Fields, pao: m.Fields, text: str, tmp_path: Path
) -> None:
    records = [m.street(10001, "MILL LANE"), m.blpu(m.HOUSE), m.lpi(m.HOUSE, "L", sao=sao, pao=pao)]
    path = m.write(tmp_path / "x.csv", m.volume(records))
    assert texts(path) == {(m.HOUSE, text, "approved")}


def test_dtf_of_a_council(tmp_path: Path) -> None:
    path = m.write(tmp_path / "llpg.csv", m.volume(m.dtf(), version="7.3", supplier=9067))
    assert detect(path) is Format.DTF
    assert texts(path) == {
        (m.HOUSE, "14 MILL LANE, ASHMERE", "approved"),
        (m.LAND, "LAND ADJACENT TO THE FORGE, MILL LANE, ASHMERE", "approved"),
    }


def _flat(form: str, given: dict[str, object]) -> list[object]:
    from beholden.linkage.gazetteers.layouts import FLAT_COLUMNS

    return [given.get(name, "") for name in FLAT_COLUMNS[form]]


ROW: dict[str, object] = {
    "uprn": m.HOUSE, "udprn": 501, "change": "I", "last_update": m.DAY, "x": 400000, "y": 300000,
    "postcode": "ZX1 1AB", "class": "RD04", "building_number": 14, "thoroughfare": "MILL LANE",
    "post_town": "ASHMERE", "sub_building": "FLAT 2",
    "text": "FLAT 2, 14 MILL LANE, ASHMERE, ZX1 1AB",
    "sao_start": 2, "sao_text": "FLAT", "pao_start": 14, "town": "ASHMERE", "status": 1,
    "postcode_locator": "ZX1 1AB",
}  # fmt: skip


@pytest.mark.parametrize("form", ["AddressBase", "AddressBase Core", "AddressBase Plus"])
def test_products_of_one_row_a_property(form: str, tmp_path: Path) -> None:
    given = ROW if form == "AddressBase Core" else ROW | {"street": "MILL LANE"}
    path = m.write(tmp_path / "flat.csv", m.table([], [_flat(form, given)]))
    listing = read_gazetteer(path)
    rows = listing.table().to_pylist()
    assert (listing.format, listing.findings) == (form, ())
    assert {row["address_concat"] for row in rows} == {"FLAT 2, 14 MILL LANE, ASHMERE"}
    assert {row["postcode"] for row in rows} == {"ZX1 1AB"}
    assert {(row["uprn"], row["easting"], row["classification"]) for row in rows} == {
        (m.HOUSE, 400000.0, "RD04")
    }


def test_plus_gives_the_other_language_too(tmp_path: Path) -> None:
    given = ROW | {"street": "MILL LANE", "alt_street": "LON Y FELIN", "alt_language": "CYM"}
    path = m.write(tmp_path / "plus.csv", m.table([], [_flat("AddressBase Plus", given)]))
    rows = read_gazetteer(path).table().to_pylist()
    assert ("2, 14 LON Y FELIN, ASHMERE", "cym") in {
        (row["address_concat"], row["language"]) for row in rows
    }


NGD = {"versiondate": "2026-01-05", "postcode": "ZX1 1AB", "easting": 400000, "northing": 300000}


def test_ngd_address_of_every_feature_type(tmp_path: Path) -> None:
    one = NGD | {
        "uprn": m.HOUSE, "fulladdress": "14, MILL LANE, ASHMERE, ZX1 1AB",
        "alternatelanguage": "cym",
        "alternatelanguagefulladdress": "14, LON Y FELIN, ASHMERE, ZX1 1AB",
    }  # fmt: skip
    m.write(tmp_path / "add_gb_builtaddress.csv", m.ngd([one]))
    for name, uprn in (("prebuildaddress", m.FLAT), ("nonaddressableobject", m.LAND)):
        row = NGD | {"uprn": uprn, "fulladdress": f"{name} HOUSE, MILL LANE, ZX1 1AB"}
        m.write(tmp_path / f"add_gb_{name}.csv", m.ngd([row]))
    m.write(tmp_path / "add_gb_historicaddress.csv", m.ngd([NGD | {
        "uprn": m.HOUSE, "fulladdress": "THE OLD MILL, MILL LANE, ZX1 1AB"}]))  # fmt: skip
    m.write(tmp_path / "add_gb_builtaddress_altadd.csv", m.table(
        ["alternateaddressid", "uprn", "featuretypeversiondate", "language", "postcode",
         "fulladdress", "updatedate"],
        [["a1", m.HOUSE, m.DAY, "eng", "ZX1 1AB", "MILL COTTAGE, MILL LANE, ZX1 1AB", m.DAY]],
    ))  # fmt: skip
    m.write(tmp_path / "add_gb_royalmailaddress.csv", m.table(
        ["udprn", "versiondate", "buildingnumber", "thoroughfare", "posttown", "postcode", "uprn"],
        [[501, m.DAY, 14, "MILL LANE", "ASHMERE", "ZX1 1AB", m.HOUSE]],
    ))  # fmt: skip
    m.write(tmp_path / "add_gb_builtaddress_rltenty.csv", "uprn,versiondate,other\n1,2026,x\n")
    assert texts(tmp_path) == {
        (m.HOUSE, "14, MILL LANE, ASHMERE", "built"),
        (m.HOUSE, "14, LON Y FELIN, ASHMERE", "built"),
        (m.HOUSE, "THE OLD MILL, MILL LANE", "historic-built"),
        (m.HOUSE, "MILL COTTAGE, MILL LANE", "alternative"),
        (m.HOUSE, "14 MILL LANE, ASHMERE", "delivery-point"),
        (m.FLAT, "prebuildaddress HOUSE, MILL LANE", "pre-build"),
        (m.LAND, "nonaddressableobject HOUSE, MILL LANE", "non-addressable"),
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_plain_table_with_columns_of_any_order(delimiter: str, tmp_path: Path) -> None:
    rows = [["ZX1 1AB", "0" + str(m.HOUSE)[:-1], "14 MILL LANE", "ASHMERE", 400000, 300000]]
    names = ["Postcode", "UPRN", "Address1", "Address2", "Easting", "Northing"]
    path = m.write(tmp_path / "t.csv", m.table(names, rows, delimiter))
    listing = read_gazetteer(path)
    assert listing.format is Format.PLAIN
    row = listing.table().to_pylist()[0]
    assert (row["uprn"], row["address_concat"]) == (m.HOUSE // 10, "14 MILL LANE, ASHMERE")
    assert (row["postcode"], row["easting"], row["northing"]) == ("ZX1 1AB", 400000, 300000)
