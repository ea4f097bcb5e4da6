"""The whole benchmark, from nothing to a leaderboard, and through the command line."""

import csv
import json
import sys

import click
import pytest

from beholden import bench
from beholden.actions.benchmarking import bench_uprn, leaderboard
from beholden.doors.cli.commands.bench import bench as command
from beholden.kernel import BadInput

NOTHING = """
import sys, pyarrow as pa, pyarrow.parquet as pq
asked = pq.read_table(sys.argv[1] + "/addresses.parquet")
n = asked.num_rows
told = {"unique_id": asked["unique_id"], "uprn": pa.nulls(n, pa.int64()), "score": [0.0] * n}
pq.write_table(pa.table(told), sys.argv[1] + "/matches.parquet")
"""
EMPTY = bench.Peer("nothing", (sys.executable, "-c", NOTHING))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    out = tmp_path_factory.mktemp("bench")
    return out, bench_uprn(rows=2_000, queries=200, out=out, peers=[EMPTY])


def test_both_matchers_are_scored_on_every_set_of_data(told):
    _, results = told
    found = [(one["data"], one["peer"]) for one in results["results"]]
    sets = ["made up", *(str(how) for how in bench.Altered)]
    assert found == [(data, peer) for data in sets for peer in ("Beholden", "nothing")]


def test_our_matcher_does_better_than_nothing(told):
    _, results = told
    rows = bench.rows(results["results"], slices=False)
    ours, nothing = (
        next(row for row in rows if (row["data"], row["peer"]) == ("real", peer))
        for peer in ("Beholden", "nothing")
    )
    assert ours["precision"] > 0.95
    assert ours["recall"] > 0.7
    assert ours["calibration_error"] < 0.2
    assert nothing["precision"] is None
    assert nothing["recall"] == 0


def test_results_charts_and_slices_lie_in_the_folder(told):
    out, results = told
    assert json.loads((out / "results.json").read_text()) == json.loads(json.dumps(results))
    lines = list(csv.DictReader((out / "slices.csv").read_text("utf-8").splitlines()))
    assert {line["slice"] for line in lines} >= {"all", "flat", "no answer", "ons_lr"}
    assert (out / "recall-made-up.svg").read_text().startswith("<svg")
    assert (out / "reliability-real.svg").read_text().startswith("<svg")
    assert not (out / "recall-real-true-row-deleted.svg").exists()


def test_the_short_table_tells_shares_with_their_intervals(told):
    first = leaderboard(told[1], every_slice=False)[0]
    assert first["data"] == "made up"
    assert "–" in first["recall"]


def test_data_are_made_once(told, monkeypatch):
    out, _ = told
    monkeypatch.setattr(bench, "write", lambda *_, **__: pytest.fail("made again"))
    again = bench_uprn(
        rows=2_000, queries=200, out=out, peers=[EMPTY], ours=False, slices=["flat", "land"]
    )
    scores = again["results"][0]["scores"]
    assert [score["slice"] for score in scores] == ["all", "flat", "land"]


def test_the_command_prints_what_was_asked_for(tmp_path, capsys):
    peer = f"nothing={sys.executable} -c '{NOTHING}'"
    options = ["uprn", "--rows", "1000", "--queries", "100", "--slice", "land", "--slice", "flat"]
    options += ["--peers-only", "--peer", peer, "--out", str(tmp_path)]
    command([*options, "--csv"], standalone_mode=False)
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["slice"] for row in rows] == ["all", "flat", "land"]
    command(options, standalone_mode=False)
    assert "By slice, and charts" in capsys.readouterr().out
    command([*options, "--json"], standalone_mode=False)
    assert len(json.loads(capsys.readouterr().out)["results"]) == 1


def test_a_misused_command_is_told(tmp_path):
    with pytest.raises(click.BadParameter):
        command(["uprn", "--slice", "unheard of"], standalone_mode=False)
    with pytest.raises(BadInput):
        command(["uprn", "--peer", "mine", "--out", str(tmp_path)], standalone_mode=False)
