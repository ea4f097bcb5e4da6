"""How the numbers of an address are read, and how they stand to those of a gazetteer row."""

import pyarrow as pa
import pytest

from beholden.linkage import Gazetteer, match_addresses
from beholden.linkage.addresses import shapes as sh
from beholden.linkage.addresses.columns import find_columns
from beholden.linkage.addresses.scorecard import RELATION_NAMES, load_scorecard
from beholden.linkage.addresses.search import search
from beholden.linkage.addresses.texts import as_bytes, folded, read_texts


def relation_of(address: str, listed: str) -> str:
    gazetteer = Gazetteer.build(
        pa.table({"uprn": ["1"], "address_concat": [listed], "postcode": ["GL50 1AA"]})
    )
    asked = pa.table({"address_concat": [address], "postcode": ["GL50 1AA"]})
    texts, postcodes = read_texts(asked, find_columns(asked))
    found = search(
        texts, postcodes, gazetteer.index, card=load_scorecard().card, threads=1,
        progress=lambda *_: None,
    )  # fmt: skip
    assert found.rows[0, 0] == 0
    return RELATION_NAMES[int(found.features[0, 0, sh.F_RELATION])]


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("12 Mill Lane", "12 MILL LANE", "exact"),
        ("12A Mill Lane", "FLAT A 12 MILL LANE", "exact"),
        ("12 A Mill Lane", "FLAT A, 12 MILL LANE", "exact"),
        ("10B Mill Lane", "10 B 10 MILL LANE", "exact"),
        ("Apt 3, 12 Mill Ln", "FLAT 3 12 MILL LANE", "exact"),
        ("2/14 Mill Lane", "FLAT 2, 14 MILL LANE", "exact"),
        ("14/2 Mill Lane", "FLAT 2, 14 MILL LANE", "role"),
        ("46 Ellison House, Mill Lane", "FLAT 46 ELLISON HOUSE MILL LANE", "role"),
        ("GROUND FLOOR FLAT 9 Mill Lane", "FLAT GROUND FLOOR 9 MILL LANE", "exact"),
        ("First Floor Apartment 27 Mill Lane", "1ST FLOOR FLAT 27 MILL LANE", "exact"),
        ("51-53 Mill Lane", "51 - 53 MILL LANE", "exact"),
        ("51 to 53 Mill Lane", "51-53 MILL LANE", "exact"),
        ("690 Mill Lane", "688 690 MILL LANE", "range"),
        ("Flat 5 Crested Court Mill Lane", "FLAT 5 CRESTED COURT 3 MILL LANE", "no_building"),
        ("Flat 5 Crested Court 3 Mill Lane", "FLAT 5 CRESTED COURT MILL LANE", "row_no_building"),
        ("46 Ellison House Mill Lane", "FLAT 46 ELLISON HOUSE 3 MILL LANE", "building_is_flat"),
        ("Room 1, 4 Mill Lane", "4 MILL LANE", "room_of"),
        ("Flat 1, 4 Mill Lane", "4 MILL LANE", "parent"),
        ("4 Mill Lane", "FLAT 1, 4 MILL LANE", "child"),
        ("Mill Lane Allotments", "ALLOTMENTS MILL LANE", "no_numbers"),
        ("Mill Lane", "4 MILL LANE", "unnumbered"),
        ("4 Mill Lane", "MILL LANE", "row_unnumbered"),
        ("4 Mill Lane", "5 MILL LANE", "conflict"),
        ("Flat 1, 4 Mill Lane", "FLAT 2, 4 MILL LANE", "conflict"),
        ("12A Mill Lane", "12B MILL LANE", "conflict"),
        ("Shop beside 18 Oak Road, 16 Mill Lane", "16 MILL LANE", "exact"),
    ],
)  # fmt: skip
def test_numbers_are_roles(address, listed, relation):
    assert relation_of(address, listed) == relation


READ = "; read as flat 2 of 14"
READINGS = {
    "14/2 Mill Lane, Ashmere": ("another order", READ),
    "2/14 Mill Lane, Ashmere": ("same numbers", READ),
    "2 / 14 Mill Lane, Ashmere": ("same numbers", READ),
    "Flat 2/14 Mill Lane, Ashmere": ("same numbers", ""),
    "Flat 2, 14 Mill Lane, Ashmere": ("same numbers", ""),
}


