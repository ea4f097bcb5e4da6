"""Delimited text to a table of strings; ragged rows are named and never shifted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from beholden.kernel import BadInput, Finding, QualityDimension, Repair

from .encoding import Encoding, encoding_of, utf8_stream
from .headers import column_names
from .limits import ReadLimits
from .sources import not_a_table

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 200


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A table of strings with what its reading showed."""

    table: pa.Table
    encoding: str
    delimiter: str
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header stands and how cells are told apart."""

    delimiter: str
    header: list[str]
    blank_lines: int
    rows_follow: bool
    agreement: float
    below_a_title: bool


@dataclass(slots=True)
class _Ragged:
    """Rows that have not as many cells as the header: their place (from 0) and their text."""

    places: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def note(self, row: arrow_csv.InvalidRow, before: int) -> str:
        self.places.append(row.number - before - 1)
        self.texts.append(row.text)
        return "skip"


def read_delimited(
    path: Path, head: bytes, *, limits: ReadLimits, must_be_table: bool = False
) -> DelimitedText:
    """Return the table of a CSV-like file; every value is a string, an empty cell is null.

    ``must_be_table`` refuses text that has no delimiter on which its rows agree (for files whose
    name promises another format). Raises BadInput for text that is not one table.
    """
    encoding = encoding_of(path, head, limits)
    try:
        return _read_text(path, encoding, limits, must_be_table=must_be_table)
    except UnicodeDecodeError:
        raise _not_in(path, encoding) from None


def _read_text(
    path: Path, encoding: Encoding, limits: ReadLimits, *, must_be_table: bool
) -> DelimitedText:
    layout = _layout(path, encoding, limits)
    if must_be_table and (len(layout.header) < 2 or layout.agreement < 0.9):
        raise not_a_table(path)
    names, findings = column_names(layout.header, limits)
    if layout.rows_follow:
        table, ragged = _read_rows(path, encoding, layout, names, limits)
    else:
        table, ragged = _no_rows(names), _Ragged()
    if len(ragged.places) > limits.ragged_share * (table.num_rows + len(ragged.places)):
        raise _too_ragged(ragged, table.num_rows, _line_of_ragged(path, encoding, layout))
    _reject_open_quote(path, encoding, table, ragged)
    table, more, repairs = _with_ragged(table, ragged, layout.delimiter)
    _reject_long_cells(table, limits)
    more += _swallowed(table, layout.delimiter)
    return DelimitedText(
        table, encoding.name, layout.delimiter, encoding.findings + findings + tuple(more), repairs
    )


def _not_in(path: Path, encoding: Encoding) -> BadInput:
    return BadInput(
        f"{path.name} begins as {encoding.name.upper()}, but holds bytes that are not.",
        why="The file is cut short, or two files in different encodings were put together.",
        next_step="Export the file again in UTF-8.",
    )


def _layout(path: Path, encoding: Encoding, limits: ReadLimits) -> _Layout:
    sample, whole = _sample(path, encoding, limits)
    text = sample.lstrip("\r\n")
    lead = sample[: len(sample) - len(text)]
    blank_lines = len(lead.replace("\r\n", "\n"))
    layouts = [_try(text, delimiter, blank_lines, whole) for delimiter in DELIMITERS]
    if not text or not layouts[0].header:
        raise BadInput(f"{path.name} holds no text but line ends.", next_step="Export it again.")
    return max(layouts, key=_likelihood)


def _likelihood(layout: _Layout) -> tuple[bool, bool, float, int]:
    """Return what the delimiters are ranked by; a table below a title is told, not read as text."""
    width = len(layout.header)
    return width > 1, layout.below_a_title, round(layout.agreement, 1), width


def _sample(path: Path, encoding: Encoding, limits: ReadLimits) -> tuple[str, bool]:
    """Return the first rows' text and whether it is the whole file."""
    size = 2**18
    with utf8_stream(path, encoding) as stream:
        reader = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
        data = reader.read(size)
        while b"\n" not in data and b"\r" not in data and len(data) < limits.record_bytes:
            more = reader.read(size)
            if not more:
                break
            data += more
        whole = not reader.read(1)
    return data.decode("utf-8", "ignore" if not whole else "strict"), whole


