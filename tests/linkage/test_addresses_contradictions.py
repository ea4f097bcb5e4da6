"""Classes of error, one row each: how they are read now, and what a hard contradiction decides."""

import pyarrow as pa
import pytest

from beholden.linkage import Gazetteer

from .test_addresses_numbers import relation_of


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("Flat 17B Mill Lane", "FLAT B, 17 MILL LANE", "role"),
        ("Flat 17B Mill Lane", "17B MILL LANE", "role"),
        ("Flat 17B Mill Lane", "FLAT C, 17 MILL LANE", "conflict"),
        ("92/93 Mill Lane", "UNIT 3, 92/93 MILL LANE", "child"),
        ("Unit 3, 92/93 Mill Lane", "92-93 MILL LANE", "parent"),
        ("Unit 3, 92/93 Mill Lane", "UNIT 3, 92-93 MILL LANE", "exact"),
        ("13A Mill Lane", "UNIT 5, 13A MILL LANE", "child"),
        ("Unit 5, 13A Mill Lane", "13A MILL LANE", "parent"),
        ("18 Mill Lane", "PLAY 2 WIN, 18 MILL LANE", "exact"),
        ("Tramways 54A Surgery, 54A Mill Lane", "54A MILL LANE", "exact"),
        ("46 Elm House, 3 Mill Lane", "FLAT 46, ELM HOUSE, 3 MILL LANE", "exact"),
        ("Units 1, 2 and 3, Elm Estate", "UNITS 1, 2 & 3 ELM ESTATE", "exact"),
        ("Units 1, 2 and 3, Elm Estate", "UNIT 1 ELM ESTATE", "conflict"),
        ("Units 1, 2, Elm Estate", "UNIT 2 ELM ESTATE", "conflict"),
        ("Units 1-3, 12 Mill Lane", "UNITS 1-3, 12 MILL LANE", "exact"),
        ("TFF, 9 Mill Lane", "FLAT, TOP FLOOR, 9 MILL LANE", "exact"),
        ("TFL, 9 Mill Lane", "TOP FLOOR FLAT, 9 MILL LANE", "exact"),
        ("2FL, 9 Mill Lane", "2FR, 9 MILL LANE", "conflict"),
        ("1FF, 9 Mill Lane", "FIRST FLOOR FLAT, 9 MILL LANE", "exact"),
        ("9 Mill Lane, Ashmere E1 2FL", "9 MILL LANE, ASHMERE", "exact"),
        ("Annexe, 9 Mill Lane", "THE ANNEXE, 9 MILL LANE", "exact"),
        ("Annexe, 9 Mill Lane", "9 MILL LANE", "beside"),
        ("Garage at 7 Mill Lane", "7 MILL LANE", "beside"),
        ("Garage at 7 Mill Lane", "GARAGE AT 7 MILL LANE", "exact"),
        ("Caravan at 7 Mill Lane", "7 MILL LANE", "beside"),
        ("Site at 7 Mill Lane", "7 MILL LANE", "beside"),
        ("Verge by the road for a lighting cabinet, 1 Mill Lane", "1 MILL LANE", "exact"),
        ("Mast, 1 Mill Lane", "1 MILL LANE", "beside"),
        ("1 Mill Lane", "SMITH LTD, UNIT 1, GREEN TRADING ESTATE, MILL LANE", "conflict"),
        ("5 Front Street, Hetton", "HETTON SURGERY, FRANCIS WAY, HETTON", "row_unnumbered"),
        ("Land between 5 and the river, Hetton", "HETTON PARK, HETTON", "no_numbers"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_what_they_are(address, listed, relation):
    assert relation_of(address, listed) == relation


LISTED = {
    "street": ("7 Church Street, Ashmere", "AV1 1AA"),
    "mill": ("10 Mill Road, Ashmere", "AV1 1AB"),
    "bakery": ("Tregarthens Bakery, 12 Penny Row, Ashmere", "AV1 1AE"),
    "jobcentre": ("Weirdale Jobcentre, Civic Centre, Weirdale", "WD1 1AA"),
    "unit": ("Unit 5, Albany Trading Estate, Dock Way, Ashmere", "AV1 1AF"),
    "trader": ("Boots, 14 High Street, Ashmere", "AV1 1AG"),
    "grove": ("51 Grove Road, Ashmere", "AV1 1AJ"),
    "heol": ("33 Heol Uchaf, Ashmere", "AV1 1AK"),
    "parade": ("Amusements, Hyde House, 30 Marine Parade, Ashmere", "AV1 1AH"),
    "school": ("Wexcombe Primary School, Drove Lane, Wexcombe", "WX1 1AA"),
    "chapel": ("Orlestone Library, Chapel Road, Orlestone", "WX2 1AA"),
    "surgery": ("Medlow Surgery, Cole Lane, Medlow", "WX3 1AA"),
}
NAMES = tuple(LISTED)


@pytest.fixture(scope="module")
def gazetteer():
    texts, postcodes = zip(*LISTED.values(), strict=True)
    # Elsewhere, so that no word of the listed places is common.
    others = [f"{n} Street{n:04d} Road, Townley{n % 90}" for n in range(2_000)]
    return Gazetteer.build(
        pa.table(
            {
                "uprn": [str(n + 1) for n in range(len(texts) + 2_000)],
                "address_concat": [*texts, *others],
                "postcode": [*postcodes, *(f"ZZ{n % 80 + 1} 1AA" for n in range(2_000))],
            }
        )
    )


def place_of(gazetteer, address, postcode):
    found = gazetteer.look_up(address, postcode=postcode)
    return NAMES[int(found["uprn"]) - 1] if found["uprn"] else None, found


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("7 Church Road, Ashmere", "AV1 1AA"),
        ("7 Zebra Crossing, Ashmere", "AV1 1AA"),
        ("7 Church Street, Otherton", None),
        ("7A Church Street, Ashmere", "AV1 1AA"),
        ("7 Lilac Court, Church Street, Ashmere", "AV1 1AA"),
        ("10 Lilac Court, Mill Road, Ashmere", "AV1 1AB"),
        ("Tregarthens Bakery, 16 Penny Row, Ashmere", "AV1 1AE"),
        ("23 James Street, Weirdale", "WD1 1AB"),
        ("Unit 5, Horsley Trading Estate, Dock Way, Ashmere", "AV1 1AF"),
        # What serves another purpose is another place, though of one village and street.
        ("Wexcombe Village Hall, Drove Lane, Wexcombe", "WX1 1AA"),
        ("Wexcombe Manor Hotel, Drove Lane, Wexcombe", "WX1 1AB"),
        ("Medlow Church, Cole Lane, Medlow", "WX3 1AA"),
    ],
)
def test_what_contradicts_one_hard_piece_is_not_matched(gazetteer, address, postcode):
    place, found = place_of(gazetteer, address, postcode)
    assert place is None, found


