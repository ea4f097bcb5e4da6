"""Scored questions decide how much review is owed; personal data always go to the full one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ethics import known_from, reason_told, triage, triage_table
from beholden.kernel import BadInput, Sentence

TABLE = triage_table()
PLAIN = {"personal_data": False}
KNOWN = known_from(PLAIN)
CALM = {
    "effect": "nothing",
    "automated": "no",
    "surprise": "no",
    "explain": "yes",
    "publish": "all",
    "answerable": "yes",
    "system": "no",
    "groups": "no",
    "missing": "no",
    "harm": "little",
}
WORST_SCORES = {
    "effect": "services",
    "surprise": "many",
    "explain": "no",
    "publish": "nothing",
    "answerable": "no",
    "groups": "likely",
    "missing": "many",
    "harm": "trouble",
}


def answered_by(strategy):
    return st.fixed_dictionaries(
        {},
        optional={
            q.code: st.sampled_from([c.code for c in q.choices])
            for q in TABLE.questions
            if q.code != "personal"
        },
    ).map(strategy)


def test_seven_principles_are_asked_about():
    assert {q.principle for q in TABLE.questions} == {
        "impact",
        "public trust",
        "transparency",
        "accountability",
        "fairness",
        "privacy",
        "safety",
    }


def test_every_question_has_an_answer_without_concern_and_a_plain_sentence():
    for question in TABLE.questions:
        assert question.asks.endswith("?")
        assert min(c.score for c in question.choices if not c.full) == 0
        assert len({c.code for c in question.choices}) == len(question.choices)


@pytest.mark.parametrize(
    ("answers", "review", "score"),
    [
        (CALM, "light", 0),
        ({**CALM, "surprise": "many", "groups": "measured"}, "light", 3),
        ({**CALM, **WORST_SCORES, "harm": "little", "effect": "nothing"}, "full", 12),
        # Seven of eight points: one short of the full review.
        (
            {
                **CALM,
                "surprise": "many",
                "explain": "no",
                "publish": "nothing",
                "system": "changed",
            },
            "light",
            7,
        ),
        (
            {**CALM, "surprise": "many", "explain": "no", "publish": "nothing", "answerable": "no"},
            "full",
            8,
        ),
    ],
)
def test_the_sum_decides(answers, review, score):
    owed = triage(answers, known=KNOWN)
    assert (owed.review, owed.score, owed.missing) == (review, score, ())


@pytest.mark.parametrize(
    ("code", "answer"),
    [("effect", "persons"), ("automated", "supports"), ("automated", "decides"), ("harm", "grave")],
)
def test_some_answers_lead_straight_to_the_full_review(code, answer):
    owed = triage({**CALM, code: answer}, known=KNOWN)
    assert owed.review == "full"
    assert owed.score < TABLE.full_from
    assert TABLE.questions[[q.code for q in TABLE.questions].index(code)].asks in owed.because[0]


@pytest.mark.parametrize(
    ("code", "answer", "owed"),
    [
        ("system", "new", True),
        ("system", "changed", False),
        ("automated", "supports", True),
        ("automated", "decides", True),
    ],
)
def test_a_new_system_and_automated_decisions_owe_a_design_review(code, answer, owed):
    assert triage({**CALM, code: answer}, known=KNOWN).design_review is owed


@pytest.mark.parametrize(
    ("statement", "review"),
    [
        ({"personal_data": False}, "light"),
        ({"personal_data": True}, "full"),
        ({"personal_data": True, "special_category": True}, "full"),
        (
            {
                "personal_data": False,
                "consequences": [{"kind": "negative", "severity": "severe"}],
            },
            "full",
        ),
        (
            {
                "personal_data": False,
                "consequences": [{"kind": "positive", "severity": "severe"}],
            },
            "light",
        ),
    ],
)
def test_without_answers_the_statement_decides_and_the_rest_is_missing(statement, review):
    owed = triage({}, known=known_from(statement))
    assert owed.review == review
    assert not owed.begun
    assert len(owed.missing) >= len(TABLE.questions) - 2
    assert owed.because


def test_once_begun_an_open_question_counts_as_not_known():
    owed = triage({"effect": "nothing"}, known=KNOWN)
    assert owed.review == "full"
    assert len(owed.missing) == len(TABLE.questions) - 2


@given(answered_by(dict))
def test_personal_data_always_go_to_the_full_review(answers):
    known = {"personal": "yes"}
    assert triage(answers, known=known).review == "full"


@given(
    answered_by(dict), st.sampled_from([q.code for q in TABLE.questions if q.code != "personal"])
)
def test_leaving_a_question_open_never_lowers_the_score(answers, code):
    calmest = {
        q.code: next(c.code for c in q.choices if not c.full and c.score == 0)
        for q in TABLE.questions
        if q.code != "personal"
    }
    answers = {**answers, "effect": answers.get("effect", "nothing")}
    if code == "effect":
        return
    said = triage({**answers, code: calmest[code]}, known=KNOWN)
    left = triage({k: v for k, v in answers.items() if k != code}, known=KNOWN)
    assert left.score > said.score


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"weather": "fine"}, "no such question"),
        ({"effect": "perhaps"}, "no such answer"),
        ({"personal": "yes"}, "different things"),
    ],
)
def test_what_cannot_be_read_is_told(answers, says):
    with pytest.raises(BadInput, match=says):
        triage(answers, known=KNOWN)


@pytest.mark.parametrize(
    ("answers", "statement"),
    [
        ({}, {"personal_data": False}),
        ({}, {"personal_data": True}),
        ({"surprise": "no"}, {"personal_data": True}),
        ({"surprise": "many"}, {"personal_data": False}),
        ({q.code: q.choices[0].code for q in triage_table().questions}, {"personal_data": False}),
    ],
)
def test_a_reason_on_record_is_a_sentence_again(answers, statement):
    known = known_from(statement)
    owed = triage({**answers, **known}, known=known)
    assert owed.because
    for reason in owed.because:
        told = reason_told(str(reason))
        assert (told, type(told)) == (reason, Sentence)
    assert reason_told("In words of an earlier version, 3 of 4.") == (
        "In words of an earlier version, 3 of 4."
    )
