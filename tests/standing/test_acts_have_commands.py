"""Every act that writes to the register has a command, or stands here as not, with its reason."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from faults.story import first_of_each
from faults.test_every_act import ONLY_READ

from beholden.actions import Council
from beholden.actions.home import Home

CLI = Path(__file__).parents[2] / "src" / "beholden" / "doors" / "cli"
# What somebody does who has no account on the machine, or what nobody has to ask for.
WITHOUT_A_COMMAND = {
    "file_request": "a resident signs in with a one-time code to ask; no resident types commands",
    "drop_begun_form": "a form of a page is begun on the page; whoever types commands has files",
    "keep_begun_form": "a form of a page is begun on the page; whoever types commands has files",
    "keep_dates": "every command and the worker ask for it by themselves",
}
# What a council is called where a command has it, and what opens one.
COUNCILS = {"council", "council_at", "_council", "open_council"}
# Written without an officer's name, so that no ``by`` tells of them.
BY_NOBODY = set(WITHOUT_A_COMMAND)


def writing() -> set[str]:
    """Return the acts that somebody does to the record, and those that nobody is named for."""
    acts = {
        name: value
        for name, value in vars(Council).items()
        if callable(value) and not name.startswith("_") and not hasattr(Home, name)
    }
    by = {name for name, act in acts.items() if "by" in inspect.signature(act).parameters}
    return (by - ONLY_READ) | (set(first_of_each()) & set(acts)) | BY_NOBODY


def asked_by(source: str) -> set[str]:
    """Return what a module asks of a council, or takes from the acts themselves, by name."""
    nodes = list(ast.walk(ast.parse(source)))
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute) and _of_council(node)}
    taken = (node for node in nodes if isinstance(node, ast.ImportFrom))
    of_acts = (node for node in taken if "actions" in (node.module or "").split("."))
    return asked | {alias.name for node in of_acts for alias in node.names}


def _of_council(node: ast.Attribute) -> bool:
    """Return whether this is asked of ``council``, or of what was just opened as one."""
    of = node.value.func if isinstance(node.value, ast.Call) else node.value
    return (of.id if isinstance(of, ast.Name) else getattr(of, "attr", "")) in COUNCILS


def asked_by_commands() -> set[str]:
    return {name for file in CLI.rglob("*.py") for name in asked_by(file.read_text("utf-8"))}


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("council.match(by=by)", {"match"}),
        ("options.council_at(home).match(by=by)", {"match"}),
        ("_council(home).match(by=by)", {"match"}),
        ("from ....actions.matching import match", {"match"}),
        ("re.compile('x').match('x')", set()),
        ("pattern.match('x')", set()),
        ("from ....transactions import match", set()),
    ],
)
def test_only_what_is_asked_of_a_council_counts(source: str, asked: set[str]) -> None:
    assert asked_by(source) == asked


def test_every_act_that_writes_has_a_command_or_says_why_not() -> None:
    acts = writing()
    assert len(acts) > 100
    assert sorted(acts - asked_by_commands()) == sorted(WITHOUT_A_COMMAND)
