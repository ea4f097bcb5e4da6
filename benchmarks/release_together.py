"""How long releases take to be solved together, by size: ``python -m benchmarks.release_together``.

Made-up residents in wards, age bands and tenures. Released one after the other, each beside all
that went before: wards by age, wards by tenure, age by tenure, and wards over 65. Printed are the
groups that the residents are divided into, the processor seconds of solving alone (Tau-Argus runs
in processes of its own and is left out), and what was withheld.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace

import pyarrow as pa

from beholden.kernel import SUBJECTS, BadInput, Cells, Measure, Population
from beholden.release import Asked, Rules, check_list

_SIZES = ((5, 5, 3), (25, 6, 5), (40, 10, 6), (60, 18, 8), (120, 18, 10))
_NAMES = ("ward", "age", "tenure")
_ASKED = (((0, 1), 0), ((0, 2), 0), ((1, 2), 0), ((0,), 65))


def main() -> None:
    """Print one line for each size."""
    print("| wards × ages × tenures | residents | groups | CPU s of the last | all | withheld |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for size in _SIZES:
        print(_line(size, random.Random(20261129)))


def _line(size: tuple[int, int, int], chosen: random.Random) -> str:
    number = size[0] * 2000
    people = [
        tuple(min(int(chosen.expovariate(2) * n), n - 1) for n in size) for _ in range(number)
    ]
    done, spent, groups = [], [0.0], "refused"
    for by, over in _ASKED:
        began = time.process_time()
        asked = Asked(f"{by} {over}", _cells(people, by, over, size[1]))
        try:
            done += check_list([asked], Rules.load(), before=done)
        except BadInput:
            groups = "refused"
            break
        spent.append(time.process_time() - began)
        groups = str((done[-1].facts["together"] or {}).get("groups", "–"))
    held = sum(not row.shown for table in done for row in table.rows)
    wide = " × ".join(map(str, size))
    return f"| {wide} | {number:,} | {groups} | {spent[-1]:.1f} | {sum(spent):.1f} | {held} |"


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
