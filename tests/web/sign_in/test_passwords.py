"""Signing in by e-mail address and password, with a second factor beside it."""

from __future__ import annotations

import re

import pytest
from actions.ashmere import ADMIN, ANALYST, DPO
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from ..welsh_pages import english_in
from .conftest import ADDRESSES, PASSWORD
from .signing_in import code_now, set_up_app, sign_in, who, whole_session

SET_UP = "/your-account/authenticator-app/"


def test_a_password_alone_opens_nothing_but_setting_up_a_second_factor(client):
    assert sign_in(client).status_code == 302
    for address in ("/your-account/password/", "/your-account/"):
        assert client.get(address).status_code in (200, 302)
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert who(client) is None


def test_with_a_second_factor_everything_opens_and_recovery_codes_are_shown(client):
    sign_in(client)
    before = client.cookies["session"].value
    shown = set_up_app(client)
    assert shown.status_code == 302
    assert client.cookies["session"].value != before
    codes = client.get(shown["Location"]).content.decode()
    assert len(re.findall(r"<li><code", codes)) == 10
    assert who(client) == DPO


def test_the_second_factor_is_asked_for_at_the_next_time_and_a_code_works_once(client):
    secret = whole_session(client)
    client.post("/sign-out/")
    asked = sign_in(client)
    assert asked["Location"] == "/sign-in/second-factor/"
    assert who(client) is None
    wrong = client.post(asked["Location"], {"code": "000000"})
    assert wrong.status_code == 422
    assert "error-summary" in wrong.content.decode()
    code = code_now(secret)
    assert client.post(asked["Location"], {"code": code}).status_code == 302
    assert who(client) == DPO
    again = Client(SERVER_NAME="127.0.0.1")
    sign_in(again)
    assert again.post("/sign-in/second-factor/", {"code": code}).status_code == 422


def test_a_recovery_code_works_once(client):
    whole_session(client)
    page = client.get("/your-account/recovery-codes/").content.decode()
    code = re.search(r"<li><code[^>]*>(\w+)", page)[1]
    for expected in (302, 422):
        other = Client(SERVER_NAME="127.0.0.1")
        sign_in(other)
        assert other.post("/sign-in/second-factor/", {"code": code}).status_code == expected


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ADDRESSES[DPO], "another password 1"),
        ("nobody@example.org", PASSWORD),
        (ADDRESSES[DPO].upper(), "another password 1"),
    ],
)
def test_whoever_cannot_sign_in_is_told_the_same(client, email, password):
    answer = sign_in(client, email=email, password=password)
    page = re.sub(r'value="[^"]*"', "", answer.content.decode())
    assert answer.status_code == 422
    assert "do not belong together" in page
    assert page == re.sub(
        r'value="[^"]*"', "", sign_in(client, email="x@example.org", password="y").content.decode()
    )


def test_the_address_is_taken_whatever_its_capitals(client):
    assert sign_in(client, email=ADDRESSES[DPO].upper()).status_code == 302


def test_who_has_left_cannot_sign_in_and_their_sessions_end_at_once(client, council):
    whole_session(client)
    council.let_person_go(by=ADMIN, code=DPO)
    try:
        assert client.get("/your-account/")["Location"].startswith("/sign-in/")
        assert sign_in(client).status_code == 422
    finally:
        office, roles = "Data-protection officer", ["data_protection_officer"]
        council.add_person(
            by=ADMIN, code=DPO, office=office, organisation="Legal", roles=roles, again=True
        )
    assert client.get("/your-account/")["Location"].startswith("/sign-in/")


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(client, council):
    with council.at_work():
        planted = SessionStore()
        planted["anything"] = 1
        planted.save()
    client.cookies["session"] = planted.session_key
    whole_session(client)
    assert client.cookies["session"].value != planted.session_key
    with council.at_work():
        assert not SessionStore().exists(planted.session_key)


def test_signing_out_everywhere_ends_the_other_sessions(client):
    secret = whole_session(client)
    other = Client(SERVER_NAME="127.0.0.1")
    sign_in(other)
    other.post("/sign-in/second-factor/", {"code": code_now(secret)})
    assert who(other) == DPO
    assert client.get("/sign-out-everywhere/").status_code == 200
    assert who(other) == DPO  # a GET changes nothing
    client.post("/sign-out-everywhere/")
    assert who(other) is None
    assert who(client) is None


def test_signing_out_takes_a_post(client):
    whole_session(client)
    assert client.get("/sign-out/").status_code == 200
    assert who(client) == DPO
    client.post("/sign-out/")
    assert who(client) is None


@pytest.mark.parametrize(("minutes", "ends"), [(59, False), (61, True)])
def test_a_session_ends_after_an_hour_without_a_request(
    client, council, monkeypatch, minutes, ends
):
    whole_session(client)
    later(monkeypatch, council, minutes=minutes)
    assert (who(client) is None) is ends


def test_a_session_in_use_ends_after_twelve_hours(client, council, monkeypatch):
    whole_session(client)
    for minutes in range(50, 60 * 12, 50):
        later(monkeypatch, council, minutes=minutes)
        assert who(client) == DPO, minutes
    later(monkeypatch, council, minutes=60 * 12 + 1)
    assert who(client) is None


