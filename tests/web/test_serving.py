"""``beholden serve`` in a process of its own: it answers on this machine and stops when told."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from actions.ashmere import NAME
from waiting import PATIENCE, until


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def serve(home: Path, port: int, *, with_worker: bool = False) -> subprocess.Popen[str]:
    command = "from beholden.doors.cli import main; main()"
    more = [] if with_worker else ["--no-worker"]
    return subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--home", str(home), "--port", str(port), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def server(sealed_today: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = serve(sealed_today, port)
    try:
        wait_for(port, process)
        yield process, port
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    def answers() -> bool:
        assert process.poll() is None, process.stderr.read()
        with socket.socket() as trial:
            return trial.connect_ex(("127.0.0.1", port)) == 0

    assert until(answers)


def request(port: int, method: str, address: str) -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, address)
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())
    finally:
        connection.close()


# Of a body whose length is told twice, or in two ways, a server in front could take the end of one
# request for the beginning of another (RFC 9112, 11.2).
TWO_LENGTHS = [
    b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: chunked, identity\r\n",
    b"Content-Length: +5\r\n",
    b"Content-Length: 5\r\n X: folded\r\n",
]
BEHIND = b"0\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def answers_to(port: int, lengths: bytes) -> list[bytes]:
    """Return the first line of each answer to one request, with another behind it."""
    asked = b"POST /api/v1/token HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lengths + b"\r\n" + BEHIND
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(asked)
        received = b"".join(iter(lambda: line.recv(65_536), b""))
    return re.findall(rb"^HTTP/1\.[01] (\d+)", received, re.M)


def test_it_answers_and_stops(server):
    process, port = server
    status, content, headers = request(port, "GET", "/")
    assert status == 200
    assert NAME in content.decode()
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    for address in ("/", "/ledger/checkpoint", "/nowhere"):
        _, none, about = request(port, "HEAD", address)
        assert none == b""
        assert int(about["Content-Length"]) > 0
    assert request(port, "POST", "/")[0] == 405
    assert request(port, "GET", "/ledger/../council.toml")[0] == 404
    for lengths in TWO_LENGTHS:
        assert answers_to(port, lengths) == [b"400"], lengths
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE) == 0
    assert "body" not in process.stderr.read()


def test_a_taken_port(sealed_today):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve(sealed_today, taken.getsockname()[1])
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 9
    assert "Address already in use" in err
    assert out == ""
