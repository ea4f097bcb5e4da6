"""Canvases drawn at random, and an interactive one as its own form saves it (made up)."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from beholden.ethics import STATUSES, area_said, canvas_forms

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(str.strip)
CHOICE = st.fixed_dictionaries(
    {}, optional={"said": st.sampled_from(["yes", "no"]), "text": TEXT}
).filter(bool)
_KINDS = {
    "text": TEXT,
    "choice": CHOICE,
    "list": st.lists(TEXT, min_size=1, max_size=3),
    "titled": st.lists(
        st.fixed_dictionaries({}, optional={"title": TEXT, "text": TEXT}).filter(bool),
        min_size=1,
        max_size=3,
    ),
    "sources": st.lists(
        st.fixed_dictionaries(
            {}, optional={"title": TEXT, "text": TEXT, "url": TEXT, "owner": TEXT}
        ).filter(bool),
        min_size=1,
        max_size=3,
    ),
    "rights": st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "title": TEXT,
                "basis": TEXT,
                "other_purpose": CHOICE,
                "personal": CHOICE,
                "sensitive": CHOICE,
                "notes": TEXT,
            },
        ).filter(bool),
        min_size=1,
        max_size=3,
    ),
}
ACTION = st.fixed_dictionaries(
    {"what": TEXT},
    optional={
        "text": TEXT,
        "who": TEXT,
        "priority": st.sampled_from(["high", "medium", "low"]),
        "kind": st.just("decision"),
        "undertaking": TEXT,
    },
)


@st.composite
def areas(draw, form):
    answers = draw(
        st.fixed_dictionaries({}, optional={p.code: _KINDS[p.kind] for p in form.prompts})
    )
    stated = {
        "answers": answers,
        "owner": draw(st.just("") | TEXT),
        "notes": draw(st.just("") | TEXT),
        "why_not": draw(st.just("") | TEXT),
        "actions": draw(st.lists(ACTION, max_size=2)),
    }
    if answers:
        stated["status"] = draw(st.sampled_from(STATUSES[1:]))
    return area_said(form.code, stated)


@st.composite
def canvases(draw):
    """Draw a canvas of which some areas say something."""
    chosen = draw(st.lists(st.sampled_from(canvas_forms()), unique_by=lambda f: f.code, max_size=4))
    return {form.code: draw(areas(form)) for form in chosen}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
_BLOB = st.fixed_dictionaries(
    {"id": st.sampled_from([f.code for f in canvas_forms()]) | JSON},
    optional={
        "content": st.lists(
            JSON
            | st.lists(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "title": JSON,
                        "description": JSON,
                        "url": JSON,
                        "license": JSON,
                        "data_collection": JSON,
                        "area": st.sampled_from(["sources", "review", "nowhere"]) | JSON,
                        "type": st.sampled_from(["action", "decision"]) | JSON,
                        "beholden": JSON,
                    },
                ),
                max_size=2,
            )
            | st.fixed_dictionaries(
                {"checked": st.sampled_from(["YES", "NO"]) | JSON, "text": JSON}
            ),
            max_size=4,
        )
        | JSON,
        "status": st.sampled_from(["COMPLETE", "FOR_REVIEW"]) | JSON,
        "notes": JSON,
        "beholden": JSON,
    },
)
HOSTILE = st.fixed_dictionaries(
    {"blobs": st.lists(_BLOB | JSON, max_size=4) | JSON},
    optional={"title": JSON, "uuid": JSON, "lastUpdated": JSON},
)

# As the interactive form saves it: the last, empty entry of a list is its own, and the answer about
# publishing actions stands third, after a hole.
SAVED = json.dumps(
    {
        "uuid": "6f1c5f8e-8a55-4c8c-9d43-3a1f0a6d8f11",
        "title": "Warm homes (made up)",
        "lastUpdated": "2026-11-02T10:00:00.000Z",
        "blobs": [
            {
                "group": "KNOW",
                "id": "sources",
                "status": "COMPLETE",
                "notes": None,
                "content": [
                    {
                        "title": "Council tax",
                        "description": "Accounts",
                        "url": "",
                        "owner": "Revenues",
                    },
                    {"title": "", "description": "", "url": "", "owner": ""},
                ],
            },
            {
                "group": "KNOW",
                "id": "rights",
                "status": "IN_PROGRESS",
                "notes": "ask legal",
                "content": [
                    {
                        "title": "Council tax",
                        "license": "public task",
                        "data_collection": {"checked": "NO", "text": "to bill"},
                        "personal_information": {"checked": "YES", "text": None},
                        "commercial_data": {"checked": "UNSET", "text": None},
                        "notes": None,
                    }
                ],
            },
            {"group": "KNOW", "id": "limitations", "status": "IN_PROGRESS", "content": None},
            {
                "group": "EXPLORE",
                "id": "reasons",
                "status": "FOR_REVIEW",
                "content": ["To help.", ["letters", ""], None, {"checked": "UNSET", "text": ""}],
            },
            {
                "group": "INTEGRATE",
                "id": "actions",
                "status": "IN_PROGRESS",
                "content": [
                    [
                        {
                            "title": "Test the letter",
                            "priority": "HIGH",
                            "description": "with ten residents",
                            "responsibility": "Warm Homes manager",
                            "type": "action",
                            "area": "mitigations",
                        },
                        {"title": "Go on", "description": "", "type": "decision", "area": "gone"},
                    ],
                    None,
                    {"checked": "YES", "text": ""},
                ],
            },
        ],
    }
)