@pytest.mark.parametrize("address", READINGS)
def test_a_reason_tells_how_a_flat_was_read(address):
    gazetteer = pa.table(
        {
            "uprn": ["1", "2", "3"],
            "address_concat": [f"FLAT {n}, 14 MILL LANE, ASHMERE" for n in (1, 2, 3)],
            "postcode": ["GL50 1AA"] * 3,
        }
    )
    asked = pa.table({"address_concat": [address], "postcode": ["GL50 1AA"]})
    row = match_addresses(asked, gazetteer, threshold=0.0).to_pylist()[0]
    numbers, read = READINGS[address]
    assert row["uprn"] == "2"
    assert numbers in row["reason"]
    assert row["reason"].endswith(read or "same postcode")
    one = Gazetteer.build(gazetteer).look_up(address, postcode="GL50 1AA")
    assert one["reason"] == row["reason"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [("St. John's Way", "ST. JOHNS WAY"), ("Tŷ Gwyn", "TY GWYN"), ("St John’s", "ST JOHNS"),
     ("شارع الملك", " "), ("Straße 5", "STRASSE 5"), ("1½ Mill", "1 1/2 MILL"),
     ("12‐14 Mill", "12-14 MILL"), ("2⁄14 Mill", "2/14 MILL"), ("5² Mill", "5 2 MILL"),
     ("1−3 Mill", "1-3 MILL"), ("12★Mill", "12 MILL")],
)  # fmt: skip
def test_texts_are_folded_to_capital_letters(text, plain):
    assert folded(pa.array([text], pa.large_string())).to_pylist()[0].split() == plain.split()


