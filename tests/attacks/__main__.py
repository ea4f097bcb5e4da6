"""Run every attack at full size and tell what was tried, how many, and what held.

``python -m attacks [--quick] [--statements PATH] [--acro PYTHON]``, with ``tests`` and the project
on the path; ``make attack``.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from attacks import duckdb_statements, inference, timing

TESTS = Path(__file__).parents[1]
# What holds against an attack is tested beside the code that makes it hold, too.
ELSEWHERE = (
    "crowd/test_crowds.py",
    "faults/test_every_act.py",
    "gate/test_combining.py",
    "gate/test_differences.py",
    "gate/test_hostile_texts.py",
    "gate/test_no_error_tells.py",
    "gate/test_random_questions.py",
    "gate_sealing/test_jail.py",
    "gate_sealing/test_running.py",
    "intake/test_no_values.py",
    "release/test_listed.py",
    "release/test_recovery.py",
)


class Tally:
    """Count what was tried and what held, test file by test file."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.held: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            file = report.nodeid.split("::")[0]
            self.tried[file] += 1
            self.held[file] += report.passed

    def rows(self) -> list[str]:
        """Return a line for each file: its first sentence, tried, held."""
        return [
            f"{held_of(self.held[file], self.tried[file])}  {first_sentence(file)}"
            for file in sorted(self.tried)
        ]


def held_of(held: int, tried: int) -> str:
    """Return how many held of those tried, and a mark where not all did."""
    return f"{held:>6,} of {tried:>6,} held {' ' if held == tried else '!'}"


def first_sentence(file: str) -> str:
    """Return what a test file says that it tries."""
    path = TESTS.parent / file
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or file
    return f"{' '.join(told.split()).split('. ')[0].rstrip('.')} ({file})"


def beside(given: argparse.Namespace) -> list[tuple[str, bool]]:
    """Try what is no test: return a line for each, and whether it held."""
    lines = []
    if not given.quick:
        verdicts = [inference.worked_out(), *inference.verdicts(inference.tried())]
        lines += [(f"inference: {said}", held) for said, held in verdicts]
        lines += [(f"timing: {one.in_words()}", one.held) for one in timing.tried()]
    if given.acro:
        lines.append(checked_by_acro(given.acro))
    if given.statements:
        held = duckdb_statements.main([str(given.statements)]) == 0
        lines.append(("DuckDB's own test statements, as told above", held))
    return lines


def checked_by_acro(python: Path) -> tuple[str, bool]:
    """Give made-up tables to ACRO: it must call nothing fail that was shown here."""
    command = [sys.executable, "-m", "benchmarks.acro_peer", "--python", str(python)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    sys.stdout.write(ended.stdout + ended.stderr[-2000:])
    return (
        "ACRO as an outside checker of 40 tables and 10 lists: nothing shown that it fails",
        not ended.returncode,
    )


def not_tried(given: argparse.Namespace) -> list[str]:
    """Return what was left out, and how it is tried."""
    left = []
    if given.quick:
        left.append("inference and timing (without QUICK=1)")
    if not given.statements:
        left.append("DuckDB's own statements (STATEMENTS= gives a clone's test/sql)")
    if not given.acro:
        left.append("ACRO (ACRO= gives the Python of an environment that has it)")
    return left


def main(arguments: list[str]) -> int:
    """Run the attacks; return 0 where all held."""
    parser = argparse.ArgumentParser(prog="python -m attacks")
    parser.add_argument("--quick", action="store_true", help="the share that is in the suite")
    parser.add_argument("--statements", type=Path, help="test/sql of a clone of duckdb/duckdb")
    parser.add_argument("--acro", type=Path, help="the Python of an environment with acro")
    given = parser.parse_args(arguments)
    profile = "beholden" if given.quick else "attack"
    tally = Tally()
    files = [str(TESTS / "attacks"), *(str(TESTS / file) for file in ELSEWHERE)]
    failed = pytest.main([*files, f"--hypothesis-profile={profile}", "--tb=short"], [tally])
    others = beside(given)
    rows = [f"{held_of(int(held), 1)}  {said}" for said, held in others]
    sys.stdout.write("\n" + "\n".join([*tally.rows(), *rows]) + "\n")
    sys.stdout.write("".join(f"not tried: {what}\n" for what in not_tried(given)))
    return int(failed) or int(not all(held for _, held in others))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
