"""Where in the text of a question it stops being one: a line and a column, never a word of it."""

from __future__ import annotations

import json

from sqlglot.errors import ParseError, SqlglotError

from .second_reading import ASK, engine_that_reads

Place = tuple[int, int]


def place_of_fault(text: str, fault: Exception | None) -> Place | None:
    """Return the line and column, from 1, where a text cannot be read on, or None.

    The engine's own reader is asked first: it says where DuckDB would. Where it reads the text all
    the same, our reader's ``fault`` tells.
    """
    read = engine_that_reads().cursor().execute(ASK, [[text]]).fetchall()[0][0]
    position = json.loads(read).get("position")
    if position is not None:
        return _line_and_column(text, int(position))
    return _of_reader(fault) if isinstance(fault, SqlglotError) else None


def _line_and_column(text: str, position: int) -> Place:
    """Return the place of a byte of a text."""
    before = text.encode()[:position].decode(errors="ignore")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _of_reader(fault: SqlglotError) -> Place | None:
    """Return where a word stands that the reader stumbled over; it tells where the word ends."""
    told = fault.errors[0] if isinstance(fault, ParseError) and fault.errors else {}
    line, end = told.get("line"), told.get("col")
    if line is None or end is None:
        return None
    return line, max(1, end - len(told.get("highlight") or " ") + 1)
