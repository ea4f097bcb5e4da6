"""No page tells somebody to type a command that a page does: each is told by its page, and linked.

What the rooms say to do next names commands, for they know no pages. Each command that they name
has a place on the pages, or stands there as command-only with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from beholden.doors.cli import beholden
from beholden.doors.web.commands import COMMAND_ONLY, PLACES, commands_in, in_words, leads, linked
from beholden.doors.web.officers import Officer
from beholden.doors.web.routes import EVERY_ROUTE

SRC = Path(__file__).parents[2] / "src" / "beholden"
# Rooms whose words reach a page.
ROOMS = ("actions", "gate", "records", "ethics", "feeds", "ledger", "learning", "exports")
ROOMS += ("linkage", "release", "intake", "areas", "selfservice", "kernel")
DPO = Officer("code-dpo", "Officer", "Legal", frozenset({"data_protection_officer"}))
ANALYST = Officer("code-analyst", "Analyst", "Housing", frozenset({"analyst"}))
MEMBER = Officer("code-member", "Member", "Board", frozenset({"board_member"}))


def said_by_the_rooms() -> Iterator[tuple[str, str]]:
    """Yield each text of the rooms that names a command, with where; values are called that."""
    for room in ROOMS:
        for file in sorted((SRC / room).rglob("*.py")):
            source = file.read_text("utf-8")
            # To take every file apart is seconds, and the tests are looked for by each worker.
            if "migrations" not in file.parts and "beholden " in source:
                for text in texts_of(ast.parse(source)):
                    if re.search(r"\bbeholden [a-z]", text):
                        yield f"{file.relative_to(SRC)}", text


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Yield the texts of a module that are no docstrings, what is put into them called a-value."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
             for part in node.values}  # fmt: skip
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "a-value"
                for part in node.values
            )
        elif id(node) not in inner | docs and isinstance(getattr(node, "value", None), str):
            yield node.value


SAID = sorted(set(said_by_the_rooms()))
# What is no command that somebody is told to type.
NO_COMMANDS = ("beholden person keys", "beholden_feed", "beholden manifest of a backup")


def paths(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield before + name
        if isinstance(command, click.Group):
            yield from paths(command, f"{before}{name} ")


def test_every_command_that_is_named_has_its_page_or_its_reason():
    assert len(SAID) > 80
    unknown = []
    for where, text in SAID:
        named = len(re.findall(r"\bbeholden [a-z]", text))
        known = len(list(commands_in(text)))
        if named != known and not any(one in text for one in NO_COMMANDS):
            unknown.append(f"{where}: {text[:90]}")
    assert unknown == []


def test_each_is_a_command_that_there_is_and_none_is_kept_that_is_not_named():
    there_are = set(paths(beholden))
    assert set(PLACES) | set(COMMAND_ONLY) <= there_are
    assert not set(PLACES) & set(COMMAND_ONLY)
    named = {found.name for _where, text in SAID for found in commands_in(text)}
    assert set(COMMAND_ONLY) <= named | {"schema"}


def test_each_place_is_a_page_that_there_is():
    routes = {route.name: route.path for route in EVERY_ROUTE}
    for place in PLACES.values():
        bare = place.else_at or place.route
        assert "<" not in routes[bare], place
        assert not place.else_at or routes[place.route].count("<") == 1, place
        assert not place.anybody or "<" not in routes[place.anybody], place


@pytest.mark.parametrize(("where", "text"), SAID, ids=lambda text: text[:60])
def test_no_command_that_a_page_does_is_left_in_what_a_page_says(where, text):
    left = {found.name for found in commands_in(in_words(text))}
    assert left <= set(COMMAND_ONLY), where


TOLD = [
    ("beholden seal warm-homes", "Go to the page on which the extract is sealed"),
    (
        "See the uses with `beholden use list`; state one with `beholden use state`.",
        "See the uses with the list of data uses; state one with the page that states a use.",
    ),
    ("Begin another: beholden course take first-steps.", "Begin another: the page of the course."),
    (
        "beholden feed ask warm-homes --because …, to ask for one.",
        "Go to the page that asks for a feed, to ask for one.",
    ),
    (
        "Look again: beholden review list accounts --key person.",
        "Look again: the pages of doubtful matches.",
    ),
    ("Check the dataset (beholden check), then seal.",
     "Check the dataset (the page of the dataset, with what was found), then seal."),
    ("beholden gazetteer build SOURCE --out …", "beholden gazetteer build SOURCE --out …"),
    ("The council is beholden to its residents.", "The council is beholden to its residents."),
    ("Nothing to do.", "Nothing to do."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_what_is_said_in_its_place(text, told):
    assert in_words(text) == told


@pytest.mark.parametrize(
    ("text", "officer", "address"),
    [
        ("beholden seal warm-homes", DPO, "/work/uses/warm-homes/seal/"),
        ("beholden seal USE", DPO, "/work/uses/"),
        ("beholden seal warm-homes", MEMBER, ""),
        ("beholden seal warm-homes", None, ""),
        ("beholden course take first-steps", ANALYST, "/my-training/first-steps/"),
        ("beholden course take First/..", ANALYST, "/my-training/"),
        ("See `beholden use list`.", ANALYST, "/work/uses/"),
        ("See `beholden use list`.", MEMBER, "/"),
        ("See `beholden use list`.", None, "/"),
        ("See `beholden concealment list`.", ANALYST, ""),
    ],
)
def test_a_link_is_to_what_somebody_may_open(text, officer, address):
    assert [at for _says, at in leads(text, officer)] == ([address] if address else [])
    assert (f'href="{address}"' in linked(text, officer)) == bool(address)


def test_nothing_that_is_said_is_taken_for_html():
    text = "Write <b>x</b> & see `beholden use list`"
    told = linked(text, None)
    assert told.startswith("Write &lt;b&gt;x&lt;/b&gt; &amp; see <a ")
