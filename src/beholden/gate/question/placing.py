"""Where in the text of a question it stops being one: a line and a column, never a word of it.

Our own reader tells. The engine's would tell it better, but a text that is no question takes it
time without a bound (open brackets, squared) and memory too (a WITH within a WITH).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot.errors import ParseError
from sqlglot.tokenizer_core import Token

Place = tuple[int, int]
_BETWEEN_WORDS = re.compile(r"\s+|--[^\n]*\n|/\*.*?\*/", re.DOTALL)


def place_of(text: str, token: Token) -> Place:
    """Return the line and column, from 1, where a word of a text stands."""
    return _line_and_column(text, token.start)


def place_after(text: str, tokens: Sequence[Token]) -> Place:
    """Return where a text goes on after the last of its words that could be told apart."""
    read = tokens[-1].end + 1 if tokens else 0
    while between := _BETWEEN_WORDS.match(text, read):
        read = between.end()
    return _line_and_column(text, read)


def place_of_fault(fault: Exception) -> Place | None:
    """Return where a word stands that the reader stumbled over, or None where it does not say."""
    told = fault.errors[0] if isinstance(fault, ParseError) and fault.errors else {}
    line, end = told.get("line"), told.get("col")  # it tells where the word ends
    if line is None or end is None:
        return None
    return line, max(1, end - len(told.get("highlight") or " ") + 1)


def _line_and_column(text: str, position: int) -> Place:
    before = text[:position]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
