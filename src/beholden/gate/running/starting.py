"""How a worker's process comes to be: forked in the jail's way on Linux, or started by itself."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..extract.image import closing
from .failures import jail_refused, not_started

HERE = Path(__file__).parent
WORKER, STARTER = HERE / "worker.py", HERE / "starter.py"
START_SECONDS = 30.0
_END_SECONDS = 5.0
NO_HANDLES = b"-"  # what the starter says of a system without handles of processes


@dataclass(frozen=True, slots=True)
class Process:
    """A worker's process: where to write to it, where to read from it, and how to end it."""

    requests: int
    replies: int
    kill: Callable[[], None]
    close: Callable[[], None]


class Starter:
    """The one process of this one that forks workers; it is started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self, image: int | None) -> Process:
        """Return a new worker's process, which holds the image's descriptor and two pipes."""
        theirs, requests = os.pipe()
        with closing(theirs):
            replies, their_replies = os.pipe()
            with closing(their_replies):
                given = [theirs, their_replies, *([] if image is None else [image])]
                try:
                    handle = self._fork(given)
                except BaseException:
                    os.close(requests)
                    os.close(replies)
                    raise
        return _jailed(requests, replies, handle)

    def _fork(self, descriptors: list[int]) -> int:
        with self._lock:
            for _ in range(2):  # a starter that was killed is started again
                control = self._running()
                with suppress(OSError):
                    socket.send_fds(control, [b"."], descriptors)
                    message, handles, _, _ = socket.recv_fds(control, 1, 1)
                    if message and handles:
                        return handles[0]
                    if message == NO_HANDLES:
                        raise jail_refused()
                self._stop()
        raise not_started()

    def _running(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            ours.settimeout(START_SECONDS)
            with theirs:
                self._process = _python(
                    STARTER, str(theirs.fileno()), str(WORKER), keep=(theirs.fileno(),)
                )
            self._control = ours
        return self._control

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End the starter, and with it every worker that it forked."""
        with self._lock:
            self._stop()


def _python(script: Path, *arguments: str, keep: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """Start our own interpreter with an empty environment, in a session of its own."""
    try:
        return subprocess.Popen(  # noqa: S603 (our own interpreter and file, no shell)
            [sys.executable, "-I", "-B", str(script), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=keep,
            env={},
            cwd="/",
            start_new_session=True,
        )
    except OSError:
        raise not_started() from None


def _jailed(requests: int, replies: int, handle: int) -> Process:
    def kill() -> None:
        with suppress(OSError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)

    def close() -> None:
        select.select([handle], [], [], _END_SECONDS)
        for descriptor in (handle, requests, replies):
            os.close(descriptor)

    return Process(requests, replies, kill, close)


def start_apart() -> Process:
    """Start a worker as a plain process, on any system; its pipes are its input and output."""
    try:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and file, no shell)
            [sys.executable, "-I", "-B", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_least_environment(),
            bufsize=0,
        )
    except OSError:
        raise not_started() from None
    if process.stdin is None or process.stdout is None:
        raise not_started()
    pipes = (process.stdin, process.stdout)

    def close() -> None:
        for pipe in pipes:
            with suppress(OSError):
                pipe.close()
        process.wait()

    return Process(pipes[0].fileno(), pipes[1].fileno(), process.kill, close)


def _least_environment() -> dict[str, str]:
    """Return an empty environment, but for what Windows needs to start a process at all."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
