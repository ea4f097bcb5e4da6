"""Which place is chosen: the segment where the address sits, the home street, names, typing."""

import pyarrow as pa
import pytest

from beholden.linkage import Gazetteer, match_addresses

LISTED = [
    (1, "12 MILL LANE, ASHMERE", "GL50 1AA"),
    (2, "14 MILL LANE, ASHMERE", "GL50 1AA"),
    (3, "FLAT 2, 14 MILL LANE, ASHMERE", "GL50 1AA"),
    (4, "ROSE COTTAGE, FORGE HILL, ASHMERE", "GL50 2BB"),
    (5, "CAR PARK ST JAMES SQUARE, ASHMERE", None),
    (6, "CAR PARK SYNAGOGUE LANE, ASHMERE", None),
    (7, "20 CHURCH STREET, ASHMERE", "GL50 3CC"),
    (8, "22 CHURCH STREET, ASHMERE", "GL50 3CC"),
    (9, "24 CHURCH STREET, BORDLEY", "GL50 4DD"),
    (10, "ASHMERE TOWN HALL, IMPERIAL SQUARE, ASHMERE", "GL50 5EE"),
    (11, "PUBLIC CONVENIENCE IMPERIAL SQUARE, ASHMERE", None),
    (12, "RUE DES HIRONDELLES, ASHMERE", "GL50 6FF"),
]


@pytest.fixture(scope="module")
def gazetteer():
    columns = zip(*LISTED, strict=True)
    return Gazetteer.build(
        pa.table(dict(zip(["uprn", "address_concat", "postcode"], map(list, columns), strict=True)))
    )


@pytest.mark.parametrize(
    ("address", "postcode", "uprn"),
    [
        ("12 Mill Lane, Ashmere", "GL50 1AA", "1"),
        ("12 Mil Lane, Ashmere", "GL50 1AA", "1"),
        ("2/14 Mill Lane", "GL50 1AA", "3"),
        ("Rose Cottage, Ashmere", "GL50 2BB", "4"),
        # A description names another street; the address sits in the last segment.
        ("Access road to Synagogue Lane, Car Park St James Square, Ashmere", None, "5"),
        # A space was left out.
        ("AshmereTown Hall, Imperial Square", "GL50 5EE", "10"),
    ],
)
def test_the_place_that_is_meant_comes_first(gazetteer, address, postcode, uprn):
    asked = pa.table({"address_concat": [address], "postcode": pa.array([postcode], pa.string())})
    row = match_addresses(asked, gazetteer, threshold=0.0).to_pylist()[0]
    assert row["uprn"] == uprn


def test_a_number_that_its_own_street_lacks_is_not_given_to_another_town(gazetteer):
    found = gazetteer.look_up("24 Church Street, Ashmere", postcode="GL50 3CC")
    assert found["uprn"] is None
    assert found["reason"].startswith("not matched")


def test_an_address_that_says_too_little_has_no_match(gazetteer):
    assert gazetteer.look_up("Ashmere")["uprn"] is None


def test_the_same_text_of_two_places_is_given_to_neither():
    table = pa.table(
        {"uprn": [1, 2], "address_concat": ["3 ELM ROW, ASHMERE"] * 2, "postcode": ["GL50 1AA"] * 2}
    )
    row = match_addresses(table.drop_columns(["uprn"]).slice(0, 1), table).to_pylist()[0]
    assert row["uprn"] is None
    assert "another place is as likely" in row["reason"]
    assert row["runner_up_score"] == pytest.approx(row["score"])


@pytest.mark.parametrize(
    ("address", "uprn"),
    [
        ("Flat 12, 35 Kendon Court, Tilbourne", "13"),
        ("35, Kendon Court, Tilbourne", "1"),
        # No row has a key with these words: its bucket is empty, or holds none but other keys.
        ("35 Kendon Court, Wexmoor, Tilbourne", "1"),
    ],
)
def test_a_place_is_found_though_every_key_that_it_has_is_common(address, uprn):
    texts = ["35 KENDON COURT, TILBOURNE"]
    texts += [f"FLAT {n}, 35 KENDON COURT, TILBOURNE" for n in range(1, 201)]
    texts += [f"{n} MILL ROAD, OTHERTON" for n in range(1, 401)]
    postcodes = [f"AB{n % 9 + 1} {n % 10}AA" for n in range(len(texts))]
    table = {"uprn": range(1, len(texts) + 1), "address_concat": texts, "postcode": postcodes}
    assert Gazetteer.build(pa.table(table)).look_up(address)["uprn"] == uprn
