"""What differs from one operating system to another, in one place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

IS_LINUX = sys.platform.startswith("linux")
IS_POSIX = os.name == "posix"


def fsync_directory(directory: Path) -> None:
    """Make a rename or a removal in a directory outlast a power cut, where the system can."""
    if not IS_POSIX:
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_at(descriptor: int, size: int, at: int) -> bytes:
    """Return up to so many bytes of a file from a place on."""
    if IS_POSIX:
        return os.pread(descriptor, size, at)
    os.lseek(descriptor, at, os.SEEK_SET)
    return os.read(descriptor, size)
