"""Keys for programs along their pages: opened for oneself, shown once, used, and closed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from actions.ashmere import ANALYST, DPO, QUESTION

from beholden.actions import key_held

from .test_uses_pages import TODAY, day, errors_link_to_fields, told

KEYS, OPEN, CLOSE = (f"/your-account/keys/{end}" for end in ("", "open/", "close/"))
LAST = TODAY + timedelta(days=30)
SAID = {
    "purpose": "The weekly workbook",
    "rights": ["question-ask"],
    "use": "warm-homes",
    **day("until", LAST),
}


@pytest.fixture
def analyst(as_officer):
    return as_officer("analyst")


def opened(client, **changed) -> str:
    """Open a key on its page; return it as the page shows it."""
    page = told(client.post(OPEN, SAID | changed))
    (token,) = re.findall(r">(key-[^<\s]+)</pre>", page)
    return token


def test_a_key_is_opened_for_one_use_and_shown_once(served, analyst):
    begun = told(analyst.get(OPEN + "?use=warm-homes"))
    assert re.search(r'value="question-ask"[^>]*checked', begun)
    assert re.search(r'value="warm-homes"[^>]*selected', begun)
    token = opened(analyst)
    held = key_held(served, token=token)
    assert held
    assert (held.person, held.rights, held.uses) == (ANALYST, {"question-ask"}, {"warm-homes"})
    listed = told(analyst.get(KEYS))
    assert "The weekly workbook" in listed
    assert token.split(".")[0] in listed
    assert token not in listed


def test_the_page_of_a_key_loaded_anew_opens_no_second_one(served, analyst):
    (sheet,) = re.findall(r'name="sheet" value="([^"]+)"', told(analyst.get(OPEN)))
    opened(analyst, sheet=sheet)
    again = analyst.post(OPEN, SAID | {"sheet": sheet})
    assert (again.status_code, again["Location"]) == (302, KEYS)
    assert len(served.list_api_keys(by=ANALYST)) == 1


def test_a_question_of_a_feed_is_asked_with_it(analyst):
    """From the workbench, with nothing but a browser, to rows in a program."""
    saved = {"question": QUESTION, "title": "By neighbourhood", "act": "save"}
    assert analyst.post("/workbench/warm-homes/", saved).status_code == 302
    (where,) = re.findall(
        r'href="(/your-account/keys/open/[^"]+)"', told(analyst.get("/workbench/warm-homes/"))
    )
    assert analyst.get(where).status_code == 200
    from base64 import b64encode

    from django.test import Client

    program = Client(SERVER_NAME="127.0.0.1")
    basic = "Basic " + b64encode(f"me:{opened(analyst)}".encode()).decode()
    answer = program.get("/odata/uses/warm-homes/question_1", headers={"Authorization": basic})
    assert answer.json()["value"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"purpose": ""}, "Answer “What is the key for?”"),
        (day("until", TODAY + timedelta(days=400)), "Name a day from today to a year ahead"),
        (day("until", TODAY - timedelta(days=1)), "Name a day from today to a year ahead"),
        ({"rights": ["use-decide"]}, "Choose one of the answers"),
        ({"use": "cold-homes"}, "Choose one of the answers"),
    ],
)
def test_what_was_typed_is_kept_where_no_key_is_opened(served, analyst, changed, says):
    answer = analyst.post(OPEN, SAID | changed)
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert says in told(answer)
    assert ('href="#id_until_0"' in told(answer)) == ("until_day" in changed)
    assert f'value="{(SAID | changed)["purpose"]}"' in told(answer) or not changed.get("purpose", 1)
    assert served.list_api_keys(by=ANALYST) == ()


def test_a_key_is_closed_at_once(served, analyst):
    token = opened(analyst)
    page = told(analyst.get(f"{CLOSE}?key={token.split('.')[0]}"))
    assert "The weekly workbook, until" in page
    assert "checked" in page
    none = analyst.post(CLOSE, {})
    assert (none.status_code, errors_link_to_fields(none)) == (422, True)
    assert analyst.post(CLOSE, {"key": token.split(".")[0]}).status_code == 302
    assert key_held(served, token=token) is None
    assert "No key is open." in told(analyst.get(CLOSE))


def test_another_closes_it_who_keeps_the_list_of_people_and_nobody_else(served, as_officer):
    token = opened(as_officer("analyst"))
    name = token.split(".")[0]
    stranger = as_officer("dpo")
    assert name not in told(stranger.get(KEYS))
    assert "No key is open." in told(stranger.post(CLOSE, {"key": name}))
    assert key_held(served, token=token)
    admin = as_officer("admin")
    assert "Keys of others" in told(admin.get(KEYS))
    assert admin.post(CLOSE, {"key": name}).status_code == 302
    assert key_held(served, token=token) is None


def test_who_it_is_is_asked_again_before_a_key_is_opened(served, analyst):
    analyst.get(KEYS)
    with served.at_work():
        session = analyst.session
        session["began"] -= 600
        session.save()
    answer = analyst.post(OPEN, SAID)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/?next=%2Fyour-account%2Fkeys%2Fopen%2F")
    assert served.list_api_keys(by=ANALYST) == ()


def test_a_key_may_carry_what_its_opener_may_do_by_a_program_and_nothing_more(as_officer):
    dpo = told(as_officer("dpo").get(OPEN))
    assert 'value="agreement-suspend"' in dpo
    for never in ("api-key-open", "account-keep", "use-decide"):
        assert f'value="{never}"' not in dpo
    partner = told(as_officer("partner").get(OPEN))
    assert 'value="warm-homes"' not in partner  # to which the agreement gives no answers


def test_whose_a_key_is_is_told_to_themselves_alone(served, as_officer):
    opened(as_officer("analyst"))
    assert served.list_api_keys(by=DPO) == ()
    assert "None is open." in told(as_officer("dpo").get(KEYS))
