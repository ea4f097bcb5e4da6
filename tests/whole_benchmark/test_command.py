"""What `make bench` is given reaches the command, and the command says what cannot run."""

from __future__ import annotations

import json
import shlex
import subprocess
from argparse import Namespace
from pathlib import Path

import pytest

from benchmarks.whole import __main__ as command
from benchmarks.whole.outcomes import Outcome, State
from benchmarks.whole.parts import Part

ROOT = Path(__file__).parents[2]
GIVEN = {
    "DATA": "data", "ASIDE": "aside", "PEOPLE": "people", "EDGE_CASES": "edge_cases",
    "FHRS": "fhrs", "PEER_PYTHON": "peer_python", "SPARK_PYTHON": "spark_python",
    "SQLGLOT": "sqlglot", "ACRO": "acro", "BENCH_WORK": "work",
}  # fmt: skip


def made(*given: str) -> Namespace:
    """Return what the command would be given by `make bench`, which is not run."""
    ready = [part for name in ("", "-dev", "-spark") for part in ("-o", f".venv/.ready{name}")]
    asked = ["make", "-n", "--no-print-directory", *ready, "bench", *given]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    words = shlex.split(done.stdout.splitlines()[-1])
    assert words[1:3] == ["-m", "benchmarks.whole"]
    return command._reader().parse_args(words[3:])


def test_every_variable_of_make_is_an_option_of_the_command() -> None:
    told = made(*(f"{name}=a folder/{name}" for name in GIVEN))

    assert {name: getattr(told, name) for name in GIVEN.values()} == {
        option: Path(f"a folder/{name}") for name, option in GIVEN.items()
    }


@pytest.mark.parametrize(
    ("given", "quick", "only", "again"),
    [
        ((), False, None, None),
        (("QUICK=1", "ONLY=real speed"), True, ["real", "speed"], None),
        (("AGAIN=all",), False, None, []),
        (("AGAIN=real",), False, None, ["real"]),
    ],
)
def test_how_much_is_run(
    given: tuple[str, ...], quick: bool, only: list[str] | None, again: list[str] | None
) -> None:
    told = made("SPARK_PYTHON=python", *given)

    assert (told.quick, told.only, told.again) == (quick, only, again)


def test_parts_that_cannot_run_are_told_and_fail_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--no-peer", "--only", "edge", "fhrs", "aside", "--work", str(tmp_path)]
    monkeypatch.setattr("sys.argv", ["whole", *words])
    with pytest.raises(SystemExit) as ended:
        command.main()
    told = capsys.readouterr().out

    assert not ended.value.code
    assert all(name in told for name in ("EDGE_CASES=", "FHRS=", "ASIDE=", "3 not run"))
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert [part["state"] for part in figures["parts"]] == ["not run"] * 3


PARTS = [
    Part(name, "", (), lambda _: [], ())
    for name in ("real", "people febrl4", "people million", "main job")
]
CHOSEN = [
    (None, ["real", "people febrl4", "people million", "main job"]),
    (["people"], ["people febrl4", "people million"]),
    (["people", "million"], ["people million"]),
    (["people million"], ["people million"]),
    (["main", "job", "re"], ["real", "main job"]),
]


@pytest.mark.parametrize(("words", "names"), CHOSEN)
def test_parts_are_chosen_by_their_names(words: list[str] | None, names: list[str]) -> None:
    assert [part.name for part in command.chosen(PARTS, words)] == names


WRONG = {
    "a part that there is not": (["--only", "reel"], "There is no part reel"),
    "one of two": (["--again", "real", "million"], "There is no part million"),
    "no such data": (["--data", "nowhere"], "has no gazetteer and no labelled.parquet"),
    "no thread": (["--threads", "0"], "one at least"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done_is_said(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words, told = WRONG[name]
    monkeypatch.setattr("sys.argv", ["whole", "--no-peer", "--work", str(tmp_path), *words])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_figures_of_other_parts_stay_beside_those_of_this_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = Outcome("real", "", State.RAN, seconds=1)
    kept = Outcome("main job", "", State.KEPT, seconds=2)
    monkeypatch.setattr(command, "all_parts", lambda *_: PARTS)
    monkeypatch.setattr(command, "outcome_of", lambda *_: ran)
    monkeypatch.setattr(command, "kept_of", lambda part, _: kept if part is PARTS[-1] else None)
    words = ["whole", "--no-peer", "--only", "real", "--work", str(tmp_path)]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit):
        command.main()
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert [part["part"] for part in figures["parts"]] == ["real", "main job"]


def test_a_part_that_fails_fails_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = Outcome("edge", "cases", State.FAILED, why="it ended with code 3")
    monkeypatch.setattr(command, "outcome_of", lambda *_: failed)
    monkeypatch.setattr("sys.argv", ["w", "--no-peer", "--only", "edge", "--work", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        command.main()

    assert ended.value.code == 1
    assert "failed: it ended with code 3" in capsys.readouterr().out
