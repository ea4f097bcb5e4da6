"""Papers, assessments and forms are made of what is known, and say what nobody has entered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from beholden.ethics import (
    FORMS,
    canvas_forms,
    canvas_said,
    dpia,
    paper,
    started_form,
    triage_table,
)
from beholden.kernel import BadInput

from .canvases import canvases
from .uses import BARE, HELP, THREAT, WHOLE

STEPS = 7


def asked(document):
    return [one for part in document.parts for one in part.fields]


def test_an_assessment_has_the_seven_steps_in_order():
    titles = [part.title for part in dpia(WHOLE).parts]
    assert [title.split(",")[0] for title in titles] == [f"Step {n}" for n in range(1, STEPS + 1)]


def test_a_whole_use_lacks_nothing():
    assert dpia(WHOLE).missing == ()
    assert paper(WHOLE).missing == ()
    assert "It is ready." in paper(WHOLE).lead


def test_every_answer_says_where_it_was_entered():
    for document in (dpia(WHOLE), paper(WHOLE)):
        assert all(answer.entered for one in asked(document) for answer in one.answers)
        assert all(one.enter for one in asked(document))


def test_a_bare_use_is_told_what_is_missing_and_where_it_belongs():
    missing = dpia(BARE).missing
    assert any(
        line.startswith("Step 3, consultation: Who of those concerned")
        and "canvas › engaging" in line
        for line in missing
    )
    assert any("Risks to people: nothing is recorded" in line for line in missing)
    assert any("decision › dpia › residual_risk." in line for line in missing)
    assert "not ready" in paper(BARE).lead


@pytest.mark.parametrize(
    ("known", "lacks"),
    [
        (
            replace(WHOLE, why_data=""),
            "is there no other way? Nothing is recorded; uses › why_data",
        ),
        (
            replace(WHOLE, people_affected=""),
            "how many people? Nothing is recorded; uses › people_affected",
        ),
        (replace(WHOLE, dpia_advice=None), "data-protection officer advise? Nothing is recorded"),
        (replace(WHOLE, advice=()), "data ethics board say? Nothing is recorded"),
        (replace(WHOLE, foreseen=(HELP,)), "Risks to people: nothing is recorded"),
        (replace(WHOLE, decision=None), "What was decided, and why? Nothing is recorded"),
        (replace(WHOLE, owed={}), "Why is an assessment owed? Nothing is recorded"),
    ],
)
def test_one_thing_left_out_is_the_one_that_is_missing(known, lacks):
    missing = dpia(known).missing
    assert any(lacks in line for line in missing)


def test_risks_are_the_negative_consequences_with_their_level():
    risks = dpia(WHOLE).parts[4].grids[0]
    assert risks.rows == ((THREAT.what, THREAT.affects, "possible", "moderate", "medium"),)
    measures = dpia(WHOLE).parts[5].grids[0]
    assert measures.rows[0][1:] == (
        "The letter names no debt",
        "act",
        "Warm Homes manager",
        "2026-12-05",
        "",
    )


def test_a_high_risk_that_stays_asks_for_the_commissioner():
    decision = replace(WHOLE.decision, dpia={**WHOLE.decision.dpia, "residual_risk": "high"})
    assert any("ico_consulted" in line for line in dpia(replace(WHOLE, decision=decision)).missing)


def test_a_use_without_personal_data_is_one_short_page():
    light = replace(
        BARE,
        personal_data=False,
        review="light",
        why_data="x",
        people_affected="nobody",
        owed={"begun": True},
    )
    short = paper(light)
    assert "It is ready." in short.lead
    assert "The ethics canvas" not in [part.title for part in short.parts]
    assert len(short.to_markdown().splitlines()) < 70


def test_a_document_is_plain_data_and_says_the_same_as_its_markdown():
    document = dpia(WHOLE)
    data = json.loads(json.dumps(document.to_dict()))
    text = document.to_markdown()
    for part in data["parts"]:
        assert part["title"] in text
        for one in part["fields"]:
            assert one["asks"] in text
    assert data["missing"] == []


HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
).map(lambda text: f"<script>{text}</script> | # *x* [a](javascript:b) ~~~")


@given(HOSTILE)
def test_what_was_entered_cannot_become_markup(text):
    said = {form.code: text for form in canvas_forms()}
    known = replace(
        WHOLE,
        title=text,
        purpose=text,
        canvas=canvas_said(said),
        foreseen=(replace(THREAT, what=text),),
    )
    tokens = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .parse(dpia(known).to_markdown() + paper(known).to_markdown())
    )
    inside = [child for token in tokens for child in token.children or ()]
    assert not [t for t in [*tokens, *inside] if t.type in ("html_block", "link_open", "image")]
    assert {t.content for t in inside if t.type == "html_inline"} <= {"<br>"}


# Started forms


def read(kind, known, **other):
    return yaml.safe_load(started_form(kind, known, **other)) or {}


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("known", [BARE, WHOLE], ids=["bare", "whole"])
def test_a_form_is_readable_and_names_its_use(kind, known):
    text = started_form(kind, known)
    assert isinstance(yaml.safe_load(text) or {}, dict)
    assert known.use in text


def test_the_form_of_a_canvas_shows_what_the_statement_says_already():
    text = started_form("canvas", WHOLE)
    assert f"#   stated already: {WHOLE.purpose}" in text
    assert all(f"#   stated already: {one.what}" in text for one in WHOLE.foreseen)


@given(canvases())
def test_the_form_of_a_canvas_says_what_the_canvas_says(canvas):
    known = replace(BARE, canvas={**BARE.canvas, **canvas})
    assert canvas_said(read("canvas", known)) == known.canvas


@given(HOSTILE)
def test_a_form_survives_every_text(text):
    known = replace(
        WHOLE, title=text + "\nuse: other", foreseen=(replace(HELP, measure=f"{text}; target 4"),)
    )
    for kind in FORMS:
        form = read(kind, known)
        assert form.get("use", "warm-homes") == "warm-homes"


def test_the_form_of_an_outcome_names_each_consequence_and_measure():
    form = read("outcome", WHOLE)
    assert form["measure"] == {"households helped": ""}
    assert [one["of"] for one in form["consequences"]] == [1, 2]


def test_the_form_of_a_decision_asks_for_each_point_and_for_the_advice_on_the_assessment():
    form = read("decision", WHOLE)
    assert form["on_advice"] == {"2026-11-12/1": "accepted"}
    assert form["dpia"] == {"dpo_advice": "", "residual_risk": "", "measures_approved_by": ""}
    assert form["by"] == "Director of Resources"


def test_the_form_of_a_decision_shows_what_is_signed_before_the_officer_has_advised():
    waiting = replace(WHOLE, dpia_advice=None)
    assert read("decision", waiting)["dpia"] == {"residual_risk": "", "measures_approved_by": ""}
    assert "has not advised" in started_form("decision", waiting)
    assert "dpia" not in read("decision", replace(waiting, personal_data=False))


def test_the_form_of_triage_keeps_answers_and_asks_the_rest():
    assert read("triage", BARE, answers={"effect": "persons"}) == {"effect": "persons"}
    text = started_form("triage", BARE)
    asked_codes = [q.code for q in triage_table().questions if q.code != "personal"]
    assert all(f"# {code}:" in text for code in asked_codes)


def test_there_is_no_form_of_another_kind():
    with pytest.raises(BadInput, match="no such form"):
        started_form("weather", BARE)
