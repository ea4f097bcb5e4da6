"""Lines of many kinds of records told apart, a block at a time."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from .tallies import Tally

_LINE_END, _COMMA, _ZERO = 10, 44, 48
HEADER, METADATA, KEYS, TRAILER = 10, 29, 98, 99
OTHER, BLANK, HEADING = 100, 101, 102


def kinds_of_lines(block: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the record identifier of each line of a block and each line's length in bytes.

    A line that begins with no two digits and a comma is OTHER, one without letters BLANK, a line of
    column names HEADING.
    """
    letters = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(letters == _LINE_END) + 1
    lengths = np.diff(ends, prepend=0)
    starts = ends - lengths
    room = np.append(letters, np.zeros(3, np.uint8))
    first, second = room[starts].astype(np.int16) - _ZERO, room[starts + 1].astype(np.int16) - _ZERO
    proper = (first >= 0) & (first <= 9) & (second >= 0) & (second <= 9)
    proper &= room[starts + 2] == _COMMA
    kinds = np.where(proper, first * 10 + second, OTHER).astype(np.uint8)
    for line in np.flatnonzero(kinds == OTHER).tolist():
        text = block[starts[line] : ends[line]].strip()
        heading = text.lstrip(b'"').startswith(b"RECORD_IDENTIFIER")
        kinds[line] = HEADING if heading else OTHER if text.strip(b"\x1a\x00") else BLANK
    return kinds, lengths


def blocks_by_kind(
    block: bytes, kinds: np.ndarray, lengths: np.ndarray, wanted: set[int]
) -> Iterator[tuple[int, bytes]]:
    """Yield each wanted kind of record that a block holds, with its lines in order."""
    letters = np.frombuffer(block, np.uint8)
    present = wanted & set(np.unique(kinds).tolist())
    if len(present) == 1 and (kinds == next(iter(present))).all():
        yield present.pop(), block
        return
    labels = np.repeat(kinds, lengths)
    for kind in sorted(present):
        yield kind, letters[labels == kind].tobytes()


def first_fields(lines: bytes) -> list[str]:
    """Return the fields of the first line."""
    line = lines.split(b"\n", 1)[0].decode().rstrip("\r")
    return next(csv.reader([line]), [])


def table_of_lines(lines: bytes, width: int, columns: list[int], tally: Tally) -> pa.Table:
    """Return some columns (by position) of lines of one kind, as text named f0, f1 and so on.

    Lines that have not as many fields as the first are counted and left out.
    """

    def broken(_: arrow_csv.InvalidRow) -> str:
        tally.counts["broken-record"] += 1
        return "skip"

    names = [f"f{place}" for place in range(width)]
    kept = [names[place] for place in columns]
    return arrow_csv.read_csv(
        pa.BufferReader(lines),
        arrow_csv.ReadOptions(column_names=names, block_size=max(2**20, len(lines))),
        arrow_csv.ParseOptions(invalid_row_handler=broken),
        arrow_csv.ConvertOptions(
            include_columns=kept,
            column_types=dict.fromkeys(kept, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def count_kinds(counts: Counter[int], kinds: np.ndarray) -> None:
    """Add the kinds of a block's lines to counts."""
    counts.update(dict(enumerate(np.bincount(kinds, minlength=103).tolist())))
