"""Columns that are no texts and UPRNs that are none: left out and counted, or refused in words."""

import hashlib
import struct

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beholden.kernel import BadInput, Damaged
from beholden.linkage import AddressColumns, Gazetteer, match_addresses

TEXTS = ["1 MILL LANE, ASHMERE", "2 MILL LANE, ASHMERE"]
SECRET = "Zqxmarker"


def listed(uprns, **other):
    return pa.table({"uprn": uprns, "address": TEXTS, **other})


NO_UPRNS = {
    "less than none": [-5, 7],
    "less than none, as text": ["-5", "7"],
    "less than none, as float": [-5.0, 7.0],
    "nought": [0, 7],
    "nought, as text": ["000", "7"],
    "nought, as float": [0.0, 7.0],
    "too many digits": [10**12, 7],
    "too many digits, as text": ["1234567890123", "7"],
    "too many digits, as decimal": pa.array([10**30, 7], pa.decimal128(38, 0)),
    "huge": [2**62, 7],
    "huge and unsigned": pa.array([2**63 + 5, 7], pa.uint64()),
    "a part": [100.5, 7.0],
    "digits of another script": ["\uff11\uff12\uff13", "7"],
    "a word": ["abc", "7"],
    "with commas": ["100,012,345,678", "7"],
}


@pytest.mark.parametrize("name", NO_UPRNS)
def test_a_uprn_that_is_none_is_left_out_and_counted(name):
    built = Gazetteer.build(listed(NO_UPRNS[name]))
    assert built.uprns.to_pylist() == ["7"]
    told = {one.code: one.message for one in built.findings}
    assert told["invalid-uprn"].startswith("1 row with a UPRN that is none")
    assert "no-uprn" not in told


@pytest.mark.parametrize("uprns", [[-5, 7], pa.array([2**63 + 5, 7], pa.uint64()), [0, 7]])
def test_a_file_of_uprns_is_held_to_the_same_rule(tmp_path, uprns):
    pq.write_table(listed(uprns), tmp_path / "listed.parquet")
    built = Gazetteer.build_from(tmp_path / "listed.parquet")
    assert built.uprns.to_pylist() == ["7"]
    assert [one.code for one in built.findings] == ["invalid-uprn"]


def test_the_first_identifier_of_a_gazetteers_own_is_no_nought():
    built = Gazetteer.build(listed(["llpg-a", "llpg-b"]))
    assert (built.uprns.to_pylist(), built.findings) == (["llpg-a", "llpg-b"], ())


def not_utf_8():
    letters = f"1 {SECRET} \xff".encode("latin-1")
    ends = pa.array([0, len(letters), len(letters)], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), 2, [None, ends, pa.py_buffer(letters)])


ODD = {
    "lists": pa.array([[SECRET], []]),
    "bytes": pa.array([f"{SECRET} \xff".encode("latin-1"), b""]),
    "text not in UTF-8": not_utf_8(),
    "records": pa.array([{"a": SECRET}, None]),
}


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.build(listed(["7", "8"]))


def refused(act):
    with pytest.raises(BadInput, match="cannot be read as texts") as caught:
        act()
    assert SECRET not in str(caught.value)
    # What the engine said may hold the cell: it is not told, even in a traceback.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("column", ["address", "postcode", "id"])
def test_a_column_that_is_no_text_is_not_matched(gazetteer, name, column):
    whole = {"id": ["a", "b"], "address": TEXTS, "postcode": ["", ""]}
    table = pa.table(whole | {column: ODD[name]})
    refused(lambda: match_addresses(table, gazetteer))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("column", ["uprn", "address", "postcode"])
def test_a_gazetteer_of_what_is_no_text_is_not_built(name, column):
    whole = {"uprn": ["7", "8"], "address": TEXTS, "postcode": ["", ""]}
    refused(lambda: Gazetteer.build(pa.table(whole | {column: ODD[name]})))


def test_truth_values_are_no_uprns():
    with pytest.raises(BadInput, match="truth values"):
        Gazetteer.build(listed([True, False]))


@pytest.mark.parametrize("odd", [None, 5, b"1 Mill Lane", ["1 Mill Lane"]])
def test_what_is_looked_up_is_a_text(gazetteer, odd):
    for text, postcode in ((odd, None), ("1 Mill Lane", odd or 5)):
        with pytest.raises(BadInput, match="is a text"):
            gazetteer.look_up(text, postcode=postcode)


def test_views_and_dictionaries_of_texts_are_read(gazetteer):
    for kind in (pa.string_view(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        table = pa.table({"place": pa.array(TEXTS).cast(kind)})
        found = match_addresses(
            table, gazetteer, columns=AddressColumns(None, ("place",), None, None), threshold=0.0
        )
        assert found["uprn"].to_pylist() == ["7", "8"]


DEEP = b"[" * 100_000
ODD_HEADERS = [b"[]", b"{}", b"xx", b"null", b'{"length":"x"}', b'{"length":0}', b"\xff", DEEP]


@pytest.mark.parametrize("header", ODD_HEADERS, ids=lambda one: repr(one[:16]))
def test_a_header_that_is_as_written_and_describes_nothing_is_damage(tmp_path, gazetteer, header):
    path = tmp_path / "x"
    gazetteer.save(path)
    fixed = struct.Struct("<8sII32s")
    magic, version, _, _ = fixed.unpack(path.read_bytes()[: fixed.size])
    begun = fixed.pack(magic, version, len(header), hashlib.sha256(header).digest()) + header
    path.write_bytes(begun + b"\0" * (-len(begun) % 64))
    with pytest.raises(Damaged, match=r"header does not describe"):
        Gazetteer.open(path)
