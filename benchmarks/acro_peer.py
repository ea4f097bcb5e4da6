"""Outside checker of releases: every table that leaves goes through ACRO 1.0.2, verdict by verdict.

    python -m benchmarks.acro_peer --python /path/to/venv/bin/python [--tables 40] [--seed 20261129]

ACRO (AI-SDC, MIT) is what UK research services check outputs with. It lives in a venv of its own
(``pip install acro==1.0.2``; it needs pandas below 2.4) and is run as a process. Both are given the
same made-up residents: Beholden the cells that its gate would make of them, ACRO the rows. Printed
is, for every inner cell, what each said: withheld or shown here, fail or ok there. The exit code is
1 where a cell is shown here that ACRO calls fail.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from beholden.kernel import SUBJECTS, Cells, Measure
from beholden.release import ALL, Rules, check

_PEER = Path(__file__).with_name("peers") / "acro_verdicts.py"
_DIMENSIONS = {
    "ward": [f"Ward {n}" for n in range(8)],
    "tenure": ["Council rent", "Owner", "Private rent"],
    "band": list("ABCDEF"),
}
_PAIRS = [("ward", "tenure"), ("ward", "band"), ("tenure", "band")]
Resident = Mapping[str, Any]


def main() -> int:
    """Compare the verdicts and print them as a table."""
    stated = _arguments()
    chosen = random.Random(stated.seed)
    asked = [_case(chosen, number) for number in range(stated.tables)]
    theirs = _acro(stated.python, asked)
    counts: Counter[tuple[str, str, str]] = Counter()
    missed = []
    for case, verdicts in zip(asked, theirs, strict=True):
        for at, ours in _ours(case).items():
            acro = verdicts.get(" | ".join(at), "no cell")
            counts[case["kind"], ours, "fail" if "fail" in acro else acro] += 1
            if ours == "shown" and "fail" in acro:
                missed.append((case["kind"], at, acro))
    _print(counts)
    for kind, at, acro in missed:
        print(f"missed: {kind} {' × '.join(at)}: {acro}")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", required=True, help="the Python of ACRO's own venv")
    parser.add_argument("--tables", type=int, default=40)
    parser.add_argument("--seed", type=int, default=20261129)
    return parser.parse_args()


def _case(chosen: random.Random, number: int) -> dict[str, Any]:
    """Return one table to be checked: made-up residents, by what, and what is worked out."""
    people = chosen.choice([300, 900, 3000])
    skew = chosen.choice([0.8, 1.6, 2.6])
    rows = []
    for _ in range(people):
        row: dict[str, Any] = {}
        for name, labels in _DIMENSIONS.items():
            place = min(len(labels) - 1, int(chosen.expovariate(skew) * len(labels) / 2))
            row[name] = labels[place]
        row["arrears"] = round(chosen.lognormvariate(5, skew), 2)
        rows.append(row)
    return {"by": _PAIRS[number % 3], "kind": "count" if number % 2 else "sum", "rows": rows}


def _ours(case: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
    checked = check(_cells(case), Rules.load())
    return {row.at: _verdict(row.reason) for row in checked.rows if ALL not in row.at}


def _verdict(reason: str) -> str:
    return "shown" if not reason else f"withheld ({reason})"


def _cells(case: Mapping[str, Any]) -> Cells:
    """Return the cells as the gate makes them, worked out plainly."""
    by: Sequence[str] = case["by"]
    groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in case["rows"]:
        groups[tuple(row[name] for name in by)].append(row["arrears"])
    count, amount = Measure("residents", "count"), Measure("owed", "sum", "arrears")
    measures = (count,) if case["kind"] == "count" else (count, amount)
    cells = []
    for at, owed in groups.items():
        leading = sorted(owed, reverse=True)
        cell = {**dict(zip(by, at, strict=True)), SUBJECTS: len(owed), "residents": len(owed)}
        if amount in measures:
            cell |= {amount.name: sum(owed), amount.largest: leading[0], amount.total: sum(owed)}
            cell |= {amount.leading: leading[:5]}
        cells.append(cell)
    table = pa.Table.from_pylist(cells)
    return Cells(tuple(by), measures, "resident", 10, "", 1, 1.0, table)


def _acro(python: str, asked: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        given, told = Path(folder, "asked.json"), Path(folder, "verdicts.json")
        given.write_text(json.dumps(asked), encoding="utf-8")
        subprocess.run(
            [python, str(_PEER), str(given), str(told)],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=1800,
        )
        return json.loads(told.read_text(encoding="utf-8"))


def _print(counts: Counter[tuple[str, str, str]]) -> None:
    print("| table | here | ACRO | cells |")
    print("| --- | --- | --- | ---: |")
    for (kind, ours, acro), n in sorted(counts.items()):
        print(f"| {kind} | {ours} | {acro} | {n:,} |")


if __name__ == "__main__":
    sys.exit(main())
