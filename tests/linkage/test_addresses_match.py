"""Matching: the real labelled set, determinism, thresholds, and bad input."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage import AddressColumns, Gazetteer, find_columns, match_addresses

DATA = Path(__file__).parent / "data"
COLUMNS = [
    "unique_id", "uprn", "score", "reason", "exact_to", "runner_up_uprn", "runner_up_score",
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.build(pq.read_table(DATA / "gazetteer.parquet"))


@pytest.fixture(scope="module")
def labelled():
    return pq.read_table(DATA / "labelled.parquet")


def rates(matches: pa.Table, truth: list[str | None]) -> tuple[float, float, int]:
    given_, right, wrong_none = 0, 0, 0
    for uprn, true in zip(matches["uprn"].to_pylist(), truth, strict=True):
        given_ += uprn is not None
        right += uprn is not None and uprn == true
        wrong_none += uprn is not None and true is None
    return right / given_, right / sum(t is not None for t in truth), wrong_none


def test_the_real_labelled_set_keeps_its_precision_and_recall(gazetteer, labelled):
    matches = match_addresses(labelled, gazetteer)
    precision, recall, no_answer = rates(matches, labelled["true_uprn"].to_pylist())
    assert precision >= 0.99
    assert recall >= 0.85
    assert no_answer <= 3


def test_one_row_per_address_in_the_order_of_the_input(gazetteer, labelled):
    matches = match_addresses(labelled, gazetteer)
    assert matches.column_names == COLUMNS
    assert matches["unique_id"].to_pylist() == labelled["unique_id"].to_pylist()
    assert all(0.0 <= score <= 1.0 for score in matches["score"].to_pylist())
    assert all(matches["reason"].to_pylist())


def test_neither_threads_nor_the_order_of_rows_change_a_match(gazetteer, labelled):
    many = pa.concat_tables([labelled] * 9)
    one = match_addresses(many, gazetteer, threads=1)
    assert match_addresses(many, gazetteer, threads=3).equals(one)
    turned = labelled.take(pa.array(range(labelled.num_rows - 1, -1, -1)))
    assert match_addresses(turned, gazetteer).to_pylist()[::-1] == one.to_pylist()[: len(labelled)]


def test_the_order_of_the_gazetteer_does_not_change_a_match(labelled):
    table = pq.read_table(DATA / "gazetteer.parquet")
    turned = table.take(pa.array(range(table.num_rows - 1, -1, -1)))
    assert match_addresses(labelled, turned).equals(match_addresses(labelled, table))


def test_a_lower_threshold_only_adds_matches(gazetteer, labelled):
    strict = match_addresses(labelled, gazetteer, threshold=0.95).to_pylist()
    loose = match_addresses(labelled, gazetteer, threshold=0.5).to_pylist()
    kept = [(a, b) for a, b in zip(strict, loose, strict=True) if a["uprn"]]
    assert kept
    assert all(a["uprn"] == b["uprn"] for a, b in kept)
    assert sum(b["uprn"] is not None for b in loose) > len(kept)


def test_a_flat_that_is_not_listed_is_not_given_its_neighbour_or_its_building():
    listed = ["12 MILL LANE, ASHMERE", *(f"FLAT {n}, 12 MILL LANE, ASHMERE" for n in (1, 2, 3))]
    table = pa.table(
        {"uprn": ["10", "11", "12", "13"], "address_concat": listed, "postcode": ["GL50 1AA"] * 4}
    )
    asked = pa.table(
        {"address_concat": ["Flat 4, 12 Mill Lane, Ashmere"], "postcode": ["GL50 1AA"]}
    )
    row = match_addresses(asked, table).to_pylist()[0]
    assert row["uprn"] is None
    assert row["reason"].startswith("not matched")


@pytest.mark.parametrize("postcode", ["GL50 3JX", "SW1A 1AA", None])
def test_an_address_survives_a_wrong_or_missing_postcode(gazetteer, postcode):
    asked = pa.table(
        {
            "address_concat": ["St Margarets Hall, Coniston Road, Cheltenham"],
            "postcode": pa.array([postcode], pa.string()),
        }
    )
    row = match_addresses(asked, gazetteer, threshold=0.0).to_pylist()[0]
    assert row["uprn"] == "100121370433"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not matched: no readable address"),
        (None, "not matched: no readable address"),
        (" ,.-/ &!? ", "not matched: no readable address"),
        ("شارع الملك فهد", "not matched: no readable address"),
    ],
)
def test_an_address_that_cannot_be_read_has_no_match_and_says_so(gazetteer, text, reason):
    asked = pa.table({"address_concat": pa.array([text], pa.string()), "postcode": ["GL50 3JX"]})
    row = match_addresses(asked, gazetteer, threshold=0.0).to_pylist()[0]
    assert (row["uprn"], row["score"], row["reason"]) == (None, 0.0, reason)


@pytest.mark.parametrize("text", ["X" * 10_000, "12 " * 3_333, "Mill, " * 1_700, "1/2-3&" * 1_700])
def test_ten_thousand_characters_are_read_as_far_as_an_address_goes(gazetteer, text):
    asked = pa.table({"address_concat": [text], "postcode": ["GL50 3JX"]})
    assert match_addresses(asked, gazetteer).num_rows == 1


def test_no_addresses_give_no_rows(gazetteer):
    asked = pa.table({"address_concat": pa.array([], pa.string())})
    matches = match_addresses(asked, gazetteer)
    assert (matches.num_rows, matches.column_names) == (0, COLUMNS)


def test_a_blank_identifier_stays_blank_and_its_row_in_its_place(gazetteer):
    """The second row's number is what the first row is called."""
    ids = ["1", None, " ", "b"]
    asked = pa.table({"unique_id": pa.array(ids), "address_concat": ["1 Oak Road"] * 4})
    assert match_addresses(asked, gazetteer)["unique_id"].to_pylist() == ["1", None, None, "b"]


