"""Where a street begins and ends, its misspelt kind, its sides, and the postcode it belongs to."""

import pytest

from .test_addresses_names import gazetteer_of
from .test_addresses_numbers import relation_of

__all__ = ["gazetteer_of"]  # pytest finds the fixture here

LISTED = (
    ("Derwen Lodge, 35 Clos y Berllan, Ashmere", "AV1 1AA"),
    ("Flat 1, Derwen Lodge, 35 Clos y Berllan, Ashmere", "AV1 1AA"),
    ("Flat 2, Derwen Lodge, 35 Clos y Berllan, Ashmere", "AV1 1AA"),
    ("Market Cottage, Cobbler Common, Ashmere", "AV1 1AB"),
    ("1 Cobbler Common, Ashmere", "AV1 1AB"),
    ("2 Cobbler Common, Ashmere", "AV1 1AB"),
    ("9 Withy Street, Ashmere", "AV1 1AC"),
    ("57 Withy Street, Ashmere", "AV1 2RN"),
    ("Castle Lodge, Yarrow Row, Ashmere", "AV1 1AD"),
    ("16 Thatcher Road, Ashmere", "AV1 1AF"),
    ("The Weir Practice, 185 Knightsfield, Weir Hill City", "AV2 1AA"),
    ("16 Mill Lane, Ashmere", "AV1 1AG"),
    ("16 Oak Street, Ashmere", "AV1 1AH"),
    ("16 Mile Close, Ashmere", "AV1 1AJ"),
)


@pytest.fixture(scope="module")
def gazetteer(gazetteer_of):
    return gazetteer_of(*LISTED)


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        # The street of 35 Clos y Berllan is more than its kind, so its flats are seen.
        ("Flat 34, Derwen Lodge, 35 Clos y Berllan, Ashmere", "AV1 1AA"),
        # The numbered rows tell that Cobbler Common is a street.
        ("8 Cobbler Common, Ashmere", "AV1 1AB"),
        ("Yarrow Lodge, Yarrow Row, Ashmere", "AV1 1AD"),
        # The number is the street's, wherever the row's words stand in the address.
        ("Market Road Practice, 4A Market Road, Weir Hill City", None),
        # A short word that is listed itself, or has other letters, is another word.
        ("16 Mile Lane, Ashmere", "AV1 1AG"),
        ("16 Oat Street, Ashmere", "AV1 1AH"),
    ],
)
def test_a_neighbour_is_not_the_place(gazetteer, address, postcode):
    found = gazetteer.look_up(address, postcode=postcode)
    assert found["uprn"] is None, found


@pytest.mark.parametrize(
    ("address", "postcode", "place"),
    [
        ("Flat 2, Derwen Lodge, 35 Clos y Berllan", "AV1 1AA", 3),
        ("2 Cobbler Common, Ashmere", "AV1 1AB", 6),
        ("57 Withy Street, Ashmere", "AV1 2RM", 8),
        ("Castle Lodge, Yarrow Row, Ashmere", "AV1 1AD", 9),
        ("16 Thatcher Raod, Ashmere", "AV1 1AF", 10),
        # A letter left out, one too many, two swapped, in a short word.
        ("16 Mil Lane, Ashmere", "AV1 1AG", 12),
        ("16 Oakk Street, Ashmere", "AV1 1AH", 13),
        ("16 Oka Street, Ashmere", "AV1 1AH", 13),
    ],
)
def test_the_place_itself_is(gazetteer, address, postcode, place):
    found = gazetteer.look_up(address, postcode=postcode)
    assert found["uprn"] == str(place), found


def test_a_place_is_less_likely_where_the_postcode_told_has_its_street(gazetteer):
    """AV1 1AC has Withy Street, and no 57 in it; AV1 1ZZ is not listed."""
    odds = []
    for postcode in ("AV1 1AC", "AV1 1ZZ"):
        score = gazetteer.look_up("57 Withy Street, Ashmere", postcode=postcode)["score"]
        odds.append(score / (1.0 - score))
    assert odds[0] * 10.0 < odds[1]


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("167 Mill Lane", "164-168 MILL LANE", "conflict"),
        ("164-168 Mill Lane", "166 MILL LANE", "range"),
        ("11 Mill Lane", "10-12 MILL LANE", "range"),
        ("11 Mill Lane", "10-13 MILL LANE", "range"),
        ("12 Mill Lane", "1-19 MILL LANE", "range"),
        ("2-3 Elm Estate", "UNITS 2-3, ELM ESTATE", "role"),
        ("2-4 Elm Estate", "UNITS 2-3, ELM ESTATE", "conflict"),
        ("Flat above, 3 Mill Lane", "FLAT OVER, 3 MILL LANE", "exact"),
    ],
)
def test_ranges_keep_to_their_side_and_units_may_be_bare(address, listed, relation):
    assert relation_of(address, listed) == relation
