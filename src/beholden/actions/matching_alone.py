"""Beholden's own matcher as a peer of the benchmark: one folder in, one file out.

python -m beholden.actions.matching_alone FOLDER

See ``beholden.bench.adapter`` for the files.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from .. import linkage

if TYPE_CHECKING:
    import pyarrow as pa


def match_folder(folder: Path) -> None:
    """Match ``addresses.parquet`` to ``gazetteer.parquet``; write ``matches.parquet``.

    Every candidate is told with its score; claimed are those that the default threshold takes.
    """
    import pyarrow.parquet as pq

    gazetteer = linkage.Gazetteer.build(pq.read_table(folder / "gazetteer.parquet"))
    addresses = pq.read_table(folder / "addresses.parquet")
    began = time.perf_counter()
    matched = linkage.match_addresses(addresses, gazetteer, threshold=0.0)
    seconds = time.perf_counter() - began
    pq.write_table(_told(matched), folder / "matches.parquet")
    told = {"match_seconds": seconds, "version": version("beholden")}
    (folder / "timings.json").write_text(json.dumps(told), encoding="utf-8")


def _told(matched: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    score = pc.fill_null(matched["score"], 0.0)
    claimed = pc.and_(
        pc.is_valid(matched["uprn"]), pc.greater_equal(score, linkage.DEFAULT_THRESHOLD)
    )
    return pa.table(
        {
            "unique_id": matched["unique_id"],
            "uprn": pc.cast(matched["uprn"], pa.int64()),
            "score": score,
            "claimed": claimed,
        }
    )


if __name__ == "__main__":
    match_folder(Path(sys.argv[1]))
