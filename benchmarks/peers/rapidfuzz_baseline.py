"""A baseline for the benchmark: the best token-sort ratio within the postcode, by rapidfuzz.

PYTHON benchmarks/peers/rapidfuzz_baseline.py FOLDER     (needs rapidfuzz and pyarrow)

Without a postcode, or where no row has it, the rows of the same sector are tried; where there are
none, nothing is matched. A match is claimed from a ratio of 0.80.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rapidfuzz import fuzz, process

CLAIMED = 80.0


def folded(text: str) -> str:
    return re.sub(r"[^A-Z0-9]+", " ", text.upper()).strip()


def main() -> None:
    folder = Path(sys.argv[1])
    began = time.perf_counter()
    blocks: dict[str, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    for row in pq.read_table(folder / "gazetteer.parquet").to_pylist():
        code = row["postcode"] or ""
        for key in {code, code[:-2]}:
            blocks[key][0].append(folded(row["address_concat"]))
            blocks[key][1].append(row["uprn"])
    prepared = time.perf_counter()
    found = []
    for row in pq.read_table(folder / "addresses.parquet").to_pylist():
        code = row["postcode"] or ""
        texts, uprns = blocks.get(code) or blocks.get(code[:-2]) or ([], [])
        best = process.extractOne(
            folded(row["address_concat"]), texts, scorer=fuzz.token_sort_ratio
        )
        found.append((uprns[best[2]], best[1]) if best else (None, 0.0))
    matched = time.perf_counter()
    ids = pq.read_table(folder / "addresses.parquet", columns=["unique_id"])["unique_id"]
    table = pa.table(
        {
            "unique_id": ids,
            "uprn": pa.array([uprn for uprn, _ in found], pa.int64()),
            "score": pa.array([ratio / 100 for _, ratio in found], pa.float64()),
            "claimed": pa.array([ratio >= CLAIMED for _, ratio in found], pa.bool_()),
        }
    )
    pq.write_table(table, folder / "matches.parquet")
    told = {
        "prepare_seconds": prepared - began,
        "match_seconds": matched - prepared,
        "version": version("rapidfuzz"),
    }
    (folder / "timings.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
