"""A worker beside the server of the pages: begun with it, again where it dies, ended with it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

LOG = logging.getLogger("beholden.worker")
_LONGEST_WAIT = 60.0
_WELL_AFTER = 60.0
_GRACE = 25.0  # less than the server's own, so that both end in time


class WorkerBeside:
    """The child process that works for a home while its pages are served."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._wait = 0.0
        self._begun = 0.0

    def keep(self) -> None:
        """Begin it where it does not run: at once, or after a while if it died as it began."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._process = None
            self._wait_after(now - self._begun)
            self._begun = now
        if now - self._begun >= self._wait:
            self._begin(now)

    def end(self) -> None:
        """Tell it to end and wait until the job at hand is done; what takes too long is cut off."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.terminate()
        try:
            process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()  # the job is left whole, or to be done again
            process.wait()

    def _begin(self, now: float) -> None:
        """Begin it; where the system has no room for it, wait as for one that died at once."""
        command = [sys.executable, "-m", "beholden", "worker", "--home", str(self._home)]
        self._begun = now
        try:
            self._process = subprocess.Popen([*command, "--beside", str(os.getpid())])  # noqa: S603 (ourselves)
        except OSError as fault:
            LOG.warning("no worker could be begun: %s", fault.strerror)
            self._wait_after(0.0)

    def _wait_after(self, lived: float) -> None:
        """Decide how long to wait before one is begun again, by how long the last one lived."""
        again = min(max(1.0, self._wait * 2), _LONGEST_WAIT)
        self._wait = again if lived < _WELL_AFTER else 0.0
