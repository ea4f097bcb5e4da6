"""A thousand rows more: linked with what is known of fifty thousand, against linking all anew.

    python -m benchmarks.people_increment [--households 20000] [--new 1000] [--json FILE]

The list is the made-up vaccination list of the Borough of Ashmere (20,000 households: some 50,000
rows), in a drawn order; the last rows of it come in the second load. Times are of the
processor (user and system) and of the clock, of link_people alone. A key is lost where a row of the
first load has another key after the increment, although no change that was told explains it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from beholden.borough import make
from beholden.linkage.people import PeopleLinks, PersonKeys, link_people


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--json", type=Path, help="write what was measured to a file")
    stated = parser.parse_args()
    measured = measure(stated.households, stated.new)
    if stated.json:
        stated.json.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


def measure(households: int, new: int) -> dict[str, Any]:
    """Link a first load, its increment, and all anew; print and return what came of each."""
    table, truth = _list(households)
    before = {"list": table.slice(0, table.num_rows - new)}
    after = {"list": table}
    start = PersonKeys.start(secret=bytes(32))
    first, _ = _timed("first load", lambda: link_people(before, known=start))
    more, cost = _timed("increment", lambda: link_people(after, known=first.keys))
    anew, whole = _timed(
        "all anew, keys kept", lambda: link_people(after, known=first.keys, anew=True)
    )
    kept = len(before["list"])
    told = {
        "rows": table.num_rows, "new": new, "apart": _apart(more, anew),
        "lost": keys_lost(first, more, rows=kept), "lost_anew": keys_lost(first, anew, rows=kept),
    }  # fmt: skip
    print(f"rows whose company differs between the two: {told['apart']:,}")
    print(f"rows whose key was lost: {told['lost']:,}, linked all anew {told['lost_anew']:,}")
    return {
        **told,
        "increment": cost | _quality("increment", more, truth),
        "anew": whole | _quality("all anew", anew, truth),
    }


def keys_lost(before: PeopleLinks, after: PeopleLinks, *, rows: int) -> int:
    """Return how many of the first rows have another key, which no told change leads to."""
    assert after.changes is not None
    told = (after.changes[name].to_pylist() for name in ("person", "change", "other"))
    led = {
        (key, other) if change == "joined" else (other, key)
        for key, change, other in zip(*told, strict=True)
        if other is not None
    }
    keys = (links.clusters["person"].to_pylist()[:rows] for links in (before, after))
    return sum(one != other and (one, other) not in led for one, other in zip(*keys, strict=True))


def _list(households: int) -> tuple[Any, list[int]]:
    borough = make(households=households)
    table, truth = borough.tables["vaccinations"], borough.truth["vaccinations"]["person"]
    order = np.random.default_rng(1).permutation(table.num_rows)
    return table.take(order), truth.take(order).to_pylist()


def _timed(name: str, work: Callable[[], PeopleLinks]) -> tuple[PeopleLinks, dict[str, float]]:
    clock, processor = time.perf_counter(), time.process_time()
    links = work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    compared = links.report["pairs_compared"]
    changes = [] if links.changes is None else links.changes["change"].to_pylist()
    print(
        f"{name}: {links.report['rows']:,} rows, {compared:,} pairs, "
        f"{processor:.1f} s of processor, {clock:.1f} s of clock; "
        f"changes: {dict(Counter(changes))}",
        flush=True,
    )
    return links, {"seconds": clock, "cpu": processor, "compared": compared}


def _quality(name: str, links: PeopleLinks, truth: list[int]) -> dict[str, float]:
    who = links.clusters["person"].to_pylist()
    found, true = _pairs(who), _pairs(truth)
    both = _pairs(zip(who, truth, strict=True))
    shares = {"precision": both / max(found, 1), "recall": both / max(true, 1)}
    print(f"{name}: precision {shares['precision']:.4f}, recall {shares['recall']:.4f}")
    return shares


def _pairs(groups: Any) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def _apart(one: PeopleLinks, other: PeopleLinks) -> int:
    """Return how many rows are together with other rows in the one than in the other."""
    whose, theirs = (links.clusters["person"].to_pylist() for links in (one, other))
    size, other_size = Counter(whose), Counter(theirs)
    both = Counter(zip(whose, theirs, strict=True))
    return sum(
        not (both[a, b] == size[a] == other_size[b]) for a, b in zip(whose, theirs, strict=True)
    )


if __name__ == "__main__":
    main()
