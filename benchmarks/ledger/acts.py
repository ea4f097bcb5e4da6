"""One job of the benchmark in a process of its own: its seconds and its peak memory.

python -m benchmarks.ledger.acts JOB FOLDER [NUMBER]
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from beholden.actions import verify_log
from beholden.ledger import Signer, TileLog, leaf_hash, verify_consistency, verify_inclusion

from .made_up import entries

BATCH = 1_000
_TRIES = 2_000
_SEED = 20261130


def append(folder: Path, number: int) -> dict[str, Any]:
    """Append entries in batches of 1,000 to a log until it holds a number of them.

    The clock runs on appending alone: not while the entries are made up.
    """
    log, signer = TileLog(folder / "ledger"), _signer(folder)
    begun, spent = log.size, 0.0
    while log.size < number:
        batch = list(entries(log.size, min(log.size + BATCH, number)))
        at = time.perf_counter()
        log.append(batch, signer)
        spent += time.perf_counter() - at
    return {"appended": log.size - begun, "spent": spent}


def one_by_one(folder: Path, number: int) -> dict[str, Any]:
    """Append some entries more, each with a checkpoint of its own."""
    log, signer = TileLog(folder / "ledger"), _signer(folder)
    return _percentiles(
        _timed(lambda e=one: log.append([e], signer))  # type: ignore[misc]
        for one in list(entries(log.size, log.size + number))
    )


def proofs(folder: Path, number: int) -> dict[str, Any]:
    """Make and check proofs of inclusion and of consistency, at random; nothing kept between."""
    drawn, size = random.Random(_SEED), TileLog(folder / "ledger").size
    times: dict[str, list[float]] = {"inclusion": [], "check": [], "consistency": []}
    for _ in range(number or _TRIES):
        made, checked = _included(TileLog(folder / "ledger"), drawn.randrange(size))
        times["inclusion"].append(made)
        times["check"].append(checked)
        grown = _grown(TileLog(folder / "ledger"), drawn.randrange(1, size))
        times["consistency"].append(grown)
    return {name: _percentiles(iter(taken)) for name, taken in times.items()}


def _included(log: TileLog, index: int) -> tuple[float, float]:
    """Return how long the proof of an entry took to make, and to check."""
    made, path = _result(lambda: log.inclusion_proof(index))
    leaf, size, root = leaf_hash(log.entry(index)), log.size, log.root
    checked, held = _result(
        lambda: verify_inclusion(leaf, index=index, size=size, proof=path, root=root)
    )
    _right(held)
    return made, checked


def _grown(log: TileLog, old: int) -> float:
    made, path = _result(lambda: log.consistency_proof(old))
    held = verify_consistency(
        old_size=old, old_root=log.root_at(old), size=log.size, root=log.root, proof=path
    )
    _right(held)
    return made


def verify(folder: Path, _: int) -> dict[str, Any]:
    """Verify the whole log, with the form of every entry."""
    found = verify_log(folder / "ledger")
    _right(found.ok)
    return {"size": found.size, "root": found.root}


JOBS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "append": append,
    "one-by-one": one_by_one,
    "proofs": proofs,
    "verify": verify,
}


def _signer(folder: Path) -> Signer:
    key = folder / "ledger.key"
    return Signer.open(key) if key.exists() else Signer.create(key, "ashmere.example/ledger")


def _timed(act: Callable[[], object]) -> float:
    return _result(act)[0]


def _result(act: Callable[[], Any]) -> tuple[float, Any]:
    at = time.perf_counter()
    made = act()
    return time.perf_counter() - at, made


def _percentiles(seconds: Iterator[float]) -> dict[str, Any]:
    times = sorted(1000 * one for one in seconds)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50": cuts[49], "p99": cuts[98], "times": len(times)}


def _right(held: bool) -> None:
    if not held:
        raise SystemExit("What was measured is not right.")


def main() -> None:
    """Do one job and print what it cost, as JSON."""
    from benchmarks.uprn.peak_memory import peak_mb

    name, folder, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    begun, at = time.process_time(), time.perf_counter()
    told = JOBS[name](folder, number)
    cost = {"seconds": time.perf_counter() - at, "cpu_seconds": time.process_time() - begun}
    print(json.dumps({**told, **cost, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
