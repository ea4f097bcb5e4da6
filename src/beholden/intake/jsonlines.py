"""JSON lines (one record on each line) to a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from beholden.kernel import BadInput, Finding

from .headers import column_names
from .limits import ReadLimits
from .records import table_of


def read_json_lines(path: Path, *, limits: ReadLimits) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table of a JSON-lines file; a field that a record lacks is null.

    Raises BadInput naming the line that is no JSON object, is not UTF-8 or is too long.
    """
    columns: dict[str, list[Any]] = {}
    row = -1
    for row, record in enumerate(_objects(path, limits)):
        for name, value in record.items():
            column = columns.setdefault(name, [])
            column.extend([None] * (row - len(column)))
            column.append(value)
        if len(columns) > limits.columns:
            break
    names, renamed = column_names(list(columns), limits)
    for column in columns.values():
        column.extend([None] * (row + 1 - len(column)))
    table, findings = table_of(dict(zip(names, columns.values(), strict=True)))
    return table, (*renamed, *findings)


def _objects(path: Path, limits: ReadLimits) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(limits.record_bytes + 1):
            number += 1
            if len(line) > limits.record_bytes:
                raise _bad(path, number, f"is longer than {limits.record_bytes:,} bytes")
            text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
            if text:
                yield _object(path, number, text, limits)


def _object(path: Path, number: int, text: bytes, limits: ReadLimits) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise _bad(path, number, "is not a JSON record") from None
    if not isinstance(value, dict):
        raise _bad(path, number, "is JSON but not a record (an object)")
    longest = max((len(cell) for cell in value.values() if isinstance(cell, str)), default=0)
    if longest > limits.field_bytes:
        raise _bad(path, number, f"has a value longer than {limits.field_bytes:,} characters")
    return value


def _bad(path: Path, number: int, fault: str) -> BadInput:
    return BadInput(
        f"{path.name}: line {number} {fault}.",
        why="Each line of a JSON-lines file is one record.",
        next_step="Correct that line, or export the file again.",
    )