def test_without_a_column_of_identifiers_rows_are_numbered(gazetteer):
    asked = pa.table({"address_concat": ["1 Oak Road"] * 2})
    assert match_addresses(asked, gazetteer)["unique_id"].to_pylist() == ["0", "1"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_gives_a_row_and_never_an_error(gazetteer, texts):
    asked = pa.table({"address_concat": pa.array(texts, pa.string())})
    assert match_addresses(asked, gazetteer, threads=1).num_rows == len(texts)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3143), st.sampled_from([str.upper, str.lower, str.title]))
def test_a_listed_address_finds_itself_or_abstains(gazetteer, row, spelt):
    table = pq.read_table(DATA / "gazetteer.parquet").slice(row, 1)
    text = spelt(table["address_concat"][0].as_py())
    asked = pa.table({"address_concat": [text], "postcode": table["postcode"]})
    assert match_addresses(asked, gazetteer)["uprn"][0].as_py() in (None, table["uprn"][0].as_py())


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(gazetteer, labelled, threshold):
    with pytest.raises(BadInput, match="not a probability"):
        match_addresses(labelled, gazetteer, threshold=threshold)


@pytest.mark.parametrize(
    ("names", "address", "postcode", "uprn"),
    [
        (["unique_id", "address_concat", "postcode"], ("address_concat",), "postcode", None),
        (["UPRN", "Full Address", "Post Code"], ("Full Address",), "Post Code", "UPRN"),
        (["Library name", "Address 1", "Address 2", "Address 3", "Postcode"],
         ("Library name", "Address 1", "Address 2", "Address 3"), "Postcode", None),
        (["name", "address2", "address1", "town"],
         ("address1", "address2", "town"), None, None),
        (["name", "date of birth", "address1"], ("address1",), None, None),
    ],
)  # fmt: skip
def test_columns_are_found_by_name(names, address, postcode, uprn):
    found = find_columns(pa.table({name: ["x"] for name in names}))
    assert (found.address, found.postcode, found.uprn) == (address, postcode, uprn)


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        (["Bridlington Central Library", "Ashmere School"], True),
        (["Rose Cottage", "Mill Farm", "Kingsbury"], True),
        (["Mill Lane Stores Ltd", None, ""], True),
        (["Yasmin", "John Hall", "Mary Church"], False),
        (["Yasmin Farm", "John", "Mary"], False),
        ([None, ""], False),
    ],
)
def test_a_name_is_read_where_it_is_plainly_a_places(values, taken):
    table = pa.table({"name": values, "address1": ["1 Mill Lane"] * len(values)})
    assert find_columns(table).address == (("name",) if taken else ()) + ("address1",)
    assert find_columns(table, of_places=True).address == ("name", "address1")


