"""Which parts there are, what keeps one from running, and when what was measured still holds."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.uprn.bars import Bar, Goal
from benchmarks.whole.asked import Asked, Peer
from benchmarks.whole.kept import code_digest, keep, key_of, recall
from benchmarks.whole.outcomes import State
from benchmarks.whole.parts import Part, all_parts, sizes_that_fit
from benchmarks.whole.ready import Machine, Needs, lacking, this_machine
from benchmarks.whole.running import Run, outcome_of

HERE, GONE = Path("here"), Path("gone")
LARGE = Machine(100, 50, True, True, lambda _: True, lambda path: path == HERE)
LACKING = {
    "nothing needed": (Needs(), LARGE, ""),
    "all there": (Needs(((HERE, "X=file"),), 10, 10, HERE, True), LARGE, ""),
    "not given": (Needs(((None, "X=file"),)), LARGE, "not given: X=file"),
    "given, not there": (Needs(((GONE, "X=file"),)), LARGE, "gone is not there: X=file"),
    "disk": (Needs(disk_gb=12), replace(LARGE, disk_gb=3), "12 GB of free disk, 3 are"),
    "memory": (Needs(memory_gb=8), replace(LARGE, memory_gb=4), "8 GB of free memory, 4 are"),
    "no peer": (Needs(peer=True), replace(LARGE, peer=False), "needs the peer"),
    "no Java": (Needs(spark=HERE), replace(LARGE, java=False), "default-jre-headless"),
    "no pyspark": (Needs(spark=HERE), replace(LARGE, has_pyspark=lambda _: False), "SPARK_PYTHON"),
}


@pytest.mark.parametrize(("needs", "machine", "why"), LACKING.values(), ids=LACKING)
def test_what_keeps_a_part_from_running(needs: Needs, machine: Machine, why: str) -> None:
    told = lacking(needs, machine)

    assert why in told
    assert bool(told) == bool(why)


def test_this_machine_has_disk_and_memory_and_no_pyspark_where_no_python_is(tmp_path: Path) -> None:
    here = this_machine(tmp_path, peer=False)

    assert here.disk_gb > 0
    assert here.memory_gb > 0
    assert not here.has_pyspark(tmp_path / "python")


ASKED = Asked(work=Path("work"))
EVERY = {
    "real", "cross", "harder", "aside", "edge", "fhrs", "speed", "made-up", "reliability", "growth",
    "people historical", "people febrl4", "people fake_1000", "people borough",
    "people million", "people fairness", "increments", "spark addresses", "spark people",
    "main job", "sealing", "asking", "many questions", "sealing large", "ledger", "pages",
    "tpc", "tpc deciding", "releases acro", "releases together", "inference",
}  # fmt: skip


def named(asked: Asked) -> dict[str, Part]:
    return {part.name: part for part in all_parts(asked, LARGE)}


def test_every_bar_has_its_part() -> None:
    assert set(named(ASKED)) == EVERY


def test_a_quick_share_leaves_out_the_large_and_asks_for_less() -> None:
    quick = named(replace(ASKED, quick=True))

    assert set(quick) == EVERY - {"people million"}
    assert "100000" in quick["speed"].command
    assert "1000000" not in quick["spark addresses"].command
    assert "--decide" in quick["tpc"].command
    assert "search" not in quick["inference"].command[-1]
    assert "50000" not in quick["inference"].command


def test_a_machine_that_is_too_small_for_the_nation_is_told_so() -> None:
    small = replace(LARGE, disk_gb=2)
    parts = {part.name: part for part in all_parts(ASKED, small)}

    assert "40000000" in named(ASKED)["growth"].command
    assert "40000000" not in parts["growth"].command
    assert "12 GB of free disk" in lacking(parts["national"].needs, small)


def test_what_was_not_given_is_told_with_how_to_give_it() -> None:
    parts = named(ASKED)
    told = {name: lacking(parts[name].needs, LARGE) for name in ("aside", "edge", "fhrs")}

    assert "ASIDE=" in told["aside"]
    assert "EDGE_CASES=tests/edge_case_addresses.yaml" in told["edge"]
    assert "FHRS=example_data" in told["fhrs"]
    assert "PEOPLE=" in lacking(parts["people febrl4"].needs, LARGE)
    assert "SQLGLOT=a clone" in lacking(parts["tpc"].needs, LARGE)
    assert "SQLGLOT=a clone" in lacking(parts["tpc deciding"].needs, LARGE)
    assert "ACRO=" in lacking(parts["releases acro"].needs, LARGE)


def test_what_was_given_reaches_the_program() -> None:
    given = replace(
        ASKED, edge_cases=HERE, fhrs=HERE, peer=Peer(Path("python")), sqlglot=HERE, acro=HERE
    )
    parts = named(given)

    assert parts["edge"].command[-4:] == ("--edge-cases", "here", "--peer-python", "python")
    assert "--fhrs" in parts["fhrs"].command
    assert "--fhrs" not in parts["real"].command
    assert HERE in parts["edge"].data
    assert parts["tpc"].command == ("benchmarks.tpc", "here")
    assert parts["releases acro"].command[1:3] == ("--python", "here")
    assert not any(lacking(parts[n].needs, LARGE) for n in ("tpc", "tpc deciding", "releases acro"))
    assert "--no-peer" in named(ASKED)["real"].command


@pytest.mark.parametrize(
    ("machine", "quick", "largest"),
    [
        (LARGE, False, 40_000_000),
        (LARGE, True, 1_000_000),
        (replace(LARGE, disk_gb=2), False, 1_000_000),
        (replace(LARGE, memory_gb=2), False, 1_000_000),
    ],
)
def test_growth_goes_as_far_as_the_machine_allows(
    machine: Machine, quick: bool, largest: int
) -> None:
    assert sizes_that_fit(machine, quick=quick)[-1] == largest


PROGRAM = """
import json, sys
from pathlib import Path
if "fail" in sys.argv: sys.exit(3)
count = Path("COUNT")
count.write_text(count.read_text() + "x" if count.exists() else "x")
print("some words")
Path(sys.argv[-1]).write_text(json.dumps({"seconds": 2.0}))
"""


@pytest.fixture
def part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Part:
    count, data = tmp_path / "count", tmp_path / "data.csv"
    data.write_text("a")
    (tmp_path / "measured_here.py").write_text(PROGRAM.replace("COUNT", str(count)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def bars(told: dict[str, float]) -> list[Bar]:
        return [Bar("a", "time", told["seconds"], goal=Goal(at_most=3), unit="s")]

    return Part("a part", "says", ("measured_here",), bars, (), data=(data,))


def test_a_part_is_run_once_and_kept_until_its_data_change(part: Part, tmp_path: Path) -> None:
    run = Run(tmp_path / "parts")
    states = [outcome_of(part, LARGE, run).state for _ in range(2)]
    again = outcome_of(part, LARGE, replace(run, again=True))
    part.data[0].write_text("b")
    changed = outcome_of(part, LARGE, run)

    assert states == [State.RAN, State.KEPT]
    assert (again.state, changed.state) == (State.RAN, State.RAN)
    assert changed.bars[0].reached
    assert (tmp_path / "count").read_text() == "xxx"
    assert (tmp_path / "parts" / "a-part.log").read_text() == "some words\n"


def test_a_part_that_fails_is_told_and_not_kept(part: Part, tmp_path: Path) -> None:
    failing = replace(part, command=("measured_here", "fail"))
    told = outcome_of(failing, LARGE, Run(tmp_path / "parts"))

    assert told.state is State.FAILED
    assert "code 3; a-part.log" in told.why
    assert not (tmp_path / "parts" / "a-part.json").exists()


def test_figures_of_another_form_are_a_failure(part: Part, tmp_path: Path) -> None:
    def other(told: dict[str, float]) -> list[Bar]:
        return [Bar("a", "time", told["minutes"])]

    assert outcome_of(replace(part, bars=other), LARGE, Run(tmp_path)).state is State.FAILED


def test_a_part_that_cannot_run_starts_nothing(part: Part, tmp_path: Path) -> None:
    lame = replace(part, needs=Needs(disk_gb=1000), python=tmp_path / "no python")
    told = outcome_of(lame, LARGE, Run(tmp_path / "parts"))

    assert told.state is State.LACKING
    assert not (tmp_path / "parts").exists()


def test_a_key_changes_with_code_command_and_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").write_text("1")
    keys = [key_of("code", ("a", "b"), [data]), key_of("other", ("a", "b"), [data])]
    keys.append(key_of("code", ("a b",), [data]))
    (data / "a.csv").write_text("2")
    keys.append(key_of("code", ("a", "b"), [data]))
    (data / "a.csv").write_text("1")

    assert len(set(keys)) == 4
    assert key_of("code", ("a", "b"), [data]) == keys[0]


def test_the_code_of_a_part_is_beholden_and_its_own_programs(tmp_path: Path) -> None:
    files = ("src/beholden/a.py", "requirements/run.lock", "benchmarks/mine.py", "benchmarks/b.py")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    digests = [code_digest(("benchmarks/mine.py",), tmp_path)]
    for name in files:
        (tmp_path / name).write_text("2")
        digests.append(code_digest(("benchmarks/mine.py",), tmp_path))

    assert len(set(digests[:4])) == 4
    assert digests[3] == digests[4], "another part's program is not its code"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "other"}'])
def test_what_is_damaged_or_of_another_key_is_measured_anew(content: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    assert recall(path, "key") is None
    path.write_text(content)
    assert recall(path, "key") is None
    keep(path, "key", {"seconds": 1.0})
    assert recall(path, "key") == {"key": "key", "seconds": 1.0}


def test_each_part_names_programs_that_are_there() -> None:
    root = Path(__file__).parents[2]
    for part in all_parts(ASKED, LARGE):
        module = part.command[0].replace(".", "/")
        own = [path for pattern in part.programs for path in root.glob(pattern)]
        assert root / f"{module}.py" in own or root / module / "__main__.py" in own, part.name
        assert part.python == Path(sys.executable)
