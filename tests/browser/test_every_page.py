"""Every page that a visitor may open, on a phone and at a desk, in every colour, with no script."""

from __future__ import annotations

import pytest

from .checking import assert_good_look, saying_where
from .html_validity import assert_valid_html
from .keyboard import assert_keyboard_works
from .modes import WIDTHS, with_forced_colours, without_scripts
from .routes import EXAMPLES, PUBLIC_ROUTES, address, lacking


def test_every_route_has_an_example() -> None:
    """A new route's parameters need a line in EXAMPLES of routes.py."""
    assert lacking() == set()


def test_no_example_is_of_a_route_that_there_is_not() -> None:
    assert set(EXAMPLES) - set(PUBLIC_ROUTES) == set()


@pytest.mark.parametrize("name", PUBLIC_ROUTES)
def test_a_page_is_good_however_it_is_looked_at(served, visit, name):
    path = address(name, served.examples)
    answer = visit.page.request.get(path)
    assert answer.status == 200
    assert answer.body() != b""
    if not answer.headers["content-type"].startswith("text/html"):
        return  # a file: it is given, and no page
    with saying_where(visit):
        assert_valid_html(answer.text())
    for width in WIDTHS:
        for mode in (width, without_scripts(width)):
            visit.look(mode)
            visit.open(path)
            assert_good_look(visit, name)
            visit.look(with_forced_colours(mode))
            assert_good_look(visit, name)
            visit.look(mode)
        visit.open(path)
        with saying_where(visit):
            assert_keyboard_works(visit)
