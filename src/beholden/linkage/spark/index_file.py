"""The gazetteer's index file on the workers of a cluster: shipped, known again, opened once."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beholden.kernel import Damaged, NotFound, Unavailable

if TYPE_CHECKING:
    from ..addresses.gazetteer import Gazetteer

_HEAD = 1 << 20
_OPEN_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One index file as the driver saw it: where it lies, its length and a hash of its first MiB.

    The first MiB holds the header with the checksums of all parts, so another build of the same
    gazetteer is told apart. ``shipped`` says that Spark carries the file to the workers.
    """

    path: str
    length: int
    head: bytes
    shipped: bool

    def on_worker(self) -> Path:
        """Return where this file lies on the worker that asks."""
        if not self.shipped:
            return Path(self.path)
        from pyspark import SparkFiles

        return Path(SparkFiles.get(Path(self.path).name))

    def opened(self) -> Gazetteer:
        """Return the gazetteer, opened once in each process and mapped into memory.

        Raise NotFound where the worker has no such file, and Damaged where it has another one or
        one that is not as it was written.
        """
        return _opened(self)


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _opened(index: IndexFile) -> Gazetteer:
    from ..addresses.gazetteer import Gazetteer

    path = index.on_worker()
    if seen(path, shipped=index.shipped, known_as=index.path) != index:
        raise Damaged(
            f"The gazetteer index {path.name} on a worker is not the one on the driver.",
            why="It was built anew in the meantime, or the copy is not whole.",
            next_step="Call match_addresses_on_spark again with the index as it is now.",
        )
    return Gazetteer.open(path)


def seen(path: Path, *, shipped: bool, known_as: str | None = None) -> IndexFile:
    """Return what a file looks like from here; raise NotFound or Unavailable if it cannot be."""
    try:
        with path.open("rb") as file:
            head = hashlib.sha256(file.read(_HEAD)).digest()
        length = path.stat().st_size
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise Unavailable(
            f"The index {path.name} could not be read.", why=f"The machine says: {error.strerror}."
        ) from error
    return IndexFile(known_as or str(path.resolve()), length, head, shipped)


def _missing(path: Path) -> NotFound:
    return NotFound(
        f"There is no gazetteer index {path.name}.",
        why="It must be readable on the driver, and on every worker if it is not shipped.",
        next_step="Build it: Gazetteer.build(table).save(path); or let Spark ship it.",
    )


def ship(spark: Any, path: Path) -> IndexFile:
    """Have Spark carry the file to every worker, once a session, and return it.

    It travels under a name that holds its hash, as a link of its own: an index that is built anew
    in the same place neither disturbs a session that has the old one nor is taken for it.
    """
    from pyspark import SparkFiles

    index = seen(path, shipped=True)
    # Spark removes the folder around its own files when the session ends.
    folder = Path(SparkFiles.getRootDirectory()).parent / "gazetteer-indexes"
    sent = folder / f"{path.stem}-{index.head[:8].hex()}{path.suffix}"
    if not sent.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        _link(path, sent)
    spark.sparkContext.addFile(str(sent))
    return replace(index, path=str(sent))


def _link(path: Path, sent: Path) -> None:
    """Give a file a second name; copy it where the two are on different disks."""
    try:
        sent.hardlink_to(path)
    except OSError:
        part = sent.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(sent)
