"""What a run of the benchmark is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from beholden.kernel import NotFound, Progress
from beholden.linkage import Gazetteer, match_addresses

from .peer import Peer, matched_by

CANONICAL = ["uprn", "address_concat", "postcode"]
MESSY = ["unique_id", "address_concat", "postcode"]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the data are, where work may be put, how large the made-up sets are, and the peer.

    ``data`` holds gazetteer.parquet and labelled.parquet, and ``aside`` another such pair that
    nothing was fitted on; ``edge_cases`` is the peer's file of edge cases and ``fhrs`` the folder
    of its example data (None: those parts are left out).
    """

    data: Path
    work: Path
    pictures: Path
    peer: Peer | None
    progress: Progress
    threads: int = 2
    rows: int = 1_000_000
    queries: int = 100_000
    seed: int = 1
    rounds: int = 2
    edge_cases: Path | None = None
    fhrs: Path | None = None
    aside: Path | None = None
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)

    def real(self, name: str) -> pa.Table:
        """Return a table of the real labelled set; raises NotFound where it is not there."""
        return labelled_set(self.data, name)


def labelled_set(folder: Path, name: str) -> pa.Table:
    """Return the table ``gazetteer`` or ``labelled`` of a folder; raises NotFound without it."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise NotFound(
            f"There is no {name}.parquet in the folder of real data.",
            next_step="Give --data the folder that holds gazetteer.parquet and"
            " labelled.parquet; tests/linkage/data does.",
        )
    return pq.read_table(path)


@dataclass(frozen=True, slots=True)
class Both:
    """The accepted matches of one file: ours, and the peer's where it was run."""

    ours: pa.Table
    peer: pa.Table | None


def match_both(setting: Setting, name: str, gazetteer: pa.Table, asked: pa.Table) -> Both:
    """Match addresses with both tools at their default settings, the same rows of both."""
    theirs = match_peer(setting, name, gazetteer, asked)
    built = Gazetteer.build(gazetteer.select(CANONICAL), progress=setting.progress)
    ours = match_addresses(
        asked.select(MESSY), built, threads=setting.threads, progress=setting.progress
    )
    return Both(ours, theirs)


def match_peer(
    setting: Setting, name: str, gazetteer: pa.Table, asked: pa.Table
) -> pa.Table | None:
    """Return what the peer accepts at its recommended setting; None where it is not run."""
    if setting.peer is None:
        return None
    folder = setting.work / name
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "gazetteer.parquet", folder / "addresses.parquet"
    tables = gazetteer.select(CANONICAL), asked.select(MESSY)
    for path, table in zip(paths, tables, strict=True):
        pq.write_table(table, path)
    return matched_by(setting.peer, *paths, folder / "peer.parquet")
