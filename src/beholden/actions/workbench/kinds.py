"""What the values of a column are to somebody who asks, and which of them Arrow's types are."""

from __future__ import annotations

from typing import Any

# ``choice`` is one of a list that is known.
TEXT, NUMBER, YES_NO, DAY, CHOICE = "text", "number", "yes-no", "day", "choice"


def is_number(kind: Any) -> bool:
    """Return whether the values of an Arrow type are numbers."""
    import pyarrow as pa

    of = pa.types
    return bool(of.is_integer(kind) or of.is_floating(kind) or of.is_decimal(kind))


def kind_of(kind: Any) -> str:
    """Return what the values of an Arrow type are; whatever is none of the others is a text."""
    import pyarrow as pa

    if is_number(kind):
        return NUMBER
    if pa.types.is_boolean(kind):
        return YES_NO
    return DAY if pa.types.is_date(kind) else TEXT


def is_whole(kind: Any) -> bool:
    """Return whether a type holds whole numbers, as counts are."""
    import pyarrow as pa

    return bool(pa.types.is_integer(kind))
