"""The shapes of the borough's neighbourhoods: a map that is as made up as its streets.

The borough lies in the North Sea, so that nobody takes it for a place. Its town has small
neighbourhoods and its valleys large ones; each border is one line, whichever side it is seen from.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .words import NEIGHBOURHOODS

if TYPE_CHECKING:
    from collections.abc import Mapping

_WEST, _SOUTH = 1.60, 54.00  # where kilometre 0, 0 of the plan lies
_DEGREE = 111.32  # kilometres in a degree of latitude
_SEED = 7
_HALVINGS, _BEND = 4, 0.10
_OUTSIDE, _ACROSS, _DOWN = 22, 8.6, 5.7
# The heart of each neighbourhood, in kilometres east and north of the town's bridge.
_HEARTS = {
    "Millbrook": (-1.7, -0.6),
    "Wharfside": (-0.5, -1.0),
    "Tannery Quarter": (0.7, -0.8),
    "Ferry Lane": (1.9, -1.2),
    "Old Town": (0.0, 0.1),
    "Castle Gate": (0.9, 0.7),
    "Market Cross": (-0.9, 0.5),
    "Priory": (0.2, 1.5),
    "Northfields": (-1.7, 2.6),
    "Garth Park": (-0.3, 2.8),
    "Hollins": (-3.0, 1.5),
    "Brickfield": (-1.6, 1.3),
    "Upper Ash": (-5.8, 2.7),
    "Nether Ash": (-5.6, 0.5),
    "Ashbridge": (-4.0, -0.6),
    "Fernhill": (-4.1, 3.0),
    "Southgate": (-0.7, -2.4),
    "Kingsmead": (1.0, -2.6),
    "Oakhurst": (-2.5, -2.4),
    "Lark Rise": (2.8, -2.9),
    "Eastmoor": (2.2, 0.4),
    "Thornmoor": (2.0, 2.1),
    "Stonebeck": (4.4, 2.0),
    "Coldharbour": (4.6, -0.7),
}

Spots = NDArray[np.float64]


def neighbourhoods_as_geojson() -> str:
    """Return the neighbourhoods of the made-up borough as GeoJSON, with their codes and wards."""
    from scipy.spatial import Voronoi

    hearts = np.array([_HEARTS[one.name] for one in NEIGHBOURHOODS])
    plan = Voronoi(np.vstack([hearts, _outside()]))
    lines = _lines(plan)
    features = [
        _feature(at, _outline(plan.regions[plan.point_region[at]], lines))
        for at in range(len(NEIGHBOURHOODS))
    ]
    document = {"type": "FeatureCollection", "made_up": True, "features": features}
    return json.dumps(document, indent=None, separators=(",", ":")) + "\n"


def _outside() -> Spots:
    """Return places around the borough, which give it its outer border."""
    rng = np.random.Generator(np.random.PCG64(_SEED))
    angle = np.arange(_OUTSIDE) * 2 * np.pi / _OUTSIDE
    reach = rng.uniform(0.93, 1.07, _OUTSIDE)
    around = np.column_stack([_ACROSS * np.cos(angle), _DOWN * np.sin(angle)])
    return np.asarray(around * reach[:, None] + (-0.5, 0.0))


def _lines(plan: Any) -> Mapping[tuple[int, int], Spots]:
    """Return each border between two corners, bent, from the lesser corner to the greater."""
    rng = np.random.Generator(np.random.PCG64(_SEED + 1))
    pairs = sorted(tuple(sorted(pair)) for pair in plan.ridge_vertices if min(pair) >= 0)
    return {pair: _bent(rng, plan.vertices[list(pair)]) for pair in pairs}


def _bent(rng: np.random.Generator, line: Spots) -> Spots:
    """Return a line whose middles were moved to its side again and again, ever less."""
    for _ in range(_HALVINGS):
        step = np.diff(line, axis=0)
        aside = np.column_stack([-step[:, 1], step[:, 0]]) * rng.normal(0, _BEND, (len(step), 1))
        between = line[:-1] + step / 2 + aside
        line = np.insert(line, np.arange(1, len(line)), between, axis=0)
    return line


def _outline(corners: list[int], lines: Mapping[tuple[int, int], Spots]) -> list[list[float]]:
    """Return the outline through corners in degrees, closed, anticlockwise."""
    around: list[Spots] = []
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        line = lines[min(one, other), max(one, other)]
        around.append((line if one < other else line[::-1])[:-1])
    spots = np.vstack(around)
    east, north = spots[:, 0], spots[:, 1]
    if np.sum(east * np.roll(north, -1) - np.roll(east, -1) * north) < 0:
        spots = spots[::-1]
    squeeze = np.cos(np.radians(_SOUTH))
    degrees = np.column_stack(
        [_WEST + spots[:, 0] / _DEGREE / squeeze, _SOUTH + spots[:, 1] / _DEGREE]
    ).round(5)
    closed: list[list[float]] = np.vstack([degrees, degrees[:1]]).tolist()
    return closed


def _feature(at: int, outline: list[list[float]]) -> dict[str, Any]:
    place = NEIGHBOURHOODS[at]
    return {
        "type": "Feature",
        "properties": {"code": f"ZX{at + 1:02}", "name": place.name, "ward": place.ward},
        "geometry": {"type": "Polygon", "coordinates": [outline]},
    }
