"""What names, sides, towns and descriptions say where numbers do not decide."""

import pyarrow as pa
import pytest

from beholden.linkage import Gazetteer

from .test_addresses_numbers import relation_of

# Elsewhere, so that no word of the listed places is common.
_OTHERS = tuple(f"{n} Street{n:04d} Road, Townley{n % 90}" for n in range(2_000))


@pytest.fixture(scope="module")
def gazetteer_of():
    """Return a gazetteer of some places, each (text, postcode), among others elsewhere."""

    def build(*places):
        texts, codes = zip(*places, strict=True)
        return Gazetteer.build(
            pa.table(
                {
                    "uprn": [str(n + 1) for n in range(len(texts) + len(_OTHERS))],
                    "address_concat": [*texts, *_OTHERS],
                    "postcode": pa.array(
                        [*codes, *(f"ZZ{n % 80 + 1} 1AA" for n in range(len(_OTHERS)))], pa.string()
                    ),
                }
            )
        )

    return build


LISTED = (
    ("Oak House, Penny Row, Ashmere", "AV1 1AA"),
    ("South Lodge, Cutler Lane, Ashmere", "AV1 1AB"),
    ("Alderbrook Junior School, Smithy Lane, Ashmere", "AV1 1AC"),
    ("12 Lower Garner Lane, Ashmere", "AV1 1AD"),
    ("Land on the south side of Withy Lane, Ashmere", None),
    ("Land at Drover Lane, Ashmere", None),
    ("Car Park St Oswald Square, Ashmere", None),
    ("Coronation Recreation Ground Packhorse Lane, Ashmere", None),
    ("Shrewmere Castle, Castle Street, Shrewmere", "SM1 1AA"),
    ("Glossmoor Road, Shrewmere", "SM1 1AB"),
    ("Land at Kestrel Down, Ashmere", None),
    ("7 Ropewalk Lane, Ashmere", "AV1 1AE"),
    ("Unit 1, Tinder Estate, Dock Way, Ashmere", "AV1 1AF"),
    ("Fennick Down Land Off Thatcher Road Ashmere", None),
    ("Car Park St Wulfric Street Ashmere", None),
    ("Marrow Park Fletcher Road Ashmere", None),
    ("Recreation Ground Ropery Lane Ashmere", None),
    ("Daisy Brook Field Cooper Road Ashmere", None),
    ("Ferry House, Strand Street, Herring Bay, Ashmere", None),
)


@pytest.fixture(scope="module")
def gazetteer(gazetteer_of):
    return gazetteer_of(*LISTED)


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("North Lodge, Cutler Lane, Ashmere", "AV1 1AB"),
        ("Oak Cottage, Penny Row, Ashmere", "AV1 1AA"),
        ("Alderbrook Infants School, Smithy Lane, Ashmere", "AV1 1AC"),
        ("12 Upper Garner Lane, Ashmere", "AV1 1AD"),
        ("Land on the north side of Withy Lane, Ashmere", None),
        ("Land on the north side of Drover Lane, Ashmere", None),
        ("Land to the east of Drover Lane, Ashmere", None),
        ("Car Park, St Oswald Street, Ashmere", None),
        ("Pavilion, Coronation Recreation Ground, Packhorse Lane, Ashmere", None),
        ("Ashmere Dental Centre, Tallow Lane, Shrewmere", None),
        ("Elm Grove School, Tallow Lane, Glossmoor, Shrewmere", None),
        ("Annexe at 7 Ropewalk Lane, Ashmere", "AV1 1AE"),
        ("Annexe to rear of 7 Ropewalk Lane, Ashmere", "AV1 1AE"),
        ("Land adjacent to 7 Ropewalk Lane, Ashmere", "AV1 1AE"),
        ("Units 1, 2 and 3, Tinder Estate, Dock Way, Ashmere", "AV1 1AF"),
        ("Unit 1, Unit 2 and Unit 3, Tinder Estate, Dock Way, Ashmere", "AV1 1AF"),
        ("Beech House, Penny Row, Ashmere", "AV1 1AA"),
        ("Land At Fennick Down, Ashmere", None),
        ("Brewers Recreation Ground Brewers Road, Ashmere", None),
    ],
)
def test_a_neighbour_that_only_sounds_alike_is_not_matched(gazetteer, address, postcode):
    found = gazetteer.look_up(address, postcode=postcode)
    assert found["uprn"] is None, found


