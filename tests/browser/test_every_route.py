"""Every route that a browser can open is opened by one of these tests, or says why by none."""

from __future__ import annotations

from django.urls import resolve

from beholden.doors.web.routes import EVERY_ROUTE

from . import pages_of_work as of_work
from .routes import PUBLIC_ROUTES
from .test_journey_of_a_resident import PAGES_OF_RESIDENTS


def test_every_route_is_opened_or_says_why_not() -> None:
    of_officers = (*of_work.ONE_OF_EACH, *of_work.ALIKE, *of_work.TO_PRINT)
    paths = [path for path, _who in of_officers]
    paths += [*of_work.ACCOUNT_BY_PASSWORD, *of_work.ACCOUNT_WITH_AN_APP]
    opened = {named(path) for path in paths} | PAGES_OF_RESIDENTS | set(PUBLIC_ROUTES)
    read = {route.name for route in EVERY_ROUTE if "GET" in route.methods}
    assert sorted(read - opened - set(of_work.NOT_OPENED)) == []
    assert sorted(opened & set(of_work.NOT_OPENED)) == [], "they are opened after all"
    assert sorted(set(of_work.NOT_OPENED) - read) == [], "there are none such any more"


def named(path: str) -> str:
    """Return the route that a path leads to; what the council alone knows is in braces."""
    plain = path.partition("?")[0].replace("{", "").replace("}", "")
    return str(resolve(f"/{plain}").url_name)
