"""Areas as a GeoJSON document: what is kept, and what is published beside a map."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .values import MILLIONTHS, Area, Polygon, Ring


def to_geojson(areas: Iterable[Area], *, title: str, attribution: str, licence: str) -> str:
    """Return areas as GeoJSON (RFC 7946), with whose they are and under which licence."""
    document = {
        "type": "FeatureCollection",
        "title": title,
        "licence": licence,
        "attribution": attribution,
        "features": [_feature(area) for area in areas],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def from_geojson(text: str) -> tuple[Area, ...]:
    """Return the areas of a document that ``to_geojson`` wrote."""
    features = json.loads(text)["features"]
    return tuple(
        Area(
            one["properties"]["code"],
            one["properties"]["name"],
            tuple(map(_polygon_read, one["geometry"]["coordinates"])),
        )
        for one in features
    )


def _feature(area: Area) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": area.code, "name": area.name},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[_closed(ring) for ring in polygon] for polygon in area.polygons],
        },
    }


def _closed(ring: Ring) -> list[list[float]]:
    return [[east / MILLIONTHS, north / MILLIONTHS] for east, north in (*ring, ring[0])]


def _polygon_read(rings: Any) -> Polygon:
    return tuple(
        tuple((round(x * MILLIONTHS), round(y * MILLIONTHS)) for x, y in ring[:-1])
        for ring in rings
    )
