"""Accounts: opened, reset and closed by the administrator; an address is nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from actions.ashmere import ADMIN, CODES, DPO
from actions.councils import entries_of
from click.testing import CliRunner
from django.test import Client

from beholden.actions import key_held
from beholden.doors.cli import beholden
from beholden.doors.web import serving
from beholden.kernel import BadInput, NotFound, Refused

from .conftest import ADDRESSES
from .signing_in import sign_in, who, whole_session

OWNER, EMAIL = CODES["owner"], "owner@example.org"


@pytest.fixture
def deputy(council):
    """Give the code of a second administrator."""
    office = {"office": "Deputy", "organisation": "Borough of Ashmere"}
    council.add_person(by=ADMIN, code="code-deputy", **office, roles=["administrator"])
    return "code-deputy"


@pytest.fixture
def opened(council, deputy):
    """Give the council with one more account, opened by whoever did not close it before."""
    council.open_account(by=ADMIN, code=OWNER, email=EMAIL.upper())
    yield council
    if OWNER in {one.person for one in council.list_accounts(by=ADMIN)}:
        council.close_account(by=deputy, code=OWNER)


def test_the_ledger_tells_of_an_account_without_person_or_address(opened, deputy):
    opened.reset_account(by=deputy, code=OWNER)
    opened.give_account(by=ADMIN, code=OWNER)
    opened.close_account(by=deputy, code=OWNER)
    told = entries_of(opened)[-4:]
    acts = ["account-opened", "account-reset", "account-given", "account-closed"]
    assert [one["act"] for one in told] == acts
    assert {one["by"] for one in told} == {"Administrator"}
    assert {one["facts"]["office"] for one in told} == {"Head of Revenues"}
    for personal in (OWNER, EMAIL, "@"):
        assert personal not in str(told)


def test_nobody_gives_an_account_again_that_they_took_away(opened, deputy):
    """One administrator alone would act as anybody: begun anew, or closed and opened elsewhere."""
    with pytest.raises(BadInput, match="was not begun anew"):
        opened.give_account(by=deputy, code=OWNER)
    opened.reset_account(by=ADMIN, code=OWNER)
    with pytest.raises(Refused) as no:
        opened.give_account(by=ADMIN, code=OWNER)
    assert no.value.refusal.clause == "S9 two people"
    assert opened.give_account(by=deputy, code=OWNER)
    with pytest.raises(BadInput, match="given again since"):
        opened.give_account(by=deputy, code=OWNER)
    opened.close_account(by=deputy, code=OWNER)
    with pytest.raises(Refused) as no:
        opened.open_account(by=deputy, code=OWNER, email="elsewhere@example.org")
    assert no.value.refusal.clause == "S9 two people"
    assert opened.open_account(by=ADMIN, code=OWNER, email=EMAIL)


def test_resetting_once_more_does_not_make_another_the_one_who_took_it(opened, deputy):
    opened.reset_account(by=ADMIN, code=OWNER)
    opened.reset_account(by=deputy, code=OWNER)
    with pytest.raises(Refused, match="nobody gives an account again"):
        opened.give_account(by=ADMIN, code=OWNER)
    assert opened.give_account(by=deputy, code=OWNER)


@pytest.mark.parametrize("act", ["reset_account", "close_account"])
def test_the_keys_of_the_api_end_with_what_their_person_came_in_by(opened, deputy, act):
    until = opened.clock.today() + timedelta(300)
    mine, others = (
        opened.open_api_key(by=one, purpose="a program", until=until) for one in (OWNER, DPO)
    )
    assert key_held(opened, token=mine.token)
    getattr(opened, act)(by=deputy, code=OWNER)
    assert key_held(opened, token=mine.token) is None
    assert key_held(opened, token=others.token)
    assert entries_of(opened)[-1]["facts"]["keys_closed"] == 1


def test_an_account_is_not_closed_where_nobody_else_could_open_one(opened, deputy):
    opened.open_account(by=ADMIN, code=ADMIN, email="admin@example.org")
    before = len(entries_of(opened))
    with pytest.raises(Refused, match="last account of an administrator"):
        opened.close_account(by=ADMIN, code=ADMIN)
    assert len(entries_of(opened)) == before
    opened.open_account(by=ADMIN, code=deputy, email="second@example.org")
    opened.close_account(by=ADMIN, code=ADMIN)


REFUSED = [
    (ADMIN, OWNER, "another@example.org", Refused, "account already"),
    (ADMIN, CODES["housing"], EMAIL, Refused, "this address"),
    (ADMIN, CODES["housing"], "no address", BadInput, "e-mail"),
    (ADMIN, "nobody", "n@example.org", NotFound, "Nobody"),
    (DPO, CODES["housing"], "h@example.org", Refused, "right"),
]


@pytest.mark.parametrize(("by", "code", "email", "error", "says"), REFUSED)
def test_an_account_that_cannot_be_opened(opened, by, code, email, error, says):
    before = len(entries_of(opened))
    with pytest.raises(error, match=says) as refused:
        opened.open_account(by=by, code=code, email=email)
    assert email not in str(refused.value)
    assert len(entries_of(opened)) == before


def test_only_who_keeps_accounts_sees_them(council):
    with pytest.raises(Refused):
        council.list_accounts(by=DPO)


def test_a_reset_ends_sessions_and_takes_the_second_factor_away(council):
    client = Client(SERVER_NAME="127.0.0.1")
    whole_session(client)
    assert who(client) == DPO
    council.reset_account(by=ADMIN, code=DPO)
    assert who(client) is None
    assert sign_in(client).status_code == 422
    (kept,) = [one for one in council.list_accounts(by=ADMIN) if one.person == DPO]
    assert (kept.password, kept.second_factor) == (False, False)


def test_the_commands(council, deputy, tmp_path):
    def run(*given):
        return CliRunner().invoke(beholden, [*given, "--home", str(council.directory)])

    file = tmp_path / "address"
    file.write_text(f"{EMAIL}\n")
    made = run("account", "open", OWNER, "--email-file", str(file), "--as", ADMIN)
    assert made.exit_code == 0, made.output
    assert "http://127.0.0.1:8000/new-password/" in made.output
    assert EMAIL not in made.output
    assert EMAIL in run("account", "list", "--as", ADMIN, "--json").output
    reset = run("account", "reset", OWNER, "--as", deputy)
    assert f"beholden account give {OWNER}" in reset.output
    assert "/new-password/" not in reset.output
    assert isinstance(run("account", "give", OWNER, "--as", deputy).exception, Refused)
    given = run("account", "give", OWNER, "--send", "--as", ADMIN)
    assert "It is sent nowhere. Messages leave this machine nowhere" in given.output
    assert "/new-password/" in given.output
    run("account", "reset", OWNER, "--as", deputy)
    assert "The person was not told." in run("account", "give", OWNER, "--as", ADMIN).output
    assert run("account", "close", OWNER, "--as", deputy).exit_code == 0
    assert EMAIL not in run("account", "list", "--as", ADMIN, "--json").output


@pytest.mark.parametrize(
    ("host", "names", "secure"),
    [
        ("127.0.0.1", (), False),
        ("::1", (), False),
        ("10.0.0.5", (), True),
        ("127.0.0.1", ("data.example.org",), True),
    ],
)
def test_cookies_travel_over_https_except_on_this_machine(home, council, host, names, secure):
    serving.application(home, host=host, public_names=names)
    try:
        client = Client(SERVER_NAME="127.0.0.1")
        client.get("/sign-in/", secure=secure)
        client.post(
            "/sign-in/",
            {"login": ADDRESSES[DPO], "password": "three words unrelated 7"},
            secure=secure,
        )
        prefix = "__Host-" if secure else ""
        session, token = client.cookies[f"{prefix}session"], client.cookies[f"{prefix}csrf"]
        for cookie in (session, token):
            assert bool(cookie["secure"]) is secure
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
            assert (cookie["path"], cookie["domain"]) == ("/", "")
    finally:
        serving.application(home, host="127.0.0.1")
