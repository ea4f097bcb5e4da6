"""DTF 7.3, in which councils' software exports a local land and property gazetteer (BS 7666:2006).

A file is lines of values separated by commas. The first value tells the kind of record, the second
I, U or D (insert, update, delete), the third the place in the order of processing; 10 is the
header, 29 metadata, 98 the key sequence and 99 the trailer.
"""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from beholden.kernel import BadInput, Finding

from .blocks import whole_lines
from .formats import Format
from .layouts import DTF_WIDTHS
from .record_lines import (
    HEADER,
    KEYS,
    METADATA,
    OTHER,
    TRAILER,
    blocks_by_kind,
    count_kinds,
    first_fields,
    kinds_of_lines,
    table_of_lines,
)
from .record_reading import in_order, layout_of
from .record_volumes import is_cut_short, missing_volumes, refuse_incomplete, summary
from .tallies import Tally
from .volumes import DeliveryLimits, Volume, delivery_of

_CHANGE = "record_identifier change_type pro_order "
_FIELDS = {
    10: "record_identifier custodian_name custodian_code process_date volume_number entry_date "
    "time_stamp version file_type",
    11: _CHANGE + "usrn record_type swa_org_ref_naming state state_date street_surface "
    "street_classification version record_entry_date last_update_date street_start_date "
    "street_end_date street_start_x street_start_y street_end_x street_end_y street_tolerance",
    15: _CHANGE + "usrn street_descriptor locality_name town_name administrative_area language",
    21: _CHANGE + "uprn logical_status blpu_state blpu_state_date blpu_class parent_uprn "
    "x_coordinate y_coordinate rpc local_custodian_code start_date end_date last_update_date "
    "entry_date organisation ward_code parish_code custodian_one custodian_two can_key",
    24: _CHANGE + "uprn lpi_key language logical_status start_date end_date entry_date "
    "last_update_date sao_start_number sao_start_suffix sao_end_number sao_end_suffix sao_text "
    "pao_start_number pao_start_suffix pao_end_number pao_end_suffix pao_text usrn level "
    "postal_address postcode post_town official_flag custodian_one custodian_two can_key",
    99: "record_identifier next_volume_number record_count entry_date time_stamp",
}
DTF_FIELDS: Mapping[int, tuple[str, ...]] = {k: tuple(v.split()) for k, v in _FIELDS.items()}
# Which field names a record; of 22 and 23 it is the one after the UPRN.
_NAMED_BY = {
    11: ("usrn",), 15: ("usrn", "language"), 21: ("uprn",), 24: ("lpi_key",),
    22: ("field_5",), 23: ("field_5",), 30: ("field_5",), 31: ("field_5",), 32: ("field_5",),
}  # fmt: skip
_ALONE = {HEADER, METADATA, KEYS, TRAILER}


@dataclass(frozen=True, slots=True)
class Dtf:
    """A gazetteer in DTF 7.3 after all its changes.

    ``records`` holds a table of text for each kind of record that is there, by its identifier (11
    streets, 15 their names, 21 properties, 24 addresses, …), without deleted records. Fields whose
    layout is not published are named ``field_4`` and so on, by their position from 1. ``header``,
    ``metadata`` and ``trailer`` are those of the last volume.
    """

    header: Mapping[str, str]
    metadata: tuple[str, ...]
    trailer: Mapping[str, str]
    records: Mapping[int, pa.Table]
    findings: tuple[Finding, ...]


def read_dtf(
    path: Path | str,
    *,
    allow_truncated: bool = False,
    limits: DeliveryLimits | None = None,
) -> Dtf:
    """Read a file, folder or archive in DTF 7.3 and apply its changes in their order.

    Raises BadInput where it is not in DTF 7.3, or a volume is cut short or missing (unless
    ``allow_truncated``, which makes a finding of it).
    """
    tally, parts = Tally(), dict[int, list[pa.Table]]()
    singles: dict[int, list[str]] = {}
    with delivery_of([path], limits) as delivery:
        for number, volume in enumerate(in_order(delivery.volumes)):
            _read_volume(volume, number, parts, singles, tally)
    if not parts:
        raise BadInput(
            "No record of a gazetteer in DTF was found.", next_step="Check what was named."
        )
    if not allow_truncated:
        refuse_incomplete(tally.volumes)
    tally.counts["truncated"] = sum(map(is_cut_short, tally.volumes))
    tally.counts["missing-volume"] = missing_volumes(tally.volumes)
    records = {kind: _settled(kind, pa.concat_tables(parts[kind]), tally) for kind in sorted(parts)}
    return Dtf(
        _named(HEADER, singles),
        tuple(singles.get(METADATA, ())[1:]),
        _named(TRAILER, singles),
        records,
        tally.findings(),
    )


