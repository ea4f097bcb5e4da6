"""The memory of a process and all that it started, pages that they share counted once."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY = 1.0  # seconds


class MemoryTogether:
    """Watch this process and its descendants while the block runs (Linux; elsewhere 0).

    ``peak`` is the largest sum of their proportional set sizes, in bytes, sampled once a second.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._watching.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._done.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._done.wait(_EVERY):
            self.peak = max(self.peak, sum(map(_share, _family())))


def _family() -> set[int]:
    """Return this process and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        text = _text(stat)
        if text:
            parents[int(stat.parent.name)] = int(text.rpartition(")")[2].split()[1])
    family = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _share(process: int) -> int:
    """Return the bytes of a process, shared pages divided by the processes that share them."""
    for line in _text(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _text(path: Path) -> str:
    """Return the content of a file, or nothing where the process has ended in the meantime."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
