"""Running the benchmark of address matching: make or reuse its data, run each peer, score it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import bench
from ..kernel import Progress, silent
from .full_disk import full_disk_is_unavailable

if TYPE_CHECKING:
    import pyarrow as pa

OURS = "Beholden"
MADE_UP = "made up"
REAL = "real"
_MADE = "made.json"
SLICES = (*(str(one) for one in bench.Slice), REAL)


def peer_named(text: str, *, split: Sequence[str]) -> bench.Peer:
    """Return the peer of ``NAME=COMMAND``; see ``bench.peer_named``."""
    return bench.peer_named(text, split=split)


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
    fits and is as it was written), runs/ (what each peer wrote), results.json, slices.csv and the
    charts. Raises as ``bench.write`` and ``bench.run_peer`` do.
    """
    running = [*([_ours()] if ours else []), *peers]
    with full_disk_is_unavailable():
        results = [
            _one(data, addresses, folder, peer, out / "runs" / f"{number}", limit_seconds)
            for data, addresses, folder in _sets(rows, queries, seed, slices, out, progress)
            for number, peer in _told(running, data, progress)
        ]
        return _written(out, rows, queries, seed, results)


def leaderboard(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the results of ``bench_uprn`` as rows, one for each slice of each run."""
    return bench.rows(told["results"], slices=True)


def on_screen(told: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the results of ``bench_uprn`` as short tables by title, each for 80 columns.

    One table for each set of data, where a share stands with its 95 % interval, and ``no answer``
    is the share of addresses without an answer that were matched all the same; then one of all
    runs, where R at P .99 is the most recall where precision is at least 0.99.
    """
    every = bench.rows(told["results"], slices=False)
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in every:
        tables.setdefault(row["data"], []).append(_right(row))
    return {**tables, "Stricter, and what the runs took": [_cost(row) for row in every]}


def _right(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "matcher": row["peer"],
        "precision (95 %)": _with_interval(row, "precision"),
        "recall (95 %)": _with_interval(row, "recall"),
        "no answer": _three_digits(row["no_answer_matched"]),
    }


def _cost(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data": row["data"],
        "matcher": row["peer"],
        "R at P .99": _three_digits(row["recall_at_99"]),
        "a second": row["addresses_a_second"],
        "CPU s": row["cpu_seconds"],
        "MB": None if row["peak_mb"] is None else round(row["peak_mb"]),
    }


def _with_interval(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return ""
    low, high = row[f"{name}_95"].split("–")
    return f"{row[name]:.3f} {float(low):.3f}–{float(high):.3f}"


def _three_digits(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


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
        if not _is_as_made(folder):
            bench.write(rows, queries=queries, to=folder, seed=seed, progress=progress)
            _note_made(folder)
        yield MADE_UP, _only(pq.read_table(folder / "addresses.parquet"), made_up), folder
    if REAL in slices or not slices:
        for how in bench.Altered:
            folder = out / "data" / how.name.lower()
            pairs = bench.real_pairs(how)
            bench.save(pairs, folder)
            yield str(how), pairs.addresses, folder


def _is_as_made(folder: Path) -> bool:
    """Return whether every file of the data is there, and holds what was written to it."""
    try:
        noted = json.loads((folder / _MADE).read_text(encoding="utf-8"))
        return bool(noted == _hashes(folder))
    except (OSError, ValueError):
        return False


def _note_made(folder: Path) -> None:
    """Note what was written, once all of it is: data of a run that was stopped have no note."""
    (folder / _MADE).write_text(json.dumps(_hashes(folder), indent=1) + "\n", encoding="utf-8")


def _hashes(folder: Path) -> dict[str, str]:
    def of(path: Path) -> str:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    return {path.name: of(path) for path in sorted(folder.glob("*.parquet"))}


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
    run = bench.run_peer(
        peer,
        runs / folder.name,
        gazetteer=folder / "gazetteer.parquet",
        addresses=addresses,
        limit_seconds=limit_seconds,
    )
    return bench.result(data, peer.name, run, bench.score(addresses, run.matches))


def _written(
    out: Path, rows: int, queries: int, seed: int, results: list[bench.Result]
) -> dict[str, Any]:
    from .table_files import write_table

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
    charts = {"recall": bench.recall_by_slice, "reliability": bench.reliability_diagram}
    for data in dict.fromkeys(one.data for one in results):
        stem = data.replace(",", "").replace(" ", "-")
        for name, draw in charts.items():
            if svg := draw(told["results"], data=data):
                (out / f"{name}-{stem}.svg").write_text(svg, encoding="utf-8")
    return told


def _as_table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows)
