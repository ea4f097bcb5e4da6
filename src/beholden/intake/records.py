"""Records of Python values (from JSON or a database) to a table with one type in each column."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from beholden.kernel import Finding, QualityDimension

from .characters import strings

_WHOLE_64 = 2**63


def table_of(columns: Mapping[str, Iterable[Any]]) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return a table of columns of Python values, with a finding for each column of mixed kinds.

    A column of one kind keeps it (text, bool, int64, double, date32, timestamp); mixed kinds and
    whole numbers beyond 64 bits become strings, lists and objects their JSON text. Text that is not
    valid Unicode is made so, with a finding for each cell.
    """
    arrays: dict[str, pa.Array] = {}
    findings: list[Finding] = []
    for name, values in columns.items():
        arrays[name], faults = _array(name, [_plain(value) for value in values])
        findings += faults
    return pa.table(arrays), tuple(findings)


def _array(name: str, cells: list[Any]) -> tuple[pa.Array, Sequence[Finding]]:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds & {list, dict, tuple}:
        return _strings(name, cells, "nested-values")
    if kinds <= {str}:
        return strings(cells, column=name)
    if kinds == {bool}:
        return pa.array(cells, pa.bool_()), ()
    if kinds == {int} and all(-_WHOLE_64 <= c < _WHOLE_64 for c in cells if c is not None):
        return pa.array(cells, pa.int64()), ()
    if kinds in ({float}, {int, float}):
        return pa.array([None if c is None else float(c) for c in cells], pa.float64()), ()
    if kinds == {dt.date}:
        return pa.array(cells, pa.date32()), ()
    if kinds == {dt.datetime} and len({c.tzinfo for c in cells if c is not None}) == 1:
        return pa.array(cells), ()
    return _strings(name, cells, "mixed-types" if len(kinds) > 1 else "")


def _strings(name: str, cells: list[Any], code: str) -> tuple[pa.Array, Sequence[Finding]]:
    array, broken = strings([_text(cell) for cell in cells], column=name)
    return array, (_finding(code, name), *broken) if code else broken


def _plain(value: Any) -> Any:
    """Return a value in one of the kinds that a column may have; an empty text is null."""
    if value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if value is None or isinstance(value, str | bool | int | float | dt.date | list | dict | tuple):
        return value
    return str(value)


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return json.dumps(cell, ensure_ascii=False, sort_keys=True, default=str)


def _finding(code: str, column: str) -> Finding:
    message = {
        "mixed-types": "The column mixes numbers, text or other kinds of values; all became text.",
        "nested-values": "The column holds lists or objects; they were kept as JSON text.",
    }[code]
    return Finding(code, QualityDimension.CONSISTENCY, message, column=column)
