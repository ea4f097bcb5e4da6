"""A file of boundaries to areas: GeoJSON in degrees, or on the British National Grid.

What cannot be drawn is refused (BadInput), with the number of the feature at fault; what can be put
right is put right and told as a finding. Source: RFC 7946, The GeoJSON Format.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Any

from beholden.kernel import BadInput, Finding, QualityDimension, legible

from .borders import borders_of, lie_on_one_another, made_plainer
from .british_grid import is_on_grid, to_degrees
from .crossing import crosses_itself
from .values import MILLIONTHS, MOST_AREAS, Area, AreasRead, Point, Polygon, Ring, twice_the_size

LARGEST_MIB = 32
MOST_POINTS_READ = 400_000
_LONGEST_TEXT = 100
# A name of a property that may be told: it is a heading, and no value.
_PLAIN_NAME = re.compile(r"[\w .:()-]{1,40}")
# The British Isles, in degrees.
_WEST, _EAST, _SOUTH, _NORTH = -11.0, 2.5, 49.0, 61.5
# Corners where borders part are never left out, nor what keeps an outline from crossing itself.
_MOST_POINTS_KEPT = 20_000

Positions = list[list[tuple[float, float]]]


@dataclass
class _Found:
    """What is found amiss while a file is read."""

    findings: list[Finding] = field(default_factory=list)
    points: int = 0
    on_grid: bool = False

    def add(self, code: str, dimension: QualityDimension, says: str, row: int | None) -> None:
        self.findings.append(Finding(code, dimension, says, row=row))


def read_areas(content: bytes, *, code: str, name: str = "") -> AreasRead:
    """Return the areas of a GeoJSON file, fit to be drawn.

    ``code`` and ``name`` are the properties that hold each area's code and its name; without the
    second, the code is the name. Raises BadInput for a file that is no collection of areas.
    """
    features = _features(_parsed(content))
    found = _Found()
    labels = _labels(features, code, name)
    outlines = [_polygons(feature, row, found) for row, feature in enumerate(features, 1)]
    placed = _placed(outlines, found)
    areas = tuple(Area(*label, polygons) for label, polygons in zip(labels, placed, strict=True))
    borders = borders_of(areas)
    _look_at(areas, borders, found)
    plainer = made_plainer(borders)
    if plainer.points > _MOST_POINTS_KEPT:
        raise BadInput(
            "The areas of the file are too many or too tangled for one map.",
            why=f"Made as plain as they can be, they still have {plainer.points:,} points.",
            next_step="Keep the areas of your own council alone, or larger ones.",
        )
    return AreasRead(
        plainer.areas, tuple(found.findings), found.points, plainer.points, plainer.detail
    )


def _parsed(content: bytes) -> Any:
    if len(content) > LARGEST_MIB * 2**20:
        raise BadInput(
            f"The file of areas is larger than {LARGEST_MIB} MiB.",
            why="A map of the council's own areas needs far less.",
            next_step="Take the generalised boundaries, and those of your own council alone.",
        )
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:  # a number of too many digits is a ValueError
        raise BadInput(
            "The file of areas cannot be read as GeoJSON.",
            why="It is not JSON in UTF-8, or it is nested too deeply.",
            next_step="Export the boundaries as GeoJSON (RFC 7946).",
        ) from fault


def _no_number(_constant: str) -> float:
    raise ValueError("JSON has no such number")


def _features(document: Any) -> list[Mapping[str, Any]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise BadInput(
            "The file of areas is no collection of features.",
            why="GeoJSON with areas is one FeatureCollection.",
            next_step="Export the whole layer, not one of its shapes.",
        )
    if not 1 <= len(features) <= MOST_AREAS:
        raise BadInput(
            f"A file of areas holds 1 to {MOST_AREAS:,} of them; this one holds {len(features):,}.",
            next_step="Keep the areas of your own council alone.",
        )
    if any(not isinstance(one, dict) for one in features):
        raise BadInput("The file of areas holds a feature that is none.")
    return features


def _labels(features: Sequence[Mapping[str, Any]], code: str, name: str) -> list[tuple[str, str]]:
    """Return the code and the name of each feature; raise BadInput where a code is missing."""
    told = [one.get("properties") for one in features]
    properties = [one if isinstance(one, dict) else {} for one in told]
    for wanted in filter(None, (code, name)):
        if not any(wanted in one for one in properties):
            raise BadInput(
                f"No area of the file has the property {wanted}.",
                why=_which_there_are(properties),
                next_step="Name the property that holds the code of each area.",
            )
    codes = [_text(one.get(code)) for one in properties]
    _refuse_without_code(codes)
    names = [_text(one.get(name)) if name else "" for one in properties]
    return [(code, name or code) for code, name in zip(codes, names, strict=True)]


def _text(value: Any) -> str:
    """Return a label: text, or a whole number as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return " ".join(legible(value).split())[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _which_there_are(properties: Sequence[Mapping[str, Any]]) -> str:
    names = dict.fromkeys(name for one in properties for name in one)
    told = [name for name in names if _PLAIN_NAME.fullmatch(name)][:12]
    return f"It has {', '.join(told)}." if told else "Its areas have no property with a plain name."


def _refuse_without_code(codes: Sequence[str]) -> None:
    missing = [row for row, code in enumerate(codes, 1) if not code]
    times = Counter(code.casefold() for code in codes)
    twice = [row for row, code in enumerate(codes, 1) if times[code.casefold()] > 1]
    if missing:
        raise BadInput(
            f"{len(missing)} areas of the file have no code.",
            why=f"The first is feature {missing[0]}.",
            next_step="Give each area its code, or name another property.",
        )
    if twice:
        raise BadInput(
            "Two areas of the file have the same code.",
            why=f"They are features {_some(twice)}.",
            next_step="Join the parts of one area into one feature, or put the codes right.",
        )


def _some(rows: Sequence[int]) -> str:
    told = ", ".join(map(str, rows[:6]))
    return f"{told} and {len(rows) - 6} more" if len(rows) > 6 else told


def _polygons(feature: Mapping[str, Any], row: int, found: _Found) -> list[Positions]:
    """Return the polygons of a feature; raise BadInput where it has none."""
    geometry = feature.get("geometry")
    shape = geometry if isinstance(geometry, dict) else {}
    parts = shape.get("coordinates")
    many = {"Polygon": [parts], "MultiPolygon": parts}.get(str(shape.get("type")))
    if not isinstance(many, list):
        raise _no_area(row, "It is no polygon.")
    polygons = [rings for rings in (_rings(part, row, found) for part in many) if rings]
    if not polygons:
        raise _no_area(row, "Its outlines enclose nothing.")
    return polygons


def _no_area(row: int, why: str) -> BadInput:
    return BadInput(
        f"Feature {row} of the file is no area.",
        why=why,
        next_step="Export polygons: each area with its outline.",
    )


def _rings(part: Any, row: int, found: _Found) -> Positions:
    """Return the outline and holes of a polygon; empty where the outline encloses nothing."""
    if not isinstance(part, list) or not part:
        raise _no_area(row, "Its outline is missing.")
    rings = [_ring(one, row, found) for one in part]
    if len(rings[0]) < 3:
        found.add("areas-flat", QualityDimension.VALIDITY, "A part encloses nothing.", row)
        return []
    return [ring for ring in rings if len(ring) >= 3]


def _ring(positions: Any, row: int, found: _Found) -> list[tuple[float, float]]:
    """Return the points of a ring, the first said once."""
    if not isinstance(positions, list):
        raise _no_area(row, "An outline is no list of positions.")
    found.points += len(positions)
    if found.points > MOST_POINTS_READ:
        raise BadInput(
            f"The outlines of the file have more than {MOST_POINTS_READ:,} points.",
            next_step="Take the generalised boundaries, and those of your own council alone.",
        )
    points = [_position(one, row) for one in positions]
    if len(points) > 1 and points[0] != points[-1]:
        found.add("areas-open", QualityDimension.VALIDITY, "An outline was closed.", row)
        points.append(points[0])
    return points[:-1]


def _position(value: Any, row: int) -> tuple[float, float]:
    if not isinstance(value, list) or not 2 <= len(value) <= 4:
        raise _no_area(row, "A position is not two numbers.")
    east, north = value[:2]
    if not (_is_number(east) and _is_number(north)):
        raise _no_area(row, "A position is not two numbers that can be drawn.")
    return float(east), float(north)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e9 and isfinite(value)


def _placed(outlines: Sequence[list[Positions]], found: _Found) -> Iterator[tuple[Polygon, ...]]:
    """Return the outlines in degrees; raise BadInput for another grid."""
    every = [point for area in outlines for part in area for ring in part for point in ring]
    on_grid = _is_british_grid(every, found)
    return (_area_placed(area, row, on_grid, found) for row, area in enumerate(outlines, 1))


def _is_british_grid(points: Sequence[tuple[float, float]], found: _Found) -> bool:
    """Return whether positions are metres of the British National Grid, and not degrees."""
    if all(abs(east) <= 180 and abs(north) <= 90 for east, north in points):
        _look_where(points, found)
        return False
    if all(is_on_grid(east, north) for east, north in points):
        found.add(
            "areas-british-grid",
            QualityDimension.CONSISTENCY,
            "The positions are of the British National Grid; they were made degrees (WGS84), right "
            "to about five metres.",
            None,
        )
        return True
    raise BadInput(
        "The positions of the file are on a grid that cannot be read.",
        why="They are neither degrees (WGS84) nor metres of the British National Grid.",
        next_step="Export as GeoJSON in WGS84 (EPSG:4326), or in EPSG:27700.",
    )


def _look_where(points: Sequence[tuple[float, float]], found: _Found) -> None:
    """Refuse degrees in the wrong order; tell of places that are not in the British Isles."""
    if all(_is_here(*point) for point in points):
        return
    if all(_is_here(north, east) for east, north in points):
        raise BadInput(
            "The positions of the file have latitude first.",
            why="GeoJSON has longitude first (RFC 7946, 3.1.1).",
            next_step="Export again with longitude and latitude in that order.",
        )
    found.add(
        "areas-elsewhere", QualityDimension.ACCURACY, "Some lie outside the British Isles.", None
    )


def _is_here(east: float, north: float) -> bool:
    return _WEST <= east <= _EAST and _SOUTH <= north <= _NORTH


def _area_placed(
    area: Sequence[Positions], row: int, on_grid: bool, found: _Found
) -> tuple[Polygon, ...]:
    polygons = []
    for part in area:
        outline, *holes = [_ring_placed(ring, on_grid) for ring in part]
        if twice_the_size(outline) != 0:
            polygons.append((outline, *(hole for hole in holes if twice_the_size(hole) != 0)))
        else:
            found.add("areas-flat", QualityDimension.VALIDITY, "A part encloses nothing.", row)
    if not polygons:
        raise _no_area(row, "Its outlines enclose nothing.")
    return tuple(polygons)


def _ring_placed(ring: Sequence[tuple[float, float]], on_grid: bool) -> Ring:
    """Return a ring in millionths of a degree, no point twice in a row."""
    degrees = [to_degrees(*point) for point in ring] if on_grid else ring
    points: list[Point] = [
        (round(east * MILLIONTHS), round(north * MILLIONTHS)) for east, north in degrees
    ]
    return tuple(point for before, point in pairwise((points[-1], *points)) if before != point)


def _look_at(areas: Sequence[Area], borders: Any, found: _Found) -> None:
    """Tell of what is drawn as it is and may look odd."""
    if lie_on_one_another(borders):
        found.add("areas-overlap", QualityDimension.CONSISTENCY, "Some lie on one another.", None)
    for row, area in enumerate(areas, 1):
        if any(map(crosses_itself, area.rings)):
            found.add("areas-crossed", QualityDimension.VALIDITY, "An outline crosses itself.", row)
    names = Counter(area.name.casefold() for area in areas)
    if any(times > 1 for times in names.values()):
        says = "Some have the same name; tables are matched to them by code."
        found.add("areas-same-name", QualityDimension.UNIQUENESS, says, None)