@pytest.mark.parametrize(
    ("address", "postcode", "place"),
    [
        ("Oak House, Penny Row, Ashmere", "AV1 1AA", 1),
        ("South Lodge, Cutler Ln, Ashmere", "AV1 1AB", 2),
        ("Alderbrook Junior School, Smithy Lane, Ashmere", "AV1 1AC", 3),
        ("12 Lower Garner Lane", "AV1 1AD", 4),
        ("Land on the south side of Withy Lane, Ashmere", None, 5),
        ("Land at Drover Lane, Ashmere", None, 6),
        ("Car Park, Saint Oswald Square, Ashmere", None, 7),
        ("Coronation Recreation Ground, Packhorse Lane, Ashmere", None, 8),
        ("Shrewmere Castle, Castle Street, Shrewmere", None, 9),
        ("Garnett Hill and Tallow Common, Land At Kestrel Down, Ashmere", None, 11),
        ("Land off Thatcher Road, Fennick Down, Ashmere", None, 14),
        ("Car Park, St Wulfric Street, Ashmere", None, 15),
        ("Part of, Marrow Park Fletcher Road, Ashmere", None, 16),
        ("Daisybrook meadow, Daisy Brook Field Cooper Road, Ashmere", None, 18),
        ("Ferry House, Strand Street, Ashmere", None, 19),
    ],
)
def test_the_place_itself_is(gazetteer, address, postcode, place):
    found = gazetteer.look_up(address, postcode=postcode)
    assert found["uprn"] == str(place), found


def test_a_place_is_found_behind_a_long_description(gazetteer):
    described = (
        "Street0001 Street0002 scouts use, 0.5 acres of land between Street0003 Road and "
        "Street0004 Road with Street0005 works and Street0006 reservoir, "
        "Land At Kestrel Down, Ashmere"
    )
    found = gazetteer.look_up(described)
    assert "11" in (found["uprn"], found["runner_up_uprn"]), found


@pytest.mark.parametrize(
    ("address", "listed", "relation"),
    [
        ("Annexe, 9 Mill Lane", "9 MILL LANE", "beside"),
        ("9 Mill Lane", "THE ANNEXE, 9 MILL LANE", "beside"),
        ("The Annexe at 9 Mill Lane", "ANNEXE, 9 MILL LANE", "exact"),
        ("10, 11 and 12 Mill Lane", "10-12 MILL LANE", "exact"),
        ("10, 11 & 12 Mill Lane", "11 MILL LANE", "range"),
        ("12-14 & 16 Mill Lane", "12-16 MILL LANE", "exact"),
        ("5, 12 Mill Lane", "FLAT 5, 12 MILL LANE", "exact"),
        ("Unit 1, Unit 2 and Unit 3, Elm Estate", "UNITS 1, 2 & 3 ELM ESTATE", "exact"),
        ("Unit 1, Unit 2, Elm Estate", "UNIT 2 ELM ESTATE", "conflict"),
        ("Unit 4, Unit 4, Elm Estate", "UNIT 4 ELM ESTATE", "exact"),
    ],
)
def test_lists_and_annexes_are_read_as_what_they_are(address, listed, relation):
    assert relation_of(address, listed) == relation


def test_the_reason_names_what_contradicts(gazetteer):
    north = gazetteer.look_up("North Lodge, Cutler Lane, Ashmere", postcode="AV1 1AB")
    assert "words contradict each other" in north["reason"]
    pavilion = gazetteer.look_up("Pavilion, Coronation Recreation Ground, Packhorse Lane, Ashmere")
    assert "names a part" in pavilion["reason"]
    square = gazetteer.look_up("Car Park St Wulfric Square, Ashmere")
    assert "a street of the same name but another kind" in square["reason"]
