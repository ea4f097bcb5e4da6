"""Somebody who works at the pages in a window of their own, by clicking and typing alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from beholden.actions import open_council

from .checking import assert_good_page
from .keyboard import focused
from .visiting import Visit

PASSWORD = "three words unrelated 7"
_MOST_TABS = 200


def give_accounts(home: Path, *, by: str, codes: Iterable[str]) -> None:
    """Open accounts for people of a home, each with the password that all of these tests type."""
    from beholden.doors.accounts.models import Account

    council = open_council(home)
    for code in codes:
        council.open_account(by=by, code=code, email=address_of(code))
        with council.at_work():
            account = Account.objects.get(person=code)
            account.set_password(PASSWORD)
            account.save()
    council.close()


def address_of(code: str) -> str:
    """Return the e-mail address of somebody's account."""
    return f"{code.removeprefix('code-')}@example.org"


class Person:
    """One person at one window; ``journey`` begins the names of the pictures that are kept."""

    def __init__(self, visit: Visit, *, journey: str) -> None:
        self.visit = visit
        self._journey = journey

    @property
    def page(self) -> Page:
        """Return the page that is open."""
        return self.visit.page

    def signs_in(self, code: str, *, password: str = PASSWORD) -> None:
        """Find the way from the front page to signing in, and sign in by e-mail and password."""
        self.visit.open("/")
        self.follows("Staff: sign in")
        self.types("E-mail address", address_of(code))
        self.types("Password", password)
        self.sends("Sign in")

    def follows(self, link: str, *, within: str = "") -> None:
        """Follow a link, also one that is drawn as a button, to another page."""
        place = self._place(within)
        plain, drawn = (place.get_by_role(r, name=link, exact=True) for r in ("link", "button"))
        with self.page.expect_navigation():
            plain.or_(drawn).first.click()

    def opens(self, summary: str) -> None:
        """Open what is closed until somebody wants it."""
        self.page.get_by_text(summary, exact=True).click()

    def sends(self, button: str) -> None:
        """Press the button that sends a form."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def types(self, label: str, text: str, *, within: str = "") -> None:
        """Type into a field, in place of what it holds."""
        self._place(within).get_by_label(label, exact=True).fill(text)

    def types_day(self, question: str, day: date, *, within: str = "") -> None:
        """Type a day into its three fields."""
        group = self._group(question, within)
        parts = {"Day": day.day, "Month": day.month, "Year": day.year}
        for label, part in parts.items():
            group.get_by_label(label, exact=True).fill(str(part))

    def chooses(self, question: str, answer: str, *, within: str = "") -> None:
        """Choose one of several answers that are all in sight."""
        self._group(question, within).get_by_label(answer, exact=True).check()

    def ticks(self, label: str, *, within: str = "") -> None:
        """Tick a box."""
        self._place(within).get_by_label(label, exact=True).check()

    def picks(self, label: str, option: str, *, within: str = "") -> None:
        """Pick from a list."""
        self._place(within).get_by_label(label, exact=True).select_option(label=option)

    def sees(self, *texts: str) -> None:
        """Fail unless each text is on the page."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def sees_no(self, text: str) -> None:
        """Fail where a text is on the page."""
        expect(self.page.get_by_role("main")).not_to_contain_text(text)

    def is_told(self, text: str) -> None:
        """Fail unless the page says that something was done, or what is wrong."""
        expect(self.page.get_by_role("alert").first).to_contain_text(text)

    def is_at(self, heading: str) -> None:
        """Fail unless the page has this first heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def looks(self, name: str, *, status: int = 200) -> None:
        """Fail where anything is wrong with the page, and keep a picture of it under a name."""
        assert_good_page(self.visit, f"{self._journey}-{name}", status=status)

    def tabs_to(self, name: str) -> None:
        """Press Tab until what has this name has the focus."""
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            stop = focused(self.visit)
            if stop is not None and stop.name == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    def presses_enter(self) -> None:
        """Press Enter, which leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _place(self, within: str) -> Page | Locator:
        return self.page.get_by_role("group", name=within, exact=True) if within else self.page

    def _group(self, question: str, within: str) -> Locator:
        return self._place(within).get_by_role("group", name=question, exact=True)
