"""What Beholden does, one job in a process: ``python -m benchmarks.uprn.our_program JOB --…``.

    build     --gazetteer G.parquet --to INDEX
    match     --gazetteer INDEX --addresses A.parquet --to M.parquet
    look-ups  --gazetteer INDEX --addresses A.parquet
    cold      --gazetteer INDEX --addresses A.parquet      (the first address alone)

Prints one JSON object: seconds, cpu_seconds, peak_mb, and what the job tells. ``build`` is
clocked from the file to the saved index, ``match`` from the file of addresses to that
of matches with the index open; both after a few rows, so that the compiled kernel is loaded.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from beholden.linkage import Gazetteer, match_addresses

from .peak_memory import peak_mb

_CANONICAL = ["uprn", "address_concat", "postcode"]
_MESSY = ["unique_id", "address_concat", "postcode"]
_WARMING = 200


def build(given: argparse.Namespace) -> dict[str, Any]:
    Gazetteer.build(first_rows(given.gazetteer, _CANONICAL, _WARMING))
    began, cpu = time.perf_counter(), time.process_time()
    gazetteer = Gazetteer.build_from(given.gazetteer)
    gazetteer.save(given.to)
    return {
        "build_seconds": time.perf_counter() - began,
        "build_cpu_seconds": time.process_time() - cpu,
        "rows": gazetteer.rows,
        "disk_mb": Path(given.to).stat().st_size / 1e6,
    }


def first_rows(path: str, columns: list[str], count: int) -> pa.Table:
    """Return the first rows of a Parquet file, without reading the rest."""
    batch = next(pq.ParquetFile(path).iter_batches(count, columns=columns))
    return pa.Table.from_batches([batch])


def opened(given: argparse.Namespace) -> tuple[Gazetteer, float]:
    """Return the gazetteer, opened, and the seconds that it took."""
    began = time.perf_counter()
    return Gazetteer.open(given.gazetteer), time.perf_counter() - began


def match(given: argparse.Namespace) -> dict[str, Any]:
    gazetteer, opening = opened(given)
    match_addresses(first_rows(given.addresses, _MESSY, 1), gazetteer, threads=given.threads)
    began, cpu = time.perf_counter(), time.process_time()
    asked = pq.read_table(given.addresses, columns=_MESSY)
    found = match_addresses(asked, gazetteer, threads=given.threads)
    pq.write_table(found, given.to)
    return {
        "match_seconds": time.perf_counter() - began,
        "match_cpu_seconds": time.process_time() - cpu,
        "opening": opening,
        "addresses": asked.num_rows,
    }


def asking(gazetteer: Gazetteer) -> Callable[[dict[str, str | None]], object]:
    """Return the shortest public way to ask for one address."""
    if hasattr(gazetteer, "look_up"):
        return lambda row: gazetteer.look_up(row["address_concat"] or "", postcode=row["postcode"])
    return lambda row: match_addresses(pa.Table.from_pylist([row], _SCHEMA), gazetteer, threads=1)


_SCHEMA = pa.schema([(name, pa.string()) for name in _MESSY])


def look_ups(given: argparse.Namespace) -> dict[str, Any]:
    gazetteer, opening = opened(given)
    ask = asking(gazetteer)
    rows = pq.read_table(given.addresses, columns=_MESSY).cast(_SCHEMA).to_pylist()
    for row in rows[:_WARMING]:
        ask(row)
    each, each_cpu = [], []
    for row in rows:
        began, cpu = time.perf_counter(), time.process_time()
        ask(row)
        each_cpu.append(time.process_time() - cpu)
        each.append(time.perf_counter() - began)
    return {"each": each, "each_cpu": each_cpu, "opening": opening}


def cold(given: argparse.Namespace) -> dict[str, Any]:
    gazetteer, opening = opened(given)
    asking(gazetteer)(first_rows(given.addresses, _MESSY, 1).cast(_SCHEMA).to_pylist()[0])
    return {"opening": opening, "process_cpu_seconds": time.process_time()}


JOBS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "build": build,
    "match": match,
    "look-ups": look_ups,
    "cold": cold,
}


def main() -> None:
    """Do one job and print what it cost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("job", choices=JOBS)
    for name in ("--gazetteer", "--addresses", "--to"):
        asked.add_argument(name)
    asked.add_argument("--threads", type=int, default=2)
    given = asked.parse_args()
    began, cpu = time.perf_counter(), time.process_time()
    more = JOBS[given.job](given)
    costs = {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
        "peak_mb": peak_mb(),
    }
    print(json.dumps({**costs, **more}))


if __name__ == "__main__":
    main()