def test_bytes_of_a_slice_are_its_own():
    texts = as_bytes(pa.array(["AA", "B", "CCC"], pa.large_string())[1:])
    parts = [bytes(texts.data[a:b]) for a, b in zip(texts.offsets, texts.offsets[1:], strict=False)]
    assert parts == [b"B", b"CCC"]


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("A/12 Mill Lane", "FLAT A, 12 MILL LANE", "exact"),
        ("Flat No 3, 1 Mill Lane", "FLAT 3, 1 MILL LANE", "exact"),
        ("FLAT12 4 Mill Lane", "FLAT 12, 4 MILL LANE", "exact"),
        ("U7, Elm Estate, Mill Lane", "UNIT 7, ELM ESTATE, MILL LANE", "exact"),
        ("GFF, 26 Mill Lane", "GROUND FLOOR FLAT, 26 MILL LANE", "exact"),
        ("Flat Upper, 4 Mill Lane", "UPPER FLAT, 4 MILL LANE", "exact"),
        ("Basement, 54 Mill Lane", "BASEMENT FLAT, 54 MILL LANE", "exact"),
        ("Lower Ground Floor Flat, 3 Mill Lane", "GROUND FLOOR FLAT, 3 MILL LANE", "conflict"),
        ("Second Floor Flat 6 Mill Lane", "FLAT A SECOND FLOOR 6 MILL LANE", "exact"),
        ("First Floor Flat 6 Mill Lane", "FLAT A FIRST AND SECOND FLOORS 6 MILL LANE", "exact"),
        ("The Flat 67 Mill Lane", "FLAT, 67 MILL LANE", "role"),
        ("Garage 6 R/O 34-40 Mill Lane", "GARAGE 6, REAR OF 34-40 MILL LANE", "exact"),
        ("41 Hollins, Mill Lane", "41 42 HOLLINS MILL LANE", "range"),
        ("Plot 6, off Mill Lane", "6 MILL LANE", "conflict"),
        ("13 Mill Lane", "13A MILL LANE", "suffix"),
        ("13A Mill Lane", "13 MILL LANE", "suffix"),
        ("Flat B, 13 Mill Lane", "FLAT 2, 13 MILL LANE", "letter_number"),
        ("5 Mill Lane", "FLAT 5, 11 MILL LANE", "conflict"),
        ("Flat B, 12A Mill Lane", "12C MILL LANE", "conflict"),
        ("Flat B, 12B Mill Lane", "FLAT C, 12A MILL LANE", "conflict"),
        ("Flat D, 12A Mill Lane", "FLAT A, 12D MILL LANE", "conflict"),
        ("First Floor Flat, 12 Mill Lane", "GROUND FLOOR FLAT, 12A MILL LANE", "conflict"),
        ("Flat 14, 12 Mill Lane", "12-14 MILL LANE", "parent"),
        ("Flat 14, 2 Mill Lane", "FLAT 2, 14 MILL LANE", "conflict"),
        ("Flat 5, 5 Mill Lane", "FLAT 1, 1-8 MILL LANE", "conflict"),
        ("Room 3, Flat 2, 9 Mill Lane", "ROOM 4, FLAT 2, 9 MILL LANE", "conflict"),
        ("Room 3, Flat 2, 9 Mill Lane", "ROOM 3, FLAT 2, 9 MILL LANE", "exact"),
        ("Room 3, Flat 2, 9 Mill Lane", "FLAT 2, 9 MILL LANE", "room_of"),
        ("Flat 3, Block B, Elm Court, 5 Mill Lane", "FLAT 3, BLOCK A, ELM COURT, 5 MILL LANE",
         "conflict"),
        ("Flat 3, Tower 2, 5 Mill Lane", "FLAT 3, TOWER 1, 5 MILL LANE", "conflict"),
        ("Flat 3, 11 Mill Lane, 11 Mill Lane", "FLAT 3, 11 MILL LANE", "exact"),
        ("11 Mill Lane, Ashmere, 11 Mill Lane", "11 MILL LANE", "exact"),
        ("5 Elm Court, 5 Mill Lane", "FLAT 5, ELM COURT, 5 MILL LANE", "exact"),
        ("18 Elm House, 9 Mill Lane", "ELM HOUSE, 9 MILL LANE", "parent"),
        ("Flat 3, 4 Mill Lane", "3 MILL LANE", "conflict"),
        ("Field A, Mill Lane", "FIELD B, MILL LANE", "conflict"),
        ("33 Elm House 23 Mill Lane", "33 ELM HOUSE MILL LANE", "row_no_building"),
        ("33 Elm House, 23 Mill Lane", "33 MILL LANE", "conflict"),
        ("34 Elm House 23 Mill Lane", "33 ELM HOUSE MILL LANE", "conflict"),
        ("31 Haig Place 263 Mill Lane", "31 HAIG PLACE MILL LANE", "row_no_building"),
        ("31 Haig Place Mill Lane", "31 HAIG PLACE 263 MILL LANE", "building_is_flat"),
        ("52 The Priory 21-23 Elm Mount", "52 THE PRIORY ELM MOUNT", "row_no_building"),
        ("52 The Priory Elm Mount", "52 THE PRIORY 21-23 ELM MOUNT", "building_is_flat"),
        ("Flat 79 Room A Marybone Student Village", "FLAT 79 A - F 7 MARYBONE", "conflict"),
        ("3 Elm House, Mill Lane", "FLAT 3, ELM HOUSE, 3 MILL LANE", "building_is_flat"),
        ("3 Mill Lane", "FLAT 3, ELM HOUSE, 3 MILL LANE", "child"),
    ],
)  # fmt: skip
def test_flats_are_told_in_many_ways(address, listed, relation):
    assert relation_of(address, listed) == relation


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("Opposite 11 Mill Lane", "11 MILL LANE", "beside"),
        ("Opp. 11 Mill Lane", "LAND OPPOSITE 11 MILL LANE", "exact"),
        ("Former 11 Mill Lane", "11 MILL LANE", "beside"),
        ("Rear of 11 Mill Lane", "11 MILL LANE", "beside"),
        ("R/O 11 Mill Lane", "11 MILL LANE", "beside"),
        ("Land adjacent to 11 Mill Lane", "11 MILL LANE", "beside"),
        ("Land adj, 11 Mill Lane", "LAND ADJACENT TO 11 MILL LANE", "exact"),
        ("Between 11 and 13 Mill Lane", "11 MILL LANE", "beside"),
        ("11 Mill Lane", "LAND REAR OF 11 MILL LANE", "beside"),
        ("11 Mill Lane, opposite 12 High Street", "11 MILL LANE", "exact"),
        ("First Floor Rear, 11 Mill Lane", "FIRST FLOOR, 11 MILL LANE", "exact"),
        ("Former Chapel, 11 Mill Lane", "11 MILL LANE", "exact"),
        ("Opposite 11 Mill Lane", "12 MILL LANE", "conflict"),
    ],
)  # fmt: skip
def test_what_is_told_by_its_neighbours_number_is_not_that_neighbour(address, listed, relation):
    assert relation_of(address, listed) == relation


def test_a_place_opposite_another_is_not_matched_to_it_and_says_why():
    listed = pa.table(
        {"uprn": ["1"], "address_concat": ["11 MILL LANE, ASHMERE"], "postcode": ["GL50 1AA"]}
    )
    asked = pa.table(
        {
            "address_concat": [f"{how} 11 Mill Lane, Ashmere" for how in ("Opposite", "Rear of")],
            "postcode": ["GL50 1AA"] * 2,
        }
    )
    for row in match_addresses(asked, listed).to_pylist():
        assert row["uprn"] is None
        assert "told by the other's number" in row["reason"]
    plain = asked.set_column(0, "address_concat", pa.array(["11 Mill Lane, Ashmere"] * 2))
    assert match_addresses(plain, listed)["uprn"].to_pylist() == ["1", "1"]
