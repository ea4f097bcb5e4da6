"""Sealing, opening and asking beside plain DuckDB: ``python -m benchmarks.sealing``.

All pairs are on the same made-up data in one run. Prints cost, ratio, goal, and whether it was
reached. ``--rows`` is the number of line items (6,000,000 is TPC-H scale 1).
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from . import asking
from .costs import MB, Goal, cost_apart, median
from .data import MadeUpTrade

ROUNDS = 3


def sealing(trade: MadeUpTrade) -> list[Goal]:
    """Measure seal against CREATE TABLE AS to disk of the same columns, plain and sorted."""
    acts = {"plain": "CREATE TABLE AS", "sorted": "the same, sorted", "seal": "seal"}
    where = (str(trade.folder), str(trade.rows))
    rounds = [{act: cost_apart(act, *where) for act in acts} for _ in range(ROUNDS)]
    found = {act: median([costs[act] for costs in rounds]) for act in acts}
    for act, called in acts.items():
        cost = found[act]
        print(
            f"  {called:18} {cost.processor:7.2f} s of processor, {cost.seconds:7.2f} s passed,"
            f" {cost.peak // MB:,} MB at its peak"
        )
    size = (trade.folder / "one.sealed").stat().st_size
    print(f"  {trade.bytes // MB:,} MB of Parquet, {size // MB:,} MB sealed")
    ratio = found["seal"].processor / found["plain"].processor
    beside = found["seal"].processor / found["sorted"].processor
    print(f"  beside the same sorted: {beside:.2f} ×")
    return [Goal("seal beside CREATE TABLE AS, processor", 1.5, ratio, " ×")]


PARTS: dict[str, Callable[[MadeUpTrade], list[Goal]]] = {
    "sealing": sealing,
    "opening": asking.opening,
    "asking": asking.asking,
    "stopping": asking.stopping,
    "together": asking.together,
    "many": asking.many,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sealing", description=__doc__)
    parser.add_argument("--rows", type=int, default=6_000_000)
    parser.add_argument("--work", type=Path, help="a folder to keep the made-up data in")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="beholden-benchmark-") as scratch:
        folder = (chosen.work or Path(scratch)) / str(chosen.rows)
        folder.mkdir(parents=True, exist_ok=True)
        trade = MadeUpTrade(folder, chosen.rows)
        trade.write()
        print(
            f"{chosen.rows:,} line items, {os.cpu_count()} processors, DuckDB {duckdb.__version__}"
        )
        for part in chosen.only:
            print(part)
            for goal in PARTS[part](trade):
                print(goal.told())


if __name__ == "__main__":
    main()
