"""Coordinates from OS Open UPRN, for gazetteers that come without."""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa

from beholden.kernel import BadInput

from .detecting import shape_of
from .formats import Format
from .grid import is_in_grid
from .row_reading import batches_of
from .store import engine
from .tallies import Tally
from .texts_sql import MACROS
from .volumes import DeliveryLimits, delivery_of

_X, _Y = "x_coordinate", "y_coordinate"


def with_coordinates(
    table: pa.Table, open_uprn: Path | str, *, limits: DeliveryLimits | None = None
) -> pa.Table:
    """Return texts with easting and northing (metres, National Grid) filled in where they lack.

    ``open_uprn`` is OS Open UPRN as delivered (CSV or an archive of it; UPRN, X_COORDINATE,
    Y_COORDINATE, LATITUDE, LONGITUDE). Coordinates that are there stay. Raises BadInput for a file
    of another kind. The file is read in parts; of it only what the table asks for is kept.
    """
    with (
        tempfile.TemporaryDirectory(prefix="beholden-uprn-") as folder,
        engine(Path(folder)) as connection,
        delivery_of([open_uprn], limits) as delivery,
    ):
        connection.execute(MACROS)
        connection.register("texts", _numbered(table))
        connection.execute("CREATE TABLE wanted AS SELECT DISTINCT uprn FROM texts")
        connection.execute("CREATE TABLE known (uprn BIGINT, x DOUBLE, y DOUBLE)")
        found = [(volume, shape_of(volume)) for volume in delivery.volumes]
        used = [pair for pair in found if pair[1].format is Format.OPEN_UPRN]
        if not used:
            raise BadInput(
                "The coordinates are not in OS Open UPRN.",
                why="Its columns are UPRN, X_COORDINATE, Y_COORDINATE, LATITUDE and LONGITUDE.",
                next_step="Fetch the CSV of OS Open UPRN, and name that.",
            )
        for volume, shape in used:
            for batch in batches_of(volume, shape, Tally()):
                connection.register("part", batch.select(["uprn", _X, _Y]))
                connection.execute(f"""INSERT INTO known SELECT w.uprn, try_cast({_X} AS DOUBLE),
                    try_cast({_Y} AS DOUBLE) FROM part JOIN wanted w ON w.uprn = uprn_of(part.uprn)
                    """)
        placed: pa.Table = connection.sql(f"""
            SELECT t.row, coalesce(t.easting, k.x) AS easting, coalesce(t.northing, k.y) AS northing
            FROM texts t LEFT JOIN (SELECT uprn, any_value(x) AS x, any_value(y) AS y FROM known
              WHERE {is_in_grid("x", "y")} GROUP BY uprn) k ON k.uprn = t.uprn
            ORDER BY t.row""").to_arrow_table()
    return _with(_with(table, "easting", placed["easting"]), "northing", placed["northing"])


def _numbered(table: pa.Table) -> pa.Table:
    none = pa.nulls(table.num_rows, pa.float64())
    return pa.table(
        {
            "row": pa.array(np.arange(table.num_rows)),
            "uprn": table["uprn"].cast(pa.int64()),
            "easting": table["easting"] if "easting" in table.column_names else none,
            "northing": table["northing"] if "northing" in table.column_names else none,
        }
    )


def _with(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, column)
    return table.append_column(name, column)
