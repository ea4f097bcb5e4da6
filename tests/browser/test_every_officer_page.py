"""Every page of those who sign in: on a phone, at a desk, by keyboard, in every colour, no script.

One of each template is looked at in every way, and one of each kind walked by keyboard; the others,
which differ in what they ask alone, where a page breaks first: on a phone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from actions.ashmere import ADMIN, CODES, NAME
from actions.councils import copied
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from . import pages_of_work as of_work
from .at_work import furnish_work
from .checking import (
    assert_accessible_in_own_colours,
    assert_fits,
    assert_good_look,
    assert_good_page,
    assert_shaped,
    assert_works_without_scripts,
    saying_where,
)
from .html_validity import assert_valid_html
from .keyboard import assert_keyboard_works
from .modes import DESKTOP, PHONE, with_forced_colours, without_scripts
from .officers import sessions_of, sign_in
from .people import Person, give_accounts
from .serving import Served, served_home
from .visiting import Visit

AUDITOR = CODES["auditor"]
Worked = tuple[Served, dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def worked(
    told: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worked]:
    """Serve a council with something on each page; give it with a session of each office."""
    home = copied(told("until_published_and_refused", date.today()), tmp_path_factory.mktemp("o"))
    examples = furnish_work(home)
    give_accounts(home, by=ADMIN, codes=[AUDITOR])
    pages = (*of_work.ONE_OF_EACH, *of_work.ALIKE, *of_work.TO_PRINT)
    sessions = sessions_of(home, {CODES[who] for _, who in pages})
    with served_home(home, **examples) as council:
        yield council, sessions


def of(pages: tuple[tuple[str, str], ...]) -> pytest.MarkDecorator:
    """Run a test for each of these pages."""
    return pytest.mark.parametrize(("path", "who"), pages, ids=[path for path, _ in pages])


@pytest.fixture
def opened(
    worked: Worked, window_of: Callable[[str, str], Visit], path: str, who: str
) -> tuple[Visit, str]:
    """Give the window of who opens a page, and the page's address."""
    served, sessions = worked
    visit = window_of(served.address, who)
    sign_in(visit, served, sessions[CODES[who]])
    return visit, "/" + path.format(**served.examples)


def picture(path: str) -> str:
    """Return how the picture of a page is called."""
    plain = path.partition("?")[0].replace("{", "").replace("}", "")
    asked = "-asked" if "?" in path else ""
    return f"officer-{plain.strip('/').replace('/', '-')}{asked}"


@of(of_work.ONE_OF_EACH)
def test_a_page_of_each_template_is_good_however_it_is_looked_at(
    opened: tuple[Visit, str], path: str
) -> None:
    visit, address = opened
    visit.look_next(without_scripts(PHONE))
    visit.open(address)
    assert visit.page.url.endswith(address)
    with saying_where(visit):
        assert_works_without_scripts(visit)
    assert_good_page(visit, picture(path))
    visit.look_next(DESKTOP)
    visit.open(address)
    assert_good_look(visit, picture(path))
    with saying_where(visit):
        assert_accessible_in_own_colours(visit)


@of(of_work.BY_KEYBOARD)
def test_a_page_of_each_kind_is_walked_by_keyboard(opened: tuple[Visit, str], path: str) -> None:
    """In colours of one's own, where the focus is the first thing to be lost."""
    visit, address = opened
    visit.look_next(with_forced_colours(DESKTOP))
    visit.open(address)
    visit.keep(picture(path))
    with saying_where(visit):
        assert assert_keyboard_works(visit)[0] == "Skip to main content"


@of(of_work.ALIKE)
def test_a_page_of_a_known_template_is_good_on_a_phone(
    opened: tuple[Visit, str], path: str
) -> None:
    visit, address = opened
    visit.look_next(PHONE)
    visit.open(address)
    assert visit.page.url.endswith(address)
    assert_good_page(visit, picture(path))


@of(of_work.TO_PRINT)
def test_a_document_to_print_stands_alone(opened: tuple[Visit, str], path: str) -> None:
    visit, address = opened
    visit.look_next(PHONE)
    visit.open(address)
    visit.keep(picture(path))
    with saying_where(visit):
        assert_valid_html(visit.source)
        assert_fits(visit)


def test_the_pages_of_an_account_are_good(worked: Worked, open_visit: Callable[..., Visit]) -> None:
    served, _sessions = worked
    person = Person(open_visit(served.address, PHONE), journey="account")
    person.signs_in(AUDITOR)
    for path in of_work.ACCOUNT_BY_PASSWORD:
        looked_at(person, path)
    secret = person.page.locator("code").inner_text()
    person.types("Code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    person.sends("Set up")
    for path in of_work.ACCOUNT_WITH_AN_APP:
        looked_at(person, path)


def looked_at(person: Person, path: str) -> None:
    """Open a page of one's account, and fail where anything is wrong with it."""
    person.visit.open(f"/{path}")
    assert person.page.url.endswith(f"/{path}")
    person.looks(path.strip("/").replace("/", "-"))
    with saying_where(person.visit):
        assert_shaped(person.visit, council=NAME)