@pytest.mark.parametrize(
    ("columns", "postcode"),
    [
        ({"pc": ["ZX1 1AB", "zx11ab", None]}, "pc"),
        ({"pc": ["ZX1 1AB", "Ashmere"]}, None),
        ({"of_work": ["ZX1 1AB"], "of_home": ["ZX1 1AB"]}, None),
        ({"pc": ["ZX1 1AB"], "postcode": ["unknown"]}, "postcode"),
        ({"pc": [7]}, None),
    ],
)
def test_a_postcode_is_known_by_its_values(columns, postcode):
    rows = len(next(iter(columns.values())))
    found = find_columns(pa.table({"address": ["1 Mill Lane"] * rows, **columns}))
    assert found.postcode == postcode


def test_a_table_without_an_address_is_refused():
    with pytest.raises(BadInput, match="No column"):
        find_columns(pa.table({"a": [1], "b": [2]}))


@pytest.mark.parametrize("name", ["nowhere", "twice"])
def test_a_column_that_is_not_there_once_is_refused(gazetteer, name):
    table = pa.Table.from_arrays([pa.array(["x"])] * 3, names=["twice", "twice", "address"])
    with pytest.raises(BadInput, match=name):
        match_addresses(table, gazetteer, columns=AddressColumns(None, (name,), None, None))


def test_one_look_up_says_what_matching_a_table_says(gazetteer, labelled):
    part = labelled.slice(0, 547)
    rows = match_addresses(part, gazetteer).drop_columns(["unique_id"]).to_pylist()
    asked = zip(part["address_concat"].to_pylist(), part["postcode"].to_pylist(), strict=True)
    assert [gazetteer.look_up(text, postcode=code) for text, code in asked] == rows


@pytest.mark.parametrize("text", ["", "Tŷ Gwyn, 3 Stryd y Farchnad", "St. John’s", "X" * 9_000])
def test_one_look_up_reads_any_text(gazetteer, text):
    asked = pa.table({"address_concat": [text]})
    row = match_addresses(asked, gazetteer).drop_columns(["unique_id"]).to_pylist()[0]
    assert gazetteer.look_up(text) == row


@pytest.mark.parametrize(
    ("address", "listed", "level"),
    [
        ("Flat 2, 14 Mill Lane", "FLAT 2, 14 MILL LANE", "flat"),
        ("14 Mill Lane", "14 MILL LANE", "building"),
        ("The Old Forge, Mill Lane", "THE OLD FORGE, MILL LANE", "building"),
        ("Mill Lane", "MILL LANE", "street"),
    ],
)
def test_a_match_tells_how_far_it_goes(address, listed, level):
    listed_ = pa.table({"uprn": ["1"], "address_concat": [listed], "postcode": ["GL50 1AA"]})
    asked = pa.table({"address_concat": [address], "postcode": ["GL50 1AA"]})
    assert match_addresses(asked, listed_, threshold=0.0)["exact_to"].to_pylist() == [level]
