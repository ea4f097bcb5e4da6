"""Sealing and asking against plain DuckDB, on a made-up table: ``python -m benchmarks.sealing``.

Prints, for N rows (default 1,000,000): seal against CREATE TABLE AS to disk (plain, and sorted),
opening, and for each question the time of ``run`` against the same text on a plain DuckDB file,
with and without the start of a worker. Medians of pairs in one run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from beholden.gate.extract.extracts import Extract, open_extract
from beholden.gate.extract.image import memory_file
from beholden.gate.extract.keys import Keys
from beholden.gate.extract.sealing import Source, seal
from beholden.gate.running.engine import Limits, run
from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms, GroupRule, Measure, Terms

ROUNDS = 5
COLUMNS = {
    "uprn": ColumnRole.JOIN,
    "tenure": ColumnRole.DIMENSION,
    "neighbourhood": ColumnRole.DIMENSION,
    "band": ColumnRole.DIMENSION,
    "in_arrears": ColumnRole.DIMENSION,
    "arrears": ColumnRole.MEASURE,
}
QUESTIONS = {
    "count by one": "SELECT tenure, count(*) AS n FROM t GROUP BY 1",
    "subjects by two": "SELECT tenure, band, count(DISTINCT uprn) AS n FROM t GROUP BY ALL",
    "sum where": "SELECT neighbourhood, sum(arrears) AS n FROM t WHERE in_arrears GROUP BY 1",
    "by subject first": (
        "SELECT band, count(*) AS n, max(s) AS m FROM "
        "(SELECT band, uprn, sum(arrears) AS s FROM t GROUP BY ALL) GROUP BY 1"
    ),
}


@dataclass(frozen=True)
class Plan:
    sql: str
    dimensions: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    subject: str = "household"
    smallest_group: int = 10
    because: str = ""
    round_to: int = 5
    largest_share: float = 0.5


def made_up(path: Path, rows: int) -> None:
    """Write a made-up table of households: nothing in it is about anybody real."""
    duckdb.sql(
        f"""COPY (SELECT 100000000000 + (hash(range) % 40000000) AS uprn,
            'made-up name ' || range AS name,
            CASE hash(range + 1) % 4 WHEN 0 THEN 'owned' WHEN 1 THEN 'council' ELSE 'rented' END
                AS tenure,
            'neighbourhood ' || (hash(range + 2) % 60) AS neighbourhood,
            chr(65 + (hash(range + 3) % 8)::INT) AS band,
            CASE hash(range + 4) % 9 WHEN 0 THEN 'yes' ELSE 'no' END AS in_arrears,
            ((hash(range + 5) % 200000) / 100)::DECIMAL(9, 2) AS arrears
            FROM range({rows})) TO '{path}'"""
    )


def terms() -> Terms:
    columns = tuple(ColumnTerms(name, role) for name, role in COLUMNS.items())
    return Terms(
        agreement="benchmark",
        use="benchmark",
        purpose="To measure (made up).",
        between=("Benchmarks",),
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        subject="household",
        subject_column="uprn",
        datasets=(DatasetTerms("t", "Benchmarks", columns),),
        group_rules=(GroupRule(10, "benchmark"),),
    )


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def cost(act: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that pass and those of processor, which a busy machine blurs less."""
    begun = time.process_time()
    passed = seconds(act)
    return passed, time.process_time() - begun


def median(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    return statistics.median(seconds(act) for _ in range(rounds))


def create(source: Path, target: Path, order: str = "") -> None:
    target.unlink(missing_ok=True)
    typed = ", ".join(
        n if n != "in_arrears" else "in_arrears = 'yes' AS in_arrears" for n in COLUMNS
    )
    with duckdb.connect(str(target)) as connection:
        connection.execute(
            f"CREATE TABLE t AS SELECT {typed} FROM read_parquet('{source}') {order}"
        )


def opening(extract: Extract, keys: Keys) -> None:
    image = memory_file()
    try:
        open_extract(extract, keys.read(extract.id), image)
    finally:
        os.close(image)


def measure_seal(folder: Path, keys: Keys) -> Extract:
    source, secret = folder / "data.parquet", keys.use_secret("benchmark")
    sealed: list[Extract] = []

    def once() -> None:
        made = seal(
            terms(),
            {"t": Source(source)},
            to=folder / "a.sealed",
            keys=keys,
            use_secret=secret,
            version=1,
        )
        sealed.append(made)

    acts = {
        "create table as": lambda: create(source, folder / "plain.duckdb"),
        "the same, sorted": lambda: create(source, folder / "sorted.duckdb", "ORDER BY ALL"),
        "seal": once,
    }
    took = {name: [cost(act) for _ in range(3)] for name, act in acts.items()}
    middle = {
        n: [statistics.median(part) for part in zip(*t, strict=True)] for n, t in took.items()
    }
    wall, processor = middle["seal"]
    for name, (seconds_passed, of_processor) in middle.items():
        print(
            f"{name:16} {seconds_passed:.2f} s, {of_processor:.2f} s of processor;"
            f" seal is x {wall / seconds_passed:.2f}, x {processor / of_processor:.2f}"
        )
    return sealed[-1]


def measure_asks(folder: Path, extract: Extract, keys: Keys) -> None:
    limits = Limits()
    start = median(lambda: run(Plan("SELECT 1 AS a"), extract, keys=keys, limits=limits))
    print(
        f"open {median(lambda: opening(extract, keys)):.3f} s; "
        f"open, start a worker and answer the least {start:.3f} s"
    )
    with duckdb.connect(str(folder / "plain.duckdb"), read_only=True) as connection:
        connection.execute("SET threads = 2")
        for name, sql in QUESTIONS.items():
            plain = median(lambda sql=sql: connection.execute(sql).fetchall())
            whole = median(lambda sql=sql: run(Plan(sql), extract, keys=keys, limits=limits))
            print(
                f"{name:16} plain {plain:.3f} s, run {whole:.3f} s, "
                f"run without opening {whole - start:.3f} s (x {(whole - start) / plain:.2f})"
            )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(tempfile.mkdtemp(prefix="beholden-benchmark-"))
    try:
        made_up(folder / "data.parquet", rows)
        keys = Keys(folder / "keys")
        print(f"{rows:,} made-up rows, {os.cpu_count()} processors, duckdb {duckdb.__version__}")
        extract = measure_seal(folder, keys)
        print(f"sealed file {extract.path.stat().st_size / 1e6:.0f} MB")
        measure_asks(folder, extract, keys)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
