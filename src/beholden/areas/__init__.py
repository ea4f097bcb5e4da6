"""Areas (wards, LSOAs, neighbourhoods): read, made plainer, found in a table, drawn as a map.

read_areas → to_geojson                 a file of boundaries, checked, small enough for a page
fit → draw_map                          a column that holds areas; the map of its numbers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .drawing import Figures, Map, draw_map, draw_outlines
    from .fitting import Fit, fit, may_fit
    from .geojson import from_geojson, to_geojson
    from .reading import LARGEST_MIB, read_areas
    from .values import Area, AreasRead, NamedAreas

__all__ = [
    "LARGEST_MIB",
    "Area",
    "AreasRead",
    "Figures",
    "Fit",
    "Map",
    "NamedAreas",
    "draw_map",
    "draw_outlines",
    "fit",
    "from_geojson",
    "may_fit",
    "read_areas",
    "to_geojson",
]

_HOMES = {
    "LARGEST_MIB": "reading",
    "Area": "values",
    "AreasRead": "values",
    "Figures": "drawing",
    "Fit": "fitting",
    "Map": "drawing",
    "NamedAreas": "values",
    "draw_map": "drawing",
    "draw_outlines": "drawing",
    "fit": "fitting",
    "from_geojson": "geojson",
    "may_fit": "fitting",
    "read_areas": "reading",
    "to_geojson": "geojson",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
