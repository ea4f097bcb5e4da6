"""Text as it may stand on a screen or in a spreadsheet: what would steer either is made visible."""

from __future__ import annotations

import json
import re
from typing import Any

from ...kernel import is_formula

# What a terminal obeys (C0, C1), what turns the order of letters round, and halves of characters.
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_GAP = re.compile("\r\n|[\t\n\r\v\f\u2028\u2029]")


def in_a_line(text: str) -> str:
    """Return text in one line: tabs and line ends as spaces, other controls as ``\\x1b``."""
    return _STEERS.sub(_escape, _GAP.sub(" ", text))


def in_lines(text: str) -> str:
    """Return text with its line ends, tabs as spaces and other controls as ``\\x1b``."""
    return "\n".join(map(in_a_line, text.replace("\r\n", "\n").split("\n")))


def in_json(value: Any) -> str:
    """Return plain data as JSON that reads back exactly; controls stand in it as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return re.sub("(?!\n)" + _STEERS.pattern, _json_escape, text)


def in_a_sheet(text: str) -> str:
    """Return text that a spreadsheet will not run: an apostrophe before what begins a formula.

    Numbers in text are left (-5, +1,200.50); controls but tabs and line ends become escapes.
    """
    shown = "".join(_kept(part) for part in re.split("([\t\n\r])", text))
    return "'" + shown if is_formula(shown) else shown


def _kept(part: str) -> str:
    return part if part in ("\t", "\n", "\r") else _STEERS.sub(_escape, part)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def _json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
