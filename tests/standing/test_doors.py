"""Every command teaches and is documented; every route is guarded and says who may come."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import click
import pytest

from beholden.actions import Right
from beholden.doors.cli import beholden
from beholden.doors.cli.app import EXIT_CODES
from beholden.doors.web.guarding import guarded
from beholden.doors.web.officers import Officer
from beholden.doors.web.routes import EVERY_ROUTE
from beholden.doors.web.routing import INSIDE, PUBLIC, RESIDENT, SIGNED_IN, Needs, Route, holding
from beholden.kernel import BeholdenError, Refused

DOCS = Path(__file__).parents[2] / "docs"


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


ROUTES = {route.name: route for route in EVERY_ROUTE}


def test_every_route_has_one_name_and_one_address() -> None:
    assert len(ROUTES) == len(EVERY_ROUTE)
    assert len({route.path for route in EVERY_ROUTE}) == len(EVERY_ROUTE)


def test_every_route_is_guarded() -> None:
    from beholden.doors.web import urls

    *_feeds, pages = urls.urlpatterns  # each with a guard of its own: tests/api, tests/odata_feed
    served = {pattern.name: pattern.callback for pattern in pages.url_patterns}
    assert served.keys() == ROUTES.keys()
    for name, view in served.items():
        assert view is not ROUTES[name].view
        behind = inspect.unwrap(view, stop=lambda one, own=ROUTES[name].view: one is own)
        assert behind is ROUTES[name].view, name  # itself, behind its guard


@pytest.mark.parametrize("route", EVERY_ROUTE, ids=attrgetter("name"))
def test_an_address_is_in_kebab_case(route: Route) -> None:
    fixed = re.sub(r"<\w+:(\w+)>", "", route.path)
    assert re.fullmatch(r"[a-z0-9./-]*", fixed)


@pytest.mark.parametrize("route", EVERY_ROUTE, ids=attrgetter("name"))
def test_a_route_says_who_may_come(route: Route) -> None:
    assert isinstance(route.needs, Needs) or (
        route.needs and all(isinstance(right, Right) for right in route.needs)
    )


@pytest.mark.parametrize("route", EVERY_ROUTE, ids=attrgetter("name"))
def test_a_route_that_changes_nothing_takes_no_other_method(route: Route) -> None:
    from django.test import RequestFactory

    for method in {"POST", "PUT", "PATCH", "DELETE"} - set(route.methods):
        answer = guarded(route)(RequestFactory().generic(method, "/"))
        assert answer.status_code == 405


def test_a_route_for_some_is_closed_to_visitors_and_to_officers_without_the_right() -> None:
    """The guard itself, on routes of the test's own."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    def view(request: Any) -> HttpResponse:
        return HttpResponse("in")

    def come(needs: Any, officer: Officer | None) -> Any:
        request = RequestFactory().get("/somewhere/")
        request.officer, request.resident = officer, None
        return guarded(Route("somewhere/", view, "somewhere", needs))(request)

    analyst = Officer("analyst", "Analyst", "Housing", frozenset({"analyst"}))
    assert come(PUBLIC, None).content == b"in"
    for needs in (SIGNED_IN, INSIDE, RESIDENT, holding(Right.QUESTION_ASK)):
        sent = come(needs, None)
        assert sent.status_code == 302
        assert sent["Location"].endswith("?next=/somewhere/")
    for role in ("board_member", "auditor", "partner", "resident"):
        outside = Officer(role, role, "Elsewhere", frozenset({role}))
        assert come(SIGNED_IN, outside).content == b"in"
        with pytest.raises(Refused, match="rights › inside"):
            come(INSIDE, outside)
    both = Officer("both", "Both", "Housing", frozenset({"board_member", "analyst"}))
    for officer in (analyst, both):
        assert come(INSIDE, officer).content == b"in"
    assert come(SIGNED_IN, analyst).content == b"in"
    assert come(holding(Right.QUESTION_ASK), analyst).content == b"in"
    with pytest.raises(Refused, match="rights › use-decide"):
        come(holding(Right.USE_DECIDE), analyst)


# Open to whoever has signed in, outside roles too: nothing there that is not public or their own.
FOR_EVERYBODY_ON_THE_LIST = {
    "my-work",
    # Another's form is not there: tests/web/officer/test_save_and_return.py.
    "begun-form-delete",
    # These refuse who is neither a member of the board nor inside: tests/web/board.
    "board-work",
    "board-meeting",
    "board-work-paper",
    # Those of their own organisation alone: tests/web/officer/test_agreements_pages.py.
    "officer-agreements",
    "officer-agreement",
    "officer-agreement-act",
    "officer-agreement-differences",
    "officer-agreement-document",
    "officer-agreement-document-print",
    "officer-agreement-share-request-print",
}


def test_what_every_officer_may_open_is_named_here() -> None:
    """A page of the council's work needs INSIDE or a right: concealed uses stand on such pages."""
    from beholden.doors.web.sign_in.routes import ROUTES as SIGN_IN

    own_account = {route.name for route in SIGN_IN}
    open_to_all = {route.name for route in EVERY_ROUTE if route.needs is SIGNED_IN}
    assert open_to_all - own_account <= FOR_EVERYBODY_ON_THE_LIST


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
