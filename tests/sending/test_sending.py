"""Messages leave as the council's settings say; what cannot be sent is told without an address."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import jwt
import pytest
from deploy.nginx import certified
from waiting import PATIENCE

from beholden.actions.message_settings import stated_messages
from beholden.actions.sign_in_settings import stated_sign_in
from beholden.doors.sending import send
from beholden.kernel import BadInput, Unavailable

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"  # made up, as in Notify's own documentation
KEY = f"my_test_key-{SERVICE}-{SECRET}"
TO = "somebody@example.org"


class Notify(BaseHTTPRequestHandler):
    """GOV.UK Notify as its REST documentation says: who may post, and what it answers."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = self.server.asked(self.path, self.headers["Authorization"], body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args) -> None:
        pass


def checked(path, authorization, body):
    """Answer as Notify does: 403 for a token that is not right, 400 for a body that is not."""
    try:
        token = authorization.removeprefix("Bearer ")
        assert jwt.get_unverified_header(token) == {"typ": "JWT", "alg": "HS256"}
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": True})
        assert claims["iss"] == SERVICE
        assert abs(claims["iat"] - time.time()) < 30
    except (jwt.PyJWTError, AssertionError, KeyError):
        return 403, {"errors": [{"error": "AuthError", "message": f"Invalid token for {TO}"}]}
    needed = {"email": "email_address", "sms": "phone_number"}[path.rsplit("/", 1)[1]]
    if not path.startswith("/v2/notifications/") or {needed, "template_id"} - set(body):
        return 400, {"errors": [{"error": "ValidationError", "message": "…"}]}
    return 201, {"id": "1"}


@contextmanager
def serving(handler, **about):
    with handler(("127.0.0.1", 0), **about) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def notify():
    with serving(HTTPServer, RequestHandlerClass=Notify) as server:
        server.bodies = []

        def asked(path, authorization, body):
            server.bodies.append((path, body))
            return checked(path, authorization, body)

        server.asked = asked
        yield server


def council(folder, messages, **secrets):
    for name, secret in secrets.items():
        (folder / name).write_text(f"{secret}\n")
    return SimpleNamespace(messages=stated_messages(messages), keys_directory=folder)


def by_notify(folder, server, key=KEY):
    said = {
        "send_by": "notify",
        "key": "notify",
        "email_template": "one",
        "text_template": "two",
        "address": f"http://127.0.0.1:{server.server_port}",
    }
    return council(folder, said, notify=key)


def test_an_email_and_a_text_by_notify(tmp_path, notify):
    home = by_notify(tmp_path, notify)
    send(home, "email", TO, subject="A code", body="123456")
    send(home, "text", "07700900000", subject="", body="123456")
    assert notify.bodies == [
        (
            "/v2/notifications/email",
            {
                "email_address": TO,
                "template_id": "one",
                "personalisation": {"subject": "A code", "body": "123456"},
            },
        ),
        (
            "/v2/notifications/sms",
            {
                "phone_number": "07700900000",
                "template_id": "two",
                "personalisation": {"body": "123456"},
            },
        ),
    ]


def test_what_notify_refuses_is_told_without_the_address(tmp_path, notify):
    other = KEY.replace(SECRET[:8], "00000000")
    with pytest.raises(Unavailable, match="403 AuthError") as refused:
        send(by_notify(tmp_path, notify, key=other), "email", TO, subject="", body="")
    assert TO not in str(refused.value)


@pytest.mark.parametrize("key", ["", "short", f"name-{SERVICE}"])
def test_a_key_that_is_not_whole_is_told(tmp_path, notify, key):
    with pytest.raises(Unavailable, match="not whole"):
        send(by_notify(tmp_path, notify, key=key), "email", TO, subject="", body="")


def test_a_secret_that_is_missing_is_told(tmp_path, notify):
    home = by_notify(tmp_path, notify)
    (tmp_path / "notify").unlink()
    with pytest.raises(Unavailable, match="secret"):
        send(home, "email", TO, subject="", body="")


