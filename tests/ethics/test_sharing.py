"""An agreement as a document, and as the 21 questions of a share request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from beholden.ethics import (
    KnownAgreement,
    KnownSharing,
    agreement_document,
    request_answers,
    share_request,
)
from beholden.gate import (
    LEGAL_ENTRIES,
    basis_of,
    entry_in_words,
    legal_codes,
    legal_faults,
    legal_findings,
    public_interest,
)
from beholden.gate.agreement.form import form_faults
from tests.gate.warm_homes import agreement

from .uses import BARE, WHOLE

# The headings of the data sharing code's agreement, in our words.
HEADINGS = [
    "Purpose of the sharing",
    "The organisations",
    "The data",
    "Why the law allows it",
    "What may be done with the data",
    "Access and the rights of individuals",
    "Information governance and security",
    "Retention, disposal, review and the end",
    "Signatures",
]
IN_WORDS = KnownAgreement(
    name="warm-homes-2026, version 1 (offered)",
    between=("Revenues", "Housing"),
    lawful_basis="public task",
    datasets=("council_tax, held by Revenues: tenure may be grouped by.",),
    outputs=("Totals and averages over groups, to Housing.",),
    conditions=(),
    starts="1 December 2026",
    ends="31 March 2027",
    at_the_end="The key of the extract is destroyed.",
)
AGREED = KnownSharing(
    agreement=IN_WORDS,
    title="",
    version=1,
    state="offered",
    subject="household",
    basis={"article_6": ("Public task",), "power": ("Care Act 2014, section 6",)},
    contracts=("council_tax: contract council_tax, version 1.0.0.",),
    columns=(("council_tax", "Revenues", "tenure", "may be grouped by"),),
    standing=(
        ("Revenues", "signed", "Head of Revenues", "2026-12-01"),
        ("Housing", "offered", "", ""),
    ),
    sharing={
        "contact": "Head of Housing, sharing@ashmere.example",
        "outside_uk": False,
        "impact_if_not_shared": "Homes stay cold.",
        "legal_advice": "From the solicitor, 1 November 2026.",
        "legal_review": "By the solicitor, 3 November 2026.",
        "retention": "Tables for a year.",
        "roles": {"Housing": "processor"},
    },
)
_WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
_LIST = st.lists(_WORDS, min_size=1, max_size=3, unique=True)


def test_the_document_has_the_headings_of_the_code_and_names_gaps_first():
    made = agreement_document(WHOLE, AGREED)
    assert [part.title for part in made.parts] == HEADINGS
    text = made.to_markdown()
    assert text.index("What is missing") < text.index(HEADINGS[0])
    assert any("Who tells whom of a breach" in gap for gap in made.missing)
    assert not any("Who answers for the sharing" in gap for gap in made.missing)


def test_what_wants_a_second_look_stands_before_all_gaps():
    made = agreement_document(WHOLE, replace(AGREED, findings=("Look at the power.",)))
    assert made.missing[0] == "Look at the power."


def test_the_request_has_21_questions_each_with_its_source_or_its_place():
    whole, bare = (request_answers(share_request(known, AGREED)) for known in (WHOLE, BARE))
    assert [row["number"] for row in whole] == list(range(1, 22))
    for row in (*whole, *bare):
        assert bool(row["answer"]) == bool(row["source"]) != bool(row["missing"]), row
    assert [row["number"] for row in whole if row["missing"]] == []
    assert whole[7]["answer"] == "Homes stay cold."
    assert whole[17]["answer"] == "Revenues: controller.\nHousing: processor."
    assert {row["number"] for row in bare if row["missing"]} >= {21}


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    """Give the worked case with any lawful basis and any sharing that the form allows."""
    codes = {e: [one.code for one in legal_codes() if one.entry == e] for e in LEGAL_ENTRIES}
    basis = {"article_6": draw(st.sampled_from(codes["article_6"]))}
    for entry in LEGAL_ENTRIES[1:]:
        one = st.sampled_from(codes[entry]) | _WORDS
        if draw(st.booleans()):
            basis[entry] = draw(one | st.lists(one, min_size=1, max_size=3, unique=True))
    role = st.sampled_from(["controller", "joint controller", "processor"])
    said = {
        "roles": st.dictionaries(_WORDS, role, min_size=1, max_size=2),
        "processors": _LIST,
        "not_public_authorities": _LIST,
        "outside_uk": st.just(False) | _LIST,
    }
    words = ("contact", "method", "retention", "disposal", "review", "security", "legal_advice")
    optional = {**said, **dict.fromkeys(words, _WORDS)}
    sharing = draw(st.fixed_dictionaries({"complaints": _WORDS}, optional=optional))
    more = {"title": draw(_WORDS)} if draw(st.booleans()) else {}
    return {**agreement(), "lawful_basis": basis, "sharing": sharing, **more}


@given(documents())
def test_any_agreement_of_the_form_makes_its_documents(stated):
    from beholden.gate.agreement.form import plain_agreement

    stated = plain_agreement(stated)
    assert form_faults(stated) == ()
    basis = basis_of(stated)
    legal_faults(stated, special=True)
    agreed = replace(
        AGREED,
        title=stated.get("title", ""),
        basis={entry: entry_in_words(basis, entry) for entry in LEGAL_ENTRIES},
        public_interest=public_interest(basis),
        findings=legal_findings(stated),
        sharing=stated["sharing"],
    )
    for known in (BARE, WHOLE):
        assert agreement_document(known, agreed).to_markdown().startswith("# ")
        assert len(request_answers(share_request(known, agreed))) == 21
