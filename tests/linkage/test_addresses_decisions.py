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
        ("Brotmere Library, Linden Road, Saltmere, Ashshire", "AS3 2SJ"),
    ],
)
def test_a_contradiction_holds_an_address_back(gazetteer, text, postcode):
    row = matched(gazetteer, text, postcode)
    assert row["uprn"] is None, row


def test_a_word_weighs_by_how_rare_it_is_in_its_half_of_the_postcode():
    many, few = 3_000, 3_000
    texts = [f"{n} Rose Street{n}, Ashmere" for n in range(many)]
    texts += [f"{n} Tansy Street{n}, Ashmere" for n in range(few - 1)] + ["1 Rose Court, Ashmere"]
    codes = ["AS1 1AA"] * many + ["AS2 1AA"] * few
    table = pa.table(
        {"uprn": [str(n) for n in range(len(texts))], "address_concat": texts, "postcode": codes}
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
