"""S9: every rule that needs two people is in one list, is kept twice, and is tested twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from records.refused_cases import REFUSED

from beholden.actions.two_people import TWO_PEOPLE, TwoPeople
from beholden.records.refused_changes import SENTENCES, No

ROOT = Path(__file__).parents[2]
ACTIONS = ROOT / "src" / "beholden" / "actions"
CLAUSE = "S9 two people"

# By the function that refuses: the test that asks it to let somebody do both halves.
REFUSED_BY_CODE = {
    "people._refuse_own_role": (
        "tests/actions/test_two_people.py::test_nobody_gives_themselves_a_role"
    ),
    "taken_accounts._refuse_unless": (
        "tests/web/sign_in/test_accounts.py::test_nobody_gives_an_account_again_that_they_took_away"
    ),
    "uses._refuse_own_use": (
        "tests/actions/test_two_people.py::test_nobody_decides_on_their_own_use"
    ),
    "board.deciding.refuse_adviser": (
        "tests/actions/test_board.py::test_nobody_decides_on_what_they_advised_on"
    ),
    "uses._refuse_another_author": (
        "tests/actions/test_two_people.py::test_a_use_cannot_be_passed_on_and_then_decided"
    ),
    "looking_again._refuse_own_use": (
        "tests/actions/test_looking_again.py::test_nobody_reviews_what_they_stated_nor_what_another_answers_for"
    ),
    "undertakings.closing._refuse_who_asked": (
        "tests/actions/test_undertakings.py::test_nobody_agrees_to_what_they_asked"
    ),
    "considering.designs._refuse_own_design": (
        "tests/actions/test_designs.py::test_nobody_judges_the_design_of_their_own_use"
    ),
    "considering.designs._refuse_own_assessment": (
        "tests/actions/test_designs.py::test_nobody_advises_on_the_assessment_of_their_own_use"
    ),
    "crisis.opening._refuse_own_opening": (
        "tests/actions/test_crisis.py::test_nobody_confirms_what_they_asked_for"
    ),
    "crisis.lapsing.refuse_opener": (
        "tests/actions/test_crisis.py::test_the_review_is_a_third_persons"
    ),
    "agreeing.signing._refuse_signature": (
        "tests/actions/test_promises.py::test_nobody_signs_what_they_wrote"
    ),
    "agreeing.suspending._refuse_own_suspension": (
        "tests/actions/agreeing/test_suspending.py::test_nobody_lets_go_on_what_they_stopped"
    ),
    "feeding.opening._refuse_own_feed": (
        "tests/actions/feeding/test_opening_feeds.py::test_nobody_opens_a_feed_that_they_asked_for"
    ),
    "feeding.access._refuse_own_access": (
        "tests/actions/feeding/test_opening_feeds.py::test_nobody_gives_themselves_access"
    ),
    "released_by_two.refuse_own_release": (
        "tests/actions/test_promises.py::test_nobody_reviews_a_release_of_their_own_question"
    ),
    "subjects.concealing._refuse_own_concealment": (
        "tests/actions/subjects/test_concealing.py::test_nobody_confirms_their_own"
    ),
    "subjects.spans._refuse_own_span": (
        "tests/actions/subjects/test_spans.py::test_nobody_shortens_what_is_kept_alone"
    ),
    "subjects.complaining._refuse_own_use": (
        "tests/actions/subjects/test_complaining.py::test_who_decided_on_the_use_does_not_decide_on_a_complaint_about_it"
    ),
    "reviewing._refuse_own": (
        "tests/reviewing/test_review_acts.py::test_nobody_reviews_a_link_that_they_had_made"
    ),
}


def refusing(source: str) -> set[str]:
    """Return the functions of a module that refuse for want of a second person."""
    return {
        function.name
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and node.value == CLAUSE
    }


@cache
def in_code() -> frozenset[str]:
    """Return what refuses in the acts; a file that does not name the clause is not taken apart."""
    sources = {path: path.read_text(encoding="utf-8") for path in ACTIONS.rglob("*.py")}
    return frozenset(
        ".".join([*path.relative_to(ACTIONS).with_suffix("").parts, name])
        for path, source in sources.items()
        if CLAUSE in source
        for name in refusing(source)
    )


def in_database() -> set[str]:
    return {n for n, said in SENTENCES.items() if isinstance(said, No) and said.clause == CLAUSE}


def faults(rules: tuple[TwoPeople, ...], code: frozenset[str], database: set[str]) -> Iterator[str]:
    """Yield what is kept and not listed, and what is listed and not kept."""
    listed_code = {rule.code for rule in rules}
    listed_names = [name for rule in rules for name in rule.database]
    yield from sorted(code ^ listed_code)
    yield from sorted(database ^ set(listed_names))
    yield from (name for name in set(listed_names) if listed_names.count(name) > 1)
    yield from (rule.rule for rule in rules if not rule.database)


def test_the_list_is_what_code_and_database_keep() -> None:
    assert list(faults(TWO_PEOPLE, in_code(), in_database())) == []


@pytest.mark.parametrize(
    ("rules", "code", "database", "fault"),
    [
        (TWO_PEOPLE, in_code() | {"board._refuse_own"}, in_database(), "board._refuse_own"),
        (TWO_PEOPLE, in_code(), in_database() | {"opened_by_another"}, "opened_by_another"),
        (TWO_PEOPLE, in_code() - {"reviewing._refuse_own"}, in_database(), "reviewing._refuse_own"),
        (TWO_PEOPLE[1:], in_code(), in_database(), TWO_PEOPLE[0].database[0]),
    ],
)
def test_what_is_not_kept_twice_would_be_found(
    rules: tuple[TwoPeople, ...], code: frozenset[str], database: set[str], fault: str
) -> None:
    assert fault in list(faults(rules, code, database))


def test_a_refusal_in_code_would_be_found() -> None:
    source = f'def own(x):\n    raise Refused(Refusal(what="no.", clause="{CLAUSE}"))\n'
    assert refusing(source) == {"own"}


@pytest.mark.parametrize("rule", TWO_PEOPLE, ids=lambda rule: rule.code)
def test_a_rule_is_tried_in_the_code_and_in_the_database(rule: TwoPeople) -> None:
    assert set(rule.database) <= {name for name, _ in REFUSED}
    file, _, name = REFUSED_BY_CODE[rule.code].partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    test = next(f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f.name == name)
    constants = {n.value for n in ast.walk(test) if isinstance(n, ast.Constant)}
    assert CLAUSE in constants


def test_no_test_is_of_a_rule_that_there_is_not() -> None:
    assert set(REFUSED_BY_CODE) == {rule.code for rule in TWO_PEOPLE}
