"""The canvas is read strictly, and goes to the interactive form and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ethics import (
    AreaSaid,
    area_said,
    canvas_forms,
    canvas_said,
    read_interactive,
    unsettled,
    write_interactive,
)
from beholden.kernel import BadInput

from .canvases import HOSTILE, SAVED, areas, canvases

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FORMS = {form.code: form for form in canvas_forms()}


def written(canvas):
    return write_interactive(canvas, use="warm-homes", title="Warm homes", updated=NOON)


def test_there_are_fifteen_areas_in_four_groups():
    groups = [form.group for form in canvas_forms()]
    assert len(groups) == 15
    assert {g: groups.count(g) for g in dict.fromkeys(groups)} == {
        "know": 4,
        "explore": 4,
        "plan": 4,
        "integrate": 3,
    }


@pytest.mark.parametrize("form", canvas_forms(), ids=lambda form: form.code)
def test_a_plain_text_answers_an_area(form):
    said = area_said(form.code, "  As it is. ")
    assert said.status == "complete"
    assert said.in_words() == "As it is."


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        (
            {"answers": {"recognised": True, "who-loses": ["tenants"]}},
            "Who could be worse off, and how? tenants\nCould collecting, using or sharing the data "
            "hurt somebody, or let them be recognised? Yes.",
        ),
        ({"says": "Nobody."}, "Nobody."),
        (
            {"answers": {"risks-told": "On the page."}},
            "How are people told of limits and risks? On",
        ),
    ],
)
def test_an_area_is_told_in_words(stated, says):
    assert area_said("negative-effects", stated).in_words().startswith(says)


@pytest.mark.parametrize("form", canvas_forms(), ids=lambda form: form.code)
@given(data=st.data())
def test_what_was_stated_is_read_back(form, data):
    said = data.draw(areas(form))
    assert area_said(form.code, said.to_dict()) == said


@pytest.mark.parametrize(
    ("area", "stated", "says"),
    [
        ("weather", "x", "no such area"),
        ("review", 7, "review: it is neither a text"),
        ("review", {"says": "x", "colour": "red"}, "cannot say colour"),
        ("review", {"says": "x", "status": "perhaps"}, "review › status"),
        ("review", {"status": "complete"}, "it is complete and says nothing"),
        ("review", {"says": "x", "status": "not begun"}, "not begun and says something"),
        ("review", {"answers": {"how": "x"}}, "no such prompt"),
        ("review", {"says": "x", "answers": {"watched": "y"}}, "answers watched too"),
        ("review", {"says": ["x"]}, "review › watched: it is not a text"),
        ("review", {"says": "x" * 20_001}, "longer than 20,000"),
        ("review", {"says": "\ud800"}, "half a character"),
        ("sharing", {"answers": {"published": {"said": "perhaps"}}}, "published › said"),
        ("sources", {"says": [{"name": "x"}]}, "an entry says title, text, url, owner"),
        ("sources", {"says": ["x"] * 201}, "not a list of at most 200"),
        ("review", {"actions": [{"text": "x"}]}, "does not say what is to be done"),
        ("review", {"actions": [{"what": "x", "priority": "now"}]}, "actions › 1 › priority"),
        ("review", {"actions": "do it"}, "review › actions"),
    ],
)
def test_what_cannot_be_read_is_named(area, stated, says):
    with pytest.raises(BadInput) as caught:
        canvas_said({area: stated})
    assert says in str(caught.value)


def test_an_area_is_settled_when_complete_or_left_open_with_a_reason():
    canvas = canvas_said(
        {
            "sources": "Lists.",
            "rights": {"says": "Ours.", "status": "for review"},
            "sharing": {"why_not": "Nothing is passed on."},
        }
    )
    open_areas = unsettled(canvas)
    assert FORMS["sources"].title not in open_areas
    assert FORMS["sharing"].title not in open_areas
    assert FORMS["rights"].title in open_areas
    assert len(open_areas) == 13
    assert len(unsettled({})) == 15


@given(canvases())
def test_a_canvas_goes_to_the_interactive_form_and_back(canvas):
    back = read_interactive(written(canvas))
    assert back.areas == {code: said for code, said in canvas.items() if said != AreaSaid(code)}
    assert back.left_out == ()


def test_what_is_written_is_what_the_form_loads():
    state = json.loads(written(canvas_said({"sources": "Lists.", "actions": "Test the letter."})))
    assert set(state) == {"uuid", "title", "lastUpdated", "blobs"}
    blobs = {blob["id"]: blob for blob in state["blobs"]}
    assert len(state["blobs"]) == 15
    assert all(isinstance(blob["content"], list | None) for blob in blobs.values())
    assert blobs["sources"]["status"] == "COMPLETE"
    assert blobs["sources"]["content"][0]["title"] == "Lists."
    assert blobs["actions"]["content"][0][0]["title"] == "Test the letter."
    assert datetime.fromisoformat(state["lastUpdated"]) == NOON


def test_a_saved_canvas_is_read():
    read = read_interactive(SAVED)
    areas = read.areas
    assert read.title == "Warm homes (made up)"
    assert set(areas) == {"sources", "rights", "reasons", "mitigations", "actions"}
    assert areas["sources"].answers == {
        "sources": [{"title": "Council tax", "text": "Accounts", "owner": "Revenues"}]
    }
    assert areas["rights"].answers["rights"] == [
        {
            "title": "Council tax",
            "basis": "public task",
            "other_purpose": {"said": "no", "text": "to bill"},
            "personal": {"said": "yes"},
        }
    ]
    assert (areas["rights"].status, areas["rights"].notes) == ("in progress", "ask legal")
    assert areas["reasons"].answers == {"why": "To help.", "used-for": ["letters"]}
    assert areas["reasons"].status == "for review"
    (action,) = areas["mitigations"].actions
    assert (action.what, action.priority, action.who) == (
        "Test the letter",
        "high",
        "Warm Homes manager",
    )
    # An area that the form no longer has: its decision is kept with the actions themselves.
    assert areas["actions"].actions[0].kind == "decision"


def test_what_cannot_be_taken_over_is_told():
    state = json.loads(written({}))
    blobs = {blob["id"]: blob for blob in state["blobs"]}
    blobs["sources"] |= {"content": "List from the branches", "status": "DONE-ISH"}
    blobs["rights"]["content"] = {"x": 1}
    blobs["limitations"]["id"] = "unknown-area"
    blobs["review"]["id"] = "Somebody's words"
    assert read_interactive(json.dumps(state)).left_out == (
        "an area that the canvas does not have: unknown-area",
        "an area that the canvas does not have",
        "sources: its content is no list",
        "sources: a status that the canvas does not have",
        "rights: its content is no list",
    )


@given(HOSTILE)
def test_no_hostile_file_does_more_than_be_refused(state):
    try:
        read = read_interactive(json.dumps(state))
    except BadInput:
        return
    again = read_interactive(written(read.areas))
    assert again.areas == read.areas


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"blobs": {}}',
        "not json",
        '{"blobs": [NaN]}',
        "[" * 100_000,
        '{"blobs": [], "x": "' + "x" * (1 << 20) + '"}',
        '{"blobs": [{"id": "review", "content": ["\\ud800"]}]}',
    ],
    ids=["empty", "list", "nothing", "blobs", "text", "nan", "deep", "large", "half"],
)
def test_what_is_no_canvas_is_refused(text):
    with pytest.raises(BadInput):
        read_interactive(text)
