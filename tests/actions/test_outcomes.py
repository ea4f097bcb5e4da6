"""What came of a use is recorded beside what was foreseen, and every paper is made of the same."""

from __future__ import annotations

import json

import pytest
import yaml
from served_pages import use_page

from beholden.actions import conditions_known, document_page, read_statement
from beholden.actions.exporting.filling import record_of
from beholden.kernel import BadInput, NotFound

from .ashmere import CODES, Case
from .councils import state_of

OWNER, SECRETARY, DPO = CODES["owner"], CODES["secretary"], CODES["dpo"]
FORESEEN = [
    {
        "what": "Households in need are offered help that they did not know of",
        "kind": "positive",
        "intended": True,
        "measure": {"what": "households helped", "target": 400},
    },
    {
        "what": "A household takes the letter as a threat",
        "kind": "negative",
        "intended": False,
        "affects": "households that are written to",
        "likelihood": "possible",
        "severity": "moderate",
    },
    {"what": "Nobody answers", "kind": "negative", "intended": False},
]
CAME = {
    "use": "warm-homes",
    "on": "2026-12-09",
    "measure": {"households helped": 371},
    "consequences": [
        {"what": "Households in need are offered help", "actual": "371 of 400"},
        {"of": 2, "happened": False, "actual": "no call"},
        {"what": "Landlords asked", "kind": "negative", "intended": False, "foreseen": False},
    ],
}


@pytest.fixture
def stated(founded, tmp_path):
    founded.state_use(by=OWNER, statement={**Case(tmp_path).use, "consequences": FORESEEN})
    return founded


def test_intended_stands_beside_actual(stated):
    stated.record_outcome(by=OWNER, statement=CAME)
    rows = stated.compare_outcomes(use="warm-homes")
    assert [(row.verdict, row.actual) for row in rows] == [
        ("foreseen, and happened", "371 of 400"),
        ("foreseen, and did not happen", "no call"),
        ("not known yet", ""),
        ("happened, and nobody had foreseen it", "It happened."),
    ]
    measured = rows[0].measured
    assert (measured.target, measured.actual, measured.met) == ("400", "371", False)


def test_the_public_page_shows_both_sides(stated):
    stated.record_outcome(by=OWNER, statement=CAME)
    page = stated.public_use_as_data(name="warm-homes")
    assert [c["verdict"] for c in page["consequences"]] == [
        "happened as foreseen",
        "did not happen",
        "",
        "not foreseen",
    ]
    assert page["consequences"][1]["affects"] == "households that are written to"
    assert page["measures"] == [
        {"what": "households helped", "target": "400", "measured": "371", "met": "No"}
    ]
    text = use_page(stated, "warm-homes")
    assert "Happened as foreseen" in text
    assert "What was hoped for, in figures" in text


@pytest.mark.parametrize(
    ("consequence", "why"),
    [
        ({"of": 4}, "there are 3 foreseen"),
        ({"what": "Something else", "foreseen": True}, "nothing that was foreseen is called so"),
        ({"what": "Nobody answers", "foreseen": False}, "it was foreseen, as number 3"),
        ({"actual": "x"}, "consequences › 0"),
        ({"of": 1, "happened": "perhaps"}, "happened"),
    ],
)
def test_what_cannot_be_told_apart_is_not_recorded(stated, consequence, why):
    before = state_of(stated)
    with pytest.raises(BadInput) as caught:
        stated.record_outcome(by=OWNER, statement={**CAME, "consequences": [consequence]})
    assert why in caught.value.why
    assert state_of(stated) == before


def test_the_started_form_of_an_outcome_can_be_recorded_as_it_is(stated, tmp_path):
    form = tmp_path / "outcome.yaml"
    form.write_text(stated.use_form(kind="outcome", use="warm-homes"), encoding="utf-8")
    stated.record_outcome(by=OWNER, statement=read_statement(form))
    rows = stated.compare_outcomes(use="warm-homes")
    assert {row.verdict for row in rows} == {"not known yet"}
    assert stated.public_use(name="warm-homes").measures[0].measured == ""


def test_the_started_form_of_advice_is_recorded_once_the_board_has_said_something(stated, tmp_path):
    form = tmp_path / "advice.yaml"
    text = stated.use_form(kind="advice", use="warm-homes")
    for condition in conditions_known():
        assert condition["written"] in text
    form.write_text(text, encoding="utf-8")
    before = state_of(stated)
    with pytest.raises(BadInput):
        stated.record_advice(by=SECRETARY, statement=read_statement(form))
    assert state_of(stated) == before
    said = text.replace('quorum: ""', "quorum: yes").replace('text: ""', 'text: "Go ahead."', 1)
    form.write_text(said, encoding="utf-8")
    stated.record_advice(by=SECRETARY, statement=read_statement(form))
    again = stated.use_form(kind="advice", use="warm-homes")
    assert "# Said already on 10 December 2026, point 1: Go ahead." in again


def test_an_assessment_is_made_of_what_was_entered_elsewhere(sealed):
    sealed.advise_on_dpia(by=DPO, statement=Case(sealed.directory).dpia_advice)
    document = sealed.use_document(kind="dpia", use="warm-homes")
    text = document.to_markdown()
    for part in ("No group by neighbourhood of fewer than 20", "Ten residents", "The measures are"):
        assert part in text
    page = document_page(document)
    assert "<h1>Data-protection impact assessment" in page
    assert "Made-up data" in page
    assert json.dumps(document.to_dict())


def test_no_document_holds_a_code_of_a_person(sealed):
    for kind in ("paper", "dpia"):
        assert "code-" not in sealed.use_document(kind=kind, use="warm-homes").to_markdown()


def test_a_use_without_personal_data_has_no_impact_assessment(founded, tmp_path):
    plain = {**Case(tmp_path).use, "use": "plain", "personal_data": False}
    founded.state_use(by=OWNER, statement=plain)
    with pytest.raises(BadInput, match="no impact assessment"):
        founded.use_document(kind="dpia", use="plain")
    assert founded.use_document(kind="paper", use="plain").use == "plain"


def test_nothing_is_made_of_a_use_that_there_is_not(founded):
    for make in (
        lambda: founded.use_document(kind="paper", use="nothing"),
        lambda: founded.use_form(kind="canvas", use="nothing"),
        lambda: founded.compare_outcomes(use="nothing"),
        lambda: founded.export_canvas(use="nothing"),
    ):
        with pytest.raises(NotFound):
            make()


def test_the_form_of_a_canvas_filled_in_again_says_nothing_new(agreed):
    form = yaml.safe_load(agreed.use_form(kind="canvas", use="warm-homes"))
    assert agreed.fill_canvas(by=OWNER, use="warm-homes", areas=form).areas == ()


def test_a_consequence_that_is_named_by_its_number_is_exported_as_it_came(stated):
    stated.record_outcome(by=OWNER, statement=CAME)
    for one in ("dcat", "data-use-register"):
        assert stated.export(kind=one).text
    told = {one.what: one.actual for one in record_of(stated).uses[0].foreseen}
    assert list(told.values()) == ["371 of 400", "no call", ""]
