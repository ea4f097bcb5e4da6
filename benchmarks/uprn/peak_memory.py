"""The peak memory of this process; knows nothing but Python, so that the peer's side has it too."""

from __future__ import annotations

import sys
from pathlib import Path


def peak_mb() -> float:
    """Return the peak resident memory of this process alone, in MB (10^6 bytes).

    Linux's ru_maxrss would start at the peak of the process that started this one. Pages of a
    mapped index that were touched count as resident.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text("utf-8").splitlines()
        return int(next(li for li in lines if li.startswith("VmHWM")).split()[1]) * 1024 / 1e6
    # Not on Windows, where nobody has asked for it.
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
