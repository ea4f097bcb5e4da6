"""How long releases take to be solved together, by size: ``python -m benchmarks.release_together``.

Made-up residents in wards, age bands and tenures. Released one after the other, each beside all
that went before: wards by age, wards by tenure, age by tenure, and wards over 65. Printed are the
groups that the residents are divided into, the processor seconds of solving alone (Tau-Argus runs
in processes of its own and is left out), and what was withheld.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from beholden.kernel import SUBJECTS, BadInput, Cells, Measure, Population
from beholden.release import Asked, Checked, Rules, check_list
from benchmarks.uprn.bars import Bar, write_json

Size = tuple[int, int, int]
_SIZES: tuple[Size, ...] = ((5, 5, 3), (25, 6, 5), (40, 10, 6), (60, 18, 8), (120, 18, 10))
_NAMES = ("ward", "age", "tenure")
_ASKED = (((0, 1), 0), ((0, 2), 0), ((1, 2), 0), ((0,), 65))


@dataclass(frozen=True, slots=True)
class Solved:
    """Four releases of one size: groups they are divided into, processor seconds, and withheld.

    ``groups`` is None where the last was refused, or told nothing beside the others.
    """

    size: Size
    residents: int
    groups: int | None
    refused: bool
    last: float
    all_four: float
    withheld: int

    @property
    def line(self) -> str:
        """The line of the table."""
        wide = " × ".join(map(str, self.size))
        groups = "refused" if self.refused else self.groups or "–"
        seconds = f"{self.last:.1f} | {self.all_four:.1f}"
        return f"| {wide} | {self.residents:,} | {groups} | {seconds} | {self.withheld} |"


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, default=len(_SIZES), help="only so many, the smallest")
    parser.add_argument("--out", type=Path, help="write the figures to this file too")
    given = parser.parse_args()
    print("| wards × ages × tenures | residents | groups | CPU s of the last | all | withheld |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    found = []
    for size in _SIZES[: given.sizes]:
        found.append(solved(size, random.Random(20261129)))
        print(found[-1].line, flush=True)
    if given.out:
        write_json([bar for one in found for bar in bars(one)], {}, given.out)


def bars(one: Solved) -> list[Bar]:
    """Return what four releases took, and how many figures are withheld; no goal is set."""
    wide = " × ".join(map(str, one.size))
    title = f"{wide} (wards, ages, tenures), {one.residents:,} residents"
    groups = "refused: too many to solve, or too long" if one.refused else f"{one.groups} groups"
    note = f"the last {one.last:.1f} s; {groups}"
    return [
        Bar("release", f"{title}: four releases solved", one.all_four, unit="s", note=note),
        Bar("release", "  figures withheld", one.withheld, unit=""),
    ]


def solved(size: Size, chosen: random.Random) -> Solved:
    """Release four tables one after the other, each beside all before it."""
    number = size[0] * 2000
    people = [
        tuple(min(int(chosen.expovariate(2) * n), n - 1) for n in size) for _ in range(number)
    ]
    done: list[Checked] = []
    spent, refused = [0.0], False
    for by, over in _ASKED:
        began = time.process_time()
        asked = Asked(f"{by} {over}", _cells(people, by, over, size[1]))
        try:
            done += check_list([asked], Rules.load(), before=done)
        except BadInput:
            refused = True
            break
        spent.append(time.process_time() - began)
    facts = (done[-1].facts["together"] or {}) if done else {}
    held = sum(not row.shown for table in done for row in table.rows)
    groups = None if refused else facts.get("groups")
    return Solved(size, number, groups, refused, spent[-1], sum(spent), held)


def _cells(people: list[tuple[int, ...]], by: tuple[int, ...], over: int, bands: int) -> Cells:
    ages = [5 + 90 * band // bands for band in range(bands)]
    kept = [one for one in people if ages[one[1]] >= over]
    label = {i: (lambda n, i=i: ages[n] if i == 1 else f"{_NAMES[i]} {n}") for i in range(3)}
    counts = Counter(tuple(label[i](one[i]) for i in by) for one in kept)
    names = tuple(_NAMES[i] for i in by)
    rows = [{**dict(zip(names, at, strict=True)), "n": n, SUBJECTS: n} for at, n in counts.items()]
    cells = Cells(
        names, (Measure("n", "count"),), "resident", 10, "", 5, 1.0, pa.Table.from_pylist(rows)
    )
    conditions = (f'"people"."age" >= {over}',) if over else ()
    of = Population("people", conditions, {name: f'"people"."{name}"' for name in names})
    return replace(cells, population=of)


if __name__ == "__main__":
    main()
