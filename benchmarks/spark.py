"""Addresses on Spark against one machine, and what Great Britain would take.

``python -m benchmarks.spark [ROWS]`` makes up ROWS addresses (default 1,000,000) and a gazetteer of
as many places, matches them on one machine and on Spark with two tasks, says whether every value
is equal, and prints rates. ``--estimate RATE [--fixed SECONDS] [--bytes-a-place BYTES]``
computes time and memory for all of Great Britain from what was measured (addresses a second on one
core, the start of Spark and of its workers, the size of the index).
Everything made up here is labelled so; nothing is about anybody real.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from beholden.linkage import Gazetteer, match_addresses
from beholden.linkage.spark import local_spark, match_addresses_on_spark
from benchmarks.made_up_addresses import made_up

TASKS = 2
PLACES_OF_BRITAIN = 40_000_000
ADDRESSES_OF_BRITAIN = 30_000_000
BYTES_A_PLACE = 271  # measured with 180,769 made-up places
GROWTH = 0.10
CORES = (8, 32, 128, 512)


def timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what an act gives, the seconds that pass, and its CPU seconds in this process."""
    begun, used = time.perf_counter(), time.process_time()
    given = act()
    return given, time.perf_counter() - begun, time.process_time() - used


def by_id(table: pa.Table) -> pa.Table:
    order = pc.sort_indices(pc.cast(table["unique_id"], pa.int64()))
    return table.take(order).combine_chunks()


def compare(rows: int, folder: Path) -> None:
    gazetteer_rows, queries = made_up(rows, queries=rows)
    queries = queries.drop_columns(["true_uprn"])
    path = folder / "gazetteer.index"
    _, built, _ = timed(lambda: Gazetteer.build(gazetteer_rows).save(path))
    gazetteer, opened, _ = timed(lambda: Gazetteer.open(path))
    match_addresses(queries.slice(0, 100), gazetteer)  # compiles the kernel, once a machine
    alone, wall, cpu = timed(lambda: match_addresses(queries, gazetteer, threads=TASKS))
    size = path.stat().st_size
    print(f"{rows:,} made-up addresses, {len(gazetteer_rows):,} places, {os.cpu_count()} cores")
    print(f"index          {built:7.1f} s to build, {opened:.2f} s to open, {size / 1e6:.0f} MB")
    print(f"               {size / len(gazetteer_rows):.0f} bytes a place")
    print(
        f"one machine    {wall:7.1f} s, {cpu:.1f} s of processor, {rows / cpu:,.0f} a core-second"
    )
    spark = local_spark(cores=TASKS)
    addresses = spark.createDataFrame(queries).repartition(4 * TASKS).persist()
    addresses.count()
    for name in ("Spark, first", "Spark, again"):
        found, wall, _ = timed(lambda: match_addresses_on_spark(addresses, path).toArrow())
        print(f"{name:14} {wall:7.1f} s, {rows / wall / TASKS:,.0f} a second and task")
    print(f"every value of every row equal: {by_id(found).equals(by_id(alone))}")
    spark.stop()


def estimate(rate: float, *, fixed: float, bytes_a_place: float) -> None:
    """Print seconds = fixed + addresses / (cores * rate * slowing) for some sizes of cluster.

    ``slowing`` is what a gazetteer of 40 million costs against the one million of the measurement:
    GROWTH less for each tenfold of places.
    """
    slowing = (1 - GROWTH) ** 1.6
    print(f"{ADDRESSES_OF_BRITAIN:,} addresses against {PLACES_OF_BRITAIN:,} places")
    print(f"at {rate:,.0f} addresses a core-second, {fixed:.0f} s to start, as given")
    for cores in CORES:
        seconds = fixed + ADDRESSES_OF_BRITAIN / (cores * rate * slowing)
        print(f"{cores:5} cores    {seconds:8.0f} s")
    held = PLACES_OF_BRITAIN * bytes_a_place / 1e9
    print(f"index: {held:.1f} GB of disk and of page cache on every worker machine, shared there")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--estimate", type=float, metavar="RATE")
    parser.add_argument("--fixed", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--bytes-a-place", type=float, default=BYTES_A_PLACE, metavar="BYTES")
    asked = parser.parse_args()
    if asked.estimate:
        estimate(asked.estimate, fixed=asked.fixed, bytes_a_place=asked.bytes_a_place)
        return
    with tempfile.TemporaryDirectory(prefix="beholden-benchmark-") as folder:
        compare(asked.rows, Path(folder))


if __name__ == "__main__":
    main()
