"""A question and what runs for it, or what it is told: golden pairs, one file each.

A file holds the question, then ``-- cells`` and ``-- finish`` with what runs, or ``-- refused``
with the refusal as it is read on a screen.
"""

import pytest

from beholden.gate import decide

from .warm_homes import GOLDEN, IN_FORCE, TERMS

FILES = sorted((GOLDEN / "questions").glob("*.sql"))


def as_golden(question: str) -> str:
    """Return a question and its decision as a golden file holds them."""
    decision = decide(question, TERMS, today=IN_FORCE)
    if decision.plan is None:
        return f"{question}\n-- refused\n{decision.refusal.in_words()}\n"
    return f"{question}\n-- cells\n{decision.plan.sql}\n-- finish\n{decision.plan.finish}\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_question_becomes_its_golden_text(path):
    golden = path.read_text("utf-8")
    question = golden.split("\n-- ")[0]
    assert as_golden(question) == golden


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_deciding_again_decides_the_same(path):
    question = path.read_text("utf-8").split("\n-- ")[0]
    first = decide(question, TERMS, today=IN_FORCE)
    assert first == decide(question, TERMS, today=IN_FORCE)


def test_there_are_golden_questions_of_both_kinds():
    texts = [path.read_text("utf-8") for path in FILES]
    assert len([t for t in texts if "\n-- cells\n" in t]) >= 8
    assert len([t for t in texts if "\n-- refused\n" in t]) >= 5
