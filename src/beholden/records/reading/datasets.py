"""Reading the datasets."""

from __future__ import annotations

from typing import Any

from .missing import missing
from .views import DatasetVersionView, DatasetView, KeyView


def datasets() -> tuple[DatasetView, ...]:
    """Return every dataset with its versions and keys, by name."""
    return tuple(_dataset(record) for record in _records())


def dataset(name: str) -> DatasetView:
    """Return one dataset; raises NotFound."""
    record = _records().filter(name=name).first()
    if record is None:
        names = _records().values_list("name", flat=True)
        raise missing("dataset", name, names, list_with="beholden dataset list")
    return _dataset(record)


def _records() -> Any:
    from ..models import Dataset

    return Dataset.objects.prefetch_related("versions__keys")


def _dataset(record: Any) -> DatasetView:
    return DatasetView(
        name=record.name,
        title=record.title,
        steward=record.steward,
        source=record.source,
        retention=record.retention,
        made_up=record.made_up,
        registered_at=record.registered_at,
        versions=tuple(_version(version) for version in record.versions.all()),
    )


def _version(record: Any) -> DatasetVersionView:
    return DatasetVersionView(
        number=record.number,
        fingerprint=record.fingerprint,
        rows=record.rows,
        columns=tuple(record.columns),
        quality=record.quality,
        registered_at=record.registered_at,
        keys=tuple(_key(key) for key in record.keys.all()),
    )


def _key(record: Any) -> KeyView:
    # Early homes recorded here which rows may be one person: that is for their reviewers alone, as
    # figures about groups of people are.
    method = {n: told for n, told in record.method.items() if n not in ("again", "fairness")}
    return KeyView(
        column=record.column,
        number=record.number,
        rows=record.rows,
        matched=record.matched,
        method=method,
        made_at=record.made_at,
    )
