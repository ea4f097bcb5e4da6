"""Datasets: read, described, checked, repaired and registered with their quality."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import intake
from ..kernel import (
    BadInput,
    Finding,
    NotFound,
    Progress,
    Refusal,
    Refused,
    Repair,
    checked_name,
    silent,
)
from .acting import acting, require
from .ending import kept_keys
from .fewer_rows import ROWS_LOST, beside_earlier, rows_before
from .header_names import plain_names
from .home import Home
from .origins import origin_of
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
        """Return the findings of reading and of checking, what both say once."""
        return tuple(dict.fromkeys(self.reading.findings + self.quality.findings))


@dataclass(frozen=True, slots=True)
class Registered:
    """A version of a dataset that was put into the register.

    ``gone`` are columns that the version before had and this one lacks: where an agreement gives
    one, nothing is sealed until it is there again.
    """

    dataset: str
    version: int
    rows: int
    fingerprint: str
    inspected: Inspected
    already_there: bool = False
    gone: tuple[str, ...] = ()

    @property
    def rows_lost(self) -> str:
        """Return in words that it has few rows beside the version before; else nothing."""
        found = [one.message for one in self.inspected.findings if one.code == ROWS_LOST]
        return "".join(found)


def inspect(
    home_day: Any,
    *,
    source: str | Path,
    name: str = "",
    table: str | None = None,
    sheet: str | None = None,
    contract: intake.Contract | None = None,
    largest_mib: int | None = None,
) -> Inspected:
    """Read, repair, describe and check a table without registering it.

    Dates are judged against ``home_day``; ``largest_mib`` bounds the file and what it unpacks to.
    """
    reading = intake.read(source, table=table, sheet=sheet, limits=intake.limits_of(largest_mib))
    named = reading.table.rename_columns(plain_names(reading.table.column_names))
    first = intake.describe(named)
    repaired, repairs = intake.repair(named, first)
    # Described again: a repaired column may have become a column of dates or numbers.
    description = intake.describe(repaired, before=named, known=first)
    quality = intake.check(
        repaired, dataset=name, description=description, contract=contract, today=home_day
    )
    findings = tuple(replace(one, dataset=name) for one in reading.findings)
    whole = replace(reading, table=repaired, findings=findings)
    return Inspected(whole, description, quality, reading.repairs + repairs)


def register(
    home: Home,
    *,
    by: str,
    source: str | Path,
    name: str,
    steward: str,
    title: str | None = None,
    retention: str | None = None,
    table: str | None = None,
    sheet: str | None = None,
    made_up: bool | None = None,
    contract: intake.Contract | None = None,
    largest_mib: int | None = None,
    progress: Progress = silent,
) -> Registered:
    """Put a table into the register as the next version of a dataset.

    A steward registers what their own organisation holds; the organisation on record delivers the
    next version, or hands the dataset over by naming another steward. Of title, retention and
    made_up, what is None stays as it is on record. The same table again makes no version: it
    changes what is said of the dataset, or nothing. Raises BadInput for a table that cannot be
    used, Refused for one that is another organisation's; what is only faulty becomes findings.
    """
    checked_name(name, of="a dataset")
    with home.at_work():
        held = _held(home, by=by, name=name, steward=steward)
        about = _about(held, name=name, title=title, retention=retention, made_up=made_up)
        before = rows_before(held)
    about |= {"steward": steward, "source": origin_of(home, source)}
    progress("reading and checking", 0, 2)
    inspected = inspect(
        home.clock.today(), source=source, name=name, table=table, sheet=sheet, contract=contract,
        largest_mib=largest_mib,
    )  # fmt: skip
    inspected = replace(inspected, quality=beside_earlier(inspected.quality, before))
    progress("storing", 1, 2)
    registered = _stored(home, by=by, about=about, inspected=inspected, source=source)
    progress("storing", 2, 2)
    return registered


def _held(home: Home, *, by: str, name: str, steward: str) -> Any:
    """Return the dataset that there is; raise Refused for who may not deliver its next version."""
    person, _ = require(home, by=by, right=Right.DATASET_REGISTER)
    held = _dataset_named(name)
    refuse_another_steward(held, person.organisation, steward=steward)
    return held


def _stored(
    home: Home, *, by: str, about: dict[str, Any], inspected: Inspected, source: str | Path
) -> Registered:
    with home.staging() as folder:
        _write(folder / "new", inspected, about)
        return _record(
            home, by=by, folder=folder / "new", about=about, inspected=inspected, source=source
        )


def is_same_table(home: Home, version: Any, source: Path) -> bool:
    """Return whether a file, in whatever form, holds the very table of a version."""
    import pyarrow.parquet as pq

    inspected = inspect(home.clock.today(), source=source)
    with home.staging() as folder:
        pq.write_table(inspected.reading.table, folder / "data.parquet", compression="zstd")
        return bool(fingerprint_of(folder / "data.parquet") == version.fingerprint)


def refuse_another_steward(held: Any, organisation: str, *, steward: str) -> None:
    """Raise Refused where a dataset, on record or new, is another organisation's to register."""
    owner = held.steward if held else steward
    if organisation != owner:
        raise Refused(
            Refusal(
                what="this dataset is registered by its own steward.",
                why="Who answers for a dataset says what is in it, and nobody else.",
                clause="datasets › steward",
                ask=f"a steward of {owner}.",
            )
        )


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


