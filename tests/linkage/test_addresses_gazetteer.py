"""The gazetteer: building it, its faults, its file."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable
from beholden.linkage import Gazetteer, match_addresses

DATA = Path(__file__).parent / "data"
ROWS = ["1 MILL LANE, ASHMERE", "2 MILL LANE, ASHMERE", "THE OLD FORGE, HIGH STREET, ASHMERE"]


def table(uprns, texts=ROWS, postcodes=None):
    return pa.table(
        {"uprn": uprns, "address_concat": texts, "postcode": postcodes or ["GL50 1AA"] * len(texts)}
    )


@pytest.mark.parametrize(
    ("uprns", "expected"),
    [
        (["100012345678", "2", "3"], ["100012345678", "2", "3"]),
        (["000012345678", "0002", " 3 "], ["12345678", "2", "3"]),
        (["100012345678.0", "2.", "3.00"], ["100012345678", "2", "3"]),
        (pa.array([100012345678.0, 2.0, 3.0]), ["100012345678", "2", "3"]),
        (pa.array([100012345678, 2, 3]), ["100012345678", "2", "3"]),
        (["llpg-7", "x", "3"], ["3", "llpg-7", "x"]),
    ],
)
def test_uprns_have_one_form(uprns, expected):
    assert sorted(Gazetteer.build(table(uprns)).uprns.to_pylist()) == sorted(expected)


def test_several_texts_of_one_uprn_are_all_used():
    gazetteer = Gazetteer.build(table(["7", "8", "7"]))
    asked = pa.table(
        {"address_concat": ["1 Mill Lane, Ashmere", "The Old Forge, High Street, Ashmere"]}
    )
    matches = match_addresses(asked, gazetteer, threshold=0.0)
    assert matches["uprn"].to_pylist() == ["7", "7"]
    assert (gazetteer.rows, gazetteer.findings) == (3, ())


def test_rows_that_repeat_another_are_told():
    gazetteer = Gazetteer.build(table(["7", "7", "8"], [ROWS[0], ROWS[0].lower(), ROWS[2]]))
    assert gazetteer.rows == 3
    assert [f.code for f in gazetteer.findings] == ["repeated-row"]


def test_rows_without_a_uprn_or_an_address_are_left_out_and_told():
    gazetteer = Gazetteer.build(table([None, "8", "9"], [ROWS[0], " , ", ROWS[2]]))
    assert gazetteer.uprns.to_pylist() == ["9"]
    assert [f.code for f in gazetteer.findings] == ["no-uprn", "no-address"]


def test_uprns_in_floats_too_short_for_them_are_left_out_and_told():
    """A 32-bit float turns 906700000003 into 906700029952, which may be a neighbour's."""
    uprns = pa.array([906700000003.0, 7.0, None], pa.float32())
    texts = ["1 Mill Lane", "2 Mill Lane", "3 Mill Lane"]
    built = Gazetteer.build(pa.table({"uprn": uprns, "address_concat": texts}))
    assert built.uprns.to_pylist() == ["7"]
    told = {one.code: one.message for one in built.findings}
    assert told["lost-precision"].startswith("1 row whose UPRN lost its last digits")
    assert told["no-uprn"].startswith("1 row ")


@pytest.mark.parametrize(
    "empty", [table([], []), table([None], ["1 Mill Lane"]), table(["1"], [None], [None])]
)
def test_an_empty_gazetteer_is_refused(empty):
    with pytest.raises(BadInput, match="empty"):
        Gazetteer.build(empty)


def test_a_gazetteer_without_uprns_is_refused():
    with pytest.raises(BadInput, match="UPRN"):
        Gazetteer.build(pa.table({"address": ["1 Mill Lane"]}))


def test_unique_id_serves_as_the_uprn():
    listed = table(["5", "6", "7"]).rename_columns(["unique_id", "address_concat", "postcode"])
    assert Gazetteer.build(listed).uprns.to_pylist() == ["5", "6", "7"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "places.gazetteer"
    Gazetteer.build(pq.read_table(DATA / "gazetteer.parquet")).save(path)
    return path


def test_an_opened_index_matches_as_the_built_one(saved):
    labelled = pq.read_table(DATA / "labelled.parquet")
    built = match_addresses(labelled, pq.read_table(DATA / "gazetteer.parquet"))
    assert match_addresses(labelled, Gazetteer.open(saved)).equals(built)
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]


def changed(saved: Path, to: Path, at: int, byte: int | None = None) -> Path:
    content = bytearray(saved.read_bytes())
    content[at] = content[at] ^ 0xFF if byte is None else byte
    to.write_bytes(content)
    return to


def inside(saved: Path, part: float) -> int:
    """Return a place in the arrays at which a byte is not padding."""
    content = saved.read_bytes()
    at = int(len(content) * part)
    while content[at] == 0:
        at += 1
    return at


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_changed_byte_is_found(saved, tmp_path, part):
    path = changed(saved, tmp_path / "x", inside(saved, part))
    with pytest.raises(Damaged, match="not as it was written") as caught:
        Gazetteer.open(path)
    assert "beholden gazetteer build" in caught.value.next_step


@pytest.mark.parametrize(
    ("at", "byte", "why"),
    [(0, None, "not a gazetteer index"), (8, 99, "version 99"), (60, None, "header")],
)
def test_a_changed_header_is_found(saved, tmp_path, at, byte, why):
    with pytest.raises(Damaged, match=why):
        Gazetteer.open(changed(saved, tmp_path / "x", at, byte))


@pytest.mark.parametrize("length", [0, 7, 40, 5000])
def test_a_cut_file_is_found(saved, tmp_path, length):
    path = tmp_path / "x"
    path.write_bytes(saved.read_bytes()[:length])
    with pytest.raises(Damaged):
        Gazetteer.open(path)


def test_a_missing_index_is_told(tmp_path):
    with pytest.raises(NotFound, match="no gazetteer index"):
        Gazetteer.open(tmp_path / "none")


def test_what_cannot_be_written_leaves_nothing_behind(saved, tmp_path):
    gazetteer = Gazetteer.open(saved)
    with pytest.raises(Unavailable, match="could not be written"):
        gazetteer.save(tmp_path / "no such folder" / "x")
    target = tmp_path / "a folder"
    target.mkdir()
    with pytest.raises(Unavailable, match="could not be written"):
        gazetteer.save(target)
    assert [p.name for p in tmp_path.iterdir()] == ["a folder"]


def test_the_room_is_imported_without_its_compiler():
    code = "import sys, beholden.linkage as l; l.find_columns; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
