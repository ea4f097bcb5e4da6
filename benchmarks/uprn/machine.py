"""What machine, and which versions, the figures are of."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("beholden", "numba", "numpy", "pyarrow", "duckdb")


def machine() -> dict[str, str]:
    """Return the processor, cores, memory, system, and versions of Python and libraries."""
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }
    return found | {name: version(name) for name in _LIBRARIES}


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "not known"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
