"""Accounts: opened, reset and closed by the administrator; an address is nowhere else."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from actions.ashmere import ADMIN, CODES, DPO
from actions.councils import entries_of
from click.testing import CliRunner
from django.db import transaction
from django.test import Client

from beholden.actions import Typed, key_held
from beholden.doors.cli import beholden
from beholden.doors.web import serving
from beholden.kernel import BadInput, NotFound, Refused, Unavailable

from .conftest import ADDRESSES, PASSWORD, account_of
from .signing_in import sign_in, who, whole_session

OWNER, EMAIL = CODES["owner"], "owner@example.org"


@pytest.fixture
def deputy(council):
    """Give the code of a second administrator, added by the first, who has an account."""
    has_account(council, ADMIN)
    added = administrator(council, "code-deputy", by=ADMIN)
    has_account(council, added)
    return added


def administrator(council, code, *, by):
    office = {"office": "Deputy", "organisation": "Borough of Ashmere"}
    council.add_person(by=by, code=code, **office, roles=["administrator"], again=True)
    return code


def has_account(council, code, *, by=None):
    """Have an administrator open their own account on the machine, or another open it."""
    if code not in {one.person for one in council.list_accounts(by=ADMIN)}:
        council.open_account(by=by or code, code=code, email=f"{code}@example.org")


@pytest.fixture
def third(council, deputy):
    """Give the code of an administrator whom the second one added, with an account of their own."""
    added = administrator(council, "code-third", by=deputy)
    has_account(council, added)
    yield added
    council.let_person_go(by=ADMIN, code=added)


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


def test_with_an_account_goes_what_its_person_had_begun(opened, deputy):
    opened.keep_begun_form(by=OWNER, typed=Typed("/work/state-a-use/", "State a use"))
    opened.reset_account(by=deputy, code=OWNER)
    assert opened.begun_forms(by=OWNER), "the account is its person's still"
    opened.give_account(by=ADMIN, code=OWNER)
    opened.close_account(by=deputy, code=OWNER)
    assert opened.begun_forms(by=OWNER) == ()


def test_nobody_gives_an_account_again_that_they_took_away(opened, deputy):
    """One administrator alone would act as anybody: begun anew, or closed and opened elsewhere."""
    with pytest.raises(BadInput, match="was not begun anew"):
        opened.give_account(by=deputy, code=OWNER)
    opened.reset_account(by=deputy, code=OWNER)
    with pytest.raises(Refused) as no:
        opened.give_account(by=deputy, code=OWNER)
    assert no.value.refusal.clause == "S9 two people"
    assert opened.give_account(by=ADMIN, code=OWNER)
    opened.close_account(by=deputy, code=OWNER)
    with pytest.raises(Refused) as no:
        opened.open_account(by=deputy, code=OWNER, email="elsewhere@example.org")
    assert no.value.refusal.clause == "S9 two people"
    assert opened.open_account(by=ADMIN, code=OWNER, email=EMAIL)


_MARKS = itertools.count()
# Chains of openings by which one human being would be two: who opened whose account.
PUPPETS = {
    "a puppet gives": [(ADMIN, "one")],
    "the swap: a puppet takes": [(ADMIN, "one")],
    "two puppets": [(ADMIN, "one"), (ADMIN, "two")],
    "a puppet's puppet": [(ADMIN, "one"), ("one", "two")],
    "a chain of three": [(ADMIN, "one"), ("one", "two"), ("two", "three")],
}
PAIRS = {
    "a puppet gives": (ADMIN, "one"),
    "the swap: a puppet takes": ("one", ADMIN),
    "two puppets": ("one", "two"),
    "a puppet's puppet": (ADMIN, "two"),
    "a chain of three": ("three", "one"),
}


@pytest.fixture
def puppets(opened):
    """Give what makes administrators of one human being, and their codes; they leave afterwards.

    Who was joined once is joined for good, so each test has puppets of its own.
    """
    made, mark = [], next(_MARKS)

    def make(*openings):
        for opener, code in openings:
            administrator(opened, called(code), by=ADMIN)
            has_account(opened, called(code), by=called(opener))
            made.append(called(code))
        return called

    def called(code):
        return code if code == ADMIN else f"code-{code}-{mark}"

    yield make
    for code in made:
        if code in {one.person for one in opened.list_accounts(by=ADMIN)}:
            opened.close_account(by=ADMIN, code=code)
        opened.let_person_go(by=ADMIN, code=code)


@pytest.mark.parametrize("attack", PUPPETS)
def test_nobody_is_handed_an_account_through_administrators_whom_they_opened(
    opened, third, puppets, attack
):
    """Puppets that were opened long before, too: nothing here asks when."""
    taker, giver = map(puppets(*PUPPETS[attack]), PAIRS[attack])
    opened.reset_account(by=taker, code=OWNER)
    size = len(entries_of(opened))
    for sent in (False, True):  # no message leaves here, whatever is promised
        with pytest.raises(Refused, match="may be the same human being") as no:
            opened.give_account(by=giver, code=OWNER, sent=sent)
        assert no.value.refusal.clause == "S9 two people"
    assert (len(entries_of(opened)), may_give(opened, giver)) == (size, False)
    assert opened.give_account(by=third, code=OWNER)
    opened.close_account(by=taker, code=OWNER)
    with pytest.raises(Refused, match="may be the same human being"):
        opened.open_account(by=giver, code=OWNER, email="elsewhere@example.org")
    assert opened.open_account(by=third, code=OWNER, email=EMAIL)


def test_a_puppet_that_is_closed_and_opened_by_another_stays_one(opened, deputy, puppets):
    puppet = puppets((ADMIN, "one"))("one")
    opened.close_account(by=ADMIN, code=puppet)
    assert opened.open_account(by=deputy, code=puppet, email="one@example.org")
    for taker in (ADMIN, deputy):
        opened.reset_account(by=taker, code=OWNER)
        with pytest.raises(Refused, match="may be the same human being"):
            opened.give_account(by=puppet, code=OWNER)
        assert opened.give_account(by=deputy if taker == ADMIN else ADMIN, code=OWNER)


def test_where_two_may_be_one_an_account_is_given_by_sending_alone(opened, puppets, monkeypatch):
    puppet = puppets((ADMIN, "one"))("one")
    monkeypatch.setattr("beholden.actions.message_settings.Messages.leave", True)
    opened.reset_account(by=ADMIN, code=OWNER)
    (held,) = [one for one in opened.list_accounts(by=puppet) if one.person == OWNER]
    assert (held.may_give, held.only_sent, held.opened_by) == (True, True, "Administrator")
    with pytest.raises(Refused, match="shown to nobody, only sent"):
        opened.give_account(by=puppet, code=OWNER)
    assert opened.give_account(by=puppet, code=OWNER, sent=True)
    with pytest.raises(Refused, match="shown to nobody, only sent"):  # nor once more
        opened.give_account(by=puppet, code=OWNER)


def test_nobody_gives_themselves_their_own_account(opened, deputy, puppets):
    own = puppets((ADMIN, "one"))("one")
    opened.reset_account(by=deputy, code=own)
    with pytest.raises(Refused, match="nobody gives an account again"):
        opened.give_account(by=own, code=own)
    opened.close_account(by=deputy, code=own)
    with pytest.raises(Refused, match="nobody gives an account again"):
        opened.open_account(by=own, code=own, email="own@example.org")


def may_give(council, by):
    (held,) = [one for one in council.list_accounts(by=by) if one.person == OWNER]
    return held.may_give


def test_an_account_is_not_begun_anew_where_nobody_could_give_it(opened, deputy):
    """Nobody is left but its person and who would take it; a puppet of the taker is nobody more."""
    before = len(entries_of(opened))
    for taker, person in ((ADMIN, deputy), (deputy, ADMIN)):
        with pytest.raises(Refused, match="nobody would be left to give"):
            opened.reset_account(by=taker, code=person)
    assert len(entries_of(opened)) == before
    opened.reset_account(by=deputy, code=OWNER)
    assert opened.give_account(by=ADMIN, code=OWNER)


def test_with_three_each_is_begun_anew_and_given_again(opened, deputy, third, monkeypatch):
    """By sending: who is shown a colleague's address is joined to them for good."""
    monkeypatch.setattr("beholden.actions.message_settings.Messages.leave", True)
    for taker, person, giver in ((third, deputy, ADMIN), (deputy, third, ADMIN)):
        opened.reset_account(by=taker, code=person)
        assert opened.give_account(by=giver, code=person, sent=True)
    opened.reset_account(by=third, code=OWNER)
    assert opened.give_account(by=deputy, code=OWNER)


