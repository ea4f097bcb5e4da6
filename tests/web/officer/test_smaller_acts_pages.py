"""Acts done once in a while, along their pages: done there, refused there, what was typed kept."""

from __future__ import annotations

import re

import pytest
from actions.ashmere import CODES, DPO, QUESTION
from actions.test_rights_of_acts import WITNESS_KEY

from beholden.records import reading

from .test_uses_pages import errors_link_to_fields, told

HOUSEHOLDS, STATE = "/work/lists-of-every-household/", "/work/state-a-list-of-every-household/"


def acts_of(council) -> list[str]:
    with council.at_work():
        return [one.act for one in reading.ledger(0, council.log.size)]


def test_a_list_of_every_household_is_stated_and_withdrawn(served, as_officer):
    dpo = as_officer("dpo")
    said = {"dataset": "council_tax", "columns": "tenure, arrears", "because": "Every home pays."}
    wrong = dpo.post(STATE, said)  # arrears is a measure
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert "Every home pays." in told(wrong)
    assert "tenure, arrears" in told(wrong)
    assert dpo.post(STATE, said | {"columns": "tenure"}).status_code == 302
    assert "Every home pays." in told(dpo.get(HOUSEHOLDS))
    with served.at_work():
        (one,) = reading.household_datasets()
    assert (one.dataset, one.columns) == ("council_tax", ("tenure",))
    assert dpo.post(f"{HOUSEHOLDS}council_tax/withdraw/").status_code == 302
    assert "None is stated" in told(dpo.get(HOUSEHOLDS))
    assert dpo.get(f"{HOUSEHOLDS}council_tax/withdraw/").status_code == 404


def test_a_shorter_span_takes_two_people(served, as_officer):
    dpo, officer = as_officer("dpo"), as_officer("officer")
    wrong = dpo.post("/work/spans/members/", {"days": "-1"})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert dpo.post("/work/spans/members/", {"days": "365"}).status_code == 302
    assert served.list_spans()["members"] == 730
    own = dpo.post("/work/spans/members/confirm/")
    assert (own.status_code, errors_link_to_fields(own)) == (422, True)
    assert "Nobody confirms a shorter span that they stated" in told(own)
    assert "Waits for a second person" in told(officer.get("/work/spans/"))
    assert officer.post("/work/spans/members/confirm/").status_code == 302
    assert served.list_spans()["members"] == 365
    assert "No shorter span waits" in told(officer.get("/work/spans/members/confirm/"))
    assert dpo.get("/work/spans/nothing/").status_code == 404


def test_an_auditor_audits_and_reads_receipts_and_both_are_in_the_log(served, as_officer):
    auditor = as_officer("auditor")
    served.ask(by=CODES["analyst"], use="warm-homes", question=QUESTION)
    home = told(auditor.get("/my-work/"))
    assert 'href="/work/audit/"' in home
    assert 'href="/work/receipts/"' in home
    assert "Audit now" in told(auditor.get("/work/audit/"))
    assert acts_of(served)[-1] != "audited"  # to look is no act
    assert "Everything is as the log says." in told(auditor.post("/work/audit/"))
    assert acts_of(served)[-1] == "audited"
    assert "count(" not in told(auditor.get("/work/receipts/"))
    page = told(auditor.post("/work/receipts/", {"use": "warm-homes"}))
    assert "1 receipt" in page
    assert "Answered" in page
    assert CODES["analyst"] not in page
    assert acts_of(served)[-1] == "receipts-read"
    wrong = auditor.post("/work/receipts/", {"use": "no-such-use"})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)


def test_a_witness_is_named_and_let_go(served, as_officer):
    dpo = as_officer("dpo")
    wrong = dpo.post("/work/name-a-witness/", {"key": "no key"})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert 'value="no key"' in told(wrong)
    assert dpo.post("/work/name-a-witness/", {"key": WITNESS_KEY}).status_code == 302
    (one,) = served.witnesses()
    assert one.key.origin in told(dpo.get("/work/witnesses/"))
    assert dpo.post("/work/let-a-witness-go/", {"name": one.key.origin}).status_code == 302
    assert served.witnesses() == ()


def test_the_people_of_a_dataset_are_linked_by_its_steward(served, as_officer):
    at = "/work/datasets/council_tax/link/"
    assert "A steward of Revenues and Benefits has this done." in told(as_officer("dpo").get(at))
    steward = as_officer("revenues")
    assert steward.post(at).status_code == 302
    assert re.search(r"person: \d+ of \d+ rows", told(steward.get("/work/datasets/council_tax/")))


@pytest.mark.parametrize("who", ["analyst", "reviewer", "partner"])
def test_nobody_else_comes_to_them(as_officer, who):
    client = as_officer(who)
    for at in (HOUSEHOLDS, STATE, "/work/spans/", "/work/audit/", "/work/receipts/"):
        assert client.get(at).status_code == 403
    assert client.get("/work/witnesses/").status_code == 403
    assert client.get("/work/name-a-witness/").status_code == 403
    assert DPO not in told(client.get("/my-work/"))