def _try(text: str, delimiter: str, blank_lines: int, whole: bool) -> _Layout:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for record in reader:
            if record:
                records.append(record)
            if len(records) > _SAMPLE_RECORDS:
                break
    except csv.Error:
        records = records or [[text[:1]]]
    complete = records if whole or len(records) > _SAMPLE_RECORDS else records[:-1] or records
    header = complete[0] if complete else []
    if len(complete) > 1 and all(
        len(one) == len(header) + 1 and not one[-1] for one in complete[1:]
    ):
        header = [*header, ""]  # every row ends with a delimiter: a last column that has no name
    agreeing = sum(len(record) == len(header) for record in complete[1:])
    agreement = agreeing / (len(complete) - 1) if len(complete) > 1 else 1.0
    titled = len(header) == 1 and _is_table(complete[1:])
    rows_follow = len(records) > 1 or not whole
    return _Layout(delimiter, header, blank_lines, rows_follow, agreement, titled)


def _is_table(records: list[list[str]]) -> bool:
    """Return whether nearly all records have the same number of cells, and more than one."""
    widths = Counter(map(len, records))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width > 1 and count >= 0.9 * len(records)


def _no_rows(names: Iterable[str]) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in names})


def _read_rows(
    path: Path, encoding: Encoding, layout: _Layout, names: tuple[str, ...], limits: ReadLimits
) -> tuple[pa.Table, _Ragged]:
    ragged = _Ragged()
    read, parse, convert = _options(layout, names, limits)
    before = layout.blank_lines + 1
    parse.invalid_row_handler = lambda row: ragged.note(row, before)
    try:
        with utf8_stream(path, encoding) as stream:
            source = pa.PythonFile(stream, mode="r")
            with arrow_csv.open_csv(source, read, parse, convert) as reader:
                return reader.read_all(), ragged
    except pa.ArrowInvalid as error:
        raise _unreadable(path, limits, straddling="straddling" in str(error)) from None


def _options(
    layout: _Layout, names: tuple[str, ...], limits: ReadLimits
) -> tuple[arrow_csv.ReadOptions, arrow_csv.ParseOptions, arrow_csv.ConvertOptions]:
    read = arrow_csv.ReadOptions(
        use_threads=False,  # only then are the rows with too few or too many cells numbered
        block_size=limits.record_bytes,
        column_names=list(names),
        skip_rows=layout.blank_lines,
        skip_rows_after_names=1,
    )
    parse = arrow_csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True)
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
        null_values=[""],
    )
    return read, parse, convert


def _unreadable(path: Path, limits: ReadLimits, *, straddling: bool) -> BadInput:
    if straddling:
        return BadInput(
            f"{path.name} has a row that is longer than {limits.record_bytes:,} bytes.",
            why="Often a quotation mark was opened and never closed, or a line end is missing.",
            next_step="Export the file again with quotation marks doubled inside cells.",
        )
    return BadInput(
        f"{path.name} cannot be read as delimited text.",
        why="Its rows cannot be told apart.",
        next_step="Export the file again as CSV in UTF-8.",
    )


def _too_ragged(ragged: _Ragged, good: int, line: int) -> BadInput:
    count, total = len(ragged.places), good + len(ragged.places)
    rows = f"{count:,} of {total:,} rows"
    if count == 1:
        return BadInput(
            f"{rows} has more or fewer cells than the header: line {line:,} of the file.",
            why="Values in it might stand under the wrong column.",
            next_step=f"Look at line {line:,}: often a delimiter stands inside a cell without "
            "quotation marks, or a cell is missing. Mend it, or export the file again.",
        )
    return BadInput(
        f"{rows} have more or fewer cells than the header.",
        why="So many cannot be a slip; values might stand under the wrong column. "
        f"The first is line {line:,} of the file.",
        next_step="Look for a title above the header, a second table below, or a delimiter inside "
        "cells without quotation marks; then export the file again.",
    )


def _line_of_ragged(path: Path, encoding: Encoding, layout: _Layout) -> int:
    """Return the line of the file, from 1, on which the first ragged row begins."""
    with utf8_stream(path, encoding) as stream:
        text = io.TextIOWrapper(cast("BinaryIO", stream), "utf-8", "replace", newline="")
        reader = csv.reader(text, delimiter=layout.delimiter)
        begins, seen_header = 1, False
        with suppress(csv.Error):  # a cell longer than it reads: that line is told
            for record in reader:
                if seen_header and record and len(record) != len(layout.header):
                    break
                seen_header = seen_header or bool(record)
                begins = reader.line_num + 1
        return begins


