"""What machine, and which versions, the figures are of."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

from beholden import bench

_LIBRARIES = ("beholden", "numba", "numpy", "pyarrow", "duckdb")


def machine() -> dict[str, Any]:
    """Return the processor, cores, memory, system, and versions of Python and libraries."""
    versions = {name: version(name) for name in _LIBRARIES}
    return {**bench.machine(), "memory": _memory(), **versions}


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "not known"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
