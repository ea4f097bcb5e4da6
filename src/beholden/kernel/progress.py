"""How long work tells where it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on; a door decides how to show it."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` parts of ``step`` are finished (total 0: not known)."""
        ...


def silent(step: str, done: int, total: int) -> None:
    """Show nothing."""
