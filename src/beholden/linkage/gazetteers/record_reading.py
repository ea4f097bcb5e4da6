"""Volumes of records (AddressBase Premium, DTF 7.3) into the working tables."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput, Progress

from .blocks import whole_lines
from .formats import Format
from .layouts import DTF, DTF_WIDTHS, PREMIUM, PREMIUM_2014, PREMIUM_WIDTHS, Projection
from .record_lines import (
    OTHER,
    TRAILER,
    blocks_by_kind,
    count_kinds,
    first_fields,
    kinds_of_lines,
    table_of_lines,
)
from .record_volumes import header_of, summary
from .store import Tables
from .tallies import Tally
from .volumes import Volume

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}")
_SAMPLE = 50
_MOST_BROKEN = 0.1


@dataclass(frozen=True, slots=True)
class Layout:
    """How many fields a line of one kind has, and where they go."""

    width: int
    projection: Projection


def in_order(volumes: Sequence[Volume]) -> list[Volume]:
    """Return volumes in the order in which they are applied: by day, time, number and name."""
    headed = [(summary(v.name, header_of(v), (), Counter()).order, v) for v in volumes]
    return [volume for _, volume in sorted(headed, key=lambda pair: pair[0])]


def read_records(
    volumes: Sequence[Volume], form: Format, tables: Tables, tally: Tally, progress: Progress
) -> None:
    """Read volumes of records into tables; what was met on the way is counted in the tally.

    Raises BadInput for a layout that is not known and for a volume that is broken throughout.
    """
    total, done = sum(volume.size for volume in volumes), 0
    for number, volume in enumerate(in_order(volumes)):
        done = _read_volume(volume, number, form, tables, tally, progress, (done, total))


def _read_volume(
    volume: Volume, number: int, form: Format, tables: Tables, tally: Tally,
    progress: Progress, at: tuple[int, int],
) -> int:  # fmt: skip
    records: Counter[int] = Counter()
    layouts: dict[int, Layout] = {}
    latest: dict[int, int] = {}
    trailer: list[str] = []
    wanted = set(DTF if form is Format.DTF else PREMIUM) | {TRAILER}
    done, broken = at[0], tally.counts["broken-record"]
    with volume.open() as stream:
        for block in whole_lines(stream, volume.name, tally.letters):
            kinds, lengths = kinds_of_lines(block)
            count_kinds(records, kinds)
            for kind, lines in blocks_by_kind(block, kinds, lengths, wanted):
                if kind == TRAILER:
                    trailer = first_fields(lines)
                    continue
                layout = layouts.get(kind) or layout_of(kind, lines, form, volume.name)
                layouts[kind] = layout
                table = _table(lines, layout, tally)
                tally.counts["out-of-order"] += _steps_back(table, latest, kind)
                tables.add(layout.projection, table, number)
            done += len(block)
            progress("reading the delivery", done, at[1])
    tally.counts["unknown-record"] += records[OTHER]
    tally.volumes.append(summary(volume.name, header_of(volume), trailer, records))
    tally.counts["no-header"] += not tally.volumes[-1].made
    _refuse_broken(volume, records, tally.counts["broken-record"] - broken)
    return at[0] + volume.size


def _table(lines: bytes, layout: Layout, tally: Tally) -> pa.Table:
    projection = layout.projection
    named = {*projection.fields.values(), projection.change, projection.order}
    places = sorted(int(name[1:]) for name in named)
    return table_of_lines(lines, layout.width, places, tally)


def layout_of(kind: int, lines: bytes, form: Format, name: str) -> Layout:
    """Return the layout of the lines of one kind, told from how many fields they have.

    Raises BadInput where none of the first lines has as many as any layout that is known.
    """
    widths = DTF_WIDTHS if form is Format.DTF else PREMIUM_WIDTHS
    sample = lines[: 2**16].decode("utf-8", "replace").splitlines()[:_SAMPLE]
    rows = [row for row in csv.reader(sample) if len(row) in widths[kind]]
    if not rows:
        expected = " or ".join(map(str, widths[kind]))
        raise BadInput(
            f"{name} has records {kind} of a layout that is not known.",
            why=f"In {form} they have {expected} fields; here they have another number.",
            next_step="Check which product and version was delivered; DTF 8 is not read.",
        )
    return Layout(len(rows[0]), _projections(kind, rows, form)[kind])


def _projections(kind: int, rows: list[list[str]], form: Format) -> Mapping[int, Projection]:
    if form is Format.DTF:
        return DTF
    if kind == 21:
        return PREMIUM_2014 if len(rows[0]) == 19 else PREMIUM
    if kind == 28:
        # Both layouts have as many fields; the postcode stands one further on in that of 2014.
        older = sum(bool(_POSTCODE.fullmatch(row[16])) for row in rows)
        newer = sum(bool(_POSTCODE.fullmatch(row[15])) for row in rows)
        return PREMIUM_2014 if older > newer else PREMIUM
    return PREMIUM


def _steps_back(table: pa.Table, latest: dict[int, int], kind: int) -> int:
    """Return how many records stand after one that has a higher place in the order."""
    try:
        places = pc.cast(table["f2"], pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        return 0
    if not places.size or np.isnan(places).any():
        return 0
    steps = int((np.diff(places, prepend=latest.get(kind, places[0])) < 0).sum())
    latest[kind] = int(places[-1])
    return steps


def _refuse_broken(volume: Volume, records: Counter[int], broken: int) -> None:
    lines = sum(count for kind, count in records.items() if kind < OTHER)
    faults = broken + records[OTHER]
    if faults <= _MOST_BROKEN * (lines + records[OTHER]):
        return
    raise BadInput(
        f"{volume.name}: {faults:,} of {lines + records[OTHER]:,} lines cannot be read.",
        why="So many are no slip: fields may be missing, or quotation marks unclosed.",
        next_step="Fetch or export the file again.",
    )
