"""What the public log says of a question holds nothing that the asker typed (S8)."""

import pytest

from beholden.gate import decide, public_question

from .warm_homes import IN_FORCE, TERMS

CASES = [
    (
        "select tenure as zebedee, count(*) as zebedee_2 from council_tax"
        " where neighbourhood = 'Zebedee Row' group by 1 /* Zebedee */",
        "count of households, using datasets › council_tax › neighbourhood and datasets ›"
        " council_tax › tenure",
    ),
    (
        "select avg(arrears) as zebedee from council_tax c",
        "avg of arrears, using datasets › council_tax › arrears",
    ),
    ("select count(*) from council_tax", "count of households"),
]


@pytest.mark.parametrize(("question", "said"), CASES, ids=[c[1] for c in CASES])
def test_the_public_words_are_the_terms_own(question, said):
    assert public_question(decide(question, TERMS, today=IN_FORCE)) == said


def test_a_refused_question_has_no_public_words():
    assert public_question(decide("select name from council_tax", TERMS, today=IN_FORCE)) == ""


@pytest.mark.parametrize("question", [c[0] for c in CASES])
def test_no_clause_repeats_what_was_typed(question):
    decision = decide(question, TERMS, today=IN_FORCE)
    assert "zebedee" not in repr(decision.clauses).lower()