def _named(kind: int, singles: Mapping[int, list[str]]) -> dict[str, str]:
    return dict(zip(DTF_FIELDS[kind], singles.get(kind, ()), strict=False))


def _read_volume(
    volume: Volume, number: int, parts: dict[int, list[pa.Table]],
    singles: dict[int, list[str]], tally: Tally,
) -> None:  # fmt: skip
    records: Counter[int] = Counter()
    own: dict[int, list[str]] = {}
    with volume.open() as stream:
        for block in whole_lines(stream, volume.name, tally.letters):
            kinds, lengths = kinds_of_lines(block)
            count_kinds(records, kinds)
            wanted = set(kinds.tolist()) - {OTHER, OTHER + 1, OTHER + 2}
            for kind, lines in blocks_by_kind(block, kinds, lengths, wanted):
                if kind in _ALONE:
                    own[kind] = first_fields(lines)
                else:
                    table = _table(kind, lines, volume.name, tally)
                    place = pa.repeat(pa.scalar(number, pa.int64()), table.num_rows)
                    parts.setdefault(kind, []).append(table.append_column("volume", place))
    tally.counts["unknown-record"] += records[OTHER]
    tally.volumes.append(summary(volume.name, own.get(HEADER, ()), own.get(TRAILER, ()), records))
    tally.counts["no-header"] += not tally.volumes[-1].made
    singles |= own


def _table(kind: int, lines: bytes, name: str, tally: Tally) -> pa.Table:
    known = kind in DTF_WIDTHS
    width = layout_width(kind, lines, name) if known else len(first_fields(lines))
    table = table_of_lines(lines, width, list(range(width)), tally)
    names = DTF_FIELDS[kind] if known else _CHANGE.split()
    return table.rename_columns(
        [names[i] if i < len(names) else f"field_{i + 1}" for i in range(width)]
    )


def layout_width(kind: int, lines: bytes, name: str) -> int:
    """Return how many fields records of a published layout have; raise BadInput for others."""
    if kind == 11:
        return DTF_WIDTHS[11][0]
    return layout_of(kind, lines, Format.DTF, name).width


def _settled(kind: int, table: pa.Table, tally: Tally) -> pa.Table:
    """Return the records of one kind as they stand after their changes."""
    keys = _NAMED_BY.get(kind, ())
    table = table.append_column("line", pa.array(np.arange(table.num_rows)))
    order = ["volume", "coalesce(try_cast(pro_order AS BIGINT), 0)", "line"]
    with duckdb.connect() as connection:
        connection.register("given", table)
        _count_odd(connection, keys, ", ".join(order), tally)
        kept = "SELECT * FROM given"
        if keys:
            backwards = ", ".join(f"{place} DESC" for place in order)
            kept = f"""SELECT * FROM (SELECT * FROM given QUALIFY row_number()
                OVER (PARTITION BY {", ".join(keys)} ORDER BY {backwards}) = 1)
                WHERE upper(coalesce(change_type, 'I')) <> 'D'"""
        made: pa.Table = connection.sql(f"{kept} ORDER BY line").to_arrow_table()
    return made.drop_columns(["volume", "line", "change_type", "pro_order", "record_identifier"])


def _count_odd(connection: Any, keys: tuple[str, ...], order: str, tally: Tally) -> None:
    back = connection.sql("""
        SELECT count(*) FILTER (place < before) FROM (SELECT volume,
          try_cast(pro_order AS BIGINT) AS place, lag(try_cast(pro_order AS BIGINT))
            OVER (PARTITION BY volume ORDER BY line) AS before FROM given)""").fetchall()[0][0]
    tally.counts["out-of-order"] += back
    if not keys:
        return
    repeated, unknown = connection.sql(f"""
        SELECT count(*) FILTER (change = 'I' AND before <> 'D'),
          count(*) FILTER (change IN ('U', 'D') AND coalesce(before, 'D') = 'D')
        FROM (SELECT upper(coalesce(change_type, 'I')) AS change, lag(upper(change_type))
          OVER (PARTITION BY {", ".join(keys)} ORDER BY {order}) AS before
          FROM given)""").fetchall()[0]
    tally.counts["repeated-insert"] += repeated
    tally.counts["change-of-unknown"] += unknown
