"""Text that is not valid Unicode: half of a surrogate pair, which no file can store."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from beholden.kernel import BadInput, Finding, QualityDimension

_HALF = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_MESSAGE = (
    "It holds what is no character (half of a pair, or bytes that are not UTF-8); "
    "U+FFFD stands there."
)


def is_whole(text: str) -> bool:
    """Return whether text is valid Unicode, so that it can be written as UTF-8."""
    return _HALF.search(text) is None


def whole(text: str) -> str:
    """Return text in which U+FFFD stands for each half of a character."""
    return _HALF.sub(_REPLACEMENT, text)


def strings(
    cells: Sequence[str | None], *, column: str
) -> tuple[pa.StringArray, tuple[Finding, ...]]:
    """Return cells as an array of valid Unicode, with a finding for each that was not."""
    try:
        return pa.array(cells, pa.string()), ()
    except UnicodeEncodeError:
        broken = [row for row, cell in enumerate(cells, start=1) if cell and not is_whole(cell)]
    held = pa.array([cell and whole(cell) for cell in cells], pa.string())
    return held, tuple(broken_character(column, row) for row in broken)


def broken_character(column: str, row: int | None = None) -> Finding:
    """Return the finding for a cell, or a column's name, that was not valid Unicode."""
    return Finding("broken-character", QualityDimension.VALIDITY, _MESSAGE, "", column, row)


def reject_broken(*names: object) -> None:
    """Raise BadInput where a path, URL, table or sheet is named in text that is not Unicode."""
    if all(name is None or is_whole(str(name)) for name in names):
        return
    raise BadInput(
        "The name of the source is not valid Unicode.",
        why="It could not be shown or written down as it stands.",
        next_step="Rename the file, and give its new name.",
    )
