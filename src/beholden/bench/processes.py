"""A command run to its end with a limit of time, together with all that it starts."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

_LEAST_WAIT, _MOST_WAIT = 0.005, 0.2


@dataclass(frozen=True, slots=True)
class Took:
    """How a command ended, and what it took.

    ``cpu_seconds`` and ``peak_mb`` (millions of bytes, the largest process of it) are None where
    the system does not tell them.
    """

    exit_code: int
    seconds: float
    cpu_seconds: float | None
    peak_mb: float | None


def run_to_end(command: Sequence[str], *, printed: IO[bytes], limit_seconds: float) -> Took:
    """Run a command, what it prints going to the file ``printed``; return how it ended.

    Raises TimeoutError where it takes longer than ``limit_seconds``, and OSError where it cannot be
    started. However it ends, what it started and left running is killed (where the system has
    process groups, and unless it left its group).
    """
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (the command is the user's own)
        command, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        code, cpu, peak = _waited(process, began + limit_seconds)
    finally:
        _kill_all(process)
    return Took(code, time.perf_counter() - began, cpu, peak)


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        # The group bears the number of its first process; mostly nobody is left in it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
        process.wait()


def _waited(
    process: subprocess.Popen[bytes], until: float
) -> tuple[int, float | None, float | None]:
    if not hasattr(os, "wait4"):
        try:
            return process.wait(until - time.perf_counter()), None, None
        except subprocess.TimeoutExpired as late:
            raise TimeoutError from late
    wait = _LEAST_WAIT
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used.ru_utime + used.ru_stime, _megabytes(used.ru_maxrss)
        if time.perf_counter() > until:
            raise TimeoutError
        time.sleep(wait)
        wait = min(_MOST_WAIT, wait * 1.5)


def _megabytes(peak: int) -> float:
    # Kilobytes on Linux, bytes on macOS.
    return peak / 1e6 if os.uname().sysname == "Darwin" else peak * 1024 / 1e6
