"""Linkage on Spark against one machine, and what Great Britain would take.

``python -m benchmarks.spark [ROWS] [--people PEOPLE] [--json FILE]`` makes up ROWS addresses
(default 1,000,000; 0 leaves them out) and the smallest gazetteer that the made-up benchmark has for
so many, two and a half times as many texts; matches them on one machine and on Spark with two
tasks; and says how many rows differ in any value. Then the same for PEOPLE rows of people (default
50,000; 0 leaves them out). ``--estimate RATE [--fixed SECONDS] [--bytes-a-text BYTES]`` computes
time and memory for all of Great Britain from what was measured (addresses a second and task, the
start of Spark and of its workers, the size of the index). ``--json`` writes what was measured to a
file. Seconds include the load of the machine by others. Everything made up here is labelled so;
nothing is about anybody real.
"""

from __future__ import annotations

import argparse
import json
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


def timed(name: str, act: Callable[[], Any], *, rows: int) -> tuple[Any, float]:
    """Return what an act gives and its seconds; print its rate and this process's processor."""
    began, used = time.perf_counter(), time.process_time()
    given = act()
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    rate = f"{rows / wall:,.0f} a second, {rows / wall / TASKS:,.0f} a second and task"
    print(f"{name:24} {wall:7.1f} s, {cpu:6.1f} s of processor in this process; {rate}", flush=True)
    return given, wall


def by_id(table: pa.Table) -> pa.Table:
    return table.take(pc.sort_indices(table["unique_id"])).combine_chunks()


def rows_apart(one: pa.Table, other: pa.Table) -> int:
    """Return how many rows differ in any value, both tables in the order of their identifiers."""
    if one.schema.names != other.schema.names or len(one) != len(other):
        return max(len(one), len(other))
    pairs = [(one[name], other[name]) for name in one.schema.names]
    same = [pc.fill_null(pc.equal(a, b), False).to_numpy() for a, b in pairs]
    neither = [a.is_null().to_numpy() & b.is_null().to_numpy() for a, b in pairs]
    equal = [value | none for value, none in zip(same, neither, strict=True)]
    return len(one) - int(np.logical_and.reduce(equal).sum())


def compare_addresses(spark: Any, rows: int, path: Path) -> dict[str, Any]:
    """Match made-up addresses on one machine and on Spark; return seconds and rows that differ."""
    texts = max(1_000, math.ceil(rows * TEXTS_AN_ADDRESS))
    made = make(texts, queries=rows)
    queries = made.addresses.select(ASKED)
    print(f"{rows:,} made-up addresses, {texts:,} texts of a made-up gazetteer")
    _, built = timed(
        "build and save the index", lambda: Gazetteer.build(made.gazetteer).save(path), rows=texts
    )
    size = path.stat().st_size
    print(f"{'index':24} {size / 1e6:7.0f} MB, {size / texts:.0f} bytes a text")
    gazetteer = Gazetteer.open(path)
    match_addresses(queries.slice(0, 100), gazetteer)  # compiles the kernel, once a machine
    alone, seconds = timed(
        "one machine", lambda: match_addresses(queries, gazetteer, threads=TASKS), rows=rows
    )
    found, spread = _on_spark(spark, queries, path)
    apart = rows_apart(by_id(found), by_id(alone))
    matched = rows - found["uprn"].null_count
    print(f"{matched:,} matched; rows that differ in any value: {apart:,}")
    return {
        "rows": rows, "texts": texts, "apart": apart, "matched": matched, "alone": seconds,
        "first": spread[0], "again": spread[1], "built": built, "bytes_a_text": size / texts,
    }  # fmt: skip


def _on_spark(spark: Any, queries: pa.Table, path: Path) -> tuple[pa.Table, list[float]]:
    """Return Spark's matches, and the seconds of a first and of a second time."""
    addresses = spark.createDataFrame(queries).repartition(4 * TASKS).persist()
    addresses.count()
    took = []
    for name in ("Spark, first", "Spark, again"):
        found, seconds = timed(
            name, lambda: match_addresses_on_spark(addresses, path).toArrow(), rows=len(queries)
        )
        took.append(seconds)
    addresses.unpersist()
    return found, took


