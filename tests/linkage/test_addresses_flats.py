"""Floors, pairs, several units, kinds of thing and relations: which listed row each one is."""

import pyarrow as pa
import pytest

from beholden.linkage import Gazetteer
from beholden.linkage.addresses.shapes import POSITION

from .test_addresses_numbers import relation_of

LISTED = (
    *(f"FLAT {flat}, 12 DUMBARTON ROAD, ASHMERE" for flat in ("2/1", "0/2", "0/1", "1/2")),
    *(f"{n} DUMBARTON ROAD, ASHMERE" for n in range(20, 30, 2)),
    *(f"{flat}, 14 EASTER ROAD, ASHMERE" for flat in ("1F1", "1F2", "2F1", "2F2")),
    *(f"{n} GORGIE ROAD, ASHMERE" for n in range(1, 31)),
    *(f"UNIT {n}, KINGSWAY INDUSTRIAL ESTATE, ASHMERE" for n in range(1, 7)),
    *(f"PLOT {n}, LAND AT OAK FARM, ASHMERE" for n in range(1, 7)),
    *(f"{n} CHURCH STREET, ASHMERE" for n in (7, 9, 11)),
    "SUBSTATION ADJACENT TO 9 CHURCH STREET, ASHMERE",
    "GARAGE 4, CHURCH STREET, ASHMERE",
)


@pytest.fixture(scope="module")
def gazetteer():
    numbers = [str(n) for n in range(1, len(LISTED) + 1)]
    codes = ["GL50 1AA"] * len(LISTED)
    return Gazetteer.build(pa.table({"uprn": numbers, "address": LISTED, "postcode": codes}))


def told(gazetteer, address):
    found = gazetteer.look_up(f"{address}, Ashmere GL50 1AA")
    return LISTED[int(found["uprn"]) - 1].removesuffix(", ASHMERE") if found[
        "uprn"
    ] else None, found


@pytest.mark.parametrize(
    ("address", "flat"),
    [
        ("12 Dumbarton Road, Flat 2/1", "2/1"),
        ("12 Dumbarton Road, Flat 1/2", "1/2"),
        ("12 Dumbarton Road, 2/1", "2/1"),
        ("12 Dumbarton Road (0/1)", "0/1"),
        ("12 Dumbarton Road 2/1", "2/1"),
        ("2/1 12 Dumbarton Road", "2/1"),
        ("0/2 12 Dumbarton Road", "0/2"),
        ("Flat 2-1 12 Dumbarton Road", "2/1"),
        ("Flat 0/2 12 Dumbarton Road", "0/2"),
        ("GF1, 12 Dumbarton Road", "0/1"),
    ],
)
def test_a_flat_is_told_by_floor_and_place_wherever_it_stands(gazetteer, address, flat):
    row, found = told(gazetteer, address)
    assert (row, found["exact_to"]) == (f"FLAT {flat}, 12 DUMBARTON ROAD", "flat")


@pytest.mark.parametrize(
    ("address", "row"),
    [("2F2, 14 Easter Road", "2F2, 14 EASTER ROAD"), ("14/1F2 Easter Road", "1F2, 14 EASTER ROAD"),
     ("14 Easter Road (2F1)", "2F1, 14 EASTER ROAD"), ("1F3, 14 Easter Road", None)],
)  # fmt: skip
def test_an_edinburgh_position_is_a_flat(gazetteer, address, row):
    assert told(gazetteer, address)[0] == row


def test_a_position_in_a_house_listed_whole_says_that_the_flat_is_not_listed(gazetteer):
    _, found = told(gazetteer, "2F2, 12 Gorgie Road")
    assert found["exact_to"] in (None, "building")
    assert "the flat is not listed" in found["reason"]


@pytest.mark.parametrize(
    "address",
    [
        "Flat 2, 12 Dumbarton Road", "Flat 0, 12 Dumbarton Road", "Flat 3/3, 12 Dumbarton Road",
        "12/3 Gorgie Road", "70/2 Gorgie Road", "14/2 Gorgie Road",
        "Units 2-3 Kingsway Industrial Estate", "Units 2 & 5 Kingsway Industrial Estate",
        "Units 2 to 4, Kingsway Industrial Estate", "Plots 3 and 4 Oak Farm",
        "near 7 Church Street", "o/s 7 Church Street", "outside 7 Church Street",
        "next door to 7 Church Street", "not 11 Church Street", "PO Box 7, Church Street",
        "substation at 7 Church Street", "sub station at 7 Church Street",
        "telephone mast, 9 Church Street", "former 9 Church Street", "opposite 9 Church Street",
        "Flat 4, Church Street", "Garage 7 Church Street", "Plot 7 Church Street",
    ],
)  # fmt: skip
def test_what_is_another_place_is_not_matched(gazetteer, address):
    assert told(gazetteer, address)[0] is None


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("Flat 3/12 Mill Lane", "FLAT 3, 12 MILL LANE", "exact"),
        ("Flat 3 - 12 Mill Lane", "FLAT 3, 12 MILL LANE", "exact"),
        ("11/13 Mill Lane", "11-13 MILL LANE", "range"),
        ("Units 2-3 Elm Estate", "UNITS 2 AND 3 ELM ESTATE", "exact"),
        ("Units A-C Elm Estate", "UNIT A ELM ESTATE", "conflict"),
        ("Units 2A-2C Elm Estate", "UNIT 2A ELM ESTATE", "conflict"),
        ("Garage 4 Mill Lane", "GARAGE 4, MILL LANE", "exact"),
        ("Garage 4 Mill Lane", "PLOT 4, MILL LANE", "conflict"),
        ("Pitch 4 Mill Lane", "4 MILL LANE", "role"),
        ("Next to 11 Mill Lane", "LAND ADJOINING 11 MILL LANE", "exact"),
        ("Behind 11 Mill Lane", "LAND REAR OF 11 MILL LANE", "exact"),
        ("Outside 11 Mill Lane", "LAND OPPOSITE 11 MILL LANE", "beside"),
        ("Former 11 Mill Lane", "LAND REAR OF 11 MILL LANE", "beside"),
        ("Mast, 11 Mill Lane", "MAST AT 11 MILL LANE", "exact"),
    ],
)  # fmt: skip
def test_pairs_kinds_and_relations_agree_only_with_their_like(address, listed, relation):
    assert relation_of(address, listed) == relation


def test_no_house_number_is_a_flat_told_by_floor():
    assert POSITION > 99_999
