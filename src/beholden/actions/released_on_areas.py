"""The areas that a release is mapped on: found when it is asked for, and never others after that.

What the second person sees is then what is published, whatever areas are kept meanwhile (S9).
"""

from __future__ import annotations

from typing import Any

from .. import release
from ..records import reading
from .home import Home
from .maps import areas_to_map_on, map_of_checked


def areas_to_release_on(
    home: Home, asked: Any, checked: release.Checked
) -> reading.AreasToDraw | None:
    """Return the areas on which the table of an answer's receipt is mapped; None where on none."""
    made_of = [version["name"] for version in asked.facts["datasets"]]
    return areas_to_map_on(home, checked, use=asked.use.name, made_of=made_of)


def keep_map(waiting: Any, areas: reading.AreasToDraw) -> None:
    """Keep on which areas a release is mapped, as a part of the act that asks for it."""
    from ..records.models import AreasVersion, ReleaseAreas

    version = AreasVersion.objects.get(name=areas.name, version=areas.version)
    ReleaseAreas.objects.create(release=waiting, areas=version)


def map_in_facts(release_id: str) -> dict[str, Any] | None:
    """Return which areas a release is mapped on, as its review says it; None: it has no map."""
    on = reading.areas_of_release(release_id)
    if on is None:
        return None
    return {"areas": on.name, "version": on.version, "document": on.fingerprint}


def map_to_publish(home: Home, approved: Any) -> release.AreaMap | None:
    """Return the map that an approved release is published with: the one that was approved."""
    with home.at_work():
        areas = reading.areas_of_release(approved.pk)
    if areas is None:
        return None
    checked = release.Checked.from_dict(approved.checked)
    mapped = map_of_checked(checked, areas, title=approved.title)
    if mapped is None:
        return None
    return release.AreaMap(
        drawing=mapped.drawing,
        svg=mapped.svg,
        says=mapped.says,
        measure=mapped.measure,
        areas=areas.document,
        title=areas.title,
        whose=areas.attribution,
        licence=areas.licence,
    )
