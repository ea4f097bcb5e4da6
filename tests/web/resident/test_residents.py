"""A resident signs in by a one-time code and files a request; nothing personal is kept of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from actions.ashmere import CODES, DPO, Case
from actions.councils import entries_of, records_of

from beholden.doors.web import serving
from beholden.doors.web.resident.forms_resident import HouseholdQuestionForm
from beholden.kernel import HeldClock

from ..welsh_pages import english_in

EMAIL = "zqx.made.up@example.org"
ASK = "/your-household/ask/household-question/"
FOLLOW = "/your-household/what-became-of-it/"
ASKED = {
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


def browser(address="203.0.113.9"):
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)


def test_nobody_takes_away_a_code_or_gets_more_tries_by_asking_for_others(client, sent):
    """A stranger who asks in a resident's name has five codes an hour, and five tries of each."""
    ask(client)
    code = code_in(sent)
    tried, strangers = 0, [browser(f"203.0.{number}.9") for number in range(9)]
    for stranger in strangers:
        ask(stranger)
        for guess in range(8):
            before = tries_kept()
            assert enter(stranger, f"{guess:06}").status_code == 422
            tried += tries_kept() != before
    assert len(sent) == 5
    assert tried <= 4 * 5
    enter(client, code)
    assert is_in(client)


def tries_kept() -> int:
    from django.db.models import Sum

    from beholden.doors.accounts.models import ResidentCode

    with serving.council().at_work():
        return ResidentCode.objects.aggregate(Sum("tries"))["tries__sum"] or 0


def test_where_a_resident_signed_in_before_no_stranger_keeps_them_out(client, sent):
    signed_in(client, sent)
    client.post("/your-code/end/")
    for number in range(9):
        ask(browser(f"203.0.{number}.9"))
    before = len(sent)
    ask(browser("198.51.100.9"))
    assert len(sent) == before
    ask(client)
    assert len(sent) == before + 1
    enter(client, code_in(sent))
    assert is_in(client)


def test_a_network_gets_thirty_codes_an_hour(client, sent):
    for number in range(33):
        ask(client, f"zqx{number}@example.org")
    assert len(sent) == 30
    ask(client, "zqx.far@example.org", REMOTE_ADDR="192.0.2.7")
    assert len(sent) == 31


def test_a_request_is_filed_and_its_receipt_shown(client, sent, council):
    signed_in(client, sent)
    answer = client.post(ASK, ASKED)
    assert (answer.status_code, answer["Location"]) == (302, "/your-household/receipt/")
    name = re.search(r"request-[0-9a-f]{16}", client.get(answer["Location"]).content.decode())[0]
    read = council.read_request(by=DPO, request=name)
    assert read.kind == "household-question"
    assert read.text.splitlines() == [
        "Household: zqx 1 Mill Lane (made up)",
        "Lived there: 27 March 2024 to now",
        f"Reach: {EMAIL}",
    ]
    assert "zqx" not in str(entries_of(council)) + str(records_of(council)).replace("zqxmarker", "")


def test_what_was_typed_wrong_is_kept_and_told(client, sent, council):
    signed_in(client, sent)
    answer = client.post(ASK, {**ASKED, "since_month": "13"})
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
    client.post(ASK, ASKED)
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
    "path", ["/your-household/", ASK, FOLLOW, "/your-household/receipt/", "/your-code/end/"]
)
def test_who_has_shown_no_code_is_asked_for_one(client, path):
    assert client.get(path)["Location"].startswith("/your-code/?next=")
    assert client.post(ASK, ASKED)["Location"].startswith("/your-code/?next=")


def test_the_public_page_leads_there(client):
    page = client.get("/your-say/").content.decode()
    for kind in ("household-question", "objection", "opt-out", "complaint"):
        assert f'href="/your-household/ask/{kind}/"' in page
    assert f'href="{FOLLOW}"' in page


def state_a_use(council):
    """State a use for residents to object to, unless there is one."""
    with council.at_work():
        stated = council.public_uses()
    if not stated:
        council.state_use(by=CODES["owner"], statement=Case(council.directory).use)


OF_EACH_KIND = [
    (
        "objection",
        {"use": "warm-homes", "household": "zqx 1 Mill Lane (made up)", "reach": EMAIL},
        "Use: warm-homes\nHousehold: zqx 1 Mill Lane (made up)\nReach: " + EMAIL,
    ),
    (
        "opt-out",
        {"of": "research-and-planning", "household": "zqx 1 Mill Lane (made up)", "reach": EMAIL},
        "Opts out of: research-and-planning\nHousehold: zqx 1 Mill Lane (made up)\nReach: " + EMAIL,
    ),
    (
        "complaint",
        {"what": "zqx nobody told us (made up)", "reach": EMAIL},
        "Complaint: zqx nobody told us (made up)\nReach: " + EMAIL,
    ),
]


@pytest.mark.parametrize(("kind", "said", "read"), OF_EACH_KIND)
def test_each_kind_asks_what_it_needs_and_is_read_line_by_line(
    client, sent, council, kind, said, read
):
    state_a_use(council)
    signed_in(client, sent)
    address = f"/your-household/ask/{kind}/"
    lacking = client.post(address, {**said, "reach": ""})
    assert lacking.status_code == 422
    assert "zqx" in lacking.content.decode()
    assert client.post(address, said)["Location"] == "/your-household/receipt/"
    found = [council.read_request(by=DPO, request=one.id) for one in council.list_requests(by=DPO)]
    assert (kind, read) in [(one.kind, one.text) for one in found]


