"""Led elsewhere, another host, a session or a password that is not one's own, a forged log."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import replace

import pytest
from actions.ashmere import CODES, DPO
from django.test import Client

from beholden.doors.web import serving
from beholden.doors.web.logged import logged_as
from web.serving import signed_in
from web.sign_in.conftest import ADDRESSES, PASSWORD, account_of, hashing_by
from web.sign_in.signing_in import code_now, set_up_app, sign_in, who, whole_session

OWNER = CODES["owner"]
NEW = "another four plain words 8"
ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "https:elsewhere.example",
    "javascript:alert(1)",
    "/%0d%0aLocation:%20https://elsewhere.example",
]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_nobody_is_led_elsewhere_by_any_form(client, to):
    """Those that lead on to where the address says: in, out, and through a second look."""
    secret = whole_session(client)
    for form, said in (
        ("/your-account/confirm/", {"password": PASSWORD}),
        ("/your-account/confirm-with-code/", {"code": code_now(secret)}),
        ("/sign-out/", {}),
        ("/sign-in/", {"login": ADDRESSES[DPO], "password": PASSWORD}),
        ("/sign-in/second-factor/", {"code": code_now(secret)}),
    ):
        answer = client.post(f"{form}?next={to}", {**said, "next": to})
        led = answer.get("Location", "/")
        assert re.match(r"/(?![/\\])", led), form
        assert re.search(r"[\r\n]", led) is None


def test_no_header_of_a_stranger_changes_the_host(client, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "beholden.doors.web.sign_in.adapters.send_later",
        lambda _council, _kind, _to, **message: sent.append(message["body"]),
    )
    forged = {"X-Forwarded-Host": "elsewhere.example", "Forwarded": "host=elsewhere.example"}
    client.post("/forgotten-password/", {"email": ADDRESSES[DPO]}, headers=forged)
    assert "http://127.0.0.1/" in sent[0]
    assert "elsewhere" not in sent[0]
    assert "elsewhere" not in client.get("/", headers=forged).content.decode()
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


# Where the pages are, and the header of a stranger: what a link then begins with.
SERVED = [
    ({}, "127.0.0.1:6666", "http://127.0.0.1/"),
    ({"port": "8000"}, "localhost:6666", "http://localhost:8000/"),
    ({"port": "8000", "tls": True}, "127.0.0.1:6666", "https://127.0.0.1/"),
    ({"site": "https://data.ashmere.example"}, "127.0.0.1:6666", "https://data.ashmere.example/"),
]


@pytest.mark.parametrize(("served", "host", "begins"), SERVED)
def test_no_port_of_a_stranger_gets_into_a_link(
    client, council, settings_of, monkeypatch, served, host, begins
):
    """In a message, the map of the site, what robots read, the feed and the page of the log."""
    sent = []
    monkeypatch.setattr(
        "beholden.doors.web.sign_in.adapters.send_later",
        lambda _council, _kind, _to, **message: sent.append(message["body"]),
    )
    settings_of.SESSION_COOKIE_SECURE = served.get("tls", False)
    public = replace(council.public, site=served.get("site", ""))
    dressed = replace(council, public=public)
    monkeypatch.setitem(serving._open, str(council.directory), dressed)
    strange = {"headers": {"Host": host}, "SERVER_PORT": served.get("port", "80")}
    client.post("/forgotten-password/", {"email": ADDRESSES[DPO]}, **strange)
    read = ("/sitemap.xml", "/robots.txt", "/feed.atom", "/ledger/verify/")
    texts = [client.get(page, **strange).content.decode() for page in read]
    for text in (*sent, *texts):
        assert begins in text
        assert "6666" not in text
    assert len(sent) == 1


def test_a_session_is_another_after_each_step(client):
    """After the password, the second factor, and a new password, which ends the others too."""
    keys = []
    client.get("/sign-in/")
    sign_in(client)
    keys.append(client.session.session_key)
    secret = set_up_app(client).secret
    keys.append(client.session.session_key)
    other = Client(SERVER_NAME="127.0.0.1")
    sign_in(other)
    keys.append(other.session.session_key)
    other.post("/sign-in/second-factor/", {"code": code_now(secret)})
    keys.append(other.session.session_key)
    assert who(other) == DPO
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/your-account/password/", said).status_code == 302
    keys.append(client.session.session_key)
    assert (who(client), who(other)) == (DPO, None)
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys)


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("short words", False),
        ("an old tree and a red bus", True),
        ("plainwordsalone", True),
        ("ünïcödé wörds ✓✓", True),
        ("  spaces around it  ", True),
        ("x y" * 21 + "z", True),
        ("password1234", False),
    ],
)
def test_what_may_be_a_password(client, without_second_factor, password, taken):
    sign_in(client)
    said = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/your-account/password/", {**said, "oldpassword": "x"}).status_code == 422
    assert (client.post("/your-account/password/", said).status_code == 302) is taken
    again = sign_in(Client(SERVER_NAME="127.0.0.1"), password=password)
    assert (again.status_code == 302) is taken
    if taken:
        for near in (password[:-1], password.swapcase(), f"{password} "):
            answer = sign_in(Client(SERVER_NAME="127.0.0.1"), password=near)
            assert (answer.status_code == 302) is (near == password)


@pytest.mark.parametrize("word", ["beholden", "Council", "Ashmere", "Borough", "Password"])
def test_a_password_of_our_words_is_refused(client, without_second_factor, word):
    sign_in(client)
    for password, taken in ((f"{word}-2026!!"[:15], False), (f"{word} and a long red bus", True)):
        said = {"oldpassword": PASSWORD, "password1": password, "password2": password}
        answer = client.post("/your-account/password/", said)
        assert (answer.status_code == 302) is taken, password


def test_a_password_is_masked_and_may_be_pasted(client, without_second_factor):
    sign_in(client)
    for page in ("/sign-in/", "/your-account/password/"):
        shown = Client(SERVER_NAME="127.0.0.1") if page == "/sign-in/" else client
        fields = re.findall(r"<input[^>]*password[^>]*>", shown.get(page).content.decode())
        assert fields
        for field in fields:
            assert 'type="password"' in field
            assert 'autocomplete="' in field
            assert "onpaste" not in field
            assert 'autocomplete="off"' not in field


def test_a_password_is_kept_by_argon2id(client, council, settings_of, without_second_factor):
    with hashing_by(*settings_of.PASSWORD_HASHERS[1:]), council.at_work():
        account = account_of(DPO)
        account.set_password(NEW)
    assert account.password.startswith("argon2$argon2id$")


def test_a_new_password_does_not_pass_the_second_factor(client, council):
    whole_session(client)
    with council.at_work():
        from beholden.actions.accounts import _one_time_key

        key = _one_time_key(account_of(DPO))
    visitor = Client(SERVER_NAME="127.0.0.1")
    form = visitor.get("/new-password/{}/{}/".format(*key.split("-", 1)))["Location"]
    assert visitor.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert who(visitor) is None
    sign_in(visitor, password=NEW)
    assert who(visitor) is None


def test_who_signed_in_and_that_somebody_failed_is_logged(client, logged):
    sign_in(client, password="zqx wrong words")
    whole_session(client)
    said = [record.getMessage() for record in logged.records if record.name == "beholden.sign_in"]
    assert said[0] == "sign-in failed"
    assert f"signed in: {logged_as(DPO)} by password" in said
    assert DPO not in str(said)
    assert ADDRESSES[DPO] not in str(said)
    for _number in range(6):
        sign_in(Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="203.0.113.5"), password="wrong")
    assert "sign-in tried too often" in logged.text


def test_a_refusal_is_logged_without_a_code_and_with_its_clause(council, logged):
    signed_in(council, OWNER).get("/work/people/?zqx=zqxmarker")
    (line,) = [one.getMessage() for one in logged.records if one.name == "beholden.pages"]
    assert line == f"refused: officer-people to {logged_as(OWNER)} (rights › person-add)"
    assert OWNER not in line


def test_no_line_is_forged_into_the_log(council, client, logged):
    client.get("/zqx%0a2026-01-01%20signed%20in:%20code-dpo/")
    client.post("/sign-in/", {"login": "a@b.example\nsigned in: code-dpo", "password": "x"})
    client.post("/sign-in/", {"login": "x", "password": "x"}, headers={"User-Agent": "a\nb"})
    for record in logged.records:
        assert "\n" not in record.getMessage()
        assert "signed in" not in record.getMessage()
    from beholden.kernel import BadInput

    with pytest.raises(BadInput):
        council.add_person(
            by=CODES["admin"],
            code="zqx\nsigned in",
            office="x",
            organisation="x",
            roles=["partner"],
        )


def test_a_line_of_the_log_has_its_moment_in_utc(monkeypatch):
    """Wherever the machine is, so that the lines of two can be laid beside each other."""
    from beholden.doors.web.serving import InUtc

    record = logging.LogRecord("beholden.pages", logging.INFO, "", 0, "refused", None, None)
    record.created, record.msecs = 1_767_225_599.25, 250
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert InUtc().format(record) == "2025-12-31T23:59:59.250Z beholden.pages: refused"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_fault_of_ours_is_told_and_logged_without_its_text(council, logged, monkeypatch):
    def broken(*_args, **_more):
        raise ValueError("zqxmarker of the data")

    monkeypatch.setattr(type(council), "awaiting", broken)
    officer = signed_in(council, DPO)
    officer.raise_request_exception = False
    answer = officer.get("/my-work/?zqx=zqxtyped")
    assert answer.status_code == 500
    assert "fault" in logged.text or "ValueError in the pages, at" in logged.text
    for text in (answer.content.decode(), logged.text):
        assert "zqx" not in text
        assert "Traceback" not in text
