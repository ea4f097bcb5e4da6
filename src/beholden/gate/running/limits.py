"""What one question may use up, how a caller stops it, and how a worker is kept in."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum

from ..extract.platforms import IS_LINUX


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one question: seconds, MiB of memory, rows and bytes of the answer."""

    seconds: float = 30.0
    memory_mb: int = 2048
    rows: int = 100_000
    answer_bytes: int = 64 << 20


class Cancel:
    """A caller's way to stop a question from another thread; it stays set."""

    def __init__(self) -> None:
        self._set = threading.Event()

    def stop(self) -> None:
        """Stop the question that this was given to, now or as soon as it begins."""
        self._set.set()

    @property
    def stopped(self) -> bool:
        """Return whether the question is to stop."""
        return self._set.is_set()


class Isolation(StrEnum):
    """How a worker is kept in: see docs/reference/isolation.md for what each holds."""

    JAIL = "jail"
    PORTABLE = "portable"


def usual_isolation() -> Isolation:
    """Return the strongest isolation that this system has."""
    return Isolation.JAIL if IS_LINUX else Isolation.PORTABLE