def key_files(home: Home, version: Any) -> dict[str, Any]:
    """Return the newest key that linkage gave to each key column of a version, and still holds."""
    return {key.column: key for key in kept_keys(home, version)}


def keys_for_use(home: Home, version: Any, use: str) -> dict[str, Any]:
    """Return the newest key of each key column that was made for this use, or for every use (S7).

    What was linked for another use says nothing here: it joined other datasets' rows.
    """
    made_for = ("", use)
    kept = kept_keys(home, version)
    return {key.column: key for key in kept if key.method.get("use", "") in made_for}


def columns_by_dataset(names: Sequence[str]) -> dict[str, set[str]]:
    """Return what columns each registered dataset has, with the keys that linkage may add."""
    from ..records.models import DatasetVersion

    versions = DatasetVersion.objects.filter(dataset__name__in=names).order_by("number")
    # The newest of each dataset comes last, and stays.
    newest = dict(versions.values_list("dataset__name", "columns"))
    return {name: {c["name"] for c in held} | {*KEY_COLUMNS} for name, held in newest.items()}


def read_version(home: Home, version: Any) -> pa.Table:
    """Read the table of one version from the home."""
    import pyarrow.parquet as pq

    return pq.read_table(home.path(version.path))


def fingerprint_of(path: Path) -> str:
    """Return ``sha256:`` and the digest of a file."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _dataset_named(name: str) -> Any:
    from ..records.models import Dataset

    return Dataset.objects.filter(name=name).first()


def _about(
    held: Any, *, name: str, title: str | None, retention: str | None, made_up: bool | None
) -> dict[str, Any]:
    """Return what is said of a dataset: what is stated, else what is on record."""
    if held and held.made_up and made_up is False:
        raise BadInput(
            "This dataset was registered as made up, and stays so.",
            why="What was made up must never pass for data about people.",
            next_step="Register other data under another name.",
        )
    plain = name.replace("_", " ").replace("-", " ").capitalize()
    return {
        "name": name,
        "title": title or (held.title if held else plain),
        "retention": (held.retention if held else "") if retention is None else retention,
        "made_up": bool(made_up or (held and held.made_up)),
    }


def _write(folder: Path, inspected: Inspected, about: dict[str, Any]) -> None:
    import pyarrow.parquet as pq

    folder.mkdir(mode=0o700)
    pq.write_table(inspected.reading.table, folder / "data.parquet", compression="zstd")
    intake.write_contract(
        folder / "dataset.odcs.yaml",
        name=about["name"],
        steward=about["steward"],
        description=inspected.description,
        report=inspected.quality,
        retention=about["retention"] or None,
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
    source: str | Path,
) -> Registered:
    facts: dict[str, Any] = {
        "fingerprint": fingerprint_of(folder / "data.parquet"),
        "source_fingerprint": _source_fingerprint(source),
        "rows": inspected.description.rows,
        "columns": _columns(inspected.description),
        "quality": _quality(inspected),
    }
    with (
        home.moving(),
        acting(home, by=by, right=Right.DATASET_REGISTER, name="dataset-registered") as act,
    ):
        # Under the lock, so that of two processes with one table the second finds it there.
        held = _dataset_named(about["name"])
        refuse_another_steward(held, act.person.organisation, steward=about["steward"])
        latest = held.versions.order_by("-number").first() if held else None
        same = bool(latest and latest.fingerprint == facts["fingerprint"])
        act.moot = same and all(
            getattr(held, key) == value for key, value in about.items() if key != "source"
        )
        number = latest.number if latest else 1
        if not act.moot:
            number = _record_version(act, home.directory, folder, about, facts, same=same)
    told = about["name"], number, facts["rows"], facts["fingerprint"], inspected
    had = {column["name"] for column in latest.columns} if latest else set()
    gone = sorted(had - {column["name"] for column in facts["columns"]})
    return Registered(*told, already_there=act.moot, gone=tuple(gone))


def _record_version(
    act: Any, home: Path, folder: Path, about: dict[str, Any], facts: dict[str, Any], *, same: bool
) -> int:
    from ..records.models import Dataset, DatasetVersion

    dataset: Any
    dataset, _ = Dataset.objects.update_or_create(
        name=about["name"], defaults=about, create_defaults={**about, "registered_at": act.at}
    )
    number = int(dataset.versions.count()) + (not same)
    act.facts.update(
        dataset=about["name"],
        version=number,
        steward=about["steward"],
        rows=facts["rows"],
        fingerprint=facts["fingerprint"],
        made_up=about["made_up"],
    )
    if not same:
        target = f"datasets/{about['name']}/v{number}"
        DatasetVersion.objects.create(
            dataset=dataset,
            number=number,
            path=f"{target}/data.parquet",
            registered_at=act.at,
            **facts,
        )
        act.place(folder, home / target)
    return number


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
