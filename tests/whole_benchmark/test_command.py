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

ROOT = Path(__file__).parents[2]
GIVEN = {
    "DATA": "data", "ASIDE": "aside", "PEOPLE": "people", "EDGE_CASES": "edge_cases",
    "FHRS": "fhrs", "PEER_PYTHON": "peer_python", "SPARK_PYTHON": "spark_python",
    "BENCH_WORK": "work",
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
