"""The peer's recommended setting, and what is said where the peer or data are missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from beholden.kernel import BadInput, NotFound, Unavailable, silent
from benchmarks.uprn.edge_cases import edge_cases, read_cases, split
from benchmarks.uprn.peer import Peer, accepted
from benchmarks.uprn.process import run_job
from benchmarks.uprn.setting import Setting

ROOT = Path(__file__).parents[2]
TOPS = {
    "exact": (("1", True, None, None), "1"),
    "strong and without a rival": (("1", False, 10.0, None), "1"),
    "strong and clear": (("1", False, 12.0, 1.0), "1"),
    "too weak": (("1", False, 9.9, 30.0), None),
    "too near its rival": (("1", False, 30.0, 0.9), None),
    "nothing on top": ((None, False, None, None), None),
}


@pytest.mark.parametrize(("top", "uprn"), TOPS.values(), ids=TOPS)
def test_what_the_peers_recommended_setting_accepts(
    top: tuple[str | None, bool, float | None, float | None], uprn: str | None
) -> None:
    schema = pa.schema(
        [
            ("unique_id", pa.string()), ("uprn", pa.string()), ("exact", pa.bool_()),
            ("weight", pa.float64()), ("gap", pa.float64()),
        ]
    )  # fmt: skip
    row = dict(zip(schema.names, ("a", *top), strict=True))

    assert accepted(pa.Table.from_pylist([row], schema)).to_pylist() == [
        {"unique_id": "a", "uprn": uprn}
    ]


def test_an_interpreter_without_the_peer_is_told() -> None:
    with pytest.raises(Unavailable, match="has no uk_address_matcher"):
        Peer(Path(sys.executable)).versions()


def test_a_job_that_fails_is_told_with_its_command() -> None:
    with pytest.raises(Unavailable, match="code 3"):
        run_job((sys.executable, "-c", "import sys; sys.exit(3)"), options={"to": "x"})


def test_a_job_tells_what_it_cost() -> None:
    told = '{"seconds": 1, "cpu_seconds": 2, "peak_mb": 3, "a": 4}'
    program = f"print('noise'); print('{told}')"
    job = run_job((sys.executable, "-c", program), options={})

    assert (job.seconds, job.cpu_seconds, job.peak_mb, job.more) == (1.0, 2.0, 3.0, {"a": 4})
    assert job.whole_seconds > 0


def setting(folder: Path) -> Setting:
    return Setting(data=folder, work=folder, pictures=folder, peer=None, progress=silent)


def test_missing_real_data_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gazetteer\.parquet"):
        setting(tmp_path).real("gazetteer")


def test_edge_cases_that_were_not_given_are_left_out(tmp_path: Path) -> None:
    assert edge_cases(setting(tmp_path)) == []


CASES = """addresses:
  - messy_address: ["1 HIGH ST ASHMERE", "ZX1 1AA"]
    canonical_addresses:
      - ["1 HIGH STREET ASHMERE", "ZX1 1AA"]
      - ["2 HIGH STREET ASHMERE", "ZX1 1AA"]
  - messy_address: ["THE FORGE", "ZX1 1AB"]
    canonical_addresses:
      - ["THE OLD FORGE", "ZX1 1AB"]
"""


def test_the_first_listed_address_of_a_case_is_the_right_one(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, "utf-8")
    gazetteer, asked = read_cases(path)

    assert gazetteer["uprn"].to_pylist() == ["1001", "1002", "2001"]
    assert asked["true_uprn"].to_pylist() == ["1001", "2001"]
    assert [(len(g), a["unique_id"].to_pylist()) for g, a in split(gazetteer, asked)] == [
        (2, ["1"]),
        (1, ["2"]),
    ]


@pytest.mark.parametrize("text", ["addresses: 3", "a: b", "addresses: [{}]", "{", "[]"])
def test_a_file_of_another_form_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match="edge cases cannot be read"):
        read_cases(path)


def test_the_command_ends_with_the_code_of_the_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.uprn", "--no-peer", "--only", "real"]
    done = subprocess.run(
        [*command, "--data", str(tmp_path)], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip

    assert done.returncode == NotFound.exit_code
    assert "tests/linkage/data does" in done.stderr
    assert "Traceback" not in done.stderr
