"""Waiting for what comes to hold: soon as a rule, late on a busy machine, never where it is broken.

No test measures how soon. So a wait is long enough that its end means that something hangs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 240.0
"""So many seconds mean that nothing will come any more."""

Found = TypeVar("Found")


def until(holds: Callable[[], Found]) -> Found:
    """Return what comes to hold, else what it was at the end of all patience."""
    late = time.monotonic() + PATIENCE
    while not (found := holds()) and time.monotonic() < late:
        time.sleep(0.01)
    return found
