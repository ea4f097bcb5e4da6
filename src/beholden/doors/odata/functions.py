"""The functions and the reckoning of filters (OData 4.0, part 2, 5.1.1)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

# Each function: the kinds of what it takes, the kind of what it gives, and how.
FUNCTIONS: dict[str, tuple[tuple[str, ...], str, Callable[..., Any]]] = {
    "contains": (("text", "text"), "truth", operator.contains),
    "startswith": (("text", "text"), "truth", str.startswith),
    "endswith": (("text", "text"), "truth", str.endswith),
    "length": (("text",), "number", len),
    "indexof": (("text", "text"), "number", str.find),
    "tolower": (("text",), "text", str.lower),
    "toupper": (("text",), "text", str.upper),
    "trim": (("text",), "text", str.strip),
    "concat": (("text", "text"), "text", operator.add),
    "round": (("number",), "number", lambda one: _away_from_zero(one)),
    "floor": (("number",), "number", math.floor),
    "ceiling": (("number",), "number", math.ceil),
}


def divided(left: float, right: float) -> float:
    """Return a quotient: a whole number for whole numbers, cut towards zero."""
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    return left / right


def remainder(left: float, right: float) -> float:
    """Return what a division leaves, with the sign of what was divided."""
    return left - right * int(divided(left, right))


def _away_from_zero(value: float) -> int:
    return int(math.copysign(math.floor(abs(value) + 0.5), value))
