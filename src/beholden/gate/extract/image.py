"""Images: the engine's own file, opened or being built, that nothing but this process can reach.

On Linux an image is a memory file without a name (memfd): it goes when the process goes, even by
``kill -9``. Elsewhere, and where there is not memory enough, it is a file in a private directory,
which the next seal sweeps away if its owner died.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from beholden.kernel import HeldFolder

from .platforms import IS_LINUX, IS_POSIX

if IS_POSIX:
    import fcntl

ROOMS = "beholden-room-"
_ADD_SEALS = 1033  # F_ADD_SEALS of fcntl(2), which Python names from 3.8 on Linux only
_NO_CHANGE = 0x1 | 0x2 | 0x4 | 0x8  # no more seals, no shrinking, no growing, no writing
_SPARE = 3


@dataclass(frozen=True, slots=True)
class Room:
    """A private directory: ``image`` is the path to build at, ``spill`` a place to sort."""

    directory: Path
    image: Path
    spill: Path


def memory_file() -> int:
    """Return the descriptor of a new memory file that can be frozen (Linux)."""
    return os.memfd_create("image", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


def freeze(descriptor: int) -> None:
    """Let nobody change a memory file any more, whoever holds it."""
    fcntl.fcntl(descriptor, _ADD_SEALS, _NO_CHANGE)


@contextmanager
def closing(descriptor: int) -> Iterator[int]:
    """Yield a descriptor and close it afterwards."""
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _memory_to_spare(expected_bytes: int) -> bool:
    if not IS_LINUX:
        return False
    fields = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    return int(fields["MemAvailable"].split()[0]) * 1024 > _SPARE * expected_bytes


@contextmanager
def building_room(*, expected_bytes: int) -> Iterator[Room]:
    """Yield a room to build an image in; it is gone afterwards with all that was in it.

    Where memory suffices (three times ``expected_bytes``), the image's path is a link to a memory
    file, so that the data never touch a disk.
    """
    held = HeldFolder(ROOMS)
    memory = memory_file() if _memory_to_spare(expected_bytes) else None
    try:
        image, spill = held.path / "image", held.path / "spill"
        spill.mkdir(mode=0o700)
        if memory is not None:
            image.symlink_to(f"/proc/{os.getpid()}/fd/{memory}")
        yield Room(held.path, image, spill)
    finally:
        if memory is not None:
            os.close(memory)
        held.let_go()
