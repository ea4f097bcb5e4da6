"""``beholden serve`` by other names and addresses, and what anybody can put into its log."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection

import pytest
from waiting import PATIENCE, until

from .test_serving import free_port

MAIN = "from beholden.doors.cli import main; main()"


def started(home, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, "serve", "--no-worker", "--home", str(home), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def status(host: str, port: int, name: str) -> int:
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/", headers={"Host": name})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_names_and_addresses(sealed_today, host):
    if host == "::1" and not socket.has_ipv6:
        pytest.skip("This machine has no IPv6.")
    port = free_port()
    server = started(
        sealed_today, "--host", host, "--port", str(port), "--public-name", "data.ashmere.example"
    )
    try:
        said = server.stdout.readline()
        wait_until_open(host, port)
        assert f"http://{f'[{host}]' if ':' in host else host}:{port}/" in said
        assert status(host, port, "data.ashmere.example") == 200
        assert status(host, port, f"[::1]:{port}") == 200
        assert status(host, port, "elsewhere.example") == 400
    finally:
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert "Traceback" not in told
    assert "elsewhere.example" not in told


def wait_until_open(host: str, port: int) -> None:
    def answers() -> bool:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            return trial.connect_ex((host, port)) == 0

    assert until(answers)


def test_a_host_that_there_is_not(sealed_today):
    server = started(sealed_today, "--host", "no.such.host.invalid", "--port", str(free_port()))
    _, told = server.communicate(timeout=PATIENCE)
    assert server.returncode == 6, told
    assert "There is no host called no.such.host.invalid" in told
