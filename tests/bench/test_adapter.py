"""Peers that do as they are told, and peers that do not."""

import sys

import pyarrow.parquet as pq
import pytest

from beholden import bench
from beholden.kernel import BadInput, OutOfLimits

HEAD = """
import sys, json, time, pyarrow as pa, pyarrow.parquet as pq
from pathlib import Path
at = Path(sys.argv[1])
asked = pq.read_table(at / "addresses.parquet")
uprns = pq.read_table(at / "gazetteer.parquet")["uprn"].to_pylist()
ids = asked["unique_id"].to_pylist()
found, score = [uprns[0]] * len(ids), [0.5] * len(ids)
def write(**other):
    table = pa.table({"unique_id": ids, "uprn": pa.array(found), "score": score, **other})
    pq.write_table(table, at / "matches.parquet")
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    to = tmp_path_factory.mktemp("data")
    bench.write(1_000, queries=40, to=to)
    return to


@pytest.fixture
def folder(data, tmp_path):
    addresses = pq.read_table(data / "addresses.parquet")
    bench.prepare(data / "gazetteer.parquet", addresses, tmp_path / "run")
    return tmp_path / "run"


def peer(code):
    return bench.Peer("mine", (sys.executable, "-c", HEAD + code))


def test_a_peer_sees_no_truth(folder):
    assert pq.read_schema(folder / "addresses.parquet").names == [
        "unique_id",
        "address_concat",
        "postcode",
    ]
    assert pq.read_schema(folder / "gazetteer.parquet").names == [
        "uprn",
        "address_concat",
        "postcode",
    ]
    assert sorted(file.name for file in folder.iterdir()) == [
        "addresses.parquet",
        "gazetteer.parquet",
    ]


def test_what_a_run_took_is_measured(folder):
    code = """
began = time.process_time()
held = bytearray(60_000_000)
while time.process_time() - began < 0.3: pass
write()
told = {"match_seconds": 0.25, "version": "7"}
(at / "timings.json").write_text(json.dumps(told))
"""
    run = bench.run_peer(peer(code), folder)
    assert run.matches.num_rows == 40
    assert run.seconds > 0.3
    assert run.cpu_seconds > 0.3
    assert 60 < run.peak_mb < 1_000
    assert (run.match_seconds, run.version) == (0.25, "7")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "no matches.parquet"),
        ("(at / 'matches.parquet').write_text('x')", "no matches.parquet"),
        ("pq.write_table(asked, at / 'matches.parquet')", "columns unique_id, uprn and score"),
        ("ids = ids[:-1]; found.pop(); score.pop(); write()", "Addresses not told: 1 rows"),
        ("ids[0] = ids[1]; write()", "Addresses told twice: 1 rows"),
        ("ids[0] = 'other'; write()", "Addresses that were not asked: 1 rows"),
        ("found[0] = 5; write()", "UPRNs that the gazetteer has not: 1 rows"),
        ("score[0] = None; write()", "UPRNs without a score: 1 rows"),
        ("score[0] = float('nan'); write()", "UPRNs without a score: 1 rows"),
        ("found = ['a house'] * len(ids); write()", "A UPRN is a whole number or null"),
    ],
)
def test_matches_that_cannot_be_scored_are_refused(folder, code, told):
    with pytest.raises(BadInput) as refused:
        bench.run_peer(peer(code), folder)
    assert told in refused.value.why


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"match_seconds": "soon"}'])
def test_timings_that_cannot_be_read_are_refused(folder, text):
    with pytest.raises(BadInput, match=r"timings\.json"):
        bench.run_peer(peer(f"write(); (at / 'timings.json').write_text({text!r})"), folder)


def test_no_match_at_all_is_a_result(folder):
    code = "found = pa.nulls(len(ids), pa.int64()); score = [0.0] * len(ids); write()"
    assert bench.run_peer(peer(code), folder).matches["uprn"].null_count == 40


def test_uprns_may_be_text(folder):
    code = "found = [str(one) for one in found]; write(claimed=[False] * len(ids))"
    assert bench.run_peer(peer(code), folder).matches.schema.types[1] == "int64"


def test_matches_of_an_earlier_run_are_not_taken(folder):
    bench.run_peer(peer("write()"), folder)
    with pytest.raises(BadInput):
        bench.run_peer(peer(""), folder)


def test_a_peer_that_fails_is_told_with_its_log_but_not_with_its_words(folder):
    with pytest.raises(BadInput, match="exit code 3") as refused:
        bench.run_peer(peer("print('12 Mill Lane'); sys.exit(3)"), folder)
    assert "Mill Lane" not in str(refused.value)
    assert "12 Mill Lane" in (folder / "output.log").read_text()


def test_a_peer_that_is_not_there_is_refused(folder):
    with pytest.raises(BadInput, match="cannot be started"):
        bench.run_peer(bench.Peer("gone", ("/not/there",)), folder)


def test_a_peer_that_takes_too_long_is_stopped(folder):
    with pytest.raises(OutOfLimits):
        bench.run_peer(peer("time.sleep(60)"), folder, limit_seconds=0.5)


@pytest.mark.parametrize("text", ["", "mine", "=python x.py", "mine="])
def test_a_peer_needs_a_name_and_a_command(text):
    with pytest.raises(BadInput):
        bench.peer_named(text, split=text.partition("=")[2].split())


def test_a_peer_is_named_with_its_command():
    found = bench.peer_named("mine=python x.py", split=["python", "x.py"])
    assert found == bench.Peer("mine", ("python", "x.py"))
