"""The image that an extract's workers share: a frozen memory file, elsewhere a private file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..extract.image import building_room, closing, freeze, memory_file
from ..extract.platforms import IS_LINUX, read_at

_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Image:
    """An open image: its read-only descriptor."""

    descriptor: int

    @classmethod
    def filled(cls, fill: Callable[[int], None]) -> Image:
        """Return a new image that ``fill`` has written."""
        if not IS_LINUX:
            return _in_a_nameless_file(fill)
        with closing(memory_file()) as image:
            fill(image)
            freeze(image)
            return cls(os.open(f"/proc/self/fd/{image}", os.O_RDONLY | os.O_CLOEXEC))

    def shared(self) -> Image:
        """Return the same image under a descriptor of its own."""
        return Image(os.dup(self.descriptor))

    @contextmanager
    def as_file(self) -> Iterator[str]:
        """Yield the path of a private copy, for an engine that loads it; it is gone afterwards."""
        size = os.fstat(self.descriptor).st_size
        with building_room(expected_bytes=size) as room:
            with (room.directory / "load").open("wb") as file:
                for at in range(0, size, _PART):
                    file.write(read_at(self.descriptor, _PART, at))
            yield str(Path(file.name))

    def close(self) -> None:
        """Let go of the image; when its workers have ended too, its content is nowhere."""
        os.close(self.descriptor)


def _in_a_nameless_file(fill: Callable[[int], None]) -> Image:
    with tempfile.TemporaryFile(prefix="beholden-image-") as file:
        fill(file.fileno())
        return Image(os.dup(file.fileno()))
