"""Linking people, beside Splink with the settings that it publishes, on the same rows.

python -m benchmarks.people --data DIR [--million] [--only SET ...] [--json FILE]
python -m benchmarks.people --only fairness     (by group, see ``benchmarks.people_fairness``)

DIR holds historical_figures_with_errors_50k.parquet and fake_1000.csv (splink_datasets, MIT) and
dataset4a.csv and dataset4b.csv (FEBRL 4; its soc_sec_id is taken out for both sides). A set whose
file is not there is left out, and the run says so. The made-up borough, worn or not (see
``benchmarks.worn_borough``), and the made-up people in volume need no file. Each run is a process
of its own, so that its peak memory is its own. Seconds are from the table in memory to clusters,
training included, with lazy imports. One configuration of ours finds its columns in every set; the
peer has the settings that its documentation has for the set, see ``benchmarks.people_peer``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from beholden.borough import make
from benchmarks.made_up_people import make_people
from benchmarks.people_fairness import print_fairness
from benchmarks.worn_borough import worn as worn_table

FAIRNESS = "fairness"
ROWS, SEED, HOUSEHOLDS = 1_000_000, 1, 20_000
ERROR_RATE = 0.01
BOROUGH = ("vaccinations", "support_scheme", "housing_tenancies")
_DIGITS = (" street_number", " postcode", " date_of_birth", " soc_sec_id")

Loaded = tuple[dict[str, pa.Table], list[Any]]  # and the person of each row


def historical(folder: Path) -> Loaded:
    table = pyarrow.parquet.read_table(folder / "historical_figures_with_errors_50k.parquet")
    return {"people": table.drop_columns(["cluster"])}, table["cluster"].to_pylist()


def fake_1000(folder: Path) -> Loaded:
    table = pyarrow.csv.read_csv(folder / "fake_1000.csv")
    return {"people": table.drop_columns(["cluster"])}, table["cluster"].to_pylist()


def febrl4(folder: Path) -> Loaded:
    as_text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(_DIGITS, pa.string()))
    tables, truth = {}, []
    for name in ("dataset4a", "dataset4b"):
        table = pyarrow.csv.read_csv(folder / f"{name}.csv", convert_options=as_text)
        table = table.rename_columns([column.strip() for column in table.column_names])
        truth += ["-".join(row.split("-")[:2]) for row in table["rec_id"].to_pylist()]
        tables[name] = table.drop_columns(["soc_sec_id"])
    return tables, truth


def million(_: Path) -> Loaded:
    table, person = make_people(ROWS, seed=SEED)
    return {"people": table.add_column(0, "unique_id", pa.array(range(len(person))))}, person


def borough(_: Path) -> Loaded:
    made = make(households=HOUSEHOLDS, seed=SEED)
    tables, truth = {}, []
    for name in BOROUGH:
        uprns = made.truth[name]["uprn"]
        tables[name] = made.tables[name].append_column("uprn", uprns)
        truth += made.truth[name]["person"].to_pylist()
    return tables, truth


def borough_without_uprn(folder: Path) -> Loaded:
    tables, truth = borough(folder)
    return {name: table.drop_columns(["uprn"]) for name, table in tables.items()}, truth


def worn_borough(folder: Path) -> Loaded:
    tables, truth = borough(folder)
    worn = {
        name: worn_table(table, seed=SEED + at) for at, (name, table) in enumerate(tables.items())
    }
    return worn, truth


def worn_borough_without_uprn(folder: Path) -> Loaded:
    tables, truth = worn_borough(folder)
    return {name: table.drop_columns(["uprn"]) for name, table in tables.items()}, truth


SETS: dict[str, Callable[[Path], Loaded]] = {
    "historical": historical,
    "fake_1000": fake_1000,
    "febrl4": febrl4,
    "borough": borough,
    "borough without UPRN": borough_without_uprn,
    "worn borough": worn_borough,
    "worn borough without UPRN": worn_borough_without_uprn,
    "million": million,
}
FILES = {
    "historical": ("historical_figures_with_errors_50k.parquet",),
    "fake_1000": ("fake_1000.csv",),
    "febrl4": ("dataset4a.csv", "dataset4b.csv"),
}
# What the peer's documentation has settings for, or settings of that kind.
PEER = ("historical", "fake_1000", "febrl4", "million")


def measure_ours(name: str, tables: dict[str, pa.Table], truth: list[str]) -> dict[str, Any]:
    """Return what link_people does with a set, by pairs and by clusters at its threshold."""
    from beholden.linkage.people import DEFAULT_THRESHOLD, link_people, model

    scored: list[pa.Table] = []
    score = model.score_pairs

    def recording(*given: Any, **options: Any) -> Any:
        pairs, facts = score(*given, **options)
        scored.append(pairs)
        return pairs, facts

    model.score_pairs = recording
    hidden = ("unique_id", "rec_id")
    given = {
        key: table.drop_columns([c for c in hidden if c in table.column_names])
        for key, table in tables.items()
    }
    began, cpu = time.perf_counter(), time.process_time()
    links = link_people(given)
    took = _took(began, cpu)
    true, rows = _true(truth, tables)
    left, right, probability = _pairs(scored[0])
    keep = _between(rows, left, right, name)
    found = links.clusters["person"].to_pylist()
    return {
        **took,
        "compared": links.report["pairs_compared"],
        **_by_pair(true[left] == true[right], probability, keep, true, DEFAULT_THRESHOLD),
        **_by_cluster(found, truth),
        **_at_an_error_rate(name, given, truth),
        "warnings": links.report["warnings"],
    }


def _took(began: float, cpu: float) -> dict[str, float]:
    """Return the seconds since then and the peak of memory so far."""
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    return {"seconds": seconds, "cpu": used, "peak_mb": _peak_mb()}


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes on Linux, bytes on macOS.
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


def _at_an_error_rate(name: str, given: dict[str, pa.Table], truth: list[str]) -> dict[str, float]:
    """Return our clusters where the threshold is chosen for an error rate, and what it was.

    Not of the million, where linking twice would take too long.
    """
    from beholden.linkage.people import link_people

    if name == "million":
        return {}
    links = link_people(given, error_rate=ERROR_RATE)
    told = _by_cluster(links.clusters["person"].to_pylist(), truth)
    return {
        "rate_threshold": links.report["threshold"],
        **{f"rate_{key}": value for key, value in told.items()},
    }


def measure_peer(name: str, tables: dict[str, pa.Table], truth: list[str]) -> dict[str, Any]:
    """Return the best that the peer's published settings do with a set."""
    from benchmarks import people_peer

    true, rows = _true(truth, tables)
    best: dict[str, Any] = {}
    for settings in people_peer.PUBLISHED[name]:
        began, cpu = time.perf_counter(), time.process_time()
        pairs, found, compared = people_peer.run(settings, list(tables.values()))
        took = _took(began, cpu)
        left, right, probability = _pairs(pairs)
        keep = _between(rows, left, right, name)
        measured = {
            **took,
            "compared": compared,
            **_by_pair(true[left] == true[right], probability, keep, true, people_peer.THRESHOLD),
            **_by_cluster(found, truth),
            "settings": settings,
        }
        best = max(best, measured, key=lambda one: one.get("best_f1", -1.0))
    return best


