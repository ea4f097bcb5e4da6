"""Running the benchmark of address matching: make or reuse its data, run each peer, score it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import bench
from ..kernel import Progress, silent
from .home import full_disk_is_unavailable

if TYPE_CHECKING:
    import pyarrow as pa

peer_named = bench.peer_named

OURS = "Beholden"
MADE_UP = "made up"
REAL = "real"
SLICES = (*(str(one) for one in bench.Slice), REAL)


def bench_uprn(
    *,
    rows: int,
    queries: int,
    out: Path,
    seed: int = 1,
    slices: Sequence[str] = (),
    peers: Sequence[bench.Peer] = (),
    ours: bool = True,
    limit_seconds: float = 3_600,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Run Beholden's matcher and the peers on the benchmark; write and return the results.

    ``slices`` are some of ``SLICES`` (none: all). In ``out`` come to lie: data/ (used again when it
    fits), runs/ (what each peer read and wrote), results.json, slices.csv and the charts. Raises as
    ``bench.write`` and ``bench.run_peer`` do.
    """
    running = [*([_ours()] if ours else []), *peers]
    with full_disk_is_unavailable():
        results = [
            _one(data, addresses, folder, peer, out / "runs" / f"{number}", limit_seconds)
            for data, addresses, folder in _sets(rows, queries, seed, slices, out, progress)
            for number, peer in _told(running, data, progress)
        ]
        return _written(out, rows, queries, seed, results)


def leaderboard(told: Mapping[str, Any], *, every_slice: bool) -> list[dict[str, Any]]:
    """Return the results of ``bench_uprn`` as rows: of every slice, or short for a screen.

    Short, a share stands with its 95 % interval, and P and R are precision and recall.
    """
    rows = bench.rows(told["results"], slices=every_slice)
    return rows if every_slice else [_short(row) for row in rows]


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data": row["data"],
        "peer": row["peer"],
        "precision": _with_interval(row, "precision"),
        "recall": _with_interval(row, "recall"),
        "R at P .99": row["recall_at_99"],
        "R at P .999": row["recall_at_999"],
        "no answer, matched": row["no_answer_matched"],
        "flat errors": row["flat_errors"],
        "calibration error": row["calibration_error"],
        "a second": row["addresses_a_second"],
        "CPU s": row["cpu_seconds"],
        "MB": None if row["peak_mb"] is None else round(row["peak_mb"]),
    }


def _with_interval(row: Mapping[str, Any], name: str) -> str:
    return "" if row[name] is None else f"{row[name]:.4f} ({row[f'{name}_95']})"


def _ours() -> bench.Peer:
    return bench.Peer(OURS, (sys.executable, "-m", "beholden.actions.matching_alone"))


def _told(
    peers: Sequence[bench.Peer], data: str, progress: Progress
) -> Iterator[tuple[int, bench.Peer]]:
    for number, peer in enumerate(peers):
        progress(f"{data}: {peer.name}", number, len(peers))
        yield number, peer


def _sets(
    rows: int, queries: int, seed: int, slices: Sequence[str], out: Path, progress: Progress
) -> Iterator[tuple[str, pa.Table, Path]]:
    """Give each set of data: its name, its addresses with their truth, and its folder."""
    import pyarrow.parquet as pq

    made_up = [name for name in slices if name != REAL]
    if made_up or not slices:
        name = f"made-up-{bench.VERSION}-{rows}-{queries}-{seed}"
        folder = out / "data" / name
        if not (folder / "addresses.parquet").exists():
            bench.write(rows, queries=queries, to=folder, seed=seed, progress=progress)
        yield MADE_UP, _only(pq.read_table(folder / "addresses.parquet"), made_up), folder
    if REAL in slices or not slices:
        for how in bench.Altered:
            folder = out / "data" / how.name.lower()
            pairs = bench.real_pairs(how)
            bench.save(pairs, folder)
            yield str(how), pairs.addresses, folder


def _only(addresses: pa.Table, slices: list[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not slices:
        return addresses
    return addresses.filter(pc.is_in(addresses["slice"], pa.array(slices)))


def _one(
    data: str,
    addresses: pa.Table,
    folder: Path,
    peer: bench.Peer,
    runs: Path,
    limit_seconds: float,
) -> bench.Result:
    at = runs / folder.name
    bench.prepare(folder / "gazetteer.parquet", addresses, at)
    run = bench.run_peer(peer, at, limit_seconds=limit_seconds)
    return bench.result(data, peer.name, run, bench.score(addresses, run.matches))


def _written(
    out: Path, rows: int, queries: int, seed: int, results: list[bench.Result]
) -> dict[str, Any]:
    from .matched_tables import write_table

    told: dict[str, Any] = {
        "benchmark": bench.VERSION,
        "rows": rows,
        "queries": queries,
        "seed": seed,
        "machine": bench.machine(),
        "results": [bench.plain(one) for one in results],
    }
    (out / "results.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    write_table(_as_table(bench.rows(told["results"], slices=True)), out / "slices.csv")
    for data in dict.fromkeys(one.data for one in results):
        stem = data.replace(",", "").replace(" ", "-")
        for name, draw in _CHARTS.items():
            if svg := draw(told["results"], data=data):
                (out / f"{name}-{stem}.svg").write_text(svg, encoding="utf-8")
    return told


_CHARTS = {"recall": bench.recall_by_slice, "reliability": bench.reliability_diagram}


def _as_table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows)
