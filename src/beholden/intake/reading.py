"""One way in: a file or a database's table becomes a table, with what its reading showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from beholden.kernel import BadInput, Finding, QualityDimension, Repair, Unavailable

from . import sources
from .capping import capped
from .characters import reject_broken
from .limits import ReadLimits
from .typed import typed as narrowed

_DEFAULT = ReadLimits()


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it was read.

    ``encoding`` and ``delimiter`` are None where the format has none. ``findings`` name what is
    wrong with the source, ``repairs`` the cells that could not be kept as they stood. ``in_rows``
    counts, by its code, how often each kind of finding was made of a row: all of them, where
    ``findings`` name the first hundred.
    """

    table: pa.Table
    format: str
    encoding: str | None
    delimiter: str | None
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    in_rows: Mapping[str, int] = field(default_factory=dict)


def read(
    source: str | Path,
    *,
    table: str | None = None,
    sheet: str | None = None,
    limits: ReadLimits = _DEFAULT,
    typed: bool = True,
) -> Reading:
    """Return the table of a file (CSV, Excel, Parquet, JSON lines) or at a database's URL.

    A file is read by what it holds, not by its name. An empty cell is null; other values of CSV and
    Excel are strings, and with ``typed`` become numbers, booleans and days where a whole column
    fits without loss. Raises BadInput for what is not one table or is beyond ``limits``, NotFound
    for a table that a database lacks, Unavailable where the source cannot be reached.
    """
    reject_broken(source, table, sheet)
    try:
        reading = _read(source, table=table, sheet=sheet, limits=limits)
    except PermissionError:
        raise Unavailable(
            "The file may not be read by this user.", next_step="Ask for the right to read it."
        ) from None
    except OSError as error:
        raise Unavailable(
            "The file cannot be read.", why=error.strerror or "", next_step="Check its path."
        ) from None
    values = narrowed(reading.table) if typed else reading.table
    said = capped(reading.findings)
    findings = said if values.num_rows else (*said, _no_rows())
    in_rows = Counter(one.code for one in reading.findings if one.row is not None)
    return replace(reading, table=values, findings=findings, in_rows=in_rows)


def _read(
    source: str | Path, *, table: str | None, sheet: str | None, limits: ReadLimits
) -> Reading:
    from . import database

    if isinstance(source, str) and database.is_url(source):
        held, findings = database.read_database(source, table=table, limits=limits)
        return Reading(held, "database", None, None, findings, ())
    if table is not None:
        raise BadInput(
            "Only a database has tables to choose from.",
            next_step="Leave table out; for an Excel file, name the sheet.",
        )
    return _read_file(Path(source), sheet, limits)


def _read_file(path: Path, sheet: str | None, limits: ReadLimits) -> Reading:
    head = sources.head_of(path, limits)
    held = sources.format_of(path, head)
    if sheet is not None and held != sources.EXCEL:
        raise BadInput(
            f"{path.name} holds {held}, which has no sheets.", next_step="Leave the sheet out."
        )
    named = sources.name_findings(path, held)
    if held == sources.DELIMITED:
        return _read_text(path, head, limits, named)
    rows, findings = _read_typed(path, held, sheet, limits)
    return Reading(rows, held, None, None, named + findings, ())


def _read_text(path: Path, head: bytes, limits: ReadLimits, named: tuple[Finding, ...]) -> Reading:
    from .delimited import read_delimited

    strict = not sources.named_as_text(path)
    text = read_delimited(path, head, limits=limits, must_be_table=strict)
    findings = named + text.findings
    return Reading(
        text.table, sources.DELIMITED, text.encoding, text.delimiter, findings, text.repairs
    )


def _read_typed(
    path: Path, held: str, sheet: str | None, limits: ReadLimits
) -> tuple[pa.Table, tuple[Finding, ...]]:
    if held == sources.EXCEL:
        from .excel import read_excel

        return read_excel(path, sheet=sheet, limits=limits)
    if held == sources.PARQUET:
        from .parquet import read_parquet

        return read_parquet(path, limits=limits)
    from .jsonlines import read_json_lines

    return read_json_lines(path, limits=limits)


def _no_rows() -> Finding:
    return Finding("no-rows", QualityDimension.COMPLETENESS, "The table has columns but no rows.")