def _true(truth: list[str], tables: dict[str, pa.Table]) -> tuple[np.ndarray, np.ndarray]:
    """Return person and table of each row, as numbers, rows in order of the tables' names."""
    codes = np.unique(np.array(truth), return_inverse=True)[1]
    sizes = [table.num_rows for table in tables.values()]
    starts = dict(zip(tables, np.cumsum([0, *sizes]).tolist(), strict=False))
    order = [
        np.arange(starts[name], starts[name] + tables[name].num_rows) for name in sorted(tables)
    ]
    of_table = np.concatenate([np.full(len(rows), at) for at, rows in enumerate(order)])
    return codes[np.concatenate(order)], of_table


def _pairs(pairs: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    names = ("unique_id_l", "unique_id_r", "match_probability")
    left, right, probability = (pairs.column(name).to_numpy() for name in names)
    return left, right, probability


def _between(rows: np.ndarray, left: np.ndarray, right: np.ndarray, name: str) -> np.ndarray:
    """Return which pairs count: for FEBRL 4, those of one row of each list."""
    return rows[left] != rows[right] if name == "febrl4" else np.ones(len(left), dtype=bool)


def _by_pair(
    same: np.ndarray, probability: np.ndarray, keep: np.ndarray, true: np.ndarray, threshold: float
) -> dict[str, float]:
    same, probability = same[keep], probability[keep]
    sizes = np.bincount(true)
    total = int((sizes * (sizes - 1) // 2).sum())
    order = np.argsort(-probability, kind="stable")
    right = np.cumsum(same[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + total)
    at = int(f1.argmax())
    over = probability >= threshold
    return {
        "best_f1": f1[at], "best_p": right[at] / (at + 1), "best_r": right[at] / total,
        "best_at": probability[order][at], "threshold": threshold,
        "p": same[over].mean(), "r": same[over].sum() / total,
        "f1": 2 * same[over].sum() / (over.sum() + total),
    }  # fmt: skip


def _by_cluster(found: list[str], truth: list[str]) -> dict[str, float]:
    def pairs_in(groups: Any) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    both, mine, real = pairs_in(zip(found, truth, strict=True)), pairs_in(found), pairs_in(truth)
    return {
        "cluster_p": both / max(mine, 1), "cluster_r": both / real,
        "cluster_f1": 2 * both / (mine + real),
    }  # fmt: skip


def one(side: str, name: str, folder: Path) -> dict[str, Any]:
    """Measure one side on one set, in this process."""
    tables, truth = SETS[name](folder)
    before = _peak_mb()
    measured = {"ours": measure_ours, "Splink": measure_peer}[side](name, tables, truth)
    return measured | {"set": name, "side": side, "rows": len(truth), "data_mb": before}


def in_its_own_process(side: str, name: str, folder: Path) -> dict[str, Any]:
    """Measure one side on one set, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.people", "--data", str(folder)]
    done = subprocess.run(
        [*command, "--one", side, name], stdout=subprocess.PIPE, text=True, check=True
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


_HEAD = (
    "set                  side     rows      pairs F1 best (P, R)      pairs F1 at threshold   "
    "clusters F1 (P, R)      compared     s     CPU s  peak MB"
)


def line(m: dict[str, Any]) -> str:
    """Return one measurement as a line under the heading."""
    return (
        f"{m['set']:20} {m['side']:6} {m['rows']:>9,}  "
        f"{m['best_f1']:.4f} ({m['best_p']:.3f}, {m['best_r']:.3f})  "
        f"{m['f1']:.4f} ({m['p']:.3f}, {m['r']:.3f})  "
        f"{m['cluster_f1']:.4f} ({m['cluster_p']:.3f}, {m['cluster_r']:.3f})  "
        f"{m['compared']:>11,} {m['seconds']:>7.1f} {m['cpu']:>7.1f} {m['peak_mb']:>7.0f}"
    )


def rate_line(m: dict[str, Any]) -> str:
    """Return ours at an error rate as a line; nothing where it was not measured."""
    if "rate_cluster_f1" not in m:
        return ""
    return (
        f"{m['set']:20} ours, at most {ERROR_RATE:.0%} of links expected to be false: clusters "
        f"{m['rate_cluster_f1']:.4f} ({m['rate_cluster_p']:.3f}, {m['rate_cluster_r']:.3f}), "
        f"links from {m['rate_threshold']:.2f}"
    )


def ratio(ours: dict[str, Any], peer: dict[str, Any]) -> str:
    """Return ours beside the peer's: F1 won, and time and memory as a share of the peer's."""
    return (
        f"{'':20} ours - Splink: pairs {ours['best_f1'] - peer['best_f1']:+.4f}, clusters "
        f"{ours['cluster_f1'] - peer['cluster_f1']:+.4f}; ours / Splink: seconds "
        f"{ours['seconds'] / peer['seconds']:.2f}, CPU {ours['cpu'] / peer['cpu']:.2f}, memory "
        f"{ours['peak_mb'] / peer['peak_mb']:.2f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--only", nargs="+", choices=[*SETS, FAIRNESS])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only == [FAIRNESS]:
        told = print_fairness(households=HOUSEHOLDS, seed=SEED)
        if asked.json:
            asked.json.write_text(json.dumps(told, default=float))
        return
    if asked.data is None or FAIRNESS in (asked.only or ()):
        parser.error("Name the folder of the sets with --data, or ask --only fairness by itself.")
    if asked.one:
        side, name = asked.one
        print(json.dumps(one(side, name, asked.data), default=float))
        return
    lacking = [
        name for name, files in FILES.items() if not all((asked.data / f).exists() for f in files)
    ]
    if asked.only and set(asked.only) & set(lacking):
        parser.error(f"{asked.data} does not hold these sets; --help names their files.")
    wanted = asked.only or [name for name in SETS if name != "million" or asked.million]
    names = [name for name in wanted if name not in lacking]
    if not asked.only and lacking:
        print(f"Left out, because their files are not there: {', '.join(lacking)}.")
    measured = []
    print(_HEAD)
    for name in names:
        sides = ("ours", "Splink") if name in PEER else ("ours",)
        of_set = [in_its_own_process(side, name, asked.data) for side in sides]
        more = [rate_line(of_set[0]), *([ratio(*of_set)] if len(of_set) > 1 else [])]
        print(*map(line, of_set), *filter(None, more), sep="\n")
        measured += of_set
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
