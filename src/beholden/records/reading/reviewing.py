"""Reading how far the review of a dataset's links has come: counts alone, for anybody inside."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .missing import missing
from .offices import office_then
from .views import LinkageView, ReviewView, SampleView


def review_of(dataset: str) -> tuple[ReviewView, ...]:
    """Return the review of each linkage of a dataset's newest version; raises NotFound.

    Of each kind of key the newest linkage is told, with the decisions on all of that version; of
    people, those made for the same use.
    """
    from ..models import Dataset

    record = Dataset.objects.filter(name=dataset).first()
    if record is None:
        names = Dataset.objects.values_list("name", flat=True)
        raise missing("dataset", dataset, names, list_with="beholden dataset list")
    version = record.versions.order_by("-number").first()
    newest = {key.column: key for key in version.keys.order_by("number")} if version else {}
    return tuple(_review(record.name, version, key) for key in newest.values())


def _review(dataset: str, version: Any, key: Any) -> ReviewView:
    from ..models import PairLabel

    labels = PairLabel.objects.filter(key__version=version, key__column=key.column)
    if key.column == "person":
        labels = labels.filter(key__method__use=key.method.get("use", ""))
    told = labels.order_by("id").values_list("row", "candidate", "says")
    latest = {(row, candidate): says for row, candidate, says in told}
    return ReviewView(
        dataset=dataset,
        version=version.number,
        key=key.column,
        number=key.number,
        rows=key.rows,
        matched=key.matched,
        decided=dict(Counter(latest.values())),
        calibration=key.method.get("calibration", {}),
        samples=tuple(_sample(sample, latest) for sample in key.samples.select_related("drawn_by")),
    )


def _sample(record: Any, latest: dict[tuple[int, str], str]) -> SampleView:
    drawn = [tuple(pair) for stratum in record.strata for pair in stratum["drawn"]]
    return SampleView(
        id=record.id,
        of=record.of,
        population=record.rows,
        drawn=len(drawn),
        decided=sum(pair in latest for pair in drawn),
        drawn_by_office=office_then(record.drawn_by, record.drawn_at),
        drawn_at=record.drawn_at,
    )


def linkages(**of: str) -> tuple[LinkageView, ...]:
    """Return the newest linkage of each dataset and kind of key, by dataset, for officers.

    ``of`` names the ``dataset`` and the ``column`` of the one that is wanted, if one is.
    """
    from django.db.models import OuterRef, Subquery

    from ..models import DatasetVersion, KeyColumn

    one = {"dataset": "version__dataset__name", "column": "column"}
    newest = DatasetVersion.objects.filter(dataset=OuterRef("version__dataset")).order_by("-number")
    found = KeyColumn.objects.select_related("version__dataset", "run__made_by")
    keys = found.filter(
        version=Subquery(newest.values("pk")[:1]), **{one[name]: said for name, said in of.items()}
    )
    current = list(keys.order_by("version__dataset__name", "number"))
    last = {(key.version_id, key.column): key for key in current}
    decided = _decided(current)
    return tuple(
        _linkage(key, current, len(decided[_group(key)]))
        for key in last.values()
        if getattr(key, "run", None) is not None
    )


def _decided(keys: list[Any]) -> dict[Any, set[tuple[int, str]]]:
    """Return the decided pairs of each group of keys that share their decisions."""
    from ..models import PairLabel

    of = {key.pk: _group(key) for key in keys}
    pairs: dict[Any, set[tuple[int, str]]] = {group: set() for group in of.values()}
    labels = PairLabel.objects.filter(key__in=of).values_list("key_id", "row", "candidate")
    for key_id, row, candidate in labels.distinct():
        pairs[of[key_id]].add((row, candidate))
    return pairs


def _group(key: Any) -> tuple[int, str, str]:
    return key.version_id, key.column, str(key.method.get("use", ""))


def _linkage(key: Any, keys: list[Any], decided: int) -> LinkageView:
    alike = (
        one.run.made_by.code
        for one in keys
        if (one.version_id, one.column, one.fingerprint)
        == (key.version_id, key.column, key.fingerprint)
        and getattr(one, "run", None) is not None
    )
    dataset = key.version.dataset
    return LinkageView(
        dataset=dataset.name,
        title=dataset.title,
        steward=dataset.steward,
        made_up=dataset.made_up,
        version=key.version.number,
        key=key.column,
        rows=key.rows,
        matched=key.matched,
        decided=decided,
        made_at=key.made_at,
        makers=frozenset(alike),
        fairness=key.method.get("fairness", {}),
    )
