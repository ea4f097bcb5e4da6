"""The listing: the texts of a gazetteer with what an update of it needs, in a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from beholden.kernel import (
    BadInput,
    Damaged,
    Finding,
    HeldFolder,
    NotFound,
    QualityDimension,
)

from .building import TEXTS_FILE
from .formats import Format
from .layouts import TABLES
from .store import disk_says

VERSION = 1
_STATE = "listing.json"
SCHEMA = pa.schema(
    [
        ("uprn", pa.int64()), ("address_concat", pa.string()), ("postcode", pa.string()),
        ("kind", pa.dictionary(pa.int32(), pa.string())),
        ("language", pa.dictionary(pa.int32(), pa.string())),
        ("easting", pa.float64()), ("northing", pa.float64()),
        ("parent_uprn", pa.int64()), ("classification", pa.string()),
    ]
)  # fmt: skip


def held_folder() -> HeldFolder:
    """Return a temporary folder that lasts as long as the listing that it belongs to."""
    return HeldFolder("beholden-listing-")


@dataclass(frozen=True, slots=True)
class Listing:
    """A gazetteer as read: one text a row, several texts a UPRN, and what was found amiss.

    ``facts`` tells rows, uprns, located (UPRNs with coordinates), kinds (texts of each), volumes,
    skipped (files that hold no addresses). ``applied`` tells for each supplier when the last supply
    or update was made that went into it.
    """

    folder: Path
    format: Format
    findings: tuple[Finding, ...]
    facts: Mapping[str, Any]
    applied: Mapping[str, str]
    held: HeldFolder | None = field(default=None, repr=False, compare=False)

    @property
    def rows(self) -> int:
        """Return how many texts there are."""
        return int(self.facts["rows"])

    @property
    def file(self) -> Path:
        """Return the Parquet file of all texts; its UPRNs are whole numbers."""
        return self.folder / TEXTS_FILE

    def table(self) -> pa.Table:
        """Return all texts: uprn, address_concat, postcode, kind, language, easting, northing,
        parent_uprn, classification; in order of UPRN and text.
        """  # noqa: D205
        return pq.read_table(self.file).select(SCHEMA.names).cast(SCHEMA)

    def batches(self, size: int = 100_000) -> Iterator[pa.RecordBatch]:
        """Yield the texts in parts, for a gazetteer that does not fit into memory."""
        with pq.ParquetFile(self.file) as file:
            for batch in file.iter_batches(size):
                yield batch.select(SCHEMA.names).cast(SCHEMA)

    def save(self, folder: Path | str) -> None:
        """Write the listing to a folder, whole or not at all; a listing there before is replaced.

        Raises BadInput where a folder with other things is there, Unavailable where the disk is
        full.
        """
        with self.staged(folder) as put:
            put()

    @contextmanager
    def staged(self, folder: Path | str) -> Iterator[Callable[[], None]]:
        """Write the listing beside a folder, and give what puts it there; else it is removed.

        What is written together with it can be written in between. Raises as ``save`` does.
        """
        target = Path(folder)
        put_back(target)
        if target.exists() and not (target / _STATE).is_file():
            raise BadInput(
                f"{target.name} is there already, and is not a listing.",
                next_step="Name a folder that is not there yet.",
            )
        with _disk():
            made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.absolute().parent))
        try:
            with _disk():
                self._write(made)
            yield partial(_put, made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _write(self, made: Path) -> None:
        shutil.copytree(self.folder / "records", made / "records")
        shutil.copy(self.file, made / TEXTS_FILE)
        (made / _STATE).write_text(json.dumps(self._state(made), indent=1), encoding="utf-8")
        made.chmod(0o755)

    def _state(self, folder: Path) -> dict[str, Any]:
        sizes = {name: os.path.getsize(folder / name) for name in _files()}
        return {
            "version": VERSION,
            "format": str(self.format),
            "applied": dict(self.applied),
            "facts": dict(self.facts),
            "findings": [finding.to_dict() for finding in self.findings],
            "bytes": sizes,
            "sha256": {name: _hash(folder / name) for name in _files()},
        }

    @classmethod
    def open(cls, folder: Path | str, *, verify: bool = False) -> Listing:
        """Open a listing that was saved; with ``verify`` every byte of it is checked.

        Where a save was ended between its last two steps, the listing from before is put back.
        Raises NotFound where there is none, Damaged where a file of it is missing or is not as it
        was written, and BadInput where it is to be verified and was kept without hashes.
        """
        path = Path(folder)
        put_back(path)
        state = _read_state(path)
        for name, size in state["bytes"].items():
            if not (path / name).is_file() or os.path.getsize(path / name) != size:
                raise _damaged(path, f"Its file {Path(name).name} is not as it was written.")
        if verify:
            _verify(path, state)
        findings = tuple(
            Finding(**(one | {"dimension": QualityDimension(one["dimension"])}))
            for one in state["findings"]
        )
        return cls(path, Format(state["format"]), findings, state["facts"], state["applied"])


def put_back(folder: Path) -> None:
    """Put a listing back that a save had moved aside when it was ended."""
    aside = _aside(folder)
    if not folder.exists() and (aside / _STATE).is_file():
        with _disk():
            aside.rename(folder)


def _aside(folder: Path) -> Path:
    return folder.absolute().with_name(f".{folder.absolute().name}.before")


def _put(made: Path, target: Path) -> None:
    """Put a folder in the place of another, which is moved aside first and removed last."""
    put_back(target)
    aside = _aside(target)
    with _disk():
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        try:
            made.rename(target)
        except OSError:
            put_back(target)
            raise
    shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise disk_says(error) from error


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _verify(path: Path, state: Mapping[str, Any]) -> None:
    hashes = state.get("sha256")
    if not hashes:
        raise BadInput(
            f"The listing {path.name} cannot be verified.",
            why="It was kept by an earlier Beholden, which wrote down sizes and no hashes.",
            next_step="Build it again, or apply its next update: either writes the hashes.",
        )
    for name in _files():
        with _disk():
            same = _hash(path / name) == hashes.get(name)
        if not same:
            raise _damaged(path, f"Its file {Path(name).name} is not as it was written.")


def _files() -> list[str]:
    return [TEXTS_FILE, *(f"records/{table}.parquet" for table in TABLES)]


def _read_state(path: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = json.loads((path / _STATE).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(
            f"There is no listing {path.name}.",
            next_step="Make one: beholden gazetteer build SOURCE --out … --listing FOLDER.",
        ) from error
    except ValueError as error:
        raise _damaged(path, "Its description cannot be read.") from error
    if state.get("version") != VERSION or set(state.get("bytes", ())) != set(_files()):
        raise _damaged(path, f"It is of another version; this Beholden reads version {VERSION}.")
    return state


def _damaged(path: Path, why: str) -> Damaged:
    return Damaged(
        f"The listing {path.name} cannot be used.",
        why=why,
        next_step="Make it again from a full supply: beholden gazetteer build.",
    )
