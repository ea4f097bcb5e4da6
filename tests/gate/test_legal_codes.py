"""The law in codes: what is read from a text, what is refused, what is told."""

import re

import pytest

from beholden.gate import basis_in_words, legal_codes, legal_faults, legal_findings
from beholden.gate.agreement.legal_codes import LEGAL_ENTRIES, code_for

TASK = {"article_6": "public-task", "power": "care-2014-s6"}


def document(basis, **more):
    return {"between": ["Revenues"], "lawful_basis": basis, **more}


def test_every_code_is_readable_and_says_where_it_stands():
    codes = legal_codes()
    assert {one.entry for one in codes} == set(LEGAL_ENTRIES)
    assert len({(one.entry, one.code) for one in codes}) == len(codes)
    for one in codes:
        assert one.says
        assert re.search(r"\d", one.source), one
        assert code_for(one.entry, one.code) is one


def test_schedule_1_is_whole_and_each_part_has_its_paragraphs():
    parts = {one.paragraph: one.part for one in legal_codes() if one.entry == "schedule_1"}
    assert sorted(parts) == [n for n in range(1, 38) if n != 5]  # 5 asks for a policy document
    expected = {n: "1" if n < 5 else "2" if n < 29 else "3" for n in parts}
    assert parts == expected


def test_a_code_is_found_by_its_words_its_source_and_its_paragraph():
    code = "sch1-para-8-equality-of-opportunity"
    for text in ("paragraph 8", "Schedule 1, paragraph 8", "Schedule 1, Part 2, para 8", code):
        assert code_for("schedule_1", text).code == code
    assert code_for("article_9", "public health").code == "public-health"
    assert code_for("power", "Care Act 2014, section 6").code == "care-2014-s6"
    assert code_for("power", "Ashmere Markets Act 1871, section 4") is None


@pytest.mark.parametrize(
    ("basis", "special", "fault"),
    [
        ({**TASK, "power": "care-2041-s6"}, False, "power › care-2041-s6: there is no such code"),
        (
            {**TASK, "article_9": "public-heath", "schedule_1": "paragraph 3"},
            True,
            "there is no such code. Perhaps public-health",
        ),
        (TASK, True, "article_9: the use says that data are of a special category"),
        ({**TASK, "article_9": "public-health"}, True, "schedule_1: public-health needs a"),
        (
            {**TASK, "article_9": "substantial-public-interest", "schedule_1": "paragraph 3"},
            True,
            "needs a condition of Schedule 1, Part 2",
        ),
        ({**TASK, "article_10": "authorised-by-law"}, False, "Part 1, 2 or 3"),
        ({"article_6": "recognised-legitimate-interest"}, False, "annex_1: a recognised"),
    ],
)
def test_what_is_no_basis_is_a_fault(basis, special, fault):
    (told,) = legal_faults(document(basis), special=special)
    assert fault in told


@pytest.mark.parametrize(
    "basis",
    [
        TASK,
        {"article_6": "public-task", "power": "Ashmere Markets Act 1871, section 4"},
        {**TASK, "article_9": "explicit-consent"},
        {**TASK, "article_9": "public-health", "schedule_1": "paragraph 3"},
        {**TASK, "article_9": "public health", "schedule_1": "the third paragraph"},
        {**TASK, "article_9": ["legal-claims", "public-health"], "schedule_1": ["paragraph 3"]},
        {"article_6": "recognised-legitimate-interest", "annex_1": "annex1-emergency"},
    ],
)
def test_what_is_a_basis_has_no_fault(basis):
    assert legal_faults(document(basis), special="article_9" in basis) == ()


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"lawful_basis": {"article_6": "legitimate-interests"}}, "cannot rest its tasks on"),
        ({"lawful_basis": {"article_6": "public-task"}}, "has its basis in law"),
        ({"lawful_basis": {**TASK, "power": "lga-2000-s2"}}, "Not for English authorities"),
        ({"lawful_basis": {**TASK, "article_6": "consent"}}, "then the choice is none"),
        (
            {"lawful_basis": {"article_6": "consent"}, "objections": "not left out"},
            "a use that nobody can leave",
        ),
        ({"lawful_basis": {**TASK, "article_9": "some law"}}, "so nothing checks it"),
        (
            {"datasets": {"people": {"columns": {"ethnic_group": {"role": "dimension"}}}}},
            "people › ethnic_group: by its name it tells of racial",
        ),
    ],
)
def test_what_wants_a_second_look_is_told(changed, finding):
    (told,) = legal_findings({**document(TASK), **changed})
    assert finding in told


def test_a_party_that_is_no_public_authority_may_have_its_own_interest():
    basis = {"article_6": "recognised-legitimate-interest", "annex_1": "annex1-safeguarding"}
    charity = {"not_public_authorities": ["Revenues"]}
    assert legal_findings(document(basis, sharing=charity)) == ()
    assert legal_findings(document(basis)) != ()


def test_a_basis_is_read_out_in_words():
    basis = {"power": ["care-2014-s6", "Ashmere Markets Act 1871"], "article_6": "public-task"}
    assert basis_in_words(basis) == (
        "It is needed for a task in the public interest, or for official authority, of the"
        " controller (UK GDPR, Article 6(1)(e))",
        "Co-operating generally (Care Act 2014, section 6)",
        "Ashmere Markets Act 1871",
    )
