"""Tau-Argus in a process of its own: it is native code, prints what it likes and may not come back.

Run as ``python -I solving.py FOLDER MINUTES``: reads ``table.jj`` there, writes
``answer.json`` with the cells withheld besides and the interval of every withheld cell.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GRACE = 30
_WITHHELD = "u"
_SECONDARY = "m"
_OPEN = "s"


@dataclass(frozen=True, slots=True)
class Need:
    """How far below and above its value a withheld cell must stay possible."""

    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A table of whole numbers to be protected.

    ``sums`` holds (total, parts) as positions in ``values``. ``withheld`` maps the position of a
    withheld cell to its need. ``costs`` says how much a position is missed when it is withheld.
    Anybody is taken to know that values lie between ``least`` and ``most``.
    """

    values: tuple[int, ...]
    costs: tuple[int, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    withheld: Mapping[int, Need]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Solved:
    """What else to withhold, and between which bounds anybody can place each withheld cell."""

    besides: frozenset[int]
    bounds: Mapping[int, tuple[float, float]]


def solve(problem: Problem, *, minutes: int) -> Solved | None:
    """Return Tau-Argus' protection of a table, or None where it is missing, fails or is too slow.

    The working files hold exact values: they lie in a private folder that is removed afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="beholden-release-") as folder:
        Path(folder, "table.jj").write_text(_jj(problem), encoding="ascii")
        command = [sys.executable, "-I", __file__, folder, str(minutes)]
        try:
            subprocess.run(  # noqa: S603  our own module, no shell, numbers only
                command,
                cwd=folder,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=60 * minutes + _GRACE,
            )
            return _solved(json.loads(Path(folder, "answer.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, subprocess.SubprocessError):
            return None


def _solved(answer: Mapping[str, list[list[float]]]) -> Solved:
    bounds = {int(cell): (low, high) for cell, low, high in answer["bounds"]}
    return Solved(frozenset(int(cell) for (cell,) in answer["besides"]), bounds)


def _jj(problem: Problem) -> str:
    lines = ["0", str(len(problem.values))]
    for i, (value, cost) in enumerate(zip(problem.values, problem.costs, strict=True)):
        need = problem.withheld.get(i)
        status = _WITHHELD if need else _OPEN
        need = need or Need(0, 0)
        lines.append(
            f"{i} {value} {cost} {status} {problem.least} {problem.most} "
            f"{need.below} {need.above} 0"
        )
    lines.append(str(len(problem.sums)))
    for total, parts in problem.sums:
        terms = " ".join(f"{part} (1)" for part in parts)
        lines.append(f"0 {len(parts) + 1} : {total} (-1) {terms}")
    return "\n".join(lines) + "\n"


def _with_secondaries(table: str, besides: Sequence[int]) -> str:
    lines = table.splitlines()
    for i in besides:
        fields = lines[2 + i].split()
        fields[3] = _SECONDARY if fields[3] == _OPEN else fields[3]
        lines[2 + i] = " ".join(fields)
    return "\n".join(lines) + "\n"


def _work(folder: Path, minutes: int) -> None:
    from pytauargus import HiTaSCtrl
    from pytauargus.engine import audit_jj

    table, found, checked = folder / "table.jj", folder / "found.txt", folder / "checked.jj"
    code = HiTaSCtrl().full_jj(in_file_jj=str(table), out_file=str(found), max_time=minutes)
    if code > 1:
        raise SystemExit(code)
    besides = [int(line.split()[0]) for line in found.read_text().splitlines() if line.strip()]
    checked.write_text(_with_secondaries(table.read_text(), besides))
    bounds = [[row["cell"], row["min"], row["max"]] for row in audit_jj(str(checked))]
    answer = {"besides": [[cell] for cell in besides], "bounds": bounds}
    (folder / "answer.json").write_text(json.dumps(answer))


if __name__ == "__main__":
    _work(Path(sys.argv[1]), int(sys.argv[2]))
