"""Every command teaches and is documented; every route is public and changes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from beholden.doors.cli import beholden
from beholden.doors.cli.app import EXIT_CODES
from beholden.kernel import BeholdenError

DOCS = Path(__file__).parents[2] / "docs"

# Every address of the pages. All of them are public; one that is not does not belong here yet.
PUBLIC_ROUTES = {
    "index": "",
    "use": "uses/<slug:name>/",
    "use-json": "uses/<slug:name>.json",
    "release": "releases/<slug:release>/",
    "release-file": "releases/<slug:release>/<str:file>",
    "courses": "courses/",
    "course": "courses/<slug:code>/",
    "register": "register/",
    "register-file": "register/<str:file>",
    "board": "board/",
    "board-json": "board.json",
    "board-paper": "board/papers/<slug:digest>.md",
    "ledger": "ledger/",
    "ledger-file": "ledger/<path:file>",
}
EXAMPLES = {
    "code": "your-data-and-your-rights",
    "name": "warm-homes",
    "release": "release-1",
    "file": "table.csv",
    "digest": "0f1e2d",
}


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from _commands(part, f"{path} {part.name}")


COMMANDS = dict(_commands(beholden, "beholden"))


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_says_what_it_does(path: str) -> None:
    told = (COMMANDS[path].help or "").strip()
    first = told.split("\n\n")[0].replace("\n", " ")
    assert re.search(r"[.:]$", first)
    assert len(first.split()) >= 4


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_of_a_command_is_told(path: str) -> None:
    untold = [
        option.name
        for option in COMMANDS[path].params
        if isinstance(option, click.Option)
        and not option.help
        and option.name not in {"host", "port"}
    ]
    assert untold == []


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_on_the_page_of_commands(path: str) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert f"Usage: {path} " in page


def test_every_exit_code_is_told_by_help_and_by_its_page() -> None:
    page = (DOCS / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    kinds = [BeholdenError, *BeholdenError.__subclasses__()]
    for kind in kinds:
        assert f"| {kind.exit_code} | `{kind.kind}` |" in page
        assert re.search(rf"\b{kind.exit_code}  \w", EXIT_CODES)
    for code in (0, 2):
        assert re.search(rf"^\| {code} \|", page, flags=re.M)
        assert re.search(rf"\b{code}  \w", EXIT_CODES)
    assert len({kind.exit_code for kind in kinds}) == len(kinds)


def test_commands_that_print_a_table_print_it_as_data_too() -> None:
    lists = [path for path in COMMANDS if path.rsplit(" ", 1)[-1] in {"list", "show", "roles"}]
    assert len(lists) >= 10
    for path in lists:
        assert {"form"} <= {option.name for option in COMMANDS[path].params}, path


@pytest.fixture(scope="module")
def routes() -> dict[str, Any]:
    """Give every route of the pages by its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beholden.records.settings")
    import django

    django.setup()
    from beholden.doors.web import urls

    return {pattern.name: pattern for pattern in urls.urlpatterns}


def test_every_route_is_declared_public(routes: dict[str, Any]) -> None:
    assert {name: str(route.pattern) for name, route in routes.items()} == PUBLIC_ROUTES


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", PUBLIC_ROUTES)
def test_a_route_changes_nothing(name: str, method: str, routes: dict[str, Any]) -> None:
    from django.test import RequestFactory

    given = {k: v for k, v in EXAMPLES.items() if f":{k}>" in PUBLIC_ROUTES[name]}
    answer = routes[name].callback(getattr(RequestFactory(), method)("/"), **given)
    assert answer.status_code == 405


def test_every_finding_of_the_code_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "quality-checks.md").read_text(encoding="utf-8")
    sources = (DOCS.parent / "src" / "beholden").rglob("*.py")
    codes = {
        code
        for path in sources
        for code in re.findall(r'Finding\(\s*(?:code=)?"([a-z-]+)"', path.read_text("utf-8"))
    }
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", page, flags=re.M))
    assert codes <= documented
    assert len(documented) > 30