def _reject_open_quote(path: Path, encoding: Encoding, table: pa.Table, ragged: _Ragged) -> None:
    """Raise BadInput where a quotation mark was opened and the rest of the file became one cell."""
    end = _last_characters(path, encoding)
    ended = end.endswith(("\n", "\r"))
    if end.rstrip("\r\n").endswith('"') or not end:
        return
    last_ragged = ragged.texts[-1] if ragged.places and ragged.places[-1] >= table.num_rows else ""
    cells = [last_ragged, *(column[-1].as_py() for column in table.columns if table.num_rows)]
    held = [cell for cell in cells if cell]
    if any(cell.endswith(("\n", "\r")) if ended else "\n" in cell for cell in held[-1:]):
        raise BadInput(
            f"{path.name} opens a quotation mark that is never closed.",
            why="Everything after it would be read as one cell, and rows would be lost.",
            next_step="Close the quotation mark, or export the file again.",
        )


def _last_characters(path: Path, encoding: Encoding) -> str:
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 64) // 4 * 4)
        data = file.read()
    name = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding.name, encoding.name)
    if encoding.name == "utf-16" and _starts_with(path, b"\xfe\xff"):
        name = "utf-16-be"
    return data.decode(name, "replace")


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _with_ragged(
    table: pa.Table, ragged: _Ragged, delimiter: str
) -> tuple[pa.Table, list[Finding], tuple[Repair, ...]]:
    """Return the table with its ragged rows in their places, padded with null or cut."""
    if not ragged.places:
        return table, [], ()
    findings: list[Finding] = []
    repairs: list[Repair] = []
    rows: list[list[str | None]] = []
    names = table.column_names
    for place, text in zip(ragged.places, ragged.texts, strict=True):
        cells = _cells(text, delimiter)
        findings.append(_ragged_finding(place + 1, short=len(cells) < len(names)))
        repairs.extend(Repair("pad-short-row", name, place + 1) for name in names[len(cells) :])
        if len(cells) > len(names):
            repairs.append(Repair("drop-extra-cells", names[-1], place + 1))
        padded = [cell or None for cell in cells[: len(names)]]
        rows.append(padded + [None] * (len(names) - len(padded)))
    return _merged(table, rows, ragged.places), findings, tuple(repairs)


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _merged(table: pa.Table, rows: list[list[str | None]], places: list[int]) -> pa.Table:
    columns = zip(*rows, strict=True)
    late = pa.table([pa.array(c, pa.string()) for c in columns], names=table.column_names)
    free = np.ones(table.num_rows + len(places), dtype=bool)
    free[places] = False
    order = np.argsort(np.concatenate([np.flatnonzero(free), np.asarray(places)]), kind="stable")
    return pa.concat_tables([table, late]).take(pa.array(order))


def _ragged_finding(row: int, *, short: bool) -> Finding:
    if short:
        message = "The row has fewer cells than the header: the rest was left empty."
        return Finding("short-row", QualityDimension.VALIDITY, message, row=row)
    message = "The row has more cells than the header: the cells beyond were dropped."
    return Finding("long-row", QualityDimension.VALIDITY, message, row=row)


def _reject_long_cells(table: pa.Table, limits: ReadLimits) -> None:
    for name in table.column_names:
        longest = pc.max(pc.binary_length(table[name])).as_py() or 0
        if longest > limits.field_bytes:
            raise BadInput(
                f"A cell of column {name} is longer than {limits.field_bytes:,} bytes.",
                why="A cell that long is nearly always a quotation mark that was not closed.",
                next_step="Look for the cell and export the file again.",
            )


def _swallowed(table: pa.Table, delimiter: str) -> list[Finding]:
    """Return findings for cells that seem to hold whole rows (a stray quotation mark)."""
    least = max(1, table.num_columns - 1)
    message = "The cell holds line ends and delimiters, as if other rows had been read into it."
    findings = []
    for name in table.column_names:
        broken = pc.match_substring(table[name], "\n")
        for row in np.flatnonzero(pc.fill_null(broken, False).to_numpy()):
            if table[name][int(row)].as_py().count(delimiter) >= least:
                place = int(row) + 1
                findings.append(
                    Finding("swallowed-rows", QualityDimension.VALIDITY, message, "", name, place)
                )
    return findings
