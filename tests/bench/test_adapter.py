"""Peers that do as they are told, and peers that do not."""

import resource
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from waiting import PATIENCE, until

from beholden import bench
from beholden.bench import processes
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
def run(data, tmp_path):
    """Run a peer, or code that is one; what it leaves lies in tmp_path."""
    addresses = pq.read_table(data / "addresses.parquet")

    def running(code, **limits):
        named = code if isinstance(code, bench.Peer) else peer(code)
        gazetteer = data / "gazetteer.parquet"
        return bench.run_peer(named, tmp_path, gazetteer=gazetteer, addresses=addresses, **limits)

    return running


def peer(code):
    return bench.Peer("mine", (sys.executable, "-c", HEAD + code))


def test_a_peer_sees_no_truth(run, data, tmp_path):
    code = """
for file in sorted(at.iterdir()): print(file.name, *pq.read_schema(file).names)
print(at.resolve())
write()
"""
    run(code)
    addresses, gazetteer, at = (tmp_path / "output.log").read_text().splitlines()
    assert addresses == "addresses.parquet unique_id address_concat postcode"
    assert gazetteer == "gazetteer.parquet uprn address_concat postcode"
    assert not Path(at).is_relative_to(data.parent)
    assert not Path(at).exists()
    assert (tmp_path / "matches.parquet").exists()


def test_what_a_run_took_is_measured(run):
    code = """
began = time.process_time()
held = bytearray(60_000_000)
while time.process_time() - began < 0.3: pass
write()
told = {"match_seconds": 0.25, "version": "7"}
(at / "timings.json").write_text(json.dumps(told))
"""
    took = run(code)
    assert took.matches.num_rows == 40
    assert took.seconds > 0.3
    assert took.cpu_seconds > 0.3
    # Linux keeps the peak of the process that started another: no more is told than it had.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    assert 60 < took.peak_mb < max(1_000, own + 400)
    assert (took.match_seconds, took.version) == (0.25, "7")


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
        ("found = [[one] for one in found]; write()", "A UPRN is a whole number or null"),
        ("from datetime import date; score = [date(2026, 1, 1)] * len(ids); write()", "a number"),
    ],
)
def test_matches_that_cannot_be_scored_are_refused(run, code, told):
    with pytest.raises(BadInput) as refused:
        run(code)
    assert told in refused.value.why


@pytest.mark.parametrize(
    "text",
    [
        "{",
        pytest.param("[" * 50_000, id="nested deeply"),
        "[]",
        "{}",
        '{"match_seconds": "soon"}',
        '{"match_seconds": "1"}',
        '{"match_seconds": true}',
        '{"match_seconds": NaN}',
        '{"match_seconds": Infinity}',
        '{"match_seconds": 0}',
        '{"match_seconds": -1}',
        '{"match_seconds": 100000}',
        '{"match_seconds": 1' + "0" * 400 + "}",
        '{"match_seconds": 0.001, "version": {"major": 1}}',
        '{"match_seconds": 0.001, "version": "' + "1" * 41 + '"}',
    ],
)
def test_timings_that_cannot_be_read_are_refused(run, text):
    with pytest.raises(BadInput, match=r"timings\.json"):
        run(f"write(); (at / 'timings.json').write_text({text!r})")


def test_no_match_at_all_is_a_result(run):
    code = "found = pa.nulls(len(ids), pa.int64()); score = [0.0] * len(ids); write()"
    assert run(code).matches["uprn"].null_count == 40


def test_uprns_may_be_text(run):
    code = "found = [str(one) for one in found]; write(claimed=[False] * len(ids))"
    assert run(code).matches.schema.types[1] == "int64"


def test_matches_of_an_earlier_run_are_not_taken(run):
    run("write()")
    with pytest.raises(BadInput):
        run("")


def test_a_peer_that_fails_is_told_with_its_log_but_not_with_its_words(run, tmp_path):
    with pytest.raises(BadInput, match="exit code 3") as refused:
        run("print('12 Mill Lane'); sys.exit(3)")
    assert "Mill Lane" not in str(refused.value)
    assert "12 Mill Lane" in (tmp_path / "output.log").read_text()


def test_a_peer_that_is_not_there_is_refused(run):
    with pytest.raises(BadInput, match="cannot be started"):
        run(bench.Peer("gone", ("/not/there",)))


@pytest.mark.parametrize(
    ("code", "file"),
    [
        ("(at / 'gazetteer.parquet').write_bytes(b'')", "gazetteer"),
        ("(at / 'gazetteer.parquet').unlink()", "gazetteer"),
        ("pq.write_table(asked.slice(1), at / 'addresses.parquet')", "addresses"),
    ],
)
def test_a_peer_that_changes_what_it_was_given_is_refused(run, data, code, file):
    before = {one.name: one.read_bytes() for one in data.iterdir()}
    with pytest.raises(BadInput, match=rf"changed {file}\.parquet"):
        run("write(); " + code)
    assert {one.name: one.read_bytes() for one in data.iterdir()} == before


CHILD = """
import subprocess
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
"""


def gone(pid):
    """Tell whether a process has ended (a dead one may wait to be reaped)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.fixture
def over_once_it_speaks(monkeypatch, tmp_path):
    """Let the time of a peer be over as soon as it has printed something, and not before."""
    log, real = tmp_path / "output.log", processes.time

    def now():
        spoken = log.exists() and log.stat().st_size
        return real.perf_counter() + (1e9 if spoken else 0)

    monkeypatch.setattr(processes, "time", SimpleNamespace(perf_counter=now, sleep=real.sleep))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from /proc")
def test_children_of_a_peer_are_stopped_with_it(run, tmp_path, over_once_it_speaks):
    with pytest.raises(OutOfLimits):
        run(CHILD + "time.sleep(600)", limit_seconds=2 * PATIENCE)
    child = int((tmp_path / "output.log").read_text())
    assert until(lambda: gone(child))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from /proc")
def test_children_that_a_peer_leaves_running_are_stopped(run, tmp_path):
    run(CHILD + "write()")
    child = int((tmp_path / "output.log").read_text())
    assert until(lambda: gone(child))


def test_a_peer_that_takes_too_long_is_stopped(run):
    with pytest.raises(OutOfLimits):
        run("time.sleep(600)", limit_seconds=0.5)


@pytest.mark.parametrize("text", ["", "mine", "=python x.py", "mine="])
def test_a_peer_needs_a_name_and_a_command(text):
    with pytest.raises(BadInput):
        bench.peer_named(text, split=text.partition("=")[2].split())


def test_a_peer_is_named_with_its_command():
    found = bench.peer_named("mine=python x.py", split=["python", "x.py"])
    assert found == bench.Peer("mine", ("python", "x.py"))
