"""What residents asked for themselves, on the pages of who answers."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html import unescape

import pytest
from actions.ashmere import CODES, DPO, STEWARD_OF, uprn
from actions.councils import entries_of, records_of

from beholden.kernel import Damaged, Refusal, Refused

from .test_uses_pages import TODAY, day, told

ANSWER = "/work/answer-a-household/"
CHOOSE = "/work/record-an-objection-or-opt-out/"


@pytest.fixture
def asked(served):
    """Give the receipt of what a resident asked."""
    return served.file_request(kind="household-question", text="1 Mill Lane, since 2020. zqx")


def test_it_is_read_answered_and_closed(as_officer, asked):
    dpo = as_officer("dpo")
    assert asked in dpo.get("/my-work/").content.decode()
    assert "Household question" in dpo.get("/work/requests/").content.decode()
    page = dpo.get(f"/work/requests/{asked}/").content.decode()
    assert "1 Mill Lane, since 2020." in page
    wrong = dpo.post(f"/work/requests/{asked}/close/", {"note": "Told in writing."})
    assert wrong.status_code == 422
    assert "Told in writing." in wrong.content.decode()
    done = dpo.post(
        f"/work/requests/{asked}/close/", {"outcome": "answered", "note": "Told in writing."}
    )
    assert done.status_code == 302
    closed = dpo.get(f"/work/requests/{asked}/").content.decode()
    assert "Told in writing." in closed
    assert "Close the request" not in closed
    assert asked not in dpo.get("/my-work/").content.decode()


@pytest.mark.parametrize("who", ["admin", "analyst", "partner"])
def test_nobody_else_reads_it(as_officer, asked, who):
    for path in ("/work/requests/", f"/work/requests/{asked}/"):
        answer = as_officer(who).get(path)
        assert answer.status_code == 403
        assert "zqx" not in answer.content.decode()


def test_what_is_not_there(as_officer):
    assert as_officer("dpo").get("/work/requests/request-0/").status_code == 404


def filed(served, kind):
    return served.file_request(kind=kind, text=f"{uprn(3)} (made up), since 2020. zqx")


def test_a_household_is_answered_in_words_and_the_request_closed_with_them(served, as_officer):
    served.state_household_dataset(
        by=DPO, dataset="council_tax", columns=["liable_to"], because="Every household has one."
    )
    dpo, name = as_officer("dpo"), filed(served, "household-question")
    assert f"{ANSWER}?request={name}" in told(dpo.get(f"/work/requests/{name}/"))
    before = dpo.get(f"{ANSWER}?request={name}").content.decode()
    assert "zqx" in before
    asked = {"speaks_for": "household", "identifier": uprn(3), "column": "uprn"}
    lacking = dpo.post(f"{ANSWER}?request={name}", asked)
    assert lacking.status_code == 422
    assert uprn(3) in told(lacking)
    since = day("since", TODAY - timedelta(days=2000))
    page = dpo.post(f"{ANSWER}?request={name}", {**asked, **since})
    assert page.status_code == 200
    shown = told(page)
    assert "Finding households in arrears and in cold homes" in shown
    assert "A use may be left out of this answer" in shown
    written = re.search(r'<textarea name="note"[^>]*>(.*?)</textarea>', shown)
    note = unescape(written[1])
    assert "in it" in note
    assert uprn(3) not in note
    close = f"/work/requests/{name}/close/"
    assert dpo.post(close, {"outcome": "answered", "note": note}).status_code == 302
    assert "may be left out of this answer" in told(dpo.get(f"/work/requests/{name}/"))
    assert uprn(3) not in str(entries_of(served))


def address_of(served, i):
    """Return an address as a resident would write it, of a gazetteer that was matched with."""
    served.match(
        by=STEWARD_OF["Revenues and Benefits"], dataset="council_tax", gazetteer="gazetteer"
    )
    file = served.directory.parent / "stated" / "data" / "gazetteer.csv"
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    place = next(row for row in rows if row["uprn"] == uprn(i))
    return f"{place['address_concat']} {place['postcode']}".title()


def wrote(served, kind, **lines):
    """File what the pages of residents send, and return its receipt."""
    return served.file_request(kind=kind, text="\n".join(f"{a}: {b}" for a, b in lines.items()))


def test_what_a_resident_wrote_is_filled_in_and_their_address_looked_up(served, as_officer):
    dpo, where = as_officer("dpo"), address_of(served, 3)
    said = {"Household": where, "Lived there": "2020-02-29 to now", "More": "Household: not this"}
    name = wrote(served, "household-question", **said)
    shown = told(dpo.get(f"{ANSWER}?request={name}"))
    assert f'name="identifier" value="{uprn(3)}"' in shown
    assert f"UPRN {uprn(3)}: " in shown
    assert 'name="since_day" value="29"' in shown
    name = wrote(served, "objection", Use="warm-homes", Household=where)
    shown = told(dpo.get(f"{CHOOSE}?request={name}"))
    assert f"> {uprn(3)}</textarea>" in shown
    assert '<option value="use:warm-homes" selected' in shown


def test_an_index_of_another_version_is_told_with_what_builds_it_anew(served, as_officer):
    dpo, where = as_officer("dpo"), address_of(served, 3)
    (index,) = served.directory.rglob("index.gaz")
    whole = index.read_bytes()
    index.write_bytes(whole[:8] + b"\x06\x00\x00\x00" + whole[12:])
    with pytest.raises(Damaged, match="cannot be used") as caught:
        served.places_at(by=CODES["dpo"], address=where)
    assert "matched with the gazetteer again" in caught.value.next_step
    name = wrote(served, "objection", Use="warm-homes", Household=where)
    shown = told(dpo.get(f"{CHOOSE}?request={name}"))
    assert "matched with the gazetteer again" in shown
    assert f"> {where}</textarea>" in shown


def test_who_records_an_objection_need_not_be_trained_to_answer(served, as_officer, monkeypatch):
    def refused(*_args, **_asked):
        raise Refused(Refusal(what="you have no certificate.", why="", clause="training"))

    monkeypatch.setattr(type(served), "places_at", refused)
    name = wrote(served, "objection", Use="warm-homes", Household="3 Mill Lane")
    shown = as_officer("dpo").get(f"{CHOOSE}?request={name}")
    assert (shown.status_code, "> 3 Mill Lane</textarea>" in told(shown)) == (200, True)


def test_an_address_that_is_typed_is_told_of_once_its_place_was_seen(served, as_officer):
    dpo, where = as_officer("dpo"), address_of(served, 3)
    typed = {"speaks_for": "household", "column": "uprn", **day("since", TODAY)}
    page = told(dpo.post(ANSWER, {**typed, "identifier": where}))
    assert "Looked up in the gazetteer" in page
    assert "This is shown once" not in page
    assert f'name="identifier" value="{uprn(3)}"' in page
    assert "This is shown once" in told(dpo.post(ANSWER, {**typed, "identifier": uprn(3)}))
    nowhere = told(dpo.post(ANSWER, {**typed, "identifier": "9 Nowhere at All, ZZ9 9ZZ"}))
    assert "No address of the gazetteer comes near" in nowhere
    assert where not in str(entries_of(served))


def test_whoever_may_not_answer_learns_nothing(as_officer):
    for path in (ANSWER, CHOOSE):
        assert as_officer("analyst").get(path).status_code == 403


@pytest.mark.parametrize(
    ("kind", "of"),
    [("objection", "use:warm-homes"), ("opt-out", "kind:research-and-planning")],
)
def test_a_choice_is_recorded_and_withdrawn_and_nobody_is_named(served, as_officer, kind, of):
    dpo, name = as_officer("dpo"), filed(served, kind)
    page = f"{CHOOSE}?request={name}"
    assert page in told(dpo.get(f"/work/requests/{name}/"))
    typed = {"of": of, "does": "add", "subjects": uprn(3), "column": "uprn"}
    lacking = dpo.post(page, {**typed, "of": ""})
    assert (lacking.status_code, uprn(3) in told(lacking)) == (422, True)
    assert dpo.post(page, typed)["Location"] == f"/work/requests/{name}/"
    assert uprn(3) not in str(entries_of(served)) + str(records_of(served)["Objection"])
    acts = [entry["act"] for entry in entries_of(served)]
    assert acts[-1] in ("objections-recorded", "opt-outs-recorded")
    assert dpo.post(CHOOSE, {**typed, "does": "withdraw"})["Location"] == (
        "/work/objections-and-opt-outs/"
    )
    assert entries_of(served)[-1]["act"] in ("objections-withdrawn", "opt-outs-withdrawn")


def test_a_complaint_that_came_by_the_pages_is_not_typed_again(served, as_officer):
    dpo, name = as_officer("dpo"), filed(served, "complaint")
    page = dpo.get(f"/work/record-a-complaint/?request={name}").content.decode()
    assert "since 2020. zqx" in page
    assert 'value="form"' in page
    assert dpo.get("/work/record-a-complaint/?request=request-0").status_code == 404
    close = dpo.post(f"/work/requests/{name}/close/", {"outcome": "answered", "note": "Told."})
    assert (close.status_code, "which closes its request" in told(close)) == (422, True)
    said = {"kind": "other", "channel": "form", "text": "zqx", **day("received", TODAY)}
    recorded = dpo.post(f"/work/record-a-complaint/?request={name}", said)
    assert recorded["Location"] == "/work/complaints/"
    (request,) = served.list_requests(by=DPO)
    assert (request.id, request.outcome) == (name, "recorded")
    assert entries_of(served)[-1]["facts"]["request"] == name
