"""Outside checker of releases: every table that leaves goes through ACRO 1.0.2, verdict by verdict.

    python -m benchmarks.acro_peer --python /path/to/venv/bin/python [--tables 40] [--lists 10]
        [--seed 20261129] [--out FILE]

ACRO (AI-SDC, MIT) is what UK research services check outputs with. It lives in a venv of its own
(``pip install acro==1.0.2``; it needs pandas below 2.4) and is run as a process. Both are given the
same made-up residents: Beholden the cells that its gate would make of them, ACRO the rows. Printed
is, for every inner cell, what each said: withheld or shown here, fail or ok there. Tables are
checked one by one, and besides as lists that are checked together and beside all that was released
before, as every release is; ACRO sees each table of a list by itself. The exit code is 1 where a
cell is shown here that ACRO calls fail.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from beholden.kernel import SUBJECTS, Cells, Measure, Population
from beholden.release import ALL, Asked, Checked, Rules, check, check_list
from benchmarks.uprn.bars import Bar, Goal, write_json

_PEER = Path(__file__).with_name("peers") / "acro_verdicts.py"
_DIMENSIONS = {
    "ward": [f"Ward {n}" for n in range(8)],
    "tenure": ["Council rent", "Owner", "Private rent"],
    "band": list("ABCDEF"),
}
_PAIRS = [("ward", "tenure"), ("ward", "band"), ("tenure", "band")]
SHOWN = "shown"
Place = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """How many cells had which two verdicts, and the cells that were missed here."""

    counts: Counter[tuple[str, str, str]]
    missed: list[tuple[str, tuple[str, ...], str]]


def main() -> int:
    """Compare the verdicts and print them as a table."""
    stated = _arguments()
    chosen = random.Random(stated.seed)
    alone = [_case(chosen, number) for number in range(stated.tables)]
    lists = [_list(chosen) for _ in range(stated.lists)]
    ours = [_one_by_one(case) for case in alone]
    ours += [verdicts for cases in lists for verdicts in _together(cases)]
    asked = [*alone, *(case for cases in lists for case in cases)]
    found = compared(asked, ours, _acro(stated.python, asked))
    _print(found)
    if stated.out:
        write_json(bars(found, len(asked)), {}, stated.out)
    return 1 if found.missed else 0


def compared(
    asked: Sequence[Mapping[str, Any]],
    ours: Sequence[Mapping[Place, str]],
    theirs: Sequence[Mapping[str, str]],
) -> Found:
    """Return both verdicts on every cell; missed is what is shown here that ACRO calls fail."""
    found = Found(Counter(), [])
    for case, here, there in zip(asked, ours, theirs, strict=True):
        for at, verdict in here.items():
            acro = there.get(" | ".join(at), "no cell")
            found.counts[case["kind"], verdict, "fail" if "fail" in acro else acro] += 1
            if verdict == SHOWN and "fail" in acro:
                found.missed.append((case["kind"], at, acro))
    return found


def bars(found: Found, tables: int) -> list[Bar]:
    """Return what was missed here, and how many cells either checker alone withholds."""
    note = f"{found.counts.total():,} cells, {tables} tables"

    def told(what: str, count: int, goal: Goal = Goal()) -> Bar:  # noqa: B008 - frozen
        return Bar("ACRO", what, count, goal=goal, unit="", note=note)

    def of(shown: bool, fails: bool) -> int:
        """Return how many cells had these two verdicts."""
        both = ((here == SHOWN, there == "fail", n) for (_, here, there), n in found.counts.items())
        return sum(n for here, there, n in both if (here, there) == (shown, fails))

    return [
        told("cells shown here that ACRO calls fail", len(found.missed), Goal(at_most=0)),
        told("cells withheld here and called fail by ACRO", of(False, True)),
        told("cells withheld here that ACRO passes", of(False, False)),
        told("cells shown here and passed by ACRO", of(True, False)),
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", required=True, help="the Python of ACRO's own venv")
    parser.add_argument("--tables", type=int, default=40, help="checked one by one")
    parser.add_argument("--lists", type=int, default=10, help="of three tables, and one after them")
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--out", type=Path, help="write the figures to this file too")
    return parser.parse_args()


def _case(chosen: random.Random, number: int) -> dict[str, Any]:
    """Return one table to be checked: made-up residents, by what, and what is worked out."""
    kind = "count" if number % 2 else "sum"
    return {"by": _PAIRS[number % 3], "kind": kind, "rows": _residents(chosen)}


def _list(chosen: random.Random) -> list[dict[str, Any]]:
    """Return the three tables of one list, and one that is released after it: of tenants alone."""
    rows = _residents(chosen)
    tenants = [row for row in rows if row["tenure"] != "Owner"]
    cases = [{"by": by, "kind": "list", "rows": rows} for by in _PAIRS]
    return [*cases, {"by": _PAIRS[0], "kind": "after the list", "rows": tenants}]


def _residents(chosen: random.Random) -> list[dict[str, Any]]:
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
    return rows


def _one_by_one(case: Mapping[str, Any]) -> dict[Place, str]:
    return _verdicts(check(_cells(case), Rules.load()))


def _together(cases: Sequence[Mapping[str, Any]]) -> Iterator[dict[Place, str]]:
    """Yield what is said of the tables of a list, and of the one after it beside them."""
    *listed, last = (
        Asked(f"table {number}", replace(_cells(case), population=_whom(case)), "residents 1")
        for number, case in enumerate(cases)
    )
    together = check_list(listed, Rules.load())
    after = check_list([last], Rules.load(), before=together)
    yield from map(_verdicts, (*together, *after))


def _whom(case: Mapping[str, Any]) -> Population:
    conditions = ('"residents"."tenure" <> \'Owner\'',) if case["kind"] == "after the list" else ()
    return Population("residents", conditions, {n: f'"residents"."{n}"' for n in case["by"]})


def _verdicts(checked: Checked) -> dict[Place, str]:
    return {row.at: _verdict(row.reason) for row in checked.rows if ALL not in row.at}


def _verdict(reason: str) -> str:
    return SHOWN if not reason else f"withheld ({reason})"


def _cells(case: Mapping[str, Any]) -> Cells:
    """Return the cells as the gate makes them, worked out plainly."""
    by: Sequence[str] = case["by"]
    groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in case["rows"]:
        groups[tuple(row[name] for name in by)].append(row["arrears"])
    count, amount = Measure("residents", "count"), Measure("owed", "sum", "arrears")
    measures = (count, amount) if case["kind"] == "sum" else (count,)
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


def _print(found: Found) -> None:
    print("| table | here | ACRO | cells |")
    print("| --- | --- | --- | ---: |")
    for (kind, ours, acro), n in sorted(found.counts.items()):
        print(f"| {kind} | {ours} | {acro} | {n:,} |")
    for kind, at, acro in found.missed:
        print(f"missed: {kind} {' × '.join(at)}: {acro}")


if __name__ == "__main__":
    sys.exit(main())
