"""Reading the areas that numbers are shown on."""

from __future__ import annotations

from typing import Any

from .missing import missing
from .views import AreasVersionView, AreasView

_LIST = "beholden areas list"


def areas() -> tuple[AreasView, ...]:
    """Return every set of areas by name, the newest version of each with those before it."""
    sets: dict[str, list[Any]] = {}
    for record in _records():
        sets.setdefault(record.name, []).append(record)
    return tuple(_view(records) for records in sets.values())


def areas_named(name: str) -> AreasView:
    """Return one set of areas; raises NotFound."""
    found = list(_records().filter(name=name))
    if not found:
        names = _records().values_list("name", flat=True)
        raise missing("set of areas", name, names, list_with=_LIST)
    return _view(found)


def areas_document(name: str) -> str:
    """Return the newest version of a set of areas as GeoJSON; raises NotFound."""
    from ..models import AreasVersion

    found = AreasVersion.objects.filter(name=name).order_by("-version").first()
    if found is None:
        raise missing("set of areas", name, [one.name for one in areas()], list_with=_LIST)
    return str(found.document)


def _records() -> Any:
    from ..models import AreasVersion

    # The outlines are large, and few who list areas draw them.
    return AreasVersion.objects.defer("document").order_by("name", "version")


def _view(records: list[Any]) -> AreasView:
    newest = records[-1]
    return AreasView(
        name=newest.name,
        version=newest.version,
        title=newest.title,
        steward=newest.steward,
        licence=newest.licence,
        attribution=newest.attribution,
        made_up=newest.made_up,
        labels=tuple((code, name) for code, name in newest.labels),
        points_read=newest.points_read,
        points=newest.points,
        detail=newest.detail,
        findings=tuple(newest.findings),
        versions=tuple(
            AreasVersionView(one.version, len(one.labels), one.fingerprint, one.kept_at)
            for one in records
        ),
    )
