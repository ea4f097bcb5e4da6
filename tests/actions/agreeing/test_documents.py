"""An agreement on record as a document, a share request, a started form and a register's entry."""

from __future__ import annotations

import json

import pytest
import yaml

from beholden.actions import document_page, request_answers
from beholden.kernel import NotFound

from ..ashmere import DPO, HEALTH, Case

AGREEMENT = "warm-homes-2026"
SHARING = {
    "contact": "Housing manager, sharing@ashmere.example",
    "processors": ["Ashmere Data Centre (made up)"],
    "roles": {HEALTH: "processor"},
    "retention": "Tables are kept for a year.",
    "outside_uk": False,
}


@pytest.fixture
def shared(agreed, tmp_path):
    """Give a council whose agreement says what a data-sharing agreement says."""
    basis = {"article_6": "public-task", "power": ["dea-2017-s35", "care-2014-s6"]}
    said = {"lawful_basis": basis, "sharing": SHARING, "title": "Warm homes, together"}
    agreed.state_agreement(by=DPO, document={**Case(tmp_path).agreement, **said})
    return agreed


def test_a_document_is_of_one_version_and_says_what_is_missing_first(shared):
    newest = shared.agreement_document(agreement=AGREEMENT)
    assert newest.title == "Warm homes, together"
    first = shared.agreement_document(agreement=AGREEMENT, version=1)
    assert any("Who answers for the sharing?" in gap for gap in first.missing)
    assert not any("Who answers for the sharing?" in gap for gap in newest.missing)
    text = newest.to_markdown()
    for said in ("Co-operating generally", "council\\_tax, version 1.0.0", "fewer than 20"):
        assert said in text
    page = document_page(newest)
    assert page.index("What is missing") < page.index("Purpose of the sharing")
    with pytest.raises(NotFound):
        shared.agreement_document(agreement=AGREEMENT, version=9)


def test_the_share_request_takes_its_answers_from_the_record(shared):
    rows = request_answers(shared.share_request(agreement=AGREEMENT))
    said = {row["number"]: row for row in rows}
    assert len(rows) == 21
    assert "Digital Economy Act 2017, section 35" in said[10]["answer"]
    assert said[16]["answer"] == "No."
    assert f"{HEALTH}: processor." in said[18]["answer"]
    assert said[11] == {**said[11], "answer": "", "missing": "sharing › legal_advice"}


def test_the_register_of_the_act_takes_its_fields_from_the_block(shared):
    written = shared.export(kind="dea", name=AGREEMENT)
    entry = json.loads(written.text)["agreement"]
    assert entry["data"]["contact"] == SHARING["contact"]
    assert entry["data"]["retention_period"].startswith(SHARING["retention"])
    processors = [one["processor"]["data"]["name"] for one in entry["processors"]]
    assert processors == [HEALTH, *SHARING["processors"]]
    assert HEALTH not in [one["controller"]["data"]["name"] for one in entry["controllers"]]
    assert len(entry["powers"]) == 2
    assert written.gaps == ()


def test_a_started_form_lists_what_a_document_lacks_and_reads_as_yaml(shared):
    started = shared.use_form(kind="agreement", use="warm-homes")
    assert yaml.safe_load(started)["title"]
    for name in ("impact_if_not_shared", "breaches", "review"):
        assert f"#   {name}: " in started
