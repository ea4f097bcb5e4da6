"""What is accepted though it is written otherwise, and what is held back whatever else agrees."""

import numpy as np
import pyarrow as pa
import pytest

from beholden.linkage import Gazetteer, match_addresses
from beholden.linkage.addresses import shapes as sh

LISTED = {
    "school": ("Oakfield Primary School, Tannery Lane, Ashmere, Ashshire", "AS1 2QU"),
    "surgery": ("The Weir Surgery, 28 Harbour Road, Ashmere, Ashshire", "AS1 3BD"),
    "shop": ("41 Harbour Road, Ashmere, Ashshire", "AS1 3BD"),
    "house": ("NORTH DENE BREWER LANE LITTLE ASH ASHMERE", "AS2 4JA"),
    "mews1": ("1 Cooper Mews, Ashmere", "AS1 5DY"),
    "mews2": ("2 Cooper Mews, Ashmere", "AS1 5DY"),
    "mews": ("Cooper Mews, Ashmere", "AS1 5DY"),
    "park": ("Jubilee Park, Quarry Road, Ashmere", None),
    "flats": ("Mary House, 9 Kiln Hill, Ashmere", "AS1 6TJ"),
    "flat1": ("Flat 1, Mary House, 9 Kiln Hill, Ashmere", "AS1 6TJ"),
    "flat2": ("Flat 2, Mary House, 9 Kiln Hill, Ashmere", "AS1 6TJ"),
    "gable": ("33 Gable House Linnet Street Ashmere", "AS1 7WA"),
    "place": ("31 Haig Place Wheelers Lane Ashmere", "AS1 7WB"),
    "priory": ("52 The Priory Spring Mount Ashmere", "AS1 7WD"),
    "villa": ("14 Orchard House, 8 Salt Street, Ashmere", "AS1 7WE"),
    "lone": ("Chandler House, 5 Rope Walk, Ashmere", "AS1 7WF"),
    "lodge": ("Derby Lodge, 3 Anchor Road, Ashmere", "AS1 7WG"),
    "lodge1": ("Flat 1, Derby Lodge, 3 Anchor Road, Ashmere", "AS1 7WG"),
    "lodge2": ("Flat 2, Derby Lodge, 3 Anchor Road, Ashmere", "AS1 7WG"),
    "lodge3": ("Flat 3, Derby Lodge, 3 Anchor Road, Ashmere", "AS1 7WG"),
    "tower": ("Silver Tower, 5 Elm Street, Ashmere", "AS1 7WH"),
    "tower1": ("Flat 1, Silver Tower, 5 Elm Street, Ashmere", "AS1 7WH"),
    "tower2": ("Flat 2, Silver Tower, 5 Elm Street, Ashmere", "AS1 7WH"),
    "drive": ("4 Regent Drive, Ashmere", "AS1 7WJ"),
    "unit": ("School Laundry, Unit 10, Farn Trading Estate, Dock Way, Ashmere", "AS1 7WL"),
    "bakery": ("Tregarthens Bakery, 12 Penny Row, Ashmere", "AS1 7WN"),
    "student": ("Flat 79 A - F 7 Marybone, Ashmere", "AS1 7WP"),
    "above": ("Flat 3, 16 Oyster Road, Ashmere", "AS1 7WQ"),
    "above4": ("Flat 4, 16 Oyster Road, Ashmere", "AS1 7WQ"),
    "sixteen": ("16 Oyster Road, Ashmere", "AS1 7WQ"),
    "alone": ("18 Mussel Road, Ashmere", "AS1 7WR"),
    "library": ("Saltmere Library, Wharf Road, Saltmere, Ashshire", "AS3 1AT"),
}
CODES = {name: str(number) for number, name in enumerate(LISTED, 100)}


@pytest.fixture(scope="module")
def gazetteer():
    texts, postcodes = zip(*LISTED.values(), strict=True)
    # Elsewhere, so that no word of the listed places is common.
    others = [f"{n} Street{n:04d} Road, Townley{n % 90}" for n in range(2_000)]
    return Gazetteer.build(
        pa.table(
            {
                "uprn": [*CODES.values(), *(str(10_000 + n) for n in range(2_000))],
                "address_concat": [*texts, *others],
                "postcode": [*postcodes, *(f"ZZ{n % 80 + 1} 1AA" for n in range(2_000))],
            }
        )
    )


