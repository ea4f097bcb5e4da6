"""Making a benchmark: a made-up gazetteer, and addresses of its places as registers write them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..kernel import BadInput, Progress, silent
from .arrays import Numbers
from .asked import Asked, absent, choose, quotas
from .forms import Place
from .ground import Area, areas
from .habits import write as write_address
from .manners import manners
from .places import Places, places_of
from .slices import Slice
from .texts import listed

VERSION = "1"
_UPRN_STEP = 7
LEAST_ROWS, MOST_ROWS = 1_000, 60_000_000
MOST_QUERIES_SHARE = 0.4
ADDRESSES = pa.schema(
    [
        ("unique_id", pa.string()),
        ("address_concat", pa.string()),
        ("postcode", pa.string()),
        ("true_uprn", pa.int64()),
        ("slice", pa.string()),
        ("building_from", pa.int64()),
        ("building_to", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A gazetteer and addresses to match with it, with the truth. All of it is made up.

    ``gazetteer``: uprn (int64), address_concat, postcode; several rows may be of one UPRN.
    ``addresses``: unique_id, address_concat, postcode, true_uprn (int64, null where the place is
    not in the gazetteer), slice, building_from and building_to (the UPRNs of the same building,
    made up ones only: those from the first to the second).
    """

    gazetteer: pa.Table
    addresses: pa.Table


@dataclass(frozen=True, slots=True)
class _Part:
    """What one area gives."""

    gazetteer: pa.Table
    addresses: pa.Table


def make(rows: int, *, queries: int, seed: int = 1, version: str = VERSION) -> Bench:
    """Return a made-up gazetteer of exactly ``rows`` rows, and ``queries`` addresses.

    The same version, seed, rows and queries always give the same tables. Raises BadInput for a
    version that this release cannot make, and for sizes out of bounds.
    """
    parts = list(_parts(rows, queries, seed, version))
    gazetteer = pa.concat_tables([part.gazetteer for part in parts])
    return Bench(gazetteer, _mixed([part.addresses for part in parts], seed))


def write(
    rows: int,
    *,
    queries: int,
    to: Path,
    seed: int = 1,
    version: str = VERSION,
    progress: Progress = silent,
) -> None:
    """Write ``gazetteer.parquet`` and ``addresses.parquet``, area by area in bounded memory.

    Each file appears whole or not at all. Raises as ``make`` does.
    """
    to.mkdir(parents=True, exist_ok=True)
    begun = to / ".gazetteer.parquet.part"
    addresses: list[pa.Table] = []
    total = len(areas(rows))
    try:
        with pq.ParquetWriter(begun, _GAZETTEER) as file:
            for done, part in enumerate(_parts(rows, queries, seed, version)):
                progress("making the gazetteer", done, total)
                file.write_table(part.gazetteer)
                addresses.append(part.addresses)
        pq.write_table(_mixed(addresses, seed), to / ".addresses.parquet.part")
        begun.replace(to / "gazetteer.parquet")
        (to / ".addresses.parquet.part").replace(to / "addresses.parquet")
    finally:
        begun.unlink(missing_ok=True)
        (to / ".addresses.parquet.part").unlink(missing_ok=True)


def save(bench: Bench, to: Path) -> None:
    """Write a benchmark that is in memory as ``write`` does."""
    to.mkdir(parents=True, exist_ok=True)
    for name, table in (("gazetteer", bench.gazetteer), ("addresses", bench.addresses)):
        part = to / f".{name}.parquet.part"
        try:
            pq.write_table(table, part)
            part.replace(to / f"{name}.parquet")
        finally:
            part.unlink(missing_ok=True)


_GAZETTEER = pa.schema(
    [("uprn", pa.int64()), ("address_concat", pa.string()), ("postcode", pa.string())]
)


def _parts(rows: int, queries: int, seed: int, version: str) -> Iterator[_Part]:
    _check(rows, queries, version)
    every = areas(rows)
    for area, quota in zip(every, quotas(every, queries), strict=True):
        yield _part(area, quota, np.random.default_rng([int(version), seed, area.index]))


