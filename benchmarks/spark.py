"""Linkage on Spark against one machine, and what Great Britain would take.

``python -m benchmarks.spark [ROWS] [--people PEOPLE]`` makes up ROWS addresses (default 1,000,000;
0 leaves them out) and the smallest gazetteer that the made-up benchmark has for so many, two and a
half times as many texts; matches them on one machine and on Spark with two tasks; and says whether
every value is equal. Then the same for PEOPLE rows of people (default 50,000; 0 leaves them out).
``--estimate RATE [--fixed SECONDS] [--bytes-a-text BYTES]`` computes time and memory for all of
Great Britain from what was measured (addresses a second and task, the start of Spark and of its
workers, the size of the index). Seconds include the load of the machine by others. Everything made
up here is labelled so; nothing is about anybody real.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.bench import make
from beholden.linkage import Gazetteer, link_people, match_addresses
from beholden.linkage.spark import link_people_on_spark, local_spark, match_addresses_on_spark
from benchmarks.made_up_people import make_people
from benchmarks.memory_together import MemoryTogether

TASKS = 2
SEED = 5
TEXTS_AN_ADDRESS = 2.5  # the made-up benchmark asks for at most 40 addresses in 100 texts
ASKED = ("unique_id", "address_concat", "postcode")
TEXTS_OF_BRITAIN = 40_000_000
ADDRESSES_OF_BRITAIN = 30_000_000
TEXTS_MEASURED = 2_500_000
BYTES_A_TEXT = 115
GROWTH = 0.10
CORES = (8, 32, 128, 512)


def timed(name: str, act: Callable[[], Any], *, rows: int) -> Any:
    """Return what an act gives; print its seconds, rate and this process's share of processor."""
    began, used = time.perf_counter(), time.process_time()
    given = act()
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    rate = f"{rows / wall:,.0f} a second, {rows / wall / TASKS:,.0f} a second and task"
    print(f"{name:24} {wall:7.1f} s, {cpu:6.1f} s of processor in this process; {rate}")
    return given


def by_id(table: pa.Table) -> pa.Table:
    return table.take(pc.sort_indices(table["unique_id"])).combine_chunks()


def compare_addresses(spark: Any, rows: int, path: Path) -> None:
    """Print how long one machine and Spark take for made-up addresses, and whether all is equal."""
    texts = max(1_000, math.ceil(rows * TEXTS_AN_ADDRESS))
    made = make(texts, queries=rows)
    queries = made.addresses.select(ASKED)
    print(f"{rows:,} made-up addresses, {texts:,} texts of a made-up gazetteer")
    timed(
        "build and save the index", lambda: Gazetteer.build(made.gazetteer).save(path), rows=texts
    )
    size = path.stat().st_size
    print(f"{'index':24} {size / 1e6:7.0f} MB, {size / texts:.0f} bytes a text")
    gazetteer = Gazetteer.open(path)
    match_addresses(queries.slice(0, 100), gazetteer)  # compiles the kernel, once a machine
    alone = timed(
        "one machine", lambda: match_addresses(queries, gazetteer, threads=TASKS), rows=rows
    )
    addresses = spark.createDataFrame(queries).repartition(4 * TASKS).persist()
    addresses.count()
    for name in ("Spark, first", "Spark, again"):
        found = timed(name, lambda: match_addresses_on_spark(addresses, path).toArrow(), rows=rows)
    addresses.unpersist()
    matched = rows - found["uprn"].null_count
    print(
        f"{matched:,} matched; every value of every row equal: {by_id(found).equals(by_id(alone))}"
    )


def compare_people(spark: Any, rows: int) -> None:
    """Print how long one machine and Spark take for made-up people, and whether all is equal."""
    table, _ = make_people(rows, seed=SEED)
    tables = {"people": table}
    count = table.num_rows
    print(f"{count:,} rows of made-up people")
    alone = timed("one machine", lambda: link_people(tables), rows=count)
    spread = timed("Spark", lambda: link_people_on_spark(spark, tables), rows=count)
    print(f"{alone.report['pairs_compared']:,} pairs compared, {alone.report['people']:,} people")
    words = [links.clusters.drop_columns("score") for links in (alone, spread)]
    scores = [links.clusters["score"].fill_null(-1.0).to_numpy() for links in (alone, spread)]
    print(f"every person and reason of every row equal: {words[0].equals(words[1])}; ", end="")
    print(f"scores differ by {np.abs(scores[0] - scores[1]).max():.1e} at most")


def estimate(rate: float, *, fixed: float, bytes_a_text: float) -> None:
    """Print seconds = fixed + addresses / (cores * rate * slowing) for some sizes of cluster.

    ``slowing`` is what a gazetteer of 40 million texts costs against the measured one: GROWTH less
    for each tenfold of texts.
    """
    slowing = (1 - GROWTH) ** math.log10(TEXTS_OF_BRITAIN / TEXTS_MEASURED)
    print(f"{ADDRESSES_OF_BRITAIN:,} addresses against {TEXTS_OF_BRITAIN:,} texts")
    print(f"at {rate:,.0f} addresses a second and task, {fixed:.0f} s to start, as given")
    for cores in CORES:
        seconds = fixed + ADDRESSES_OF_BRITAIN / (cores * rate * slowing)
        print(f"{cores:5} cores    {seconds:8.0f} s")
    held = TEXTS_OF_BRITAIN * bytes_a_text / 1e9
    print(f"index: {held:.1f} GB of disk and of page cache on every worker machine, shared there")


def measure(rows: int, people: int) -> None:
    """Compare addresses and people in one Spark session, and print the memory of all processes."""
    folder = tempfile.TemporaryDirectory(prefix="beholden-benchmark-")
    with folder as name, MemoryTogether() as memory:
        began = time.perf_counter()
        spark = local_spark(cores=TASKS)
        started = time.perf_counter() - began
        cores = f"{os.cpu_count()} cores, {TASKS} tasks, Spark {spark.version}"
        print(f"{cores}, {started:.1f} s to start")
        if rows:
            compare_addresses(spark, rows, Path(name) / "gazetteer.index")
        if people:
            compare_people(spark, people)
        spark.stop()
    print(f"memory of all processes together: {memory.peak / 1e9:.1f} GB at most")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--estimate", type=float, metavar="RATE")
    parser.add_argument("--fixed", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--bytes-a-text", type=float, default=BYTES_A_TEXT, metavar="BYTES")
    asked = parser.parse_args()
    if asked.estimate:
        estimate(asked.estimate, fixed=asked.fixed, bytes_a_text=asked.bytes_a_text)
        return
    measure(asked.rows, asked.people)


if __name__ == "__main__":
    main()
