"""Made-up datasets, terms and plans for the sealing tests, and ways to look inside."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from beholden.gate.extract.extracts import Extract, open_extract
from beholden.gate.extract.image import memory_file
from beholden.gate.extract.keys import Keys
from beholden.gate.extract.sealing import Source, seal
from beholden.kernel import (
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    Measure,
    QualityFloor,
    Terms,
)

JOIN, DIMENSION = ColumnRole.JOIN, ColumnRole.DIMENSION
MEASURE, IDENTITY, WITHHELD = ColumnRole.MEASURE, ColumnRole.IDENTITY, ColumnRole.WITHHELD

RATING_BANDS = (("warm", ("A", "B", "C")), ("cold", ("D", "E", "F", "G")))


def column(name: str, role: ColumnRole = DIMENSION, **more: Any) -> ColumnTerms:
    return ColumnTerms(name, role, **more)


COUNCIL_TAX = DatasetTerms(
    name="council_tax",
    steward="Revenues and Benefits",
    columns=(
        column("uprn", JOIN),
        column("tenure"),
        column("neighbourhood"),
        column("arrears", MEASURE, functions=("sum", "avg")),
        column("in_arrears"),
    ),
    rows="liable_to is null",
)
ENERGY = DatasetTerms(
    name="energy_certificates",
    steward="Housing",
    columns=(column("uprn", JOIN), column("rating", bands=RATING_BANDS)),
)


def terms(*datasets: DatasetTerms, use: str = "warm-homes", **more: Any) -> Terms:
    fields: dict[str, Any] = {
        "agreement": "warm-homes-2026",
        "use": use,
        "purpose": "To offer help (made up).",
        "between": ("Revenues and Benefits",),
        "starts": date(2026, 12, 1),
        "ends": date(2027, 3, 31),
        "subject": "household",
        "subject_column": "uprn",
        "datasets": datasets or (COUNCIL_TAX, ENERGY),
        "group_rules": (GroupRule(10, "outputs › aggregate"),),
    }
    return Terms(**{**fields, **more})


def floor(dataset: str, name: str, complete: float) -> QualityFloor:
    return QualityFloor(dataset, name, complete)


def parquet(path: Path, columns: Mapping[str, Sequence[Any]] | pa.Table) -> Path:
    table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    return path


def council_tax(households: int = 40) -> dict[str, list[Any]]:
    count = range(households)
    return {
        "account": [f"MADEUP-ACCOUNT-{i}" for i in count],
        "name": [f"MADEUP-NAME-{i}" for i in count],
        "uprn": [str(100_000_000 + i) for i in count],
        "tenure": [("owned", "rented")[i % 2] for i in count],
        "neighbourhood": [("Millbrook", "Harbour")[i % 3 == 0] for i in count],
        "arrears": [f"{i * 10}.50" for i in count],
        "in_arrears": [("yes", "No")[i % 2] for i in count],
        "liable_to": [None if i % 5 else "2026-06-30" for i in count],
    }


def energy(households: int = 40) -> dict[str, list[Any]]:
    count = range(households)
    return {
        "certificate": [f"MADEUP-CERTIFICATE-{i}" for i in count],
        "rating": ["ABCDEFGX"[i % 8] for i in count],
    }


@dataclass(frozen=True)
class Bench:
    """A folder with made-up sources, keys of their own and a place for extracts."""

    folder: Path

    @property
    def keys(self) -> Keys:
        return Keys(self.folder / "council.keys")

    @property
    def sealed(self) -> Path:
        return self.folder / "extracts" / "one.sealed"

    def source(
        self, name: str, columns: Mapping[str, Sequence[Any]], **keys: Sequence[Any]
    ) -> Source:
        data = parquet(self.folder / name / "data.parquet", columns)
        if not keys:
            return Source(data)
        rows = range(len(next(iter(keys.values()))))
        return Source(data, (parquet(self.folder / name / "uprn.parquet", {"row": rows, **keys}),))

    def both(self, households: int = 40) -> dict[str, Source]:
        uprns = [str(100_000_000 + i) for i in range(households)]
        return {
            "council_tax": self.source("council_tax", council_tax(households)),
            "energy_certificates": self.source("energy", energy(households), uprn=uprns),
        }

    def seal(
        self, wanted: Terms | None = None, sources: Mapping[str, Source] | None = None, **more: Any
    ) -> Extract:
        wanted = wanted or terms()
        more.setdefault("to", self.sealed)
        more.setdefault("use_secret", self.keys.use_secret(wanted.use))
        more.setdefault("version", 1)
        return seal(wanted, self.both() if sources is None else sources, keys=self.keys, **more)


@dataclass(frozen=True)
class MadeUpPlan:
    """A plan with any text, for what deciding would never let pass."""

    sql: str
    dimensions: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    subject: str = "household"
    smallest_group: int = 10
    because: str = "outputs › aggregate"
    round_to: int = 5
    largest_share: float = 0.5


@contextmanager
def looking_into(extract: Extract, keys: Keys) -> Iterator[Any]:
    """Yield a connection to the decrypted image, outside any jail."""
    image = memory_file()
    try:
        open_extract(extract, keys.read(extract.id), image)
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '/proc/{os.getpid()}/fd/{image}' AS sealed (READ_ONLY)")
            connection.execute("USE sealed")
            yield connection
    finally:
        os.close(image)


def image_bytes(extract: Extract, keys: Keys) -> bytes:
    image = memory_file()
    try:
        open_extract(extract, keys.read(extract.id), image)
        return os.pread(image, os.fstat(image).st_size, 0)
    finally:
        os.close(image)


def sealed_rows(extract: Extract, keys: Keys, dataset: str) -> list[dict[str, Any]]:
    """Return the rows of one sealed table in the order in which they lie."""
    with looking_into(extract, keys) as connection:
        return (
            connection.sql(f'SELECT * FROM "{dataset}" ORDER BY rowid').to_arrow_table().to_pylist()
        )


def sealed_types(extract: Extract, keys: Keys, dataset: str) -> dict[str, str]:
    with looking_into(extract, keys) as connection:
        rows = connection.execute(f'DESCRIBE "{dataset}"').fetchall()
    return {row[0]: row[1] for row in rows}
