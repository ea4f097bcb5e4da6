"""Clauses as the ledger names them: which point of which advice demanded an act.

A clause is a place and never a text: nothing that somebody typed stands in it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ..kernel import day_in_words


def clause_of(point: Any) -> str:
    """Return how a point of advice is named as a clause."""
    return clause_of_point(point.advice.meeting, point.point)


def clause_of_point(meeting: date, point: int) -> str:
    """Return the clause of the point of this number, of the advice of a meeting."""
    return f"advice of {day_in_words(meeting)}, point {point}"


_A_COLUMN = re.compile(r"datasets › ([\w-]+) › ([\w-]+)")


def columns_in_words(text: str) -> str:
    """Return a text in which columns are said as people say them: ``tenure of council_tax``.

    The ledger keeps their places in the agreement as they are.
    """
    return _A_COLUMN.sub(r"\2 of \1", text)


def clauses_of_undertaking(record: Any) -> tuple[str, ...]:
    """Return the clauses of an undertaking: itself, and the point of advice that asked for it."""
    itself = f"undertakings › {record.use.name}/{record.number}"
    return (itself, clause_of(record.point)) if record.point else (itself,)