def later(monkeypatch, council, *, minutes: int) -> None:
    from datetime import UTC, datetime, timedelta

    from beholden.doors.web.sign_in import sessions

    at = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr(sessions, "_now", lambda request: at.timestamp())


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, to):
    answer = client.post(f"/sign-in/?next={to}", {"login": ADDRESSES[DPO], "password": PASSWORD})
    assert "evil" not in answer["Location"]
    answer = sign_in(Client(SERVER_NAME="127.0.0.1"), next=to)
    assert "evil" not in answer["Location"]


def test_one_goes_on_to_the_page_that_was_asked_for(client):
    assert sign_in(client, next="/courses/")["Location"] == "/courses/"


def test_a_form_without_its_token_is_not_taken(council):
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    for address in ("/sign-in/", "/sign-out/", "/forgotten-password/"):
        assert strict.post(address, {}).status_code == 403


NEW = "another three words 9"


def test_a_one_time_address_sets_a_password_once(client, council):
    deputy = {"code": "code-deputy", "office": "Deputy", "organisation": "Borough of Ashmere"}
    council.add_person(by=ADMIN, **deputy, roles=["administrator"])
    council.open_account(by=ADMIN, code=ADMIN, email="admin@example.org")
    council.reset_account(by="code-deputy", code=ANALYST)
    key = council.give_account(by=ADMIN, code=ANALYST)
    address = "/new-password/{}/{}/".format(*key.split("-", 1))
    assert sign_in(client, email=ADDRESSES[ANALYST]).status_code == 422
    form = client.get(address)["Location"]
    assert key.split("-", 1)[1] not in form
    for wrong in ("short", "password1234", ADDRESSES[ANALYST]):
        answer = client.post(form, {"password1": wrong, "password2": wrong})
        assert answer.status_code == 422, wrong
        assert f'value="{wrong}"' not in answer.content.decode()
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert "does not work any more" in client.get(address).content.decode()
    assert sign_in(client, email=ADDRESSES[ANALYST], password=NEW).status_code == 302


def test_a_forgotten_password_is_answered_alike_and_sent_to_whom_there_is(
    client, council, monkeypatch
):
    sent = []
    monkeypatch.setattr(
        "beholden.doors.web.sign_in.adapters.send_later",
        lambda council, kind, to, **message: sent.append((to, message["body"])),
    )
    answers = [
        client.post("/forgotten-password/", {"email": email})
        for email in ("nobody@example.org", ADDRESSES[DPO])
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    ((to, body),) = sent
    assert to == ADDRESSES[DPO]
    assert re.search(r"http://127\.0\.0\.1/new-password/\w+/[\w-]+/", body)


def test_where_the_council_asks_for_none_there_is_no_second_factor(client, without_second_factor):
    sign_in(client)
    assert who(client) == DPO


def test_a_secret_is_sealed_in_the_database(client, council):
    from allauth.mfa.models import Authenticator

    secret = whole_session(client)
    with council.at_work():
        kept = Authenticator.objects.get(type="totp").data
    assert secret not in str(kept)


def test_taking_the_app_away_owes_a_new_one(client):
    whole_session(client)
    assert client.post(f"{SET_UP}remove/").status_code == 302
    assert who(client) is None
    assert set_up_app(client).status_code == 302
    assert who(client) == DPO


def test_a_strange_host_is_refused(council):
    answer = Client(SERVER_NAME="elsewhere.example").post("/forgotten-password/", {})
    assert answer.status_code == 400


# What an account has on its page and in its forms, once it is signed in.
ACCOUNT_PAGES = (
    "/cy/your-account/",
    "/cy/your-account/password/",
    "/cy/your-account/recovery-codes/",
    "/cy/your-account/recovery-codes/new/",
    "/cy/your-account/authenticator-app/remove/",
    "/cy/sign-out-everywhere/",
    "/cy/sign-out/",
)


def test_the_pages_of_signing_in_are_in_welsh(client, council):
    known = frozenset({council.name, "Data-protection officer", "data_protection_officer"})
    assert client.get("/cy/my-work/")["Location"] == "/cy/sign-in/?next=/cy/my-work/"
    answer = client.post("/cy/sign-in/", {"login": ADDRESSES[DPO], "password": "wrong"})
    assert english_in(answer.content.decode(), known) == []
    typed = {"login": ADDRESSES[DPO], "password": PASSWORD}
    assert client.post("/cy/sign-in/", typed)["Location"] == "/cy/my-work/"
    text = client.get("/cy/your-account/authenticator-app/").content.decode()
    assert english_in(text, known) == []
    set_up_app(client)
    assert who(client) == DPO  # an English page, which says that it is set up
    for page in ACCOUNT_PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert english_in(answer.content.decode(), known) == [], page
    short = {"oldpassword": PASSWORD, "password1": "short", "password2": "shorter"}
    answer = client.post("/cy/your-account/password/", short)
    assert "o leiaf 12 nod" in answer.content.decode()
    assert english_in(answer.content.decode(), known) == []
