"""The pages behind nginx, with the very file that the how-to guide puts there."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
from contextlib import closing
from datetime import date
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection

import pytest
from actions.councils import copied
from waiting import until
from web.test_mended_serving import started, wait_until_open
from web.test_serving import free_port

from .nginx import CONFIGURATION, NAME, NGINX, Ports, running

LACKING = "nginx is not installed on this machine: apt-get install nginx-light"


@pytest.fixture(scope="module")
def behind(told, tmp_path_factory):
    if NGINX is None:
        pytest.skip(LACKING)
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    ports = Ports(pages=free_port(), plain=free_port(), tls=free_port())
    home = copied(told("until_sealed", date.today()), folder)
    pages = started(home, "--port", str(ports.pages), "--public-name", NAME, "--no-worker")
    try:
        wait_until_open("127.0.0.1", ports.pages)
        with running(folder, ports) as certificate:
            wait_until_open("127.0.0.1", ports.tls)
            yield ports, certificate, folder
    finally:
        pages.send_signal(signal.SIGTERM)
        pages.communicate()


class ByName(HTTPSConnection):
    """A connection to the loopback that asks for a certificate by a name."""

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port))
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def asked(behind, path: str, *, name: str = NAME, **headers: str) -> tuple[HTTPResponse, bytes]:
    ports, certificate, _ = behind
    context = ssl.create_default_context(cafile=str(certificate))
    with closing(ByName(name, ports.tls, context=context)) as connection:
        connection.request("GET", path, headers={"Host": NAME, **headers})
        answer = connection.getresponse()
        return answer, answer.read()


def test_the_first_page_and_all_that_it_loads_come_through_tls(behind):
    answer, body = asked(behind, "/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', body.decode())
    assert loaded
    for one in loaded:
        assert asked(behind, one)[0].status == 200, one


def test_plain_http_is_sent_to_tls(behind):
    with closing(HTTPConnection("127.0.0.1", behind[0].plain)) as connection:
        connection.request("GET", "/uses/warm-homes/?q=a", headers={"Host": NAME})
        answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/uses/warm-homes/?q=a"


def test_another_name_gets_nothing(behind):
    with closing(HTTPConnection("127.0.0.1", behind[0].plain)) as connection:
        connection.request("GET", "/", headers={"Host": "elsewhere.example"})
        with pytest.raises(ConnectionError):  # nginx hangs up
            connection.getresponse()
    with pytest.raises(ssl.SSLError):  # nor a certificate, by TLS
        asked(behind, "/", name="elsewhere.example")
    with pytest.raises(ConnectionError):  # nor by both
        asked(behind, "/", Host="elsewhere.example")


def test_cookies_travel_over_tls_alone(behind):
    answer, _ = asked(behind, "/sign-in/")
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie


def test_addresses_of_pages_are_whole(behind):
    """What leads back to the pages names them as visitors do: https, and without the inner port."""
    _, feed = asked(behind, "/feed.atom")
    assert f"https://{NAME}/".encode() in feed
    assert b"http://" not in feed.replace(b"http://www.w3.org/2005/Atom", b"")


def test_nothing_is_written_down_of_who_asked(behind):
    for _time in range(200):  # until it is too often, of which nginx would tell at length
        answer, _ = asked(behind, "/robots.txt?q=Jane", **{"X-Forwarded-For": "203.0.113.9"})
        if answer.status == 503:
            break
    assert answer.status == 503
    log = behind[2] / "beholden.log"
    assert until(lambda: "GET /robots.txt 503" in log.read_text())
    told = log.read_text() + "".join(one.read_text() for one in behind[2].glob("*errors.log"))
    for held in ("127.0.0.1", "203.0.113.9", "Jane"):
        assert held not in told


@pytest.mark.parametrize("unit", ["beholden.service", "beholden-worker.service"])
def test_systemd_reads_the_units(unit):
    """It finds nothing to say of them, but that the program is not there on this machine."""
    try:
        said = subprocess.run(
            ["systemd-analyze", "verify", CONFIGURATION.with_name(unit)],
            check=False,
            capture_output=True,
            text=True,
        ).stderr
    except FileNotFoundError:
        pytest.skip("systemd is not installed on this machine.")
    faults = [
        line for line in said.splitlines() if unit in line and "is not executable" not in line
    ]
    assert faults == []
