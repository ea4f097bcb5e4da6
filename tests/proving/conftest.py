"""The council, the command line and the loopback server that these tests use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from actions.councils import founded, on_each_database, sealed, told  # noqa: F401 (fixtures)
from cli.running import Line


@pytest.fixture
def line(capsysbinary: pytest.CaptureFixture[bytes]) -> Line:
    """Give a command line without a home."""
    return Line(capsysbinary)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[Callable[..., str]]:
    """Give a function that serves a folder, by a handler, and returns its address."""
    running: list[ThreadingHTTPServer] = []

    def serve(folder: Path, handler: type[SimpleHTTPRequestHandler] = _Quiet) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in running:
        server.shutdown()
        server.server_close()
