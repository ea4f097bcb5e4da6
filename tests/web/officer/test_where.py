"""Whatever may await somebody has a page, which is a route that there is."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import resolve

from beholden.actions import Awaiting, Awaits
from beholden.doors.web.officer import where
from beholden.doors.web.routes import EVERY_ROUTE

# Of a use, and of one thing of it.
OF = dict.fromkeys((Awaits.UNDERTAKING, Awaits.MORE_TIME, Awaits.SCHEDULE), "warm-homes/1")


@pytest.mark.parametrize("kind", Awaits)
def test_what_awaits_leads_to_a_page_of_it(kind):
    of = OF.get(kind, "warm-homes")
    item = Awaiting(kind, of=of, what="", why="", since=date.today(), use="warm-homes")
    found = resolve(where.address_of(item).partition("?")[0])
    route, is_named = where._ROUTES[kind]
    assert found.url_name == route
    assert route in {one.name for one in EVERY_ROUTE}
    if is_named:
        assert "/".join(str(value) for value in found.kwargs.values()) == of