@pytest.mark.parametrize(
    ("address", "postcode", "place"),
    [
        ("7 Church St", "AV1 1AA", "street"),
        ("7 Church Street, Otherton", "AV1 1AA", "street"),
        ("7 Church La, Ashmere", "AV1 1AZ", None),
        ("Costa, 14 High Street, Ashmere", "AV1 1AG", "trader"),
        ("30 Marine Parade, Ashmere", None, "parade"),
        ("51 GROVE ROAD ASHMERE", "AV1 1AJ", "grove"),
        ("33 Heol Uchaf, Ashmere", "AV1 1AK", "heol"),
        ("Unit 5, Albany Trading Est, Ashmere", "AV1 1AF", "unit"),
        ("Wexcombe Academy, Drove Lane, Wexcombe", "WX1 1AA", "school"),
        ("Wexcombe School Hall, Wexcombe Primary School, Wexcombe", "WX1 1AA", "school"),
        # A street that is called after a chapel is none, whichever side tells it.
        ("Orlestone Library, Village Hall, Orlestone", "WX2 1AA", "chapel"),
        ("Medlow Health Centre, Cole Lane, Medlow", "WX3 1AA", "surgery"),
    ],
)
def test_what_contradicts_nothing_hard_is(gazetteer, address, postcode, place):
    assert place_of(gazetteer, address, postcode)[0] == place


def test_the_reason_names_the_piece_that_contradicts(gazetteer):
    assert "another town" in place_of(gazetteer, "7 Church Street, Otherton", None)[1]["reason"]
    assert "another kind" in place_of(gazetteer, "7 Church Road", "AV1 1AA")[1]["reason"]
