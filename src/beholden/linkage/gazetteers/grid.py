"""Where properties lie: coordinates on the National Grid, and those that are something else."""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

from typing import Any


# Great Britain with its islands, in metres on the National Grid (EPSG:27700).
def is_in_grid(x: str, y: str) -> str:
    """Return the SQL condition that two columns, in metres, lie on the National Grid."""
    return f"{x} BETWEEN 1 AND 700000 AND {y} BETWEEN 1 AND 1300000"


_IN_GRID = is_in_grid("x", "y")
_IN_DEGREES = "abs(x) < 90 AND abs(y) < 90 AND (x <> 0 OR y <> 0)"
_IRISH = "(upper(coalesce(postcode, '')) LIKE 'BT%' OR upper(coalesce(country, '')) = 'N')"
_MOST = 0.5
_NEAR = 5_000

# Transverse Mercator on a sphere, within a kilometre or so of the true value in Great Britain:
# enough to tell a place from one whose coordinates are exchanged.
_ESTIMATED = """
  400000 + 6381000 * 0.9996 * (radians(lon + 2) * cos(radians(lat))
    + pow(radians(lon + 2) * cos(radians(lat)), 3) / 6 * (1 - pow(tan(radians(lat)), 2))) AS est_x,
  -100000 + 111250 * (lat - 49)
    + 6388000 * 0.9996 * tan(radians(lat)) * pow(radians(lon + 2) * cos(radians(lat)), 2) / 2
    AS est_y"""

_PLACES = """
CREATE OR REPLACE TABLE places AS SELECT * FROM blpus
QUALIFY row_number() OVER (PARTITION BY uprn ORDER BY CASE origin WHEN 'built' THEN 0
  WHEN 'pre-build' THEN 1 WHEN 'non-addressable' THEN 2 WHEN 'historic-built' THEN 3 ELSE 0 END) = 1
"""
_LOCATED = f"""
CREATE OR REPLACE TEMP VIEW located AS SELECT *, {_ESTIMATED} FROM (
  SELECT uprn, parent, class, postcode, country, try_cast(x AS DOUBLE) AS x,
    try_cast(y AS DOUBLE) AS y, try_cast(latitude AS DOUBLE) AS lat,
    try_cast(longitude AS DOUBLE) AS lon FROM places)
"""
_CHECKED = "lat BETWEEN 49 AND 62 AND lon BETWEEN -9 AND 3 AND " + _IN_GRID
_TRUE = f"abs(x - est_x) < {_NEAR} AND abs(y - est_y) < {_NEAR}"
_TURNED = f"abs(y - est_x) < {_NEAR} AND abs(x - est_y) < {_NEAR}"


def locate(connection: Any) -> dict[str, int]:
    """Make ``places`` (one row for each UPRN) and ``grid`` (with coordinates that can be believed).

    Returns counts of what was odd, by code.
    """
    connection.execute(_PLACES)
    connection.execute(_LOCATED)
    (placed, degrees, irish, outside, checked, true, turned, beyond, missing) = (
        connection.execute(f"""
        SELECT count(x), count(*) FILTER ({_IN_DEGREES}), count(*) FILTER ({_IRISH} AND {_IN_GRID}),
          count(*) FILTER (x IS NOT NULL AND NOT ({_IN_GRID}) AND NOT ({_IN_DEGREES})),
          count(*) FILTER ({_CHECKED} AND NOT {_IRISH}),
          count(*) FILTER ({_CHECKED} AND NOT {_IRISH} AND {_TRUE}),
          count(*) FILTER ({_CHECKED} AND NOT {_IRISH} AND {_TURNED} AND NOT ({_TRUE})),
          count(*) FILTER (x > 700000 AND y <= 700000),
          count(*) FILTER (x IS NULL OR y IS NULL) FROM located""").fetchone()
    )
    swapped = turned > _MOST * checked or (not checked and beyond > _MOST * placed)
    _make_grid(connection, swapped=swapped)
    counts = {
        "no-place": missing if placed else 0,
        "degrees-for-metres": degrees,
        "irish-grid": irish,
    }
    if swapped:
        return counts | {"swapped-coordinates": placed - degrees}
    return counts | {"outside-grid": outside, "coordinates-disagree": checked - true}


def _make_grid(connection: Any, *, swapped: bool) -> None:
    x, y = ("y", "x") if swapped else ("x", "y")
    sound = (
        f"x BETWEEN 1 AND 1300000 AND y BETWEEN 1 AND 1300000 AND {x} <= 700000 AND NOT {_IRISH}"
    )
    connection.execute(f"""
        CREATE OR REPLACE TABLE grid AS SELECT l.uprn,
          CASE WHEN {sound} AND NOT ({_IN_DEGREES}) THEN {x} END AS easting,
          CASE WHEN {sound} AND NOT ({_IN_DEGREES}) THEN {y} END AS northing,
          nullif(l.parent, l.uprn) AS parent_uprn, coalesce(c.class, word(l.class)) AS class
        FROM located l LEFT JOIN (
          SELECT uprn, min(word(class)) AS class FROM classes
          WHERE word(end_date) IS NULL AND coalesce(scheme, 'AddressBase') LIKE 'AddressBase%'
          GROUP BY uprn) c ON c.uprn = l.uprn""")
