"""What a spreadsheet would run: text that begins as a formula."""

from __future__ import annotations

import re

# What begins a formula in a spreadsheet (full-width signs too), and what only looks like it.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?%?")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a cell of this text; a number in text is none."""
    return text.startswith(_FORMULA) and not _NUMBER.fullmatch(text)