def matched(gazetteer, text, postcode):
    asked = pa.table({"address_concat": [text], "postcode": pa.array([postcode], pa.string())})
    return match_addresses(asked, gazetteer).to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "postcode", "place"),
    [
        ("Tannery Lane, Ashmere, Ashshire", "AS1 2QU", "school"),
        ("OAKFIELD PRIMARY SCHOOL TANNERY LN ASHMERE", "AS1 2QU", "school"),
        ("Oakfield Community Primary School, Tannery Lane, Ashmere", "AS1 2QU", "school"),
        ("28 Harbour Rd, Ashmere", "AS1 3BD", "surgery"),
        ("Well Pharmacy, 28 Harbour Road, Quayside, Ashmere, Ashshire", "AS1 3BD", "surgery"),
        ("Weir Surgery, Ashmere, 28 Harbour Road", "AS1 3BD", "surgery"),
        ("Ladbrokes, 41 Harbour Road,  ASHMERE", "AS13BD", "shop"),
        ("North Dene, Station Road, Great Ash, Ashshire", "AS2 4JA", "house"),
        ("Jubilee Park Quarry Road, Ashmere, Ashshire", None, "park"),
        ("41 Harbour Road, Ashmere", "AS1 3BE", "shop"),
        ("41 Harbour Road, Ashmere, Ashshire", None, "shop"),
        ("33 GABLE HOUSE 23 LINNET STREET ASHMERE", "AS1 7WA", "gable"),
        ("31 HAIG PLACE 263 WHEELERS LANE ASHMERE", "AS1 7WB", "place"),
        ("52 THE PRIORY 21-23 SPRING MOUNT ASHMERE", "AS1 7WD", "priory"),
        ("14 ORCHARD HOUSE SALT STREET ASHMERE", "AS1 7WE", "villa"),
        ("5 Chandler House, Rope Walk, Ashmere", "AS1 7WF", "lone"),
        ("Derby Lodge, 3 Anchor Road, Ashmere", "AS1 7WG", "lodge"),
        ("Flat 2, 18 Mussel Road, Ashmere", "AS1 7WR", "alone"),
    ],
)  # fmt: skip
def test_an_ordinary_address_is_accepted(gazetteer, text, postcode, place):
    row = matched(gazetteer, text, postcode)
    assert (row["uprn"], row["score"] > 0.8) == (CODES[place], True), row


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("43 Harbour Road, Ashmere, Ashshire", "AS1 3BD"),
        ("26 Harbour Road, Ashmere, Ashshire", "AS1 3BD"),
        ("Elm Surgery, 26 Harbour Road, Ashmere, Ashshire", "AS1 3BD"),
        ("3 Cooper Mews, Ashmere", "AS1 5DY"),
        ("Opposite 41 Harbour Road, Ashmere", "AS1 3BD"),
        ("18 Mary House, 9 Kiln Hill, Ashmere", "AS1 6TJ"),
        ("34 Gable House 23 Linnet Street Ashmere", "AS1 7WA"),
        ("Flat 33, 23 Linnet Street, Ashmere", "AS1 7WA"),
        ("Flat 5, 16 Oyster Road, Ashmere", "AS1 7WQ"),
        ("16A Oyster Road, Ashmere", "AS1 7WQ"),
        ("FLAT 79 ROOM A MARYBONE STUDENT VILLAGE ASHMERE", "AS1 7WP"),
        ("Tregarthens Bakery, 14 Penny Row, Ashmere", "AS1 7XN"),
        ("Tregarthens Bakery, 14 Penny Row, Ashmere", None),
        ("Dewhurst Bakery, 14 Penny Row, Ashmere", "AS1 7WN"),
        ("Brotmere Library, Linden Road, Saltmere, Ashshire", "AS3 2SJ"),
    ],
)
def test_a_contradiction_holds_an_address_back(gazetteer, text, postcode):
    row = matched(gazetteer, text, postcode)
    assert row["uprn"] is None, row


@pytest.mark.parametrize(
    ("doubtful", "plain", "postcode"),
    [
        ("5 Silver Tower, Elm Street, Ashmere", "Silver Tower, 5 Elm Street, Ashmere", "AS1 7WH"),
        ("4 Grove Court, Regent Drive, Ashmere", "4 Regent Drive, Ashmere", "AS1 7WJ"),
        ("Unit 10, Hythe Business Park, Dock Way", "Unit 10, Dock Way", "AS1 7WL"),
        ("Pavilion, Jubilee Park, Quarry Road", "Jubilee Park, Quarry Road", None),
    ],
)  # fmt: skip
def test_a_number_or_a_part_that_belongs_elsewhere_makes_a_place_less_likely(
    gazetteer, doubtful, plain, postcode
):
    odds = [
        row["score"] / (1.0 - row["score"])
        for row in (matched(gazetteer, text, postcode) for text in (doubtful, plain))
    ]
    assert odds[0] * 3.0 < odds[1]


def test_a_flat_that_is_listed_goes_before_its_building(gazetteer):
    row = matched(gazetteer, "3 Derby Lodge, Anchor Road", "AS1 7WG")
    assert CODES["lodge3"] == (row["uprn"] or row["runner_up_uprn"])


def test_a_word_weighs_by_how_rare_it_is_in_its_half_of_the_postcode():
    many, few = 3_000, 3_000
    texts = [f"{n} Rose Street{n}, Ashmere" for n in range(many)]
    texts += [f"{n} Tansy Street{n}, Ashmere" for n in range(few - 1)] + ["1 Rose Court, Ashmere"]
    codes = ["AS1 1AA"] * many + ["AS2 1AA"] * few
    table = pa.table(
        {
            "uprn": [str(n + 1) for n in range(len(texts))],
            "address_concat": texts,
            "postcode": codes,
        }
    )
    index = Gazetteer.build(table).index

    def weight_in(row: int) -> int:
        words = index.row_words[index.row_starts[row] : index.row_starts[row + 1]].astype(np.int64)
        spelt = [
            bytes(index.spellings[index.spelt[w] : index.spelt[w + 1]]).decode()
            for w in words & sh.WORD_BITS
        ]
        return int((words >> sh.LEVEL_SHIFT & sh.LEVELS)[spelt.index("ROSE")])

    common, rare = weight_in(0), weight_in(len(texts) - 1)
    assert common <= 2
    assert rare >= 10


def test_where_few_rows_are_near_a_word_weighs_as_in_the_whole_gazetteer(gazetteer):
    index = gazetteer.index
    words = index.row_words.astype(np.int64)
    levels = words >> sh.LEVEL_SHIFT & sh.LEVELS
    whole = index.weights[words & sh.WORD_BITS] * sh.LEVELS
    assert np.abs(levels - whole).max() <= 1.0
