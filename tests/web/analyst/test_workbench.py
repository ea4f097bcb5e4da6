"""The workbench: who may ask under what, what it gives, the gate's word on it, and the answer."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import Any

import pytest
from actions.ashmere import CODES, MARKER, QUESTION, REFUSED
from actions.councils import entries_of
from opened_accounts import account_of

from .conftest import USE

HERE = f"/workbench/{USE}/"
FITTED = "select neighbourhood, count(*) as n, avg(in_arrears) as late from council_tax group by 1"


def text_of(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def ask(client: Any, question: str, act: str = "ask") -> Any:
    return client.post(HERE, {"question": question, "act": act})


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("analyst", "Exact answers"),
        ("publisher", "Self-service, with bands"),
        ("resident", "No agreement in force gives you answers"),
    ],
)
def test_the_uses_that_somebody_may_ask_under(at_pages, who, says):
    answer = at_pages(who).get("/workbench/")
    assert answer.status_code == 200
    assert says in text_of(answer)
    assert ("Finding households" in text_of(answer)) == (who != "resident")


def test_nobody_comes_without_signing_in(served):
    from django.test import Client

    for address in ("/workbench/", HERE, f"{HERE}build/"):
        answer = Client(SERVER_NAME="127.0.0.1").get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_a_use_that_gives_somebody_nothing_says_so(at_pages):
    answer = at_pages("resident").get(HERE)
    assert answer.status_code == 403
    assert "analyst" in text_of(answer)
    assert at_pages("analyst").get("/workbench/nowhere/").status_code == 404


def test_what_each_column_may_be_used_for(at_pages):
    page = text_of(at_pages("analyst").get(HERE))
    assert "tenure may choose and group datasets › council_tax › tenure" in page
    assert "arrears is a measure: of groups only, by sum and avg" in page
    assert "uprn joins datasets and tells subjects apart; it is never shown" in page
    assert "Values: warm, cold" in page
    assert "May be joined with energy_certificates, support_scheme on uprn" in page
    assert "Groups of fewer than 20 are withheld where neighbourhood is used" in page
    assert "account" not in re.findall(r"<code[^>]*>(\w+)</code>", page)


def test_what_self_service_gives(at_pages):
    page = text_of(at_pages("publisher").get(HERE))
    assert "neighbourhood may choose and group outputs › self_service › by" in page
    assert "in_arrears may be summed and averaged, each number with its band" in page
    assert "guess a household's value right more than 90 times in 100" in page
    assert "tenure" not in page


def test_a_question_that_is_checked_is_told_and_not_asked(at_pages, served):
    before = len(entries_of(served))
    page = ask(at_pages("analyst"), QUESTION, act="check")
    assert page.status_code == 200
    assert "Allowed It rests on these clauses" in text_of(page)
    assert QUESTION in html.unescape(page.content.decode())
    refused = ask(at_pages("analyst"), REFUSED, act="check")
    said = text_of(refused)
    assert "Not allowed This question would list arrears for each household." in said
    assert "Try: " in said
    assert len(entries_of(served)) == before


def test_an_answer_with_what_is_withheld_in_words(at_pages):
    page = ask(at_pages("analyst"), QUESTION)
    said = text_of(page)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "Millbrook" in said
    assert "Elm End" not in said
    assert "1 number or group is not shown: fewer than 20 households." in said
    assert MARKER not in page.content.decode()


def test_an_answer_comes_as_a_picture_and_as_files(at_pages):
    page = ask(at_pages("analyst"), QUESTION).content.decode()
    held = dict(re.findall(r'data:([\w/+]+);base64,([\w+/=]+)"', page))
    files = {kind: base64.b64decode(text).decode() for kind, text in held.items()}
    assert set(files) == {"image/svg+xml", "text/csv", "application/json"}
    assert "<title>" in files["image/svg+xml"]
    assert "Millbrook" in files["image/svg+xml"]
    assert files["text/csv"].splitlines()[1].startswith("Millbrook,")
    document = json.loads(files["application/json"])
    assert document["rows"][0]["neighbourhood"] == "Millbrook"
    assert document["receipt"]["use"] == USE


def test_a_self_service_answer_has_its_bands(at_pages):
    said = text_of(ask(at_pages("publisher"), FITTED))
    assert "late may be off by" in said
    assert "19 times in 20" in said


@pytest.mark.parametrize("act", ["ask", "check"])
def test_why_a_question_is_refused_is_told_once_and_what_to_write_apart(at_pages, act):
    page = ask(at_pages("analyst"), REFUSED, act=act)
    said = text_of(page)
    assert said.count("arrears as a measure") == 1
    assert said.count("Try: select") == 1


def test_a_question_without_its_end_is_told_calmly(at_pages):
    said = text_of(ask(at_pages("analyst"), "select tenure", act="check"))
    assert "Not finished yet It names columns, and has no from. Try: select" in said
    assert "Not allowed" not in said


FAULTS = [
    ("", "Write a question"),
    ("select ten", "This question does not say yet which dataset it asks."),
    ("select", "This cannot be read as a question"),
    ("select from", "This cannot be read as a question"),
    ("select 1; select 2", "A question is one SELECT statement"),
    (REFUSED, "this question would list arrears for each household."),
]


@pytest.mark.parametrize(("question", "says"), FAULTS)
def test_what_cannot_be_asked_is_told_with_what_was_typed(at_pages, question, says):
    page = ask(at_pages("analyst"), question)
    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert 'href="#id_question"' in page.content.decode()
    assert question in html.unescape(page.content.decode())
    assert says in text_of(page)
    marked = "1 | select from\n" in page.content.decode()  # and below it the mark, where known
    assert marked is (question == "select from")


def test_the_decision_as_data(at_pages, served):
    analyst = at_pages("analyst")
    before = len(entries_of(served))
    yes = analyst.post(f"{HERE}explain.json", {"question": QUESTION}).json()
    assert yes["allowed"] is True
    assert {"clause": "subject", "says": yes["clauses"][-3]["says"]} in yes["clauses"]
    no = analyst.post(f"{HERE}explain.json", {"question": REFUSED}).json()
    assert no["allowed"] is False
    assert no["refusal"]["clause"] == "datasets › council_tax › arrears"
    unread = analyst.post(f"{HERE}explain.json", {"question": "select from"})
    assert unread.status_code == 422
    assert unread.json()["error"]["what"]
    typed, mark = unread.json()["error"]["marked"].split("\n")
    assert typed == "1 | select from"
    assert mark.strip() == "^"
    empty = analyst.post(f"{HERE}explain.json", {"question": " "}).json()["error"]
    assert empty["marked"] == ""
    assert analyst.get(f"{HERE}explain.json").status_code == 405
    assert len(entries_of(served)) == before


def test_the_decision_as_data_needs_the_forms_token(served):
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    with served.at_work():
        client.force_login(account_of(CODES["housing"]))
    sent = {"question": QUESTION}
    assert client.post(f"{HERE}explain.json", sent).status_code == 403
    page = client.get(HERE).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    headers = {"X-CSRFToken": token}
    assert client.post(f"{HERE}explain.json", sent, headers=headers).status_code == 200


def test_an_answer_is_sent_to_release(at_pages, served):
    analyst = at_pages("analyst")
    page = ask(analyst, QUESTION).content.decode()
    address = re.search(rf'href="({HERE}answers/[\w-]+/release/)"', page)[1]
    form = analyst.get(address)
    assert QUESTION in html.unescape(form.content.decode())
    wrong = analyst.post(address, {"name": "Not A Name", "title": "Kept title"})
    assert wrong.status_code == 422
    assert "Kept title" in wrong.content.decode()
    done = analyst.post(address, {"name": "homes-by-place", "title": "Homes"}, follow=True)
    assert "before a second person" in text_of(done)
    with served.at_work():
        from beholden.records import reading

        assert [one.name for one in reading.releases(USE)] == ["homes-by-place"]
    assert at_pages("publisher").get(address).status_code == 403
    assert analyst.get(f"{HERE}answers/nothing/release/").status_code == 404


def test_a_question_is_built_without_sql(at_pages):
    analyst, address = at_pages("analyst"), f"{HERE}build/"
    tables = "?from=council_tax&was=council_tax&with-energy_certificates=both"
    first = text_of(analyst.get(address))
    assert "the sum of council_tax.arrears" in first
    assert "energy_certificates.rating" not in first
    assert "energy_certificates.rating" in text_of(analyst.get(address + tables))
    chosen = {
        "numbers": ["count", "council_tax.arrears.avg"],
        "groups": ["council_tax.tenure"],
        "only-2-one-of": "yes",
        "only-3-one-of": ["cold"],
        "order": "largest",
        "most": "5",
    }
    made = analyst.post(address + tables, chosen)
    said = html.unescape(made.content.decode())
    question = re.search(r"<textarea[^>]*>\s*(select[^<]*)</textarea>", said)[1]
    assert "where council_tax.in_arrears in (true)" in question
    assert "and energy_certificates.rating in ('cold')" in question
    assert "Allowed" in text_of(made)
    answer = ask(analyst, question)
    assert answer.status_code == 200
    assert "avg_arrears" in text_of(answer)


def test_a_question_of_self_service_is_built_without_sql(at_pages):
    publisher, address = at_pages("publisher"), f"{HERE}build/"
    chosen = {"numbers": ["count", "council_tax.in_arrears.avg"], "order": "groups"}
    made = publisher.post(address, {**chosen, "groups": ["council_tax.neighbourhood"]})
    said = html.unescape(made.content.decode())
    question = re.search(r"<textarea[^>]*>\s*(select[^<]*)</textarea>", said)[1]
    assert "may be off by" in text_of(ask(publisher, question))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"numbers": []}, "Choose at least one number"),
        ({"most": "many"}, "Enter a whole number"),
        ({"groups": ["council_tax.name"]}, "Choose one of the answers that are listed"),
        (
            {"numbers": ["council_tax.arrears.avg", "council_tax.arrears.sum"]},
            "this agreement rounds",
        ),
    ],
)
def test_choices_that_make_no_question_are_told_and_kept(at_pages, changed, says):
    chosen = {"numbers": ["count"], "only-0-one-of": "Kept text", "order": "groups", **changed}
    page = at_pages("analyst").post(f"{HERE}build/", chosen)
    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert says in text_of(page)
    assert "Kept text" in page.content.decode()


def test_a_question_is_saved_for_every_analyst_of_the_use(at_pages, served):
    analyst, other = at_pages("analyst"), at_pages("many")
    sent = {"question": QUESTION, "title": "Homes by place", "act": "save"}
    assert "The question is saved." in text_of(analyst.post(HERE, sent, follow=True))
    seen = other.get(HERE).content.decode()
    number = re.search(r"\?saved=(\d+)", seen)[1]
    assert "Homes by place" in seen
    assert QUESTION in html.unescape(other.get(f"{HERE}?saved={number}").content.decode())
    assert "Homes by place" not in at_pages("publisher").get(HERE).content.decode()
    entry = next(e for e in reversed(entries_of(served)) if e["act"] == "question-saved")
    assert entry["facts"] == {"number": int(number)}
    address = f"{HERE}questions/{number}/drop/"
    assert analyst.get(address).status_code == 405
    assert at_pages("publisher").post(address).status_code == 403
    assert "off the list" in text_of(other.post(address, follow=True))
    assert "Homes by place" not in analyst.get(HERE).content.decode()
    assert other.post(address).status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": " "}, "needs a title"),
        ({"question": REFUSED}, "would list arrears for each household"),
        ({"question": "select"}, "cannot be read as a question"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(at_pages, served, changed, says):
    sent = {"question": QUESTION, "title": "Kept title", "act": "save", **changed}
    before = len(entries_of(served))
    page = at_pages("analyst").post(HERE, sent)
    assert page.status_code == 422
    assert says in text_of(page)
    assert sent["question"] in html.unescape(page.content.decode())
    assert len(entries_of(served)) == before
