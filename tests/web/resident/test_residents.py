"""A resident signs in by a one-time code and files a request; nothing personal is kept of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from actions.ashmere import DPO
from actions.councils import entries_of, records_of

from beholden.doors.web import serving
from beholden.kernel import HeldClock

EMAIL = "zqx.made.up@example.org"
ASKED = {
    "kind": "household-question",
    "household": "zqx 1 Mill Lane (made up)",
    "since_day": "27",
    "since_month": "3",
    "since_year": "2024",
    "reach": EMAIL,
    "more": "",
}


def ask(client, address=EMAIL, **more):
    return client.post("/your-code/", {"address": address}, **more)


def code_in(sent):
    return re.search(r"\b(\d{6})\b", sent[-1][2])[1]


def enter(client, code):
    return client.post("/your-code/enter/", {"code": code})


def signed_in(client, sent):
    ask(client)
    return enter(client, code_in(sent))


def is_in(client):
    return client.get("/your-household/").status_code == 200


def at(council, monkeypatch, **later):
    clock = HeldClock(council.clock.now() + timedelta(**later))
    monkeypatch.setitem(serving._open, str(council.directory), replace(council, clock=clock))


@pytest.mark.parametrize(
    ("typed", "kind", "to"),
    [
        (" ZQX.Made.Up@example.org ", "email", EMAIL),
        ("07700 900 001", "text", "+447700900001"),
        ("+44 7700 900001", "text", "+447700900001"),
    ],
)
def test_a_code_by_email_or_text_signs_in(client, sent, typed, kind, to):
    assert not is_in(client)
    assert ask(client, typed)["Location"] == "/your-code/enter/"
    assert [one[:2] for one in sent] == [(kind, to)]
    before = client.session.session_key
    assert enter(client, code_in(sent))["Location"] == "/your-household/"
    assert is_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("typed", ["", "nobody", "01632 960001", "a@b\nBcc: c@d.org"])
def test_what_is_no_address_is_kept_and_told(client, sent, typed):
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert b"govuk-error-summary" in answer.content
    assert sent == []


def test_a_code_is_taken_once_and_by_the_browser_that_asked(client, sent, council):
    from django.test import Client

    ask(client)
    other = Client(SERVER_NAME="127.0.0.1")
    assert enter(other, code_in(sent)).status_code == 422
    assert enter(client, code_in(sent)).status_code == 302
    client.post("/your-code/end/")
    assert not is_in(client)
    assert enter(client, code_in(sent)).status_code == 422


def wrong(sent):
    return f"{(int(code_in(sent)) + 1) % 10**6:06}"


@pytest.mark.parametrize(("tries", "signs_in"), [(4, True), (5, False)])
def test_five_tries(client, sent, tries, signs_in):
    ask(client)
    for _ in range(tries):
        assert enter(client, wrong(sent)).status_code == 422
    enter(client, code_in(sent))
    assert is_in(client) is signs_in


@pytest.mark.parametrize(("seconds", "signs_in"), [(590, True), (601, False)])
def test_ten_minutes(client, sent, council, monkeypatch, seconds, signs_in):
    ask(client)
    at(council, monkeypatch, seconds=seconds)
    enter(client, code_in(sent))
    assert is_in(client) is signs_in


def test_half_an_hour(client, sent, council, monkeypatch):
    signed_in(client, sent)
    at(council, monkeypatch, minutes=29)
    assert is_in(client)
    at(council, monkeypatch, minutes=31)
    assert not is_in(client)


def test_an_address_gets_five_codes_an_hour_and_nobody_sees_when_none_is_sent(client, sent):
    answers = [ask(client) for _ in range(7)]
    assert len(sent) == 5
    assert {(one.status_code, one["Location"], one.content) for one in answers} == {
        (302, "/your-code/enter/", b"")
    }
    assert ask(client, "zqx.another@example.org").status_code == 302
    assert len(sent) == 6


def test_a_network_gets_thirty_codes_an_hour(client, sent):
    for number in range(33):
        ask(client, f"zqx{number}@example.org")
    assert len(sent) == 30
    ask(client, "zqx.far@example.org", REMOTE_ADDR="192.0.2.7")
    assert len(sent) == 31


def test_a_request_is_filed_and_its_receipt_shown(client, sent, council):
    signed_in(client, sent)
    answer = client.post("/your-household/", ASKED)
    assert (answer.status_code, answer["Location"]) == (302, "/your-household/receipt/")
    name = re.search(r"request-[0-9a-f]{16}", client.get(answer["Location"]).content.decode())[0]
    read = council.read_request(by=DPO, request=name)
    assert read.kind == "household-question"
    assert read.text.splitlines() == [
        "Household: zqx 1 Mill Lane (made up)",
        "Lived there: 2024-03-27 to now",
        f"Reach: {EMAIL}",
    ]
    assert "zqx" not in str(entries_of(council)) + str(records_of(council)).replace("zqxmarker", "")


def test_what_was_typed_wrong_is_kept_and_told(client, sent, council):
    signed_in(client, sent)
    answer = client.post("/your-household/", {**ASKED, "since_month": "13"})
    assert answer.status_code == 422
    assert "zqx 1 Mill Lane" in answer.content.decode()
    assert b"govuk-error-summary" in answer.content


def test_of_an_address_and_a_code_hashes_alone_are_kept(client, sent, council):
    from django.contrib.sessions.models import Session

    from beholden.doors.accounts.models import Passing, ResidentCode

    ask(client)
    with council.at_work():
        kept = str([*ResidentCode.objects.values(), *Passing.objects.values()])
        assert ResidentCode.objects.count() == 1
    assert not any(word in kept for word in ("zqx", code_in(sent), EMAIL))
    enter(client, code_in(sent))
    with council.at_work():
        assert ResidentCode.objects.count() == 0
        kept = str([session.get_decoded() for session in Session.objects.all()])
    assert "zqx" not in kept


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example"])
def test_nobody_is_sent_elsewhere(client, sent, to):
    assert client.post(f"/your-code/?next={to}", {"address": EMAIL}).status_code == 302
    assert enter(client, code_in(sent))["Location"] == "/your-household/"


def test_whoever_was_sent_for_a_code_goes_on_from_there(client, sent):
    asked = "/your-code/?next=/your-household/receipt/"
    assert client.get(asked).status_code == 200
    assert "session" not in client.cookies  # to look keeps nothing
    client.post(asked, {"address": EMAIL})
    assert enter(client, code_in(sent))["Location"] == "/your-household/receipt/"


def test_who_signs_in_after_another_sees_nothing_of_theirs(client, sent):
    signed_in(client, sent)
    client.post("/your-household/", ASKED)
    ask(client, "zqx.another@example.org")
    enter(client, code_in(sent))
    assert client.get("/your-household/receipt/")["Location"] == "/your-household/"


def test_a_session_that_is_over_is_deleted_with_the_next_day(client, sent, council):
    from django.contrib.sessions.models import Session

    signed_in(client, sent)
    with council.at_work():
        Session.objects.update(expire_date=council.clock.now() - timedelta(days=400))
    serving._dates_kept.pop(str(council.directory))
    client.get("/your-say/")
    with council.at_work():
        assert not Session.objects.exists()


def test_a_cookie_that_names_no_session_begins_none(client, council):
    from django.contrib.sessions.models import Session

    with council.at_work():
        Session.objects.all().delete()
    client.cookies["session"] = "zqxzqxzqxzqxzqxzqxzqxzqxzqxzqxzq"
    assert client.get("/your-say/").status_code == 200
    with council.at_work():
        assert not Session.objects.exists()


@pytest.mark.parametrize(
    "path", ["/your-household/", "/your-household/receipt/", "/your-code/end/"]
)
def test_who_has_shown_no_code_is_asked_for_one(client, path):
    assert client.get(path)["Location"].startswith("/your-code/?next=")
    assert client.post("/your-household/", ASKED)["Location"].startswith("/your-code/?next=")


def test_the_public_page_leads_there(client):
    assert b'href="/your-household/"' in client.get("/your-say/").content
