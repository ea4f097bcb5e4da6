"""Every act has a right, every right an act and an office, every office a sentence."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beholden.actions import ROLES, Council, Right
from beholden.actions.home import Home

ACTIONS = Path(__file__).parents[2] / "src" / "beholden" / "actions"

# Methods that only read or show, and the one act that nobody does: a date that has come.
WITHOUT_A_PERSON = {
    "export_agreement",
    "holding",
    "index_page",
    "keep_dates",
    "ledger_page",
    "public_use",
    "public_use_as_data",
    "release_for_review",
    "use_page",
    "verify_ledger",
}
# Shows what would be done; the doing is a right for each step.
ONLY_A_PLAN = {"plan_statements"}
# Does what other acts do; each of its steps is one of them, with its own right.
DOES_OTHER_ACTS = {"apply"}

# Anybody on the list may: what is in it is public, and nothing of it is recorded.
NEED_NO_RIGHT = {"rehearse", "rehearse_question"}

METHODS: dict[str, Callable[..., Any]] = {
    name: value
    for name, value in vars(Council).items()
    if callable(value) and not name.startswith("_") and not hasattr(Home, name)
}
ACTS = {name: m for name, m in METHODS.items() if "by" in inspect.signature(m).parameters}


def _rights_within(function: Callable[..., Any]) -> set[str]:
    """Return the rights that a function names, itself or through functions of its module."""
    module = Path(inspect.getfile(function))
    tree = ast.parse(module.read_text(encoding="utf-8"))
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    seen: set[str] = set()
    waiting, rights = [function.__name__], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in bodies:
            continue
        seen.add(name)
        for node in ast.walk(bodies[name]):
            if isinstance(node, ast.Name):
                waiting.append(node.id)
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Right":
                rights.add(node.attr)
    return rights


def test_methods_without_a_person_only_read() -> None:
    assert set(METHODS) - set(ACTS) == WITHOUT_A_PERSON


@pytest.mark.parametrize("name", sorted(set(ACTS) - ONLY_A_PLAN - DOES_OTHER_ACTS - NEED_NO_RIGHT))
def test_every_act_names_a_right(name: str) -> None:
    assert _rights_within(ACTS[name])


@pytest.mark.parametrize("right", Right, ids=str)
def test_every_right_is_of_an_act_and_of_an_office(right: Right) -> None:
    assert any(right.name in _rights_within(act) for act in ACTS.values())
    assert any(right in role.rights for role in ROLES)


@pytest.mark.parametrize("act", ["acting", "require"])
def test_a_right_is_always_given_by_name(act: str) -> None:
    calls = [
        node
        for path in ACTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == act
    ]
    assert calls
    assert all("right" in {keyword.arg for keyword in call.keywords} for call in calls)


@pytest.mark.parametrize("right", Right, ids=str)
def test_every_right_is_told_in_a_sentence(right: Right) -> None:
    assert right.sentence[:1].isupper()
    assert right.sentence.endswith(".")
    assert len(right.sentence.split()) >= 4


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_role_is_told_in_a_sentence(role: Any) -> None:
    assert role.sentence[0].isupper()
    assert role.sentence.endswith(".")
    assert len(role.sentence.split()) >= 4
    assert role.rights


def test_no_role_can_do_both_halves_of_what_needs_two_people() -> None:
    halves = [
        {Right.USE_STATE, Right.USE_DECIDE},
        {Right.RELEASE_REQUEST, Right.RELEASE_REVIEW},
        {Right.PERSON_ADD, Right.QUESTION_ASK},
    ]
    assert [r.code for r in ROLES for both in halves if both <= r.rights] == []