def test_a_kind_that_there_is_not(client, sent):
    signed_in(client, sent)
    assert client.get("/your-household/ask/weather/").status_code == 404


def test_the_use_that_led_there_is_chosen_already(client, sent, council):
    state_a_use(council)
    signed_in(client, sent)
    page = client.get("/your-household/ask/objection/?use=warm-homes").content.decode()
    assert 'value="warm-homes" selected' in page


def follow(client, name):
    return client.post(FOLLOW, {"receipt": name})


def test_whoever_asked_comes_back_and_sees_what_was_answered_and_nobody_else_does(
    client, sent, council
):
    from django.test import Client

    signed_in(client, sent)
    name = re.search(
        r"request-[0-9a-f]{16}-[a-z2-7]{10}",
        client.post(ASK, ASKED, follow=True).content.decode(),
    )[0]
    assert "Nobody has answered it yet." in follow(client, name).content.decode()
    council.close_request(by=DPO, request=name[:-11], outcome="answered", note="zqx in it.")
    later = Client(SERVER_NAME="127.0.0.1")
    ask(later)
    enter(later, code_in(sent))
    assert "zqx in it." in follow(later, f" {name.upper()} ").content.decode()
    another = Client(SERVER_NAME="127.0.0.1")
    ask(another, "zqx.another@example.org")
    enter(another, code_in(sent))
    refused = follow(another, name)
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "There is no request of yours with this receipt." in said
    assert name in said, "what was typed is kept"
    assert "zqx in it." not in said


def test_whoever_reads_welsh_is_answered_in_welsh_all_the_way(client, sent, council):
    assert client.get("/cy/your-household/")["Location"].startswith("/cy/your-code/?next=/cy/")
    assert client.post("/cy/your-code/", {"address": EMAIL})["Location"] == "/cy/your-code/enter/"
    assert "Mae'n gweithio am 10 munud" in sent[-1][2]
    answer = client.post("/cy/your-code/enter/", {"code": code_in(sent)})
    assert answer["Location"] == "/cy/your-household/"
    filed = client.post(f"/cy{ASK}", ASKED)
    assert filed["Location"] == "/cy/your-household/receipt/"
    receipt = client.get(filed["Location"]).content.decode()
    name = re.search(r"request-[0-9a-f]{16}", receipt)[0]
    assert "answer in Welsh" in council.read_request(by=DPO, request=name).text
    ended = client.post("/cy/your-code/end/", follow=True)
    assert "Rydych wedi allgofnodi" in ended.content.decode()


def named_by(council) -> frozenset[str]:
    """Return what the council named itself: its own name, and the titles of its uses."""
    return frozenset({council.name, *(one.title for one in council.public_uses())})


FORMS = [
    ("/cy/your-code/", {"address": "nobody"}),
    ("/cy/your-code/enter/", {"code": "000000"}),
    (f"/cy{ASK}", {**ASKED, "since_month": "13", "reach": ""}),
    (f"/cy{ASK}", {**ASKED, "until_day": "x", "more": "x" * 3_001}),
    ("/cy/your-household/ask/objection/", {"reach": ""}),
    ("/cy/your-household/ask/opt-out/", {"of": "zqx"}),
    ("/cy/your-household/ask/complaint/", {"reach": ""}),
    (f"/cy{FOLLOW}", {"receipt": "request-0000000000000000"}),
]


def test_what_is_wrong_is_told_in_welsh(client, sent, council):
    for path, typed in FORMS:
        if not is_in(client) and "household" in path:
            signed_in(client, sent)
        answer = client.post(path, typed)
        assert answer.status_code == 422, path
        assert english_in(answer.content.decode(), named_by(council)) == [], path


def test_a_complaint_is_promised_no_more_than_is_done(client, sent, council):
    signed_in(client, sent)
    told = client.get("/your-household/ask/complaint/").content.decode()
    days = council.list_spans()["complaints"]
    assert f"{days} days after the complaint is closed it is destroyed" in told
    assert "told within 30 days that it came" in told
    assert "answered within 30 days" not in told


def test_every_page_of_a_resident_is_in_welsh(client, sent, council):
    signed_in(client, sent)
    filed = client.get(client.post(f"/cy{ASK}", ASKED)["Location"]).content.decode()
    receipt = re.search(r"beholden-receipt\">([^<]+)<", filed)[1]
    kinds = ("household-question", "objection", "opt-out", "complaint")
    asked = [f"/cy/your-household/ask/{kind}/" for kind in kinds]
    others = ["/cy/your-household/", "/cy/your-household/receipt/", "/cy/your-code/end/"]
    for path in (*asked, *others, f"/cy{FOLLOW}"):
        text = client.get(path).content.decode()
        assert '<html lang="cy"' in text
        assert f'href="{path.removeprefix("/cy")}" rel="alternate" lang="en-gb"' in text
        assert english_in(text, named_by(council)) == [], path
    followed = client.post(f"/cy{FOLLOW}", {"receipt": receipt})
    assert followed.status_code == 200
    assert english_in(followed.content.decode(), named_by(council)) == []


@pytest.mark.parametrize(("year", "fits"), [("2024", True), ("24", False), ("2999", False)])
def test_a_household_has_lived_there_since_a_day_that_has_been(year, fits):
    day = {"since_day": "27", "since_month": "3", "since_year": year}
    form = HouseholdQuestionForm({**day, "household": "1 Mill Lane", "reach": EMAIL})
    assert ("since" not in form.errors) == fits
