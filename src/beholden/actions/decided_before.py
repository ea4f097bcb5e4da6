"""What people decided about the pairs of earlier linkages, made ready for the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..linkage import reviewing
from .home import Home


@dataclass(frozen=True, slots=True)
class Told:
    """Decisions of one linkage: their order, rows (from 1), candidates and answers."""

    data: Path
    keys: Path
    columns: Mapping[str, Any]
    order: tuple[int, ...]
    rows: tuple[int, ...]
    candidates: tuple[str, ...]
    answers: tuple[reviewing.Answer, ...]


def told_of_places(home: Home, *, dataset: str, gazetteer: str) -> tuple[Told, ...]:
    """Return the decisions on every version of a dataset beside those of a gazetteer."""
    return _told(
        home,
        {"key__column": "uprn", "key__run__against__dataset__name": gazetteer},
        dataset=dataset,
    )


def told_of_people(home: Home, *, versions: Mapping[str, Any]) -> dict[str, tuple[Told, ...]]:
    """Return, by dataset, the decisions on these very versions: rows of others are other rows."""
    numbers = {name: version.number for name, version in versions.items()}
    return {
        name: _told(
            home,
            {"key__column": "person", "key__version": version},
            dataset=name,
            current=numbers,
        )
        for name, version in versions.items()
    }


def _told(
    home: Home,
    of: Mapping[str, Any],
    *,
    dataset: str,
    current: Mapping[str, int] | None = None,
) -> tuple[Told, ...]:
    from ..records.models import PairLabel

    records = PairLabel.objects.filter(key__version__dataset__name=dataset, **of)
    by_key: dict[Any, list[Any]] = defaultdict(list)
    for label in records.select_related("key__version", "key__run").order_by("id"):
        if current is None or _still(label, current):
            by_key[label.key].append(label)
    return tuple(_of_key(home, key, dataset, labels) for key, labels in by_key.items())


def _still(label: Any, current: Mapping[str, int]) -> bool:
    """Return whether a pair of people is one of rows that are in the current versions."""
    other, _ = reviewing.row_of(label.candidate)
    return bool(label.key.method.get("versions", {}).get(other) == current.get(other, -1))


def _of_key(home: Home, key: Any, dataset: str, labels: list[Any]) -> Told:
    return Told(
        home.path(key.version.path),
        home.path(key.path),
        key.run.columns.get(dataset, {}),
        tuple(label.pk for label in labels),
        tuple(label.row for label in labels),
        tuple(label.candidate for label in labels),
        tuple(reviewing.Answer(label.says) for label in labels),
    )


def place_labels(told: Iterable[Told]) -> reviewing.PlaceLabels:
    """Return decisions about places with the addresses that they were made about.

    Addresses are read from the version that was decided on; of a version that is gone, nothing is.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: list[tuple[int, str, str, reviewing.Answer]] = []
    for one in told:
        if not one.data.is_file():
            continue
        address, postcode = one.columns["address"], (one.columns["postcode"] or [None])[0]
        table = pq.read_table(one.data, columns=[*address, *([postcode] if postcode else [])])
        rows = pa.array([row - 1 for row in one.rows], pa.int64())
        texts = reviewing.texts_of(table.take(rows), address, postcode).to_pylist()
        found += zip(one.order, texts, one.candidates, one.answers, strict=True)
    found.sort(key=lambda label: label[0])
    return reviewing.PlaceLabels(
        pa.array([text for _, text, _, _ in found], pa.large_string()),
        [candidate for _, _, candidate, _ in found],
        [answer for *_, answer in found],
    )


def people_labels(
    told: Mapping[str, Iterable[Told]],
) -> tuple[tuple[str, reviewing.Label], ...]:
    """Return decisions about people, each with its dataset, in the order of deciding."""
    found = [
        (order, name, reviewing.Label(row, candidate, answer))
        for name, several in told.items()
        for one in several
        for order, row, candidate, answer in zip(
            one.order, one.rows, one.candidates, one.answers, strict=True
        )
    ]
    return tuple((name, label) for _, name, label in sorted(found, key=lambda one: one[0]))


def calibration_of_people(told: Mapping[str, Iterable[Told]]) -> reviewing.Calibration:
    """Return what decisions about people say of the scores that their pairs had."""
    import pyarrow.parquet as pq

    scores: list[float] = []
    same: list[bool] = []
    for one in (one for several in told.values() for one in several):
        if not one.keys.is_file():
            continue
        keys = pq.read_table(one.keys)
        before = keys["score_before" if "score_before" in keys.column_names else "score"]
        given = dict(zip(keys["row"].to_pylist(), before.to_pylist(), strict=True))
        for row, answer in zip(one.rows, one.answers, strict=True):
            if given.get(row - 1) is not None and answer is not reviewing.Answer.CANNOT_TELL:
                scores.append(given[row - 1])
                same.append(answer is reviewing.Answer.SAME)
    return reviewing.recalibrate(scores, same) if scores else reviewing.Calibration()