def test_who_gave_it_gives_it_once_more_until_its_password_is_set(opened, deputy, third):
    """What was sent or printed may be lost; who has a way in gets no other from anybody."""
    opened.reset_account(by=deputy, code=OWNER)
    first = opened.give_account(by=ADMIN, code=OWNER)
    assert may_give(opened, ADMIN)
    assert opened.give_account(by=ADMIN, code=OWNER).split("-")[0] == first.split("-")[0]
    for other in (deputy, third):
        with pytest.raises(BadInput, match="given again since"):
            opened.give_account(by=other, code=OWNER)
    with_password(opened, OWNER)
    assert not may_give(opened, ADMIN)
    with pytest.raises(BadInput, match="given again since"):
        opened.give_account(by=ADMIN, code=OWNER)


def test_nobody_gives_an_account_whose_person_has_a_password(opened, deputy):
    opened.reset_account(by=deputy, code=OWNER)
    with_password(opened, OWNER)
    before = len(entries_of(opened))
    with pytest.raises(BadInput, match="was not begun anew"):
        opened.give_account(by=ADMIN, code=OWNER)
    assert len(entries_of(opened)) == before


def with_password(council, code):
    with council.at_work():
        account = account_of(code)
        account.set_password(PASSWORD)
        account.save()


def test_an_account_that_was_taken_away_is_sent_no_password_before_it_is_given(
    opened, deputy, monkeypatch
):
    sent = []
    monkeypatch.setattr(
        "beholden.doors.web.sign_in.adapters.send_later",
        lambda council, kind, to, **message: sent.append(to),
    )

    def asked(email):
        answer = Client(SERVER_NAME="127.0.0.1").post("/forgotten-password/", {"email": email})
        return answer.status_code, answer["Location"], answer.content

    assert asked(EMAIL) == asked("nobody@example.org")
    assert sent == [EMAIL]
    opened.reset_account(by=deputy, code=OWNER)
    assert asked(EMAIL) == asked("nobody@example.org")
    assert sent == [EMAIL]
    opened.give_account(by=ADMIN, code=OWNER)
    asked(EMAIL)
    assert sent == [EMAIL, EMAIL]


