"""A thousand rows more: linked with what is known of fifty thousand, against linking all anew.

    python -m benchmarks.people_increment [--households 20000] [--new 1000]

The list is the made-up vaccination list of the Borough of Ashmere (20,000 households: some 50,000
rows), in a drawn order; the last rows of it come in the second load. Times are of the
processor (user and system) and of the clock, of link_people alone.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from beholden.borough import make
from beholden.linkage.people import PeopleLinks, PersonKeys, link_people


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=1_000)
    stated = parser.parse_args()
    table, truth = _list(stated.households)
    before = {"list": table.slice(0, table.num_rows - stated.new)}
    after = {"list": table}
    start = PersonKeys.start(secret=bytes(32))
    first = _timed("first load", lambda: link_people(before, known=start))
    more = _timed("increment", lambda: link_people(after, known=first.keys))
    anew = _timed("all anew, keys kept", lambda: link_people(after, known=first.keys, anew=True))
    for name, links in (("increment", more), ("all anew", anew)):
        _print_quality(name, links, truth)
    print(f"rows whose company differs between the two: {_apart(more, anew):,}")


def _list(households: int) -> tuple[Any, list[int]]:
    borough = make(households=households)
    table, truth = borough.tables["vaccinations"], borough.truth["vaccinations"]["person"]
    order = np.random.default_rng(1).permutation(table.num_rows)
    return table.take(order), truth.take(order).to_pylist()


def _timed(name: str, work: Callable[[], PeopleLinks]) -> PeopleLinks:
    clock, processor = time.perf_counter(), time.process_time()
    links = work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{name}: {links.report['rows']:,} rows, {links.report['pairs_compared']:,} pairs, "
        f"{processor:.1f} s of processor, {clock:.1f} s of clock; "
        f"changes: {dict(Counter(links.changes['change'].to_pylist()))}"
    )
    return links


def _print_quality(name: str, links: PeopleLinks, truth: list[int]) -> None:
    who = links.clusters["person"].to_pylist()
    found, true = _pairs(who), _pairs(truth)
    both = _pairs(zip(who, truth, strict=True))
    print(f"{name}: precision {both / max(found, 1):.4f}, recall {both / max(true, 1):.4f}")


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
