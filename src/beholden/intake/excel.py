"""An Excel sheet to a table of strings."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from beholden.kernel import BadInput, Finding, QualityDimension

from .headers import column_names
from .limits import MIB, ReadLimits

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# What openpyxl raises for parts that are cut short, are no XML or point at nothing.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    SyntaxError,
    AttributeError,
)


def read_excel(
    path: Path, *, sheet: str | None, limits: ReadLimits
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return one sheet (the first unless named) as strings; its first filled row names the columns.

    Whole numbers lose Excel's ``.0``, days become ISO 8601, a formula's error becomes null with a
    finding. Raises BadInput for a damaged file, an unknown sheet or too many rows or columns.
    """
    _reject_bomb(path, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles that it does not know
        with path.open("rb") as file, closing(_opened(path, file)) as book:
            names = book.sheetnames
            chosen = _chosen(path, names, sheet)
            rows = _read_rows(path, book[chosen], limits)
    findings = _other_sheets(names, chosen, sheet)
    return _table(path, rows, findings, limits)


def _opened(path: Path, file: BinaryIO) -> Any:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, *_FAULTS):
        raise _damaged(path) from None


def _damaged(path: Path) -> BadInput:
    return BadInput(
        f"{path.name} is a damaged Excel file.",
        next_step="Open it in Excel, save it again as .xlsx, or save the sheet as CSV.",
    )


def _reject_bomb(path: Path, limits: ReadLimits) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > limits.file_bytes:
        raise BadInput(
            f"{path.name} unpacks to more than {limits.file_bytes // MIB} MiB.",
            next_step="Save the sheet as CSV.",
        )


def _read_rows(path: Path, sheet: Any, limits: ReadLimits) -> list[tuple[Any, ...]]:
    try:
        return list(_rows(path, sheet, limits))
    except _FAULTS:
        raise _damaged(path) from None


def _chosen(path: Path, names: list[str], sheet: str | None) -> str:
    if sheet is not None and sheet not in names:
        raise BadInput(
            f"{path.name} has no sheet of that name.",
            next_step=f"Name one of: {', '.join(names)}.",
        )
    if not names:
        raise BadInput(
            f"{path.name} has no sheet with cells.", next_step="Save the data as a sheet."
        )
    return sheet or names[0]


def _other_sheets(names: list[str], chosen: str, sheet: str | None) -> list[Finding]:
    if sheet is not None or len(names) < 2:
        return []
    message = f"The file has {len(names)} sheets; only the first, {chosen}, was read."
    return [Finding("other-sheets", QualityDimension.COMPLETENESS, message)]


def _rows(path: Path, sheet: Any, limits: ReadLimits) -> Iterator[tuple[Any, ...]]:
    """Yield the sheet's rows from the first filled to the last filled."""
    if not hasattr(sheet, "iter_rows"):
        raise BadInput(f"{path.name}: that sheet is a chart.", next_step="Name a sheet with cells.")
    sheet.reset_dimensions()
    waiting: list[tuple[Any, ...]] = []
    started, count = False, 0
    for row in sheet.iter_rows(values_only=True):
        filled = any(cell is not None and cell != "" for cell in row)
        if not filled:
            if started:
                waiting.append(())
            continue
        count += len(waiting) + 1
        if count > limits.excel_rows + 1:
            raise BadInput(
                f"The sheet has more than {limits.excel_rows:,} rows.",
                next_step="Save the sheet as CSV.",
            )
        yield from waiting
        waiting, started = [], True
        yield row


def _table(
    path: Path, rows: list[tuple[Any, ...]], findings: list[Finding], limits: ReadLimits
) -> tuple[pa.Table, tuple[Finding, ...]]:
    if not rows:
        raise BadInput(
            f"{path.name}: the sheet is empty.", next_step="Name the sheet with the data."
        )
    width = max(_width(row) for row in rows)
    header = [_text(cell) for cell in _padded(rows[0], width)]
    names, renamed = column_names(header, limits)
    columns: list[list[str | None]] = [[] for _ in names]
    for number, row in enumerate(rows[1:], start=1):
        for place, cell in enumerate(_padded(row, width)):
            if isinstance(cell, str) and cell in _ERRORS:
                findings.append(_excel_error(names[place], number))
            columns[place].append(_text(cell))
    arrays = [pa.array(column, pa.string()) for column in columns]
    _reject_long_cells(names, arrays, limits)
    return pa.table(arrays, names=list(names)), (*renamed, *findings)


def _width(row: tuple[Any, ...]) -> int:
    return max(
        (place for place, cell in enumerate(row, start=1) if cell not in (None, "")), default=0
    )


def _padded(row: tuple[Any, ...], width: int) -> tuple[Any, ...]:
    return (row + (None,) * (width - len(row)))[:width]


def _text(cell: Any) -> str | None:
    """Return a cell as a person reads it in the sheet, or None where it shows nothing."""
    if cell is None or cell == "" or (isinstance(cell, str) and cell in _ERRORS):
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _excel_error(column: str, row: int) -> Finding:
    message = "The cell holds an error of a formula; it was left empty."
    return Finding("excel-error", QualityDimension.VALIDITY, message, "", column, row)


def _reject_long_cells(names: tuple[str, ...], arrays: list[pa.Array], limits: ReadLimits) -> None:
    import pyarrow.compute as pc

    for name, array in zip(names, arrays, strict=True):
        if (pc.max(pc.binary_length(array)).as_py() or 0) > limits.field_bytes:
            raise BadInput(
                f"A cell of column {name} is longer than {limits.field_bytes:,} bytes.",
                next_step="Look for the cell and save the file again.",
            )