def test_resetting_once_more_does_not_make_another_the_one_who_took_it(opened, deputy, third):
    has_account(opened, deputy)
    opened.reset_account(by=third, code=OWNER)
    opened.reset_account(by=deputy, code=OWNER)
    with pytest.raises(Refused, match="nobody gives an account again"):
        opened.give_account(by=third, code=OWNER)
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
    before = len(entries_of(opened))
    with opened.at_work(), transaction.atomic(using=opened.alias):
        account_of(deputy).delete()
        with pytest.raises(Refused, match="last account of an administrator"):
            opened.close_account(by=ADMIN, code=ADMIN)
        transaction.set_rollback(True, using=opened.alias)
    assert len(entries_of(opened)) == before


REFUSED = [
    (ADMIN, OWNER, "another@example.org", Refused, "account already"),
    (ADMIN, CODES["housing"], EMAIL, Refused, "this address"),
    (ADMIN, CODES["housing"], "no address", BadInput, "e-mail"),
    (ADMIN, "nobody", "n@example.org", NotFound, "Nobody of that code"),
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


def test_a_reset_ends_sessions_and_takes_the_second_factor_away(council, deputy):
    client = Client(SERVER_NAME="127.0.0.1")
    whole_session(client)
    assert who(client) == DPO
    council.reset_account(by=deputy, code=DPO)
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
    assert "The person was told nothing. Messages leave this machine nowhere" in given.output
    assert "/new-password/" in given.output
    reset = run("account", "reset", OWNER, "--as", deputy)
    assert "The person was told nothing." in reset.output
    assert "The person was told nothing." in run("account", "give", OWNER, "--as", ADMIN).output
    assert run("account", "close", OWNER, "--as", deputy).exit_code == 0
    assert EMAIL not in run("account", "list", "--as", ADMIN, "--json").output


@pytest.fixture
def run(opened, monkeypatch):
    """Give what runs a command of accounts where messages leave."""
    monkeypatch.setattr("beholden.actions.message_settings.Messages.leave", True)

    def running(*given):
        return CliRunner().invoke(beholden, ["account", *given, "--home", str(opened.directory)])

    return running


def test_the_commands_tell_the_person_and_print_no_address_that_is_sent(
    deputy, run, monkeypatch, tmp_path
):
    from beholden.doors import sending

    sent = []
    monkeypatch.setattr(
        sending, "send", lambda council, kind, to, **message: sent.append((to, message["body"]))
    )
    assert "told by e-mail" in run("reset", OWNER, "--as", deputy).output
    assert "/new-password/" not in run("give", OWNER, "--send", "--as", ADMIN).output
    assert "told by e-mail" in run("close", OWNER, "--as", deputy).output
    assert [to for to, _ in sent] == [EMAIL] * 3
    for (_, body), says in zip(
        sent, ("begins anew", "gave you your account", "closed"), strict=True
    ):
        assert says in body
    assert ["/new-password/" in body for _, body in sent] == [False, True, False]
    monkeypatch.setattr(sending, "send", fails)
    (tmp_path / "address").write_text(EMAIL)
    file = ("--email-file", str(tmp_path / "address"))
    lost = run("open", OWNER, *file, "--send", "--as", ADMIN)
    # Who opened it is on record as who may be its person, whether they are shown it or not.
    assert (lost.exit_code, "/new-password/" in lost.output) == (0, True)
    assert "The mail server does not answer." in lost.output


def test_where_sending_fails_the_address_is_shown_to_nobody_who_is_not_on_record(
    opened, deputy, puppets, run, monkeypatch
):
    """It was promised to be shown to nobody; whoever is shown it later is joined to its person."""
    from beholden.doors import sending

    monkeypatch.setattr(sending, "send", fails)
    lone = puppets(("one", "one"))("one")
    opened.reset_account(by=deputy, code=lone)
    lost = run("give", lone, "--send", "--as", ADMIN)
    assert "The mail server does not answer." in lost.output
    assert "give it once more without --send" in lost.output
    assert ("/new-password/" in lost.output, ways_into(opened, lone)) == (False, [lone])
    assert "/new-password/" in run("give", lone, "--as", ADMIN).output
    assert ways_into(opened, lone) == [lone, ADMIN]
    opened.reset_account(by=ADMIN, code=OWNER)
    with pytest.raises(Refused, match="shown to nobody, only sent"):
        opened.give_account(by=lone, code=OWNER)
    lost = run("give", OWNER, "--send", "--as", lone)
    assert "give it once more when messages leave again" in lost.output
    assert "/new-password/" not in lost.output


def ways_into(council, code):
    from beholden.records.models import WayIn

    with council.at_work():
        found = WayIn.objects.filter(person__code=code).order_by("pk")
        return list(found.values_list("given_by__code", flat=True))


def fails(*_args, **_said):
    raise Unavailable("The mail server does not answer.")


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
