"""Places named after their town; streets and measures that say less than they seem."""

import pytest

from .test_addresses_names import gazetteer_of
from .test_addresses_numbers import relation_of

__all__ = ["gazetteer_of"]  # pytest finds the fixture here

LISTED = (
    ("Ashmere Library, Weaver Centre, Ashmere, Northshire", "AV1 1QE"),
    ("Thistleford, Shoemarket, Thistleford, Northshire", "AV2 1BD"),
    ("Merrow, Merrow Community Hub, Merrow, Northshire", "AV3 3HY"),
    ("Culverton Library, Church Leat, Culverton, Northshire", "AV4 3PD"),
    ("Fennick Library, District Centre Tanner Crescent, Fennick, Northshire", "AV5 4DE"),
    ("Larkwell Library, High Street, Larkwell, Northshire", "AV6 4AG"),
    ("Pedlar House, 5 Pewter Street, Ashmere", "AV1 1WT"),
    *((f"Flat {n}, Pedlar House, 5 Pewter Street, Ashmere", "AV1 1WT") for n in range(1, 21)),
)


@pytest.fixture(scope="module")
def gazetteer(gazetteer_of):
    return gazetteer_of(*LISTED)


@pytest.mark.parametrize(
    "address",
    [
        # What the address has as its town is no name, though the listed place is named after it.
        "Corner Lodge, Ashmere, Northshire",
        "The Old Wesleyan Chapel, Ashmere, Northshire",
        # The way to a town is no place of its name.
        "Thistleford Road, Brackenham, Northshire",
        # Two streets do not agree by being streets.
        "Larkwell Library, The Old School, Church Street, Brackenham, Northshire",
    ],
)
def test_a_place_named_after_its_town_is_not_every_place_in_it(gazetteer, address):
    found = gazetteer.look_up(address)
    assert found["uprn"] is None, found


def test_a_town_alone_is_not_the_whole_of_a_place_in_it(gazetteer):
    found = gazetteer.look_up("Weldon Way, Merrow, Northshire", postcode="AV3 4QB")
    assert found["uprn"] is None, found


@pytest.mark.parametrize(
    ("address", "postcode", "place"),
    [
        ("Ashmere Library, Ashmere, Northshire", None, 1),
        ("Central Library, Ashmere, Northshire", "AV1 1QE", 1),
        ("Thistleford, Shoemarket, Thistleford", None, 2),
        # The post town in the place of the locality, within one postcode.
        ("Church Leat, Brackenham, Northshire", "AV4 3PD", 4),
        # What stands before the street's name is none of its kinds.
        ("Tanner Crescent, Brackenham, Northshire", "AV5 4DE", 5),
        # The number stands before the building's name, whatever follows without one.
        ("17 PEDLAR HOUSE, PEWTER STREET, ASHMERE", "AV1 1WT", 24),
    ],
)
def test_the_place_is_found_all_the_same(gazetteer, address, postcode, place):
    found = gazetteer.look_up(address, postcode=postcode)
    assert found["uprn"] == str(place), found


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("3.06 acres of allotment gardens, Cooper Road", "Cooper Road"),
        ("0.5 ha of land at Cooper Road", "Land at Cooper Road"),
        ("Site let from 11.04.01, Land at Cooper Road", "Land at Cooper Road"),
    ],
)
def test_measures_and_days_are_no_house_numbers(address, row):
    assert relation_of(address, row) == "no_numbers"


def test_a_number_with_a_point_after_a_mark_keeps_both_parts():
    assert (
        relation_of("Unit 2.1 Bessbury Works, Mole Road", "Unit 2.2 Bessbury Works") == "conflict"
    )


def test_the_last_figures_of_a_measure_are_no_number_either():
    assert relation_of("3.5 Mole Road", "5 Mole Road") == "unnumbered"
