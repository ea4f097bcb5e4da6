"""Every page that a visitor may open, on a phone and at a desk, in every colour, with no script."""

from __future__ import annotations

import pytest
from actions.ashmere import NAME

from .checking import (
    assert_accessible_in_own_colours,
    assert_fits,
    assert_good_look,
    assert_good_shape,
    assert_shaped,
    assert_works_without_scripts,
    saying_where,
)
from .html_validity import assert_valid_html
from .keyboard import assert_keyboard_works
from .modes import DESKTOP, PHONE, without_scripts
from .routes import EXAMPLES, PUBLIC_ROUTES, address, lacking


@pytest.fixture
def visit(served, window_of):
    """Give the visitor's window, which goes from page to page."""
    return window_of(served.address, "visitor")


def test_every_route_has_an_example() -> None:
    """A new route's parameters need a line in EXAMPLES of routes.py."""
    assert lacking(PUBLIC_ROUTES) == set()


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
    assert_good_everywhere(visit, path, name)


def test_a_page_that_is_not_there_is_good_too(visit):
    assert_valid_html(visit.page.request.get("/nowhere/").text())
    assert_good_everywhere(visit, "/nowhere/", "not-there", status=404)


@pytest.mark.parametrize("name", PUBLIC_ROUTES)
def test_a_page_in_welsh_fits_on_a_phone(served, visit, name):
    """Welsh is longer than English, so that is where a page breaks first; it is no other page."""
    path = "/cy" + address(name, served.examples)
    visit.look_next(PHONE)
    if visit.page.request.get(path).headers["content-type"].startswith("text/html"):
        visit.open(path)
        visit.keep(f"{name}-in-welsh")
        with saying_where(visit):
            assert_shaped(visit, council=NAME)
            assert_fits(visit)


@pytest.mark.parametrize("name", ["index", "use", "ledger", "account_login", "verify"])
def test_scripts_on_a_phone_take_nothing_from_the_keyboard(served, visit, name):
    """There the bar of the page opens by a button, which a script makes."""
    visit.look_next(PHONE)
    visit.open(address(name, served.examples))
    assert_good_look(visit, name)
    with saying_where(visit):
        assert_keyboard_works(visit)


# Of each box that a table can be moved sideways in: whether it goes on beyond its edge, whether it
# shows that there by a shadow, and whether the keyboard comes to it.
_BOXES = """[...document.querySelectorAll('.beholden-scroll')].map(box => ({
  goes_on: box.scrollWidth > box.clientWidth + 1,
  shown: getComputedStyle(box).boxShadow !== 'none',
  by_keyboard: box.tabIndex === 0,
}))"""


@pytest.mark.parametrize("name", ["use", "datasets", "ledger", "your-say", "release"])
def test_a_table_that_goes_on_beyond_a_phone_says_so_and_no_other_does(served, visit, name):
    visit.look_next(PHONE)
    visit.open(address(name, served.examples))
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    boxes = visit.page.evaluate(_BOXES)
    assert boxes
    assert all(box["by_keyboard"] for box in boxes)
    assert [box for box in boxes if box["shown"] != box["goes_on"]] == []


def test_the_page_of_a_use_is_short_on_a_phone_and_leads_to_each_part(served, visit):
    """What is long stands folded below its heading, which the contents lead to."""
    visit.look_next(PHONE)
    visit.open(address("use", served.examples))
    length = visit.page.evaluate("document.documentElement.scrollHeight")
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert length < 0.75 * visit.page.evaluate("document.documentElement.scrollHeight")
    contents = visit.page.locator(".beholden-contents a")
    for one in contents.all():
        assert visit.page.locator(f"h2{one.get_attribute('href')}").is_visible()


def assert_good_everywhere(visit, path: str, name: str, *, status: int = 200) -> None:
    """Open a page on a phone without scripts, then at a desk, and in the visitor's own colours.

    Then it is walked by keyboard, which leaves it another than it was.
    """
    visit.look_next(without_scripts(PHONE))
    visit.open(path)
    with saying_where(visit):
        assert_works_without_scripts(visit)
        assert_shaped(visit, council=NAME)
    assert_good_look(visit, name, status=status)
    visit.look_next(DESKTOP)
    visit.open(path)
    assert_good_look(visit, name, status=status)
    with saying_where(visit):
        assert_accessible_in_own_colours(visit)
    assert_good_shape(visit, name, status=status)
    visit.look(DESKTOP)
    with saying_where(visit):
        assert_keyboard_works(visit)
