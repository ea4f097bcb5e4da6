"""Where the tests keep their files: in memory, where the machine has plenty.

Nearly every test begins a home, whose records wait for the disk at each act, and a disk that others
use too is what a run waits for most.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")
_ENOUGH = 8 * 1024**3


def prefer_memory() -> None:
    """Keep what is temporary in memory; not where somebody chose a folder, nor on small machines.

    What the tests start finds the same folder by its environment.
    """
    if "TMPDIR" not in os.environ and min(_room(), _memory()) >= _ENOUGH:
        os.environ["TMPDIR"] = str(_IN_MEMORY)
        tempfile.tempdir = None  # so that it is looked for again


def _room() -> int:
    try:
        found = os.statvfs(_IN_MEMORY)
    except (OSError, AttributeError):
        return 0
    return found.f_bavail * found.f_frsize if os.access(_IN_MEMORY, os.W_OK) else 0


def _memory() -> int:
    try:
        said = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return 0
    amounts = dict(line.split(":", 1) for line in said.splitlines())
    return int(amounts["MemAvailable"].split()[0]) * 1024
