"""What the peer does, in its own environment: run by the benchmark, never imported by it.

    PEER_PYTHON peer_program.py JOB --…

    prepare   --gazetteer G.parquet --to FOLDER
    match     --gazetteer G.parquet|FOLDER --addresses A.parquet --to M.parquet
    look-ups  --gazetteer FOLDER --addresses A.parquet

Needs uk_address_matcher, and nothing of Beholden. G has uprn, address_concat, postcode; A has
unique_id, address_concat, postcode. M gets unique_id, uprn (the row on top, whatever its score),
exact, weight, gap. Prints one JSON object: seconds, cpu_seconds, peak_mb, versions.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
from peak_memory import peak_mb  # beside this script
from uk_address_matcher import AddressMatcher, prepare_canonical_folder

_CANONICAL = "SELECT uprn AS unique_id, address_concat, postcode FROM read_parquet(?)"
_MESSY = "SELECT unique_id, address_concat, postcode FROM read_parquet(?)"
_TOP = """SELECT unique_id, resolved_canonical_id::VARCHAR AS uprn,
    coalesce(match_reason LIKE 'exact%', false) AS exact,
    {weight}::DOUBLE AS weight, {gap}::DOUBLE AS gap FROM ({matches})"""


def connected(threads: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    return connection


def loaded(connection: duckdb.DuckDBPyConnection, sql: str, path: str) -> Any:
    """Return a table in memory, as the peer's guide does it."""
    name = "canonical" if sql is _CANONICAL else "messy"
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}", [path])
    return connection.table(name)


def matches(given: argparse.Namespace, connection: duckdb.DuckDBPyConnection, messy: Any) -> Any:
    """Return the peer's row on top for each address, with its weight and its gap."""
    prepared = Path(given.gazetteer).is_dir()
    canonical = given.gazetteer if prepared else loaded(connection, _CANONICAL, given.gazetteer)
    found = AddressMatcher(canonical, messy, con=connection, show_progress="off").match()
    told = found.matches()
    # Where every match is exact there are no scores.
    scores = {
        short: name if name in told.columns else "NULL"
        for short, name in (("weight", "match_weight"), ("gap", "distinguishability"))
    }
    return connection.sql(_TOP.format(**scores, matches=told.sql_query()))


def prepare(given: argparse.Namespace) -> dict[str, Any]:
    connection = connected(given.threads)
    canonical = loaded(connection, _CANONICAL, given.gazetteer)
    prepare_canonical_folder(
        canonical, given.to, con=connection, overwrite=True, show_progress="off"
    )
    return {"disk_mb": sum(f.stat().st_size for f in Path(given.to).rglob("*.*")) / 1e6}


def match(given: argparse.Namespace) -> dict[str, Any]:
    connection = connected(given.threads)
    top = matches(given, connection, loaded(connection, _MESSY, given.addresses))
    top.write_parquet(given.to)
    return {}


def look_ups(given: argparse.Namespace) -> dict[str, Any]:
    """Time each address alone against a prepared folder, on one connection."""
    connection = connected(given.threads)
    every = connection.execute(_MESSY, [given.addresses]).fetchall()
    each = []
    for unique_id, text, postcode in every:
        began = time.perf_counter()
        asked = [{"unique_id": unique_id, "address_concat": text, "postcode": postcode}]
        matches(given, connection, asked).fetchall()
        each.append(time.perf_counter() - began)
    return {"each": each}


JOBS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "prepare": prepare,
    "match": match,
    "look-ups": look_ups,
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
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time() - cpu,
                "peak_mb": peak_mb(),
                "versions": {
                    name: version(name) for name in ("uk_address_matcher", "splink", "duckdb")
                },
                **more,
            }
        )
    )


if __name__ == "__main__":
    main()
