"""Datasets: read, described, checked, repaired and registered with their quality."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import intake
from ..kernel import BadInput, Finding, NotFound, Progress, Repair, checked_name, silent
from .acting import acting, require
from .home import Home
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa

# Names that linkage gives its key columns; a dataset's own column of that name is replaced.
KEY_COLUMNS = ("uprn", "person")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A table as it was read, with what is known and what is wrong with it."""

    reading: intake.Reading
    description: intake.Description
    quality: intake.QualityReport
    repairs: tuple[Repair, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings of reading and of checking."""
        return self.reading.findings + self.quality.findings


@dataclass(frozen=True, slots=True)
class Registered:
    """A version of a dataset that was put into the register."""

    dataset: str
    version: int
    rows: int
    fingerprint: str
    inspected: Inspected
    already_there: bool = False


def inspect(
    home_day: Any,
    *,
    source: str | Path,
    name: str = "",
    table: str | None = None,
    sheet: str | None = None,
    contract: intake.Contract | None = None,
) -> Inspected:
    """Read, repair, describe and check a table without registering it.

    ``home_day`` is the day against which dates are judged.
    """
    reading = intake.read(source, table=table, sheet=sheet)
    named = reading.table.rename_columns(plain_names(reading.table.column_names))
    repaired, repairs = intake.repair(named, intake.describe(named))
    # Described again: a repaired column may have become a column of dates or numbers.
    description = intake.describe(repaired)
    quality = intake.check(
        repaired, dataset=name, description=description, contract=contract, today=home_day
    )
    whole = intake.Reading(
        table=repaired,
        format=reading.format,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        findings=reading.findings,
        repairs=reading.repairs,
    )
    return Inspected(whole, description, quality, reading.repairs + repairs)


def register(
    home: Home,
    *,
    by: str,
    source: str | Path,
    name: str,
    steward: str,
    title: str = "",
    retention: str = "",
    table: str | None = None,
    sheet: str | None = None,
    made_up: bool = False,
    contract: intake.Contract | None = None,
    progress: Progress = silent,
) -> Registered:
    """Put a table into the register as the next version of a dataset.

    The same table again changes nothing and returns the version that is there. Raises BadInput
    for a table that cannot be used; what is only faulty becomes findings.
    """
    checked_name(name, of="a dataset")
    with home.at_work():
        require(by=by, right=Right.DATASET_REGISTER)
    progress("reading and checking", 0, 2)
    inspected = inspect(
        home.clock.today(), source=source, name=name, table=table, sheet=sheet, contract=contract
    )
    progress("storing", 1, 2)
    with home.staging() as folder:
        _write(folder / "new", inspected, name=name, steward=steward, retention=retention)
        about = {
            "name": name,
            "title": title or name.replace("_", " ").replace("-", " ").capitalize(),
            "steward": steward,
            "retention": retention,
            "made_up": made_up,
            "source": _origin(source),
        }
        registered = _record(
            home,
            by=by,
            folder=folder / "new",
            about=about,
            inspected=inspected,
            source_fingerprint=_source_fingerprint(source),
        )
    progress("storing", 2, 2)
    return registered


def plain_names(headers: Sequence[str]) -> list[str]:
    """Return headers as names that an agreement and a question can use.

    Lower-case letters, digits and underscores: ``Account Ref`` becomes ``account_ref``. A name that
    two headers would share is numbered.
    """
    names: list[str] = []
    for position, header in enumerate(headers, start=1):
        name = re.sub(r"[^a-z0-9]+", "_", header.lower()).strip("_") or f"column_{position}"
        name = f"column_{name}" if name[0].isdigit() else name
        free = (n for n in chain([name], (f"{name}_{i}" for i in count(2))) if n not in names)
        names.append(next(free))
    return names


def latest_version(name: str) -> Any:
    """Return the newest version of a dataset; raise NotFound where there is none."""
    from ..records.models import DatasetVersion

    versions = DatasetVersion.objects.select_related("dataset").filter(dataset__name=name)
    version = versions.order_by("-number").first()
    if version is None:
        raise NotFound(
            f"There is no dataset called {name}.",
            why="Nothing of that name was registered.",
            next_step="See what there is with `beholden dataset list`; "
            "register one with `beholden register`.",
        )
    return version


def key_files(version: Any) -> dict[str, Any]:
    """Return the newest key that linkage gave to each key column of a version."""
    return {key.column: key for key in version.keys.order_by("number")}


def columns_by_dataset(names: Sequence[str]) -> dict[str, set[str]]:
    """Return what columns each registered dataset has, with the keys that linkage may add."""
    found: dict[str, set[str]] = {}
    for name in names:
        try:
            version = latest_version(name)
        except NotFound:
            continue
        found[name] = {column["name"] for column in version.columns} | set(KEY_COLUMNS)
    return found


def read_version(home: Home, version: Any) -> pa.Table:
    """Read the table of one version from the home."""
    import pyarrow.parquet as pq

    return pq.read_table(home.path(version.path))


def fingerprint_of(path: Path) -> str:
    """Return ``sha256:`` and the digest of a file."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _write(folder: Path, inspected: Inspected, *, name: str, steward: str, retention: str) -> None:
    import pyarrow.parquet as pq

    folder.mkdir(mode=0o700)
    pq.write_table(inspected.reading.table, folder / "data.parquet", compression="zstd")
    intake.write_contract(
        folder / "dataset.odcs.yaml",
        name=name,
        steward=steward,
        description=inspected.description,
        report=inspected.quality,
        retention=retention or None,
    )
    _write_repairs(folder / "repairs.parquet", inspected.repairs)


def _write_repairs(path: Path, repairs: Sequence[Repair]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    log = pa.table(
        {
            "rule": pa.array([r.rule for r in repairs], pa.string()),
            "column": pa.array([r.column for r in repairs], pa.string()),
            "row": pa.array([r.row for r in repairs], pa.int64()),
        }
    )
    pq.write_table(log, path)


def _record(
    home: Home,
    *,
    by: str,
    folder: Path,
    about: dict[str, Any],
    inspected: Inspected,
    source_fingerprint: str,
) -> Registered:
    name = about["name"]
    fingerprint = fingerprint_of(folder / "data.parquet")
    with home.moving():
        # Under the lock, so that of two processes with one table the second finds it there.
        there = _same_as_latest(home, about, fingerprint, inspected)
        if there is not None:
            return there
        facts = {
            "fingerprint": fingerprint,
            "source_fingerprint": source_fingerprint,
            "rows": inspected.description.rows,
            "columns": _columns(inspected.description),
            "quality": _quality(inspected),
        }
        number = _record_version(home, by=by, folder=folder, about=about, facts=facts)
    return Registered(name, number, inspected.description.rows, fingerprint, inspected)


def _record_version(
    home: Home, *, by: str, folder: Path, about: dict[str, Any], facts: dict[str, Any]
) -> int:
    from ..records.models import Dataset, DatasetVersion

    name = about["name"]
    with acting(home, by=by, right=Right.DATASET_REGISTER, name="dataset-registered") as act:
        dataset, _ = Dataset.objects.update_or_create(
            name=name, defaults=about, create_defaults={**about, "registered_at": act.at}
        )
        number = dataset.versions.count() + 1
        target = f"datasets/{name}/v{number}"
        DatasetVersion.objects.create(
            dataset=dataset,
            number=number,
            path=f"{target}/data.parquet",
            registered_at=act.at,
            **facts,
        )
        act.facts.update(
            dataset=name,
            version=number,
            steward=about["steward"],
            rows=facts["rows"],
            fingerprint=facts["fingerprint"],
            made_up=about["made_up"],
        )
        act.place(folder, home.path(target))
    return int(number)


def _same_as_latest(
    home: Home, about: dict[str, Any], fingerprint: str, inspected: Inspected
) -> Registered | None:
    name = about["name"]
    with home.at_work():
        try:
            version = latest_version(name)
        except NotFound:
            return None
    told = all(getattr(version.dataset, key) == about[key] for key in ("steward", "retention"))
    if version.fingerprint != fingerprint or not told:
        return None
    return Registered(
        name, version.number, version.rows, fingerprint, inspected, already_there=True
    )


def _columns(description: intake.Description) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "type": str(column.type),
            "kind": column.kind.value,
            "nulls": column.nulls,
            "distinct": column.distinct,
        }
        for column in description.columns
    ]


def _quality(inspected: Inspected) -> dict[str, Any]:
    report = inspected.quality
    return {
        "scores": {str(dimension): score for dimension, score in report.scores.items()},
        "complete": dict(report.by_column),
        "findings": len(inspected.findings),
        "repairs": len(inspected.repairs),
    }


def _source_fingerprint(source: str | Path) -> str:
    path = Path(str(source))
    return fingerprint_of(path) if path.is_file() else ""


def _origin(source: str | Path) -> str:
    """Return where a table came from without a folder, a password or a host."""
    text = str(source)
    if "://" in text:
        return f"database ({text.split('://', 1)[0]})"
    name = Path(text).name
    if not name:
        raise BadInput("Name the file or the database to register.")
    return name
