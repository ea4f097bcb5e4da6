"""The table of the TPC questions is what was decided, and its reasons are refusals of our own.

The texts are not ours to keep. Where ``BEHOLDEN_SQLGLOT`` names a checkout that has them, every
question is decided again; without one that test is skipped and says so.
"""

import hashlib
import os
from pathlib import Path

import pytest

from beholden.gate import decide
from benchmarks.tpc.kinds import LISTS, REFUSED
from benchmarks.tpc.table import PAGE, decided, is_aggregate, page_part, page_with
from benchmarks.tpc.texts import SUITES

from .warm_homes import GOLDEN, IN_FORCE, TERMS

CHECKOUT = os.environ.get("BEHOLDEN_SQLGLOT")
REASONS = sorted({golden for kinds in REFUSED.values() for _, golden in kinds.values()})


def test_the_page_says_what_was_decided():
    assert PAGE.read_text("utf-8") == page_with(page_part()), "python -m benchmarks.tpc.table"


def test_every_question_is_decided_and_every_refusal_of_groups_has_its_reason():
    found = decided()
    refused = {name for name, said in found.items() if not said["told"].startswith("allowed")}
    judged = {f"{SUITES[key].name} {number}" for key, kinds in REFUSED.items() for number in kinds}
    assert len(found) == 121
    assert {name for name in refused if is_aggregate(name)} == judged
    listed = {f"{SUITES[key].name} {number}" for key, kinds in LISTS.items() for number in kinds}
    assert listed <= refused


def test_most_of_the_questions_for_groups_are_allowed():
    found = {name: said for name, said in decided().items() if is_aggregate(name)}
    allowed = [name for name, said in found.items() if said["told"].startswith("allowed")]
    assert len(allowed) >= 0.9 * len(found)


@pytest.mark.parametrize("golden", REASONS)
def test_a_reason_is_one_for_which_a_question_of_our_own_is_refused(golden):
    question = (GOLDEN / "questions" / f"{golden}.sql").read_text("utf-8").split("\n-- ")[0]
    assert decide(question, TERMS, today=IN_FORCE).refusal


@pytest.mark.skipif(not CHECKOUT, reason="BEHOLDEN_SQLGLOT names no checkout with the texts")
def test_the_questions_are_decided_as_the_file_says():
    from benchmarks.tpc.measuring import agreements, told
    from benchmarks.tpc.texts import questions

    checkout, found = Path(str(CHECKOUT)), {}
    for key, suite in SUITES.items():
        under = agreements(checkout, key)
        for number, text in questions(checkout, suite).items():
            digest = hashlib.sha256(text.encode()).hexdigest()
            found[f"{suite.name} {number}"] = {"sha256": digest, "told": told(text, under, [])}
    assert found == decided()
