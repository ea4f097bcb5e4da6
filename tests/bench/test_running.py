"""The whole benchmark, from nothing to a leaderboard, and through the command line."""

import csv
import json
import re
import sys

import click
import pytest
from rich.console import Console

from beholden import bench
from beholden.actions.benchmarking import bench_uprn, on_screen
from beholden.doors.cli import showing
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


def test_the_tables_of_the_screen_tell_shares_with_their_intervals(told):
    tables = on_screen(told[1])
    assert list(tables) == ["made up", *map(str, bench.Altered), "Stricter, and what the runs took"]
    assert re.fullmatch(r"0\.\d{3} 0\.\d{3}–[01]\.\d{3}", tables["made up"][0]["recall (95 %)"])
    assert tables["real"][1]["precision (95 %)"] == ""


def test_no_interval_is_cut_on_a_screen_of_80_columns(told, monkeypatch, capsys):
    monkeypatch.setattr(showing, "_console", lambda: Console(width=80, file=sys.stdout))
    for title, rows in on_screen(told[1]).items():
        shown = [{**row, "matcher": "uk_address_matcher"} for row in rows]
        showing.show_rows(shown, form=None, title=title)
        lines = capsys.readouterr().out.splitlines()
        for row in rows:
            wanted = [value for name, value in row.items() if "95" in name and value]
            assert any(all(value in line for value in wanted) for line in lines)


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


def test_data_are_used_again_only_as_they_were_written(tmp_path):
    def made_up():
        bench_uprn(rows=1_000, queries=20, out=tmp_path, slices=["flat"], peers=[EMPTY], ours=False)
        return next((tmp_path / "data").glob("made-up-*")) / "gazetteer.parquet"

    path = made_up()
    content, at = path.read_bytes(), path.stat().st_mtime_ns
    assert made_up().stat().st_mtime_ns == at
    path.write_bytes(content[:-1])
    assert made_up().read_bytes() == content
