"""A council served by the real server, in a process of its own, on a free port of this machine."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from web.test_serving import free_port, serve, wait_for


@dataclass(frozen=True, slots=True)
class Served:
    """A council that is served: where, where its home is, and what its addresses hold."""

    address: str
    home: Path
    examples: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def served_home(home: Path, **examples: str) -> Iterator[Served]:
    """Serve a home until the end of the block."""
    port = free_port()
    process = serve(home, port)
    try:
        wait_for(port, process)
        yield Served(f"http://127.0.0.1:{port}", home, examples)
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    _, said = process.communicate()
    assert "Traceback" not in said, said
