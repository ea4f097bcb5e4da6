"""Signing in with the council's own identities, at a real provider in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from actions.ashmere import ADMIN, ANALYST, DPO
from django.test import Client
from waiting import PATIENCE

from beholden.doors.web import serving

from .provider import CLIENT, FAULTS, SECRET
from .signing_in import sign_in, who, whole_session


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    """Give the address of a running provider."""
    command = [sys.executable, Path(__file__).with_name("provider.py")]
    folder = tmp_path_factory.mktemp("provider")
    with subprocess.Popen([*command, folder], stdout=subprocess.PIPE, text=True) as running:
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
        running.terminate()


@pytest.fixture
def pages(council, issuer, settings_of, monkeypatch):
    """Give the council, which trusts the provider and waits for it however busy the machine is."""
    settings_of.SOCIALACCOUNT_REQUESTS_TIMEOUT = PATIENCE
    (council.keys_directory / "oidc.secret").write_text(SECRET)
    said = replace(council.sign_in, issuer=issuer, client_id=CLIENT, client_secret="oidc.secret")
    changed = replace(council, sign_in=said)
    monkeypatch.setitem(serving._open, str(council.directory), changed)
    return changed


def asked(client, **typed) -> str:
    """Press the button; return the address at the provider that one is sent to."""
    return sent_on(client.post("/sign-in/with/council/", typed))


def sent_on(answer) -> str:
    """Return the address to which a page goes on by itself, and to which its link leads."""
    address = answer["Refresh"].removeprefix("0; url=")
    assert f'href="{escape(address)}"' in answer.content.decode()
    return address


def vouched(address: str, name: str) -> str:
    """Be known to the provider by a name; return the path with which it sends one back."""
    answer = requests.get(
        address, headers={"Test-User": name}, allow_redirects=False, timeout=PATIENCE
    )
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/sign-in/with/council/back/", answer.text
    return f"{back.path}?{back.query}"


def browser() -> Client:
    return Client(SERVER_NAME="127.0.0.1")


def test_what_is_asked_of_the_provider(pages):
    told = parse_qs(urlsplit(asked(browser())).query)
    assert told["response_type"] == ["code"]
    assert told["code_challenge_method"] == ["S256"]
    assert sorted(told["scope"][0].split()) == ["email", "openid"]  # in no order
    for random in ("state", "nonce", "code_challenge"):
        assert len(told[random][0]) >= 16
    # Nothing in the address of a request changes it.
    changed = browser().post(
        "/sign-in/with/council/?process=connect&scope=admin&auth_params=prompt%3Dnone", {}
    )
    told = parse_qs(urlsplit(sent_on(changed)).query)
    assert sorted(told["scope"][0].split()) == ["email", "openid"]
    assert "prompt" not in told


def test_an_identity_is_bound_to_the_account_of_its_verified_address(pages):
    for _time in range(2):
        client = browser()
        answer = client.get(vouched(asked(client, next="/courses/"), "dpo"))
        assert answer["Location"] == "/courses/"
        assert who(client) == DPO  # no second factor of ours beside it
    (kept,) = [one for one in pages.list_accounts(by=ADMIN) if one.person == DPO]
    assert kept.identity
    from allauth.socialaccount.models import SocialAccount

    with pages.at_work():
        bound = SocialAccount.objects.get()
    assert bound.extra_data == {}
    assert len(bound.uid) == 64


def test_an_app_that_was_set_up_beside_a_password_is_not_asked_for_as_well(pages):
    whole_session(browser())
    client = browser()
    client.get(vouched(asked(client), "dpo"))
    assert who(client) == DPO
    assert sign_in(browser())["Location"] == "/sign-in/second-factor/"


def test_the_button_is_there_and_a_get_sends_nobody_away(pages):
    client = browser()
    assert "Sign in with your council account" in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/with/council/").status_code == 200


REFUSED = [("stranger", 403), ("unverified", 403), *((fault, 401) for fault in FAULTS)]


@pytest.mark.parametrize(("name", "status"), REFUSED)
def test_nobody_else_comes_in(pages, name, status):
    client = browser()
    answer = client.get(vouched(asked(client), name))
    assert answer.status_code == status
    assert "cannot sign in this way" in answer.content.decode()
    assert "@" not in answer.content.decode()
    assert who(client) is None


def test_a_second_identity_with_the_same_address_opens_nothing(pages):
    client = browser()
    client.get(vouched(asked(client), "dpo"))
    another = browser()
    assert another.get(vouched(asked(another), "second")).status_code == 403
    assert who(another) is None


def test_no_identity_is_bound_to_an_account_before_another_administrator_gave_it(pages):
    office = {"office": "Deputy", "organisation": "Borough of Ashmere"}
    pages.add_person(by=ADMIN, code="code-deputy", **office, roles=["administrator"])
    pages.open_account(by=ADMIN, code=ADMIN, email="admin@example.org")
    pages.reset_account(by="code-deputy", code=DPO)
    client = browser()
    assert client.get(vouched(asked(client), "dpo")).status_code == 403
    pages.give_account(by=ADMIN, code=DPO)
    client = browser()
    assert client.get(vouched(asked(client), "dpo")).status_code == 302
    assert who(client) == DPO


def test_what_came_back_once_is_not_taken_again_or_from_another_browser(pages):
    client = browser()
    back = vouched(asked(client), "dpo")
    stranger = browser()
    assert stranger.get(back).status_code == 401
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert client.get(back).status_code == 401
    assert who(client) is None


def test_a_state_that_nobody_sent_is_not_taken(pages):
    client = browser()
    back = vouched(asked(client), "dpo")
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert client.get(back.replace(state, "x" * len(state))).status_code == 401


def test_who_has_left_does_not_come_in(pages):
    pages.let_person_go(by=ADMIN, code=ANALYST)
    try:
        client = browser()
        assert client.get(vouched(asked(client), "analyst")).status_code == 403
    finally:
        pages.add_person(
            by=ADMIN,
            code=ANALYST,
            office="Analyst",
            organisation="Public Health Intelligence",
            roles=["analyst"],
            again=True,
        )


def test_without_its_secret_nobody_is_sent_to_the_provider(pages):
    (pages.keys_directory / "oidc.secret").unlink()
    assert browser().post("/sign-in/with/council/").status_code == 503


def test_another_provider_is_not_there(pages):
    assert browser().post("/sign-in/with/another/").status_code == 404


def test_where_passwords_are_switched_off_none_is_taken(pages, monkeypatch):
    said = replace(pages.sign_in, password=False)
    monkeypatch.setitem(serving._open, str(pages.directory), replace(pages, sign_in=said))
    client = browser()
    assert 'name="password"' not in client.get("/sign-in/").content.decode()
    assert sign_in(client).status_code == 422
