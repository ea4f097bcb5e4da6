"""Reading the areas that numbers are shown on."""

from __future__ import annotations

from typing import Any

from .missing import missing
from .views import AreasToDraw, AreasVersionView, AreasView

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


def labels_of_areas(*, made_up: bool) -> tuple[tuple[str, int, list[list[str]]], ...]:
    """Return the name, version and labels of each set of areas, by its newest version.

    They are those that are made up, or those that are not; labels are pairs of code and name.
    """
    from django.db.models import Exists, OuterRef

    from ..models import AreasVersion

    later = AreasVersion.objects.filter(name=OuterRef("name"), version__gt=OuterRef("version"))
    newest = AreasVersion.objects.filter(~Exists(later), made_up=made_up).order_by("name")
    return tuple(newest.values_list("name", "version", "labels"))


def areas_to_draw(name: str, *, version: int) -> AreasToDraw:
    """Return one version of a set of areas with its outlines; raises NotFound."""
    from ..models import AreasVersion

    found = AreasVersion.objects.filter(name=name, version=version).first()
    if found is None:
        names = AreasVersion.objects.values_list("name", flat=True)
        raise missing("version of areas", name, names, list_with=_LIST)
    return _to_draw(found)


def areas_of_release(release_id: str) -> AreasToDraw | None:
    """Return the version of areas that a release is mapped on; None where it has no map."""
    from ..models import AreasVersion, ReleaseAreas

    pinned = ReleaseAreas.objects.filter(release=release_id).values("areas")
    found = AreasVersion.objects.filter(pk__in=pinned).first()
    return _to_draw(found) if found else None


def _to_draw(record: Any) -> AreasToDraw:
    return AreasToDraw(
        name=record.name,
        version=record.version,
        title=record.title,
        licence=record.licence,
        attribution=record.attribution,
        labels=_labels(record),
        document=record.document,
        fingerprint=record.fingerprint,
    )


def _labels(record: Any) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in record.labels)


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
        labels=_labels(newest),
        points_read=newest.points_read,
        points=newest.points,
        detail=newest.detail,
        findings=tuple(newest.findings),
        versions=tuple(
            AreasVersionView(one.version, len(one.labels), one.fingerprint, one.kept_at)
            for one in records
        ),
    )