class Smtp(socketserver.StreamRequestHandler):
    """A mail server, as far as one message needs it (RFC 5321)."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT" and self.server.refusing:
                self._say(f"550 no such mailbox: {TO}")
            elif verb == "DATA":
                self._say("354 go on")
                self.server.mail = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                self._say("250 taken")
            else:
                self._say("221 bye" if verb == "QUIT" else "250 yes")
            if verb == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.mark.parametrize("refusing", [False, True])
def test_by_smtp(tmp_path, refusing):
    with serving(socketserver.ThreadingTCPServer, RequestHandlerClass=Smtp) as server:
        server.refusing = refusing
        said = {"send_by": "smtp", "host": "127.0.0.1", "sender": "no-reply@example.org"}
        home = council(tmp_path, {**said, "port": server.server_address[1], "tls": "none"})
        if refusing:
            with pytest.raises(Unavailable) as refused:
                send(home, "email", TO, subject="A code", body="123456")
            assert TO not in str(refused.value)
            return
        send(home, "email", TO, subject="A code", body="123456")
        assert f"To: {TO}" in server.mail
        assert "123456" in server.mail
        with pytest.raises(BadInput):
            send(home, "text", "07700900000", subject="", body="")


@pytest.mark.parametrize("by", ["notify", "smtp"])
def test_a_server_with_a_false_certificate_gets_nothing(tmp_path, by):
    """One that nobody vouches for: the message is not sent, and what it says is in no error."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certified(tmp_path), tmp_path / "privkey.pem")
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as beside:
        server.settimeout(PATIENCE)
        received = beside.submit(_received, server, trust)
        port = server.getsockname()[1]
        said = {
            "notify": {
                "send_by": "notify",
                "key": "notify",
                "email_template": "one",
                "address": f"https://127.0.0.1:{port}",
            },
            "smtp": {
                "send_by": "smtp",
                "host": "127.0.0.1",
                "sender": "no-reply@example.org",
                "port": port,
                "tls": "tls",
            },
        }[by]
        home = council(tmp_path, said, **({"notify": KEY} if by == "notify" else {}))
        with pytest.raises(Unavailable) as refused:
            send(home, "email", TO, subject="A code", body="123456")
        assert received.result() == b""
    assert TO not in str(refused.value)
    assert "SSL" in refused.value.why


def _received(server, trust) -> bytes:
    """Return what a client says once it has seen the certificate."""
    line, _ = server.accept()
    with line:
        try:
            with trust.wrap_socket(line, server_side=True) as safe:
                return safe.recv(65_536)
        except (ssl.SSLError, ConnectionError):
            return b""


def test_by_default_messages_are_printed(tmp_path, capsys):
    send(council(tmp_path, {}), "email", TO, subject="A code", body="123456")
    assert "123456" in capsys.readouterr().err


FAULTS = [
    (stated_messages, {"send_by": "pigeon"}, "send_by"),
    (stated_messages, {"send_by": "smtp"}, "needs host"),
    (stated_messages, {"send_by": "notify", "key": "a"}, "needs email_template"),
    (stated_messages, {"send_by": "notify", "key": "../a", "email_template": "b"}, "key"),
    (stated_messages, {"address": "http://elsewhere.example"}, "address"),
    (stated_messages, {"user": "a"}, "password"),
    (stated_messages, {"colour": "red"}, "no setting"),
    (stated_messages, [], "section"),
    (stated_sign_in, {"second_factor": "no"}, "second_factor"),
    (stated_sign_in, {"issuer": "http://elsewhere.example"}, "issuer"),
    (stated_sign_in, {"issuer": "https://login.example"}, "together"),
    (stated_sign_in, {"password": False}, "way in"),
    (stated_sign_in, {"client_secret": "/etc/passwd"}, "client_secret"),
    (stated_sign_in, {"signup": True}, "no setting"),
    (stated_sign_in, [], "section"),
]


@pytest.mark.parametrize(("read", "stated", "named"), FAULTS)
def test_a_setting_at_fault_is_named(read, stated, named):
    with pytest.raises(ValueError, match=named):
        read(stated)