def _check(rows: int, queries: int, version: str) -> None:
    if version != VERSION:
        raise BadInput(
            "There is no benchmark of that version.",
            why=f"This release makes version {VERSION}; another would be another data set.",
            next_step=f"Ask for version {VERSION}, or install the release that made the other.",
        )
    if not LEAST_ROWS <= rows <= MOST_ROWS or not 20 <= queries <= rows * MOST_QUERIES_SHARE:
        raise BadInput(
            "A benchmark cannot have these sizes.",
            why=f"The gazetteer has {LEAST_ROWS:,} to {MOST_ROWS:,} rows, and the addresses are 20 "
            f"to {MOST_QUERIES_SHARE:.0%} of them.",
            next_step="Ask for other sizes.",
        )


def _part(area: Area, quota: dict[Slice, int], rng: np.random.Generator) -> _Part:
    missing = quota[Slice.NO_ANSWER]
    made = places_of(area, area.rows + missing, rng)
    uprn = _uprns(area, len(made))
    table = listed(made, uprn, rng)
    place = (np.asarray(table["uprn"]) - uprn[0]) // _UPRN_STEP
    left_out = absent(made, missing, within=int(place[area.rows - 1]), rng=rng)
    stay = np.flatnonzero(~np.isin(place, left_out))[: area.rows]
    last = int(place[stay[-1]])
    kept = np.setdiff1d(np.arange(last + 1), left_out)
    asked = choose(made.take(kept), quota, rng)
    asked = Asked(
        np.concatenate([kept[asked.place], left_out]),
        asked.of_slice + (Slice.NO_ANSWER,) * len(left_out),
    )
    return _Part(table.take(pa.array(stay)), _addresses(area, made, uprn, asked, rng))


def _uprns(area: Area, count: int) -> Numbers:
    """Return UPRNs of eleven or twelve digits, near each other for neighbours, no two alike."""
    base = 10_000_000_000 if area.index % 2 else 100_000_000_000
    return base + area.index * 100_000_000 + np.arange(count, dtype=np.int64) * _UPRN_STEP


def _addresses(
    area: Area, made: Places, uprn: Numbers, asked: Asked, rng: np.random.Generator
) -> pa.Table:
    draw = random.Random(int(rng.integers(0, 2**62)))  # noqa: S311 (made-up data)
    places = _one_by_one(made.take(asked.place))
    told = [
        write_address(place, name, county=area.county, manner=draw.choice(manners()), draw=draw)
        for place, name in zip(places, asked.of_slice, strict=True)
    ]
    building = made.building[asked.place]
    answer = np.array([name is not Slice.NO_ANSWER for name in asked.of_slice], dtype=np.bool_)
    return pa.table(
        {
            "address_concat": pa.array([text for text, _ in told], pa.string()),
            "postcode": pa.array([code for _, code in told], pa.string()),
            "true_uprn": pa.array(uprn[asked.place], mask=~answer),
            "slice": pa.array([str(name) for name in asked.of_slice], pa.string()),
            "building_from": uprn[np.searchsorted(made.building, building, side="left")],
            "building_to": uprn[np.searchsorted(made.building, building, side="right") - 1],
        }
    )


def _one_by_one(places: Places) -> Iterator[Place]:
    columns = (getattr(places, name) for name in Place._fields)
    return map(Place, *(column.tolist() for column in columns))


def _mixed(parts: list[pa.Table], seed: int) -> pa.Table:
    """Return the addresses of all areas in a random order, numbered."""
    table = pa.concat_tables(parts).combine_chunks()
    order = np.random.default_rng([seed, 77]).permutation(table.num_rows)
    ids = pa.array([f"q{i:07d}" for i in range(table.num_rows)], pa.string())
    return table.take(pa.array(order)).add_column(0, "unique_id", ids).cast(ADDRESSES)
