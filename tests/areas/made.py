"""Made-up areas for tests: a grid of squares whose borders are bent alike on both sides."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from typing import Any

from beholden.areas.values import Area, Point

WEST, SOUTH, SIDE = 1_600_000, 54_000_000, 20_000  # millionths of a degree, in the North Sea


def squares(across: int, down: int, *, bends: int = 0, seed: int = 0) -> tuple[Area, ...]:
    """Return a grid of areas; each border has so many bends between its two corners."""
    borders: dict[tuple[Point, Point], list[Point]] = {}

    def border(one: Point, other: Point) -> list[Point]:
        key = min(one, other), max(one, other)
        if key not in borders:
            borders[key] = _bent(*key, bends, random.Random(f"{key}{seed}"))
        return borders[key] if one < other else borders[key][::-1]

    def area(column: int, row: int) -> Area:
        west, south = WEST + column * SIDE, SOUTH + row * SIDE
        corners = [
            (west, south), (west + SIDE, south), (west + SIDE, south + SIDE), (west, south + SIDE)
        ]  # fmt: skip
        ring = [
            point
            for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)
            for point in border(one, other)[:-1]
        ]
        return Area(f"A{row:02}{column:02}", f"Place {row}-{column}", ((tuple(ring),),))

    return tuple(area(column, row) for row in range(down) for column in range(across))


def _bent(one: Point, other: Point, bends: int, rng: random.Random) -> list[Point]:
    steps = [at / (bends + 1) for at in range(1, bends + 1)]
    aside = (one[1] - other[1], other[0] - one[0])
    # Near its ends a border bends less, so that two that meet in a corner never cross.
    moved = [(step, rng.uniform(-0.4, 0.4) * min(step, 1 - step)) for step in steps]
    between = [
        (
            round(one[0] + (other[0] - one[0]) * step + aside[0] * by),
            round(one[1] + (other[1] - one[1]) * step + aside[1] * by),
        )
        for step, by in moved
    ]
    return [one, *between, other]


def feature(ring: Sequence[Any] | None = None, *, code: Any = "A", name: Any = "Ay", **other: Any):
    """Return a GeoJSON feature with one outline; what is named otherwise takes its place."""
    square = [[1.0, 52.0], [1.1, 52.0], [1.1, 52.1], [1.0, 52.1], [1.0, 52.0]]
    polygon = {"type": "Polygon", "coordinates": [ring if ring is not None else square]}
    properties = {"CODE": code, "NAME": name}
    return {"type": "Feature", "properties": properties, "geometry": polygon, **other}


def collection(*features: Any, **other: Any) -> bytes:
    """Return a GeoJSON file of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **other}).encode()


def square(west: float, south: float, side: float) -> list[list[float]]:
    """Return a closed square."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def edges(areas: Iterable[Area]) -> list[tuple[Point, Point]]:
    """Return every edge of areas in the way in which it is gone along."""
    return [
        (ring[at - 1], ring[at]) for area in areas for ring in area.rings for at in range(len(ring))
    ]
