"""Outputs that an agreement gave, and that the board's conditions have closed since."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClosedOutput:
    """An output that cannot be given with what the board asked for; ``because`` is the clause."""

    output: str
    because: str
