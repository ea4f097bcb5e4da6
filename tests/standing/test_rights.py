"""Every act has a right, every right an act and an office, every office a sentence."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from beholden.actions import ROLES, Council, Right
from beholden.actions.home import Home
from beholden.doors.cli import beholden

ROOT = Path(__file__).parents[2]
ACTIONS = ROOT / "src" / "beholden" / "actions"
ROLES_PAGE = (ROOT / "docs" / "reference" / "roles-and-rights.md").read_text(encoding="utf-8")

# Methods that only read or show, the one act that nobody does (a date that has come), and what a
# witness signed, which is believed for its signature and not for who brings it. What a resident
# files gives nobody anything until an officer answers it, and whoever filed it alone follows it.
WITHOUT_A_PERSON = {
    "areas_as_geojson",
    "map_of_answer",
    "map_of_areas",
    "release_map",
    "file_request",
    "follow_request",
    "public_acts",
    "public_board",
    "public_course",
    "public_courses",
    "public_dataset",
    "public_addresses",
    "public_datasets",
    "public_datasets_held",
    "public_ledger",
    "public_register",
    "public_releases",
    "public_uses",
    "public_board_as_data",
    "advice_rows",
    "interests_touching",
    "ask_witness",
    "check_certificate",
    "course_named",
    "crisis_form",
    "agreement_calendar",
    "agreement_differences",
    "agreement_document",
    "share_request",
    "agreement_findings",
    "choices_hold",
    "area_history",
    "compare_outcomes",
    "export_canvas",
    "concealments_public",
    "export",
    "export_all",
    "known_use",
    "use_document",
    "use_form",
    "holding",
    "keep_dates",
    "list_spans",
    "list_courses",
    "prepare_feeds",
    "public_paper",
    "public_use",
    "public_use_as_data",
    "published_release",
    "register_file",
    "release_for_review",
    "take_cosignature",
    "waiting_spans",
    "uses_reached",
    "your_say",
    "verify_ledger",
    "witnesses",
    "agreement_wording",
    "dataset_picture",
    "dataset_repairs",
    "uses_at_work",
    "write_papers",
    "worker_state",
}
# Shows what would be done; the doing is a right for each step.
ONLY_A_PLAN = {"plan_statements"}
# Does what other acts do; each of its steps is one of them, with its own right.
DOES_OTHER_ACTS = {"apply", "find_usage"}

# Anybody on the list may: what is in it is public, and nothing of it is recorded.
NEED_NO_RIGHT = {
    # Who may read it goes by the role of a member, which carries no right: tests/web/board.
    "board_paper",
    # One's own, which nobody else sees; what may be sent is decided when it is.
    "begun_form",
    "begun_forms",
    "drop_begun_form",
    "keep_begun_form",
    "rehearse",
    "rehearse_question",
    "use_tasks",
    "uses_to_ask",
    "offer_choices",
    "build_question",
}

METHODS: dict[str, Callable[..., Any]] = {
    name: value
    for name, value in vars(Council).items()
    if callable(value) and not name.startswith("_") and not hasattr(Home, name)
}
ACTS = {name: m for name, m in METHODS.items() if "by" in inspect.signature(m).parameters}


def _nodes_within(function: Callable[..., Any]) -> Iterator[ast.AST]:
    """Yield what a function is made of, itself and the functions of its module that it names."""
    module = Path(inspect.getfile(function))
    tree = ast.parse(module.read_text(encoding="utf-8"))
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    seen: set[str] = set()
    waiting = [function.__name__]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in bodies:
            continue
        seen.add(name)
        for node in ast.walk(bodies[name]):
            if isinstance(node, ast.Name):
                waiting.append(node.id)
            yield node


def _rights_within(function: Callable[..., Any]) -> set[str]:
    """Return the rights that a function names, itself or through functions of its module."""
    return {
        node.attr
        for node in _nodes_within(function)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Right"
    }


def _acts_within(function: Callable[..., Any]) -> set[str]:
    """Return the acts that a command does, as methods or as functions of the library."""
    named = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in _nodes_within(function)
        if isinstance(node, ast.Call)
    }
    return named & set(ACTS)


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from _commands(part, f"{path} {part.name}")
    else:
        yield path, command


def _done_by_nobody(command: click.Command) -> set[str]:
    """Return the acts that a command does though nobody is named as doing them."""
    by = [one for one in command.params if "--as" in one.opts and one.name == "by"]
    return set() if by or command.callback is None else _acts_within(command.callback)


def _unbound(source: str, bound: set[str]) -> set[str]:
    """Return the functions of a module that do an act and are no method of the council."""
    return {
        function.name
        for function in ast.parse(source).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if any(
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "acting"
            for node in ast.walk(function)
        )
        # What is given its right is a part of another act.
        if "right" not in {one.arg for one in function.args.kwonlyargs}
        if function.name not in bound
    }


def test_methods_without_a_person_only_read() -> None:
    assert set(METHODS) - set(ACTS) == WITHOUT_A_PERSON


@pytest.mark.parametrize("name", sorted(set(ACTS) - ONLY_A_PLAN - DOES_OTHER_ACTS - NEED_NO_RIGHT))
def test_every_act_names_a_right(name: str) -> None:
    assert _rights_within(ACTS[name])


@pytest.mark.parametrize("right", Right, ids=str)
def test_every_right_is_of_an_act_and_of_an_office(right: Right) -> None:
    assert any(right.name in _rights_within(act) for act in ACTS.values())
    assert any(right in role.rights for role in ROLES)


def test_every_act_of_the_room_is_a_method_of_the_council() -> None:
    assert {
        f"{path.stem}.{name}"
        for path in ACTIONS.rglob("*.py")
        for name in _unbound(path.read_text(encoding="utf-8"), set(ACTS))
    } == set()


COMMANDS = dict(_commands(beholden, "beholden"))


@pytest.mark.parametrize("path", COMMANDS)
def test_whatever_a_command_changes_is_done_by_somebody(path: str) -> None:
    assert _done_by_nobody(COMMANDS[path]) == set()


def test_the_commands_do_most_of_the_acts() -> None:
    done = {name for c in COMMANDS.values() if c.callback for name in _acts_within(c.callback)}
    assert len(done) > len(ACTS) / 2


def _by_nobody(home: Any) -> None:
    _in_steps(home)


def _in_steps(council: Any) -> None:
    council.add_person(by="administrator", code="x", office="x", organisation="x", roles=[])


def test_what_has_no_right_or_nobody_who_does_it_would_be_found() -> None:
    assert _done_by_nobody(click.Command("x", callback=_by_nobody)) == {"add_person"}
    named = click.Command("x", callback=_by_nobody, params=[click.Option(["--as", "by"])])
    assert _done_by_nobody(named) == set()
    assert _rights_within(_by_nobody) == set()
    text = "def slip(home, *, by):\n    with acting(home, by=by, right=Right.X):\n        ..."
    assert _unbound(text, set()) == {"slip"}
    assert _unbound(text, {"slip"}) == set()


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
    assert f"| `{role.code}` | {role.title} | {role.sentence} |" in ROLES_PAGE


def test_no_role_can_do_both_halves_of_what_needs_two_people() -> None:
    halves = [
        {Right.USE_STATE, Right.USE_DECIDE},
        {Right.FEED_ASK, Right.FEED_OPEN},
        {Right.FEED_ACCESS, Right.QUESTION_ASK},
        {Right.RELEASE_REQUEST, Right.RELEASE_REVIEW},
        {Right.PERSON_ADD, Right.QUESTION_ASK},
        {Right.UNDERTAKING_EXTEND, Right.UNDERTAKING_AGREE},
    ]
    assert [r.code for r in ROLES for both in halves if both <= r.rights] == []
