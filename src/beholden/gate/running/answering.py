"""One worker as the engine sees it: it is begun, it is asked, it is watched, it is ended.

Whatever a worker does, a question ends: a watch kills it at its deadline, when the caller cancels
and when the extract's key is gone, and then every read of it ends too. What it says is not trusted.
"""

from __future__ import annotations

import json
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from ..extract.encryption import damaged
from .failures import jail_refused, not_started
from .limits import Limits
from .starting import START_SECONDS, Process

GRACE_SECONDS = 1.0
QUESTIONS_OF_A_WORKER = 200
_LOOK_SECONDS = 0.05
_THREADS = 2
_FRAME = 9  # one byte of kind, eight of length
_SPARE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """A text to run, the tables that are brought for it (Arrow IPC), and its limits."""

    sql: str
    limits: Limits
    tables: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def frames(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the frames that ask it."""
        for name, content in self.tables.items():
            yield b"A", name.encode() + b"\0" + content
        limits = self.limits
        asked = {
            "sql": self.sql,
            "seconds": limits.seconds,
            "rows": limits.rows,
            "answer_bytes": limits.answer_bytes,
        }
        yield b"Q", json.dumps(asked).encode()


class Stopped(Exception):
    """The question is to stop before a worker has it; the message is the reason's name."""


class Worker:
    """One worker's process and what passes between it and us."""

    def __init__(self, process: Process, memory_mb: int) -> None:
        self.process = process
        self.memory_mb = memory_mb
        self.asked = 0
        self.spent = False
        self._watch = _Watch(process)

    def begin(self, settings: dict[str, Any], *, stop: Callable[[], str | None]) -> None:
        """Send the settings and wait until the jail is closed.

        Raises Unavailable or Damaged, and Stopped where it is told to stop first.
        """
        self._watch.start()
        with self._watch.over(START_SECONDS, stop) as watch:
            self._send(b"S", json.dumps(settings).encode())
            kind, text = self._frame(most=64)
        if kind != b"R":
            raise _not_begun(text, watch.reason)

    def ask(
        self, question: Question, *, seconds: float, stop: Callable[[], str | None]
    ) -> pa.Table | str:
        """Return the answer, or the name of what went wrong."""
        self.asked += 1
        self.spent = self.asked >= QUESTIONS_OF_A_WORKER
        with self._watch.over(seconds + GRACE_SECONDS, stop) as watch:
            for kind, content in question.frames:
                self._send(kind, content)
            kind, content = self._frame(most=question.limits.answer_bytes + _SPARE_BYTES)
        if watch.reason or kind != b"T":
            return watch.reason or content.decode("ascii", "replace")
        return _table(content, question.limits)

    def end(self) -> None:
        """Kill the process and let go of it."""
        self._watch.end()
        self.process.kill()
        self.process.close()

    def _send(self, kind: bytes, content: bytes) -> None:
        left = memoryview(kind + struct.pack(">Q", len(content)) + content)
        with suppress(OSError):  # it died: the missing reply tells
            while left:
                left = left[os.write(self.process.requests, left) :]

    def _frame(self, *, most: int) -> tuple[bytes, bytes]:
        head = self._exactly(_FRAME)
        if len(head) < _FRAME:
            return b"E", b"stopped"
        (length,) = struct.unpack(">Q", head[1:])
        if length > most:
            return b"E", b"bytes"
        content = self._exactly(length)
        return (head[:1], content) if len(content) == length else (b"E", b"stopped")

    def _exactly(self, length: int) -> bytes:
        parts = []
        while length:
            try:
                part = os.read(self.process.replies, min(length, 1 << 20))
            except OSError:
                break
            if not part:
                break
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def _not_begun(said: bytes, reason: str) -> Exception:
    """Return what to raise of a worker that is not ready: by why it was killed, or what it said."""
    if reason and reason != "time":
        return Stopped(reason)
    if said == b"image":
        return damaged("Its content cannot be opened by this engine.")
    return jail_refused() if said == b"jail" else not_started()


def _table(content: bytes, limits: Limits) -> pa.Table | str:
    """Read an answer from a worker that is not trusted to keep to its limits or its format."""
    try:
        table = pa.ipc.open_stream(content).read_all()
        table.validate(full=True)
    except (pa.ArrowException, OSError):
        return "stopped"
    return table if table.num_rows <= limits.rows else "rows"


@dataclass(slots=True)
class _Watched:
    """One question while it is watched: when it is late, what else stops it, and why it was."""

    deadline: float
    stop: Callable[[], str | None]
    reason: str = ""

    def why_stop(self) -> str | None:
        """Return why it is to be stopped now, or None."""
        return "time" if time.monotonic() > self.deadline else self.stop()


class _Watch(threading.Thread):
    """Kills a worker at a deadline, or when it is told to stop; then every read of it ends.

    One watches all questions of its worker: to begin a thread for each, and to wait for its end,
    takes longer than many an answer where the machine is busy.
    """

    def __init__(self, process: Process) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._change = threading.Condition()
        self._now: _Watched | None = None
        self._over = False

    @contextmanager
    def over(self, seconds: float, stop: Callable[[], str | None]) -> Iterator[_Watched]:
        """Watch a question while it is asked."""
        watched = _Watched(time.monotonic() + seconds, stop)
        with self._change:
            self._now = watched
            self._change.notify()
        try:
            yield watched
        finally:
            with self._change:
                self._now = None

    def run(self) -> None:
        """Look at each question from time to time while it is asked."""
        while (watched := self._next()) is not None:
            reason = watched.why_stop()
            with self._change:
                if reason and self._now is watched and not self._over:
                    watched.reason, self._now = reason, None
                    self._process.kill()

    def end(self) -> None:
        """Watch no more: the process is let go of, and its number may be another's."""
        with self._change:
            self._over = True
            self._change.notify()

    def _next(self) -> _Watched | None:
        """Wait until there is a question that has been asked for a while; None at the end."""
        with self._change:
            while not self._over:
                watched = self._now
                self._change.wait(None if watched is None else _LOOK_SECONDS)
                if watched is not None and self._now is watched:
                    return watched
        return None


def begun(
    worker: Worker,
    limits: Limits,
    *,
    stop: Callable[[], str | None],
    jailed: bool = False,
    image: str = "",
) -> Worker:
    """Return a worker that has said that it is ready; one that does not is ended."""
    budget = int((limits.seconds + GRACE_SECONDS) * _THREADS) + 2
    settings = {
        "jail": jailed,
        "image": image,
        "memory_mb": limits.memory_mb,
        "cpu_seconds": budget * QUESTIONS_OF_A_WORKER,
    }
    try:
        worker.begin(settings, stop=stop)
    except BaseException:
        worker.end()
        raise
    return worker
