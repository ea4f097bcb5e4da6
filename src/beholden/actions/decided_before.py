"""What people decided about the pairs of earlier linkages, made ready for the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..linkage import reviewing
from .ending import is_kept
from .home import Home
from .persons_kept import pairs_beside


@dataclass(frozen=True, slots=True)
class Told:
    """Decisions of one linkage: their order, rows (from 1), candidates and answers.

    ``own`` of them are of whoever has the next linkage made. Nobody judges a link that they have
    made, so they come first and say nothing: what others say of the same pair holds.
    """

    data: Path
    keys: Path
    columns: Mapping[str, Any]
    order: tuple[int, ...]
    rows: tuple[int, ...]
    candidates: tuple[str, ...]
    answers: tuple[reviewing.Answer, ...]
    own: int = 0

    @property
    def heeded(self) -> int:
        """Return how many decisions the next linkage heeds."""
        return len(self.rows) - self.own


def told_of_places(home: Home, *, by: str, dataset: str, gazetteer: str) -> tuple[Told, ...]:
    """Return the decisions on every version of a dataset beside those of a gazetteer.

    ``by`` has the next linkage made.
    """
    return _told(
        home,
        {"key__column": "uprn", "key__run__against__dataset__name": gazetteer},
        by=by,
        dataset=dataset,
    )


def told_of_people(
    home: Home, *, by: str, versions: Mapping[str, Any], use: str
) -> dict[str, tuple[Told, ...]]:
    """Return, by dataset, the decisions on these very versions: rows of others are other rows.

    ``by`` has the next linkage made. What was decided for another ``use`` says nothing (S7), and
    so does what was decided on keys that went with the end of theirs (S6).
    """
    numbers = {name: version.number for name, version in versions.items()}
    return {
        name: _told(
            home,
            {"key__column": "person", "key__version": version, "key__method__use": use},
            by=by,
            dataset=name,
            current=numbers,
        )
        for name, version in versions.items()
    }


def _told(
    home: Home,
    of: Mapping[str, Any],
    *,
    by: str,
    dataset: str,
    current: Mapping[str, int] | None = None,
) -> tuple[Told, ...]:
    from ..records.models import PairLabel

    records = PairLabel.objects.filter(key__version__dataset__name=dataset, **of)
    by_key: dict[Any, list[Any]] = defaultdict(list)
    related = ("key__version", "key__run", "decided_by")
    for label in records.select_related(*related).order_by("id"):
        if current is None or _still(label, current):
            by_key[label.key].append(label)
    kept = {key: labels for key, labels in by_key.items() if is_kept(home, key)}
    return tuple(
        _of_key(home, key, dataset, [_heeded(label, by) for label in labels])
        for key, labels in kept.items()
    )


_FIRST = -(2**62)


def _heeded(label: Any, by: str) -> tuple[int, Any, reviewing.Answer]:
    """Return where a decision stands, with what it says to whoever has the next linkage made."""
    if label.decided_by.code == by:
        return _FIRST + int(label.pk), label, reviewing.Answer.CANNOT_TELL
    return label.pk, label, reviewing.Answer(label.says)


def not_heeded(told: Iterable[Told]) -> tuple[str, ...]:
    """Return the warning that one's own decisions say nothing of the link one has made."""
    own = sum(one.own for one in told)
    if not own:
        return ()
    return (
        f"{own:,} decisions of your own were not heeded: nobody judges a link that they have made. "
        "Another steward's linkage would heed them.",
    )


def _still(label: Any, current: Mapping[str, int]) -> bool:
    """Return whether a pair of people is one of rows that are in the current versions."""
    other, _ = reviewing.row_of(label.candidate)
    return bool(label.key.method.get("versions", {}).get(other) == current.get(other, -1))


def _of_key(
    home: Home, key: Any, dataset: str, heeded: list[tuple[int, Any, reviewing.Answer]]
) -> Told:
    labels = [label for _, label, _ in heeded]
    return Told(
        home.path(key.version.path),
        home.path(key.path),
        key.run.columns.get(dataset, {}),
        tuple(order for order, _, _ in heeded),
        tuple(label.row for label in labels),
        tuple(label.candidate for label in labels),
        tuple(answer for *_, answer in heeded),
        own=sum(order < 0 for order, _, _ in heeded),
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
    """Return what decisions about people say of the scores that their pairs had.

    Of pairs that are not kept, as those of an earlier version of Beholden, nothing is said.
    """
    scores: list[float] = []
    same: list[bool] = []
    for one in (one for several in told.values() for one in several):
        given = _scores_given(pairs_beside(one.keys))
        for *pair, answer in zip(one.rows, one.candidates, one.answers, strict=True):
            if tuple(pair) in given and answer is not reviewing.Answer.CANNOT_TELL:
                scores.append(given[tuple(pair)])
                same.append(answer is reviewing.Answer.SAME)
    return reviewing.recalibrate(scores, same) if scores else reviewing.Calibration()


def _scores_given(pairs: Path) -> dict[tuple[Any, ...], float]:
    """Return the score that each pair was given by the matcher itself."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if not pairs.is_file():
        return {}
    table = pq.read_table(pairs)
    before = "score_before" if "score_before" in table.column_names else "probability"
    if before == "probability":  # 1 of what was decided is nobody's score
        table = table.filter(pc.invert(reviewing.decided_before(table)))
    columns = (table[name].to_pylist() for name in ("row", "candidate", before))
    told = zip(*columns, strict=True)
    return {(row, candidate): score for row, candidate, score in told if score is not None}