def compare_people(spark: Any, rows: int) -> dict[str, Any]:
    """Link made-up people on one machine and on Spark; return seconds and rows that differ."""
    table, _ = make_people(rows, seed=SEED)
    tables = {"people": table}
    count = table.num_rows
    print(f"{count:,} rows of made-up people")
    alone, seconds = timed("one machine", lambda: link_people(tables), rows=count)
    spread, took = timed("Spark", lambda: link_people_on_spark(spark, tables), rows=count)
    print(f"{alone.report['pairs_compared']:,} pairs compared, {alone.report['people']:,} people")
    words = [links.clusters.drop_columns("score") for links in (alone, spread)]
    scores = [links.clusters["score"].fill_null(-1.0).to_numpy() for links in (alone, spread)]
    apart, most = rows_apart(*words), float(np.abs(scores[0] - scores[1]).max())
    print(f"rows whose person or reason differs: {apart:,}; scores differ by {most:.1e} at most")
    return {
        "rows": count, "pairs": alone.report["pairs_compared"], "apart": apart,
        "scores_apart": most, "alone": seconds, "spark": took,
    }  # fmt: skip


def britain(rate: float, *, fixed: float, cores: int) -> float:
    """Return seconds = fixed + addresses / (cores * rate * slowing) for all of Great Britain.

    ``slowing`` is what a gazetteer of 40 million texts costs against the measured one: GROWTH less
    for each tenfold of texts.
    """
    slowing = (1 - GROWTH) ** math.log10(TEXTS_OF_BRITAIN / TEXTS_MEASURED)
    return fixed + ADDRESSES_OF_BRITAIN / (cores * rate * slowing)


def estimate(rate: float, *, fixed: float, bytes_a_text: float) -> None:
    """Print time for some sizes of cluster, and what the index takes of each machine."""
    print(f"{ADDRESSES_OF_BRITAIN:,} addresses against {TEXTS_OF_BRITAIN:,} texts")
    print(f"at {rate:,.0f} addresses a second and task, {fixed:.0f} s to start, as given")
    for cores in CORES:
        print(f"{cores:5} cores    {britain(rate, fixed=fixed, cores=cores):8.0f} s")
    held = TEXTS_OF_BRITAIN * bytes_a_text / 1e9
    print(f"index: {held:.1f} GB of disk and of page cache on every worker machine, shared there")


def measure(rows: int, people: int) -> dict[str, Any]:
    """Compare addresses and people in one Spark session; return figures and memory of all."""
    folder = tempfile.TemporaryDirectory(prefix="beholden-benchmark-")
    measured: dict[str, Any] = {}
    with folder as name, MemoryTogether() as memory:
        began = time.perf_counter()
        spark = local_spark(cores=TASKS)
        started = time.perf_counter() - began
        cores = f"{os.cpu_count()} cores, {TASKS} tasks, Spark {spark.version}"
        print(f"{cores}, {started:.1f} s to start", flush=True)
        measured |= {"spark": spark.version, "start": started}
        if rows:
            measured["addresses"] = compare_addresses(spark, rows, Path(name) / "gazetteer.index")
        if people:
            measured["people"] = compare_people(spark, people)
        spark.stop()
    print(f"memory of all processes together: {memory.peak / 1e9:.1f} GB at most")
    return {**measured, "memory_gb": memory.peak / 1e9}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--json", type=Path, help="write what was measured to a file")
    parser.add_argument("--estimate", type=float, metavar="RATE")
    parser.add_argument("--fixed", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--bytes-a-text", type=float, default=BYTES_A_TEXT, metavar="BYTES")
    asked = parser.parse_args()
    if asked.estimate:
        estimate(asked.estimate, fixed=asked.fixed, bytes_a_text=asked.bytes_a_text)
        return
    measured = measure(asked.rows, asked.people)
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
