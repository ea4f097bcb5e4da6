"""The design review and the advice on the impact assessment, and what a yes needs of both."""

from __future__ import annotations

import pytest
import yaml

from beholden.actions.statements import checked
from beholden.kernel import BadInput, Refused
from beholden.records import reading

from .ashmere import CODES, SIGNED_OFF, TRIAGE, Case, people
from .councils import state_of

OWNER, OFFICER, SECRETARY, DPO = (CODES[c] for c in ("owner", "officer", "secretary", "dpo"))
DESIGNER, MANY = CODES["designer"], CODES["many"]
NOT_MET = {"finding": "not met", "text": "There is no way out of the contract."}


@pytest.fixture
def advised(founded, tmp_path):
    """Give a function that tells the case up to the decision; ``triage`` are its answers."""

    def tell(**triage):
        case = Case(tmp_path)
        founded.state_use(by=OWNER, statement={**case.use, "triage": {**TRIAGE, **triage}})
        founded.advise_on_dpia(by=DPO, statement=case.dpia_advice)
        founded.record_advice(by=SECRETARY, statement=case.advice)
        return founded, case

    return tell


def refused(council, case, **decision):
    with pytest.raises(Refused) as caught:
        council.decide_use(by=OFFICER, statement={**case.decision, **decision})
    return caught.value.refusal.clause


@pytest.mark.parametrize("triage", [{"system": "new"}, {"automated": "supports"}])
def test_a_yes_waits_for_the_design_review_that_is_owed(advised, triage):
    council, case = advised(**triage)
    assert refused(council, case) == "uses › triage › design_review"
    review = {**case.design_review, "verdict": "not approved"}
    council.review_design(by=DESIGNER, statement=review)
    assert refused(council, case) == "uses › triage › design_review"
    council.review_design(by=DESIGNER, statement=case.design_review)
    council.decide_use(by=OFFICER, statement=case.decision)


def test_conditions_of_the_design_are_public(advised):
    council, case = advised(system="new")
    findings = {**case.design_review["findings"], "exit": NOT_MET}
    conditions = [{"what": "Agree an export", "who": "Supplier", "by": "2027-01-31"}]
    statement = {
        **case.design_review,
        "findings": findings,
        "verdict": "approved with conditions",
        "conditions": conditions,
    }
    assert council.review_design(by=DESIGNER, statement=statement) == "approved with conditions"
    (shown,) = council.public_use(name="warm-homes").design_reviews
    assert shown.conditions == ("Agree an export, Supplier, 31 January 2027",)
    assert ("Exit", "not met", NOT_MET["text"]) in shown.findings
    council.decide_use(by=OFFICER, statement=case.decision)


@pytest.mark.parametrize(
    "changed",
    [
        {"exit": NOT_MET},
        {"conditions": [{"what": "x"}]},
        {"verdict": "approved with conditions"},
        {"on": "2027-06-01"},
        {"verdict": "perhaps"},
        {"findings": {}},
    ],
)
def test_a_design_review_that_contradicts_itself_is_told(advised, changed):
    council, case = advised()
    before = state_of(council)
    findings = case.design_review["findings"]
    if "exit" in changed:
        changed = {"findings": {**findings, **changed}}
    with pytest.raises(BadInput):
        council.review_design(by=DESIGNER, statement={**case.design_review, **changed})
    assert state_of(council) == before


def all_rights(council, code, *roles):
    stated = next(person for person in people() if person["code"] == code)
    council.add_person(by=CODES["admin"], **{**stated, "roles": [*stated["roles"], *roles]})


def test_nobody_judges_the_design_of_their_own_use(founded, tmp_path):
    all_rights(founded, MANY, "design_authority")
    case = Case(tmp_path)
    founded.state_use(by=MANY, statement=case.use)
    with pytest.raises(Refused) as caught:
        founded.review_design(by=MANY, statement=case.design_review)
    assert caught.value.refusal.clause == "S9 two people"


def test_nobody_advises_on_the_assessment_of_their_own_use(founded, tmp_path):
    all_rights(founded, MANY, "data_protection_officer")
    case = Case(tmp_path)
    founded.state_use(by=MANY, statement=case.use)
    with pytest.raises(Refused) as caught:
        founded.advise_on_dpia(by=MANY, statement=case.dpia_advice)
    assert caught.value.refusal.clause == "S9 two people"


def test_a_yes_answers_the_advice_on_the_impact_assessment(advised):
    council, case = advised()
    assert refused(council, case, dpia={}) == "decision › dpia"
    without = {k: v for k, v in SIGNED_OFF.items() if k != "dpo_advice"}
    assert refused(council, case, dpia=without) == "decision › dpia › dpo_advice"
    overruled = {**without, "dpo_advice": "overruled: the need is greater"}
    council.decide_use(by=OFFICER, statement={**case.decision, "dpia": overruled})
    page = council.public_use(name="warm-homes")
    assert ("Advice of the data-protection officer", "Overruled: the need is greater") in (
        page.decision.dpia
    )
    assert page.dpia_advice[0].proceed == "Go ahead"


def test_where_a_high_risk_stays_the_commissioner_is_consulted_first(advised):
    council, case = advised()
    high = {**SIGNED_OFF, "residual_risk": "high"}
    assert refused(council, case, dpia=high) == "decision › dpia › ico_consulted"
    consulted = {**high, "ico_consulted": "2026-11-15"}
    council.decide_use(by=OFFICER, statement={**case.decision, "dpia": consulted})


def test_a_use_decided_before_is_not_asked_for_its_canvas_again(agreed):
    """What was decided under earlier rules stands; a later decision answers later advice."""
    from django.db import connections

    case = Case(agreed.directory.with_name("stated"))
    with agreed.at_work(), connections[agreed.alias].cursor() as cursor:
        cursor.execute("DROP TRIGGER canvasversion_never_deleted")
        cursor.execute("DELETE FROM records_canvasversion")
    agreed.decide_use(by=OFFICER, statement={**case.decision, "because": "Still so."})
    with agreed.at_work():
        assert len(reading.use("warm-homes").decisions) == 2


def test_a_bare_text_with_a_comma_between_braces_is_told_what_it_needs():
    stated = yaml.safe_load(
        "{use: a, on: b, findings: {exit: {finding: met, text: CSV in, DCAT out.}}}"
    )
    with pytest.raises(BadInput, match="needs quotation marks"):
        checked(stated, schema="design-review")
