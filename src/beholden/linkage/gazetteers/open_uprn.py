"""Coordinates from OS Open UPRN, for gazetteers that come without."""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from beholden.kernel import BadInput, Finding, Progress, silent

from .building import PARQUET, TEXTS_FILE, text_facts
from .detecting import Shape, shape_of
from .formats import Format
from .grid import is_in_grid
from .listing import Listing, held_folder
from .row_reading import batches_of
from .store import disk_says, engine, quoted
from .tallies import Tally, findings_of
from .texts_sql import MACROS
from .volumes import Delivery, DeliveryLimits, Volume, delivery_of

_X, _Y = "x_coordinate", "y_coordinate"


def with_coordinates(
    listing: Listing,
    open_uprn: Path | str,
    *,
    limits: DeliveryLimits | None = None,
    progress: Progress = silent,
) -> Listing:
    """Return a listing with easting and northing (metres, National Grid) where they lacked.

    ``open_uprn`` is OS Open UPRN as delivered (CSV or an archive of it; UPRN, X_COORDINATE,
    Y_COORDINATE, LATITUDE, LONGITUDE). Coordinates that are there stay; ``facts`` and the finding
    no-place count anew. Both are read in parts, and memory stays bounded. The listing given stays
    as it is. Raises BadInput for a file of another kind, and Unavailable where the disk is full.
    """
    held = held_folder()
    with delivery_of([open_uprn], limits) as delivery:
        used = _of_open_uprn(delivery)
        try:
            shutil.copytree(
                listing.folder / "records", held.path / "records", copy_function=_linked
            )
            facts = _place_texts(listing, used, held.path, progress)
        except OSError as error:
            raise disk_says(error) from error
    return replace(
        listing,
        folder=held.path,
        facts=dict(listing.facts) | facts,
        findings=_recounted(listing.findings, facts["uprns"] - facts["located"]),
        held=held,
    )


def _of_open_uprn(delivery: Delivery) -> list[tuple[Volume, Shape]]:
    found = [(volume, shape_of(volume)) for volume in delivery.volumes]
    used = [pair for pair in found if pair[1].format is Format.OPEN_UPRN]
    if not used:
        raise BadInput(
            "The coordinates are not in OS Open UPRN.",
            why="Its columns are UPRN, X_COORDINATE, Y_COORDINATE, LATITUDE and LONGITUDE.",
            next_step="Fetch the CSV of OS Open UPRN, and name that.",
        )
    return used


def _linked(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the other folder is on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def _place_texts(
    listing: Listing, used: Iterable[tuple[Volume, Shape]], folder: Path, progress: Progress
) -> dict[str, Any]:
    """Write the texts with their coordinates into a folder; return their facts."""
    made = quoted(folder / TEXTS_FILE)
    with engine(folder) as connection:
        connection.execute(f"ATTACH {quoted(folder / 'work.duckdb')} AS work; USE work")
        connection.execute(MACROS)
        connection.execute(f"CREATE VIEW texts AS FROM read_parquet({quoted(listing.file)})")
        _collect(connection, used, progress)
        progress("placing the addresses", 0, 0)
        connection.execute(f"""COPY (SELECT t.* REPLACE (coalesce(k.x, t.easting) AS easting,
              coalesce(k.y, t.northing) AS northing)
            FROM texts t LEFT JOIN (SELECT uprn, any_value(x) AS x, any_value(y) AS y FROM known
              GROUP BY uprn) k ON k.uprn = t.uprn
            ORDER BY t.uprn, t.address_concat) TO {made} {PARQUET}""")
        facts = text_facts(connection, made)
        connection.execute("USE memory; DETACH work")
    (folder / "work.duckdb").unlink()
    return facts


def _collect(connection: Any, used: Iterable[tuple[Volume, Shape]], progress: Progress) -> None:
    """Make the table ``known``: where the UPRNs lie that have texts and no coordinates."""
    connection.execute("""CREATE TABLE wanted AS SELECT DISTINCT uprn FROM texts
        WHERE easting IS NULL OR northing IS NULL""")
    connection.execute("CREATE TABLE known (uprn BIGINT, x DOUBLE, y DOUBLE)")
    for volume, shape in used:
        for batch in batches_of(volume, shape, Tally()):
            progress("reading the coordinates", 0, 0)
            connection.register("part", batch.select(["uprn", _X, _Y]))
            connection.execute(f"""INSERT INTO known SELECT w.uprn, p.x, p.y FROM (
                SELECT uprn_of(uprn) AS uprn, try_cast({_X} AS DOUBLE) AS x,
                  try_cast({_Y} AS DOUBLE) AS y FROM part) p
                JOIN wanted w ON w.uprn = p.uprn WHERE {is_in_grid("p.x", "p.y")}""")
            connection.unregister("part")


def _recounted(findings: Iterable[Finding], missing: int) -> tuple[Finding, ...]:
    others = tuple(finding for finding in findings if finding.code != "no-place")
    return (*others, *findings_of({"no-place": missing}))
