"""A council served by the real server, in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from waiting import until
from web.test_serving import free_port

# The server itself, on a machine whose clock is so many days ahead.
_SERVE = """
import sys
from datetime import timedelta
from beholden.kernel import SystemClock
now, ahead = SystemClock.now, timedelta(days=int(sys.argv.pop(1)))
SystemClock.now = lambda clock: now(clock) + ahead
from beholden.doors.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A council that is served: where, where its home is, and what its addresses hold.

    ``said`` is the file of what the server printed, messages to people among it.
    """

    address: str
    home: Path
    said: Path
    examples: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def served_home(
    home: Path, *, port: int = 0, days_ahead: int = 0, **examples: str
) -> Iterator[Served]:
    """Serve a home until the end of the block."""
    port = port or free_port()
    with tempfile.NamedTemporaryFile("w+", suffix=".said", encoding="utf-8") as said:
        process = _serve(home, port, days_ahead, said)
        try:
            assert until(lambda: process.poll() is not None or _answers(port))
            assert process.poll() is None, Path(said.name).read_text(encoding="utf-8")
            yield Served(f"http://127.0.0.1:{port}", home, Path(said.name), examples)
        finally:
            process.terminate()
            process.wait()
        told = Path(said.name).read_text(encoding="utf-8")
        assert "Traceback" not in told, told


def _serve(home: Path, port: int, days_ahead: int, said: IO[str]) -> subprocess.Popen[str]:
    # No worker beside it: what is looked at changes by what a test does alone.
    command = [sys.executable, "-c", _SERVE, str(days_ahead), "serve", "--no-worker"]
    command += ["--home", str(home), "--port", str(port)]
    # What another council's server left in the environment, such as its key, is not this one's.
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "BEHOLDEN"))}
    return subprocess.Popen(command, stdout=said, stderr=said, text=True, env=own)


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
