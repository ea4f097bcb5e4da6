"""The made-up gazetteer and addresses as files, made once for a size and kept for the next part."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from beholden import bench

from .setting import Setting


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Where a made-up gazetteer and its addresses are, and where their indexes may be put."""

    folder: Path

    @property
    def gazetteer(self) -> Path:
        """Return the file of uprn, address_concat, postcode."""
        return self.folder / "gazetteer.parquet"

    @property
    def addresses(self) -> Path:
        """Return the file of unique_id, address_concat, postcode, true_uprn, slice."""
        return self.folder / "addresses.parquet"

    @property
    def index(self) -> Path:
        """Return where our index of it is put."""
        return self.folder / "ours.index"


def made_up_files(setting: Setting, *, rows: int, queries: int) -> MadeUp:
    """Return the made-up files of a size, made if they are not there yet."""
    name = f"made-up v{bench.VERSION} {rows} {queries} {setting.seed}"
    made = MadeUp(setting.work / name)
    if made.addresses.exists():
        return made
    setting.progress(f"making {rows:,} rows up", 0, 1)
    half = made.folder.with_name(made.folder.name + " unfinished")
    shutil.rmtree(half, ignore_errors=True)
    bench.write(rows, queries=queries, to=half, seed=setting.seed, progress=setting.progress)
    half.rename(made.folder)
    setting.progress(f"making {rows:,} rows up", 1, 1)
    return made
