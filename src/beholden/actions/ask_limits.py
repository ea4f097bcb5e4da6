"""How much one question may use up, and how it is kept in, as the council's settings say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

JAIL, BEST = "jail", "best"


@dataclass(frozen=True, slots=True)
class AskLimits:
    """How much one question may use up, and how it is kept in, as the council set it."""

    seconds: float = 30.0
    memory_mb: int = 2048
    rows: int = 100_000
    isolation: str = JAIL


def stated_limits(stated: Any) -> AskLimits:
    """Return what [ask] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[ask] is a section of its own.")
    for name, value in stated.items():
        if name not in _ASK:
            *names, last = _ASK
            raise ValueError(
                f"[ask] {name} is no setting; there are {', '.join(names)} and {last}."
            )
        usable, what = _ASK[name]
        if not usable(value):
            raise ValueError(f"[ask] {name} is {what}.")
    return AskLimits(**stated)


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and value > 0


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and _is_number(value)


# What [ask] may hold: whether a value can be used, and what it must be.
_ASK: dict[str, tuple[Callable[[Any], bool], str]] = {
    "seconds": (_is_number, "a number above nought"),
    "memory_mb": (_is_whole, "a whole number above nought"),
    "rows": (_is_whole, "a whole number above nought"),
    "isolation": (lambda value: value in (JAIL, BEST), f'"{JAIL}" or "{BEST}"'),
}
