"""A use that two people open in a crisis, and what becomes of it when nobody reviews it in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from actions.ashmere import ADMIN, CODES, DPO, HEALTH
from actions.councils import copied

from .people import Person, give_accounts
from .serving import served_home
from .visiting import Visit

OFFICER = CODES["many"]
TODAY = date.today()
REVIEW_WITHIN = 5
REVIEW_BY = TODAY + timedelta(days=REVIEW_WITHIN - 1)
TITLE = "Finding homes that need power after the flood"
WHY = "The river came over Millbrook, and the power is off until Wednesday."
TAX = "Council tax: 150 rows, of Revenues and Benefits"
SUPPORT = "Support scheme: 150 rows, of Revenues and Benefits"
QUESTION = "select neighbourhood, count(*) from council_tax group by 1"


@pytest.fixture(scope="module")
def home(told: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with its people and data; two of the people have accounts."""
    home = copied(told("until_agreed", TODAY), tmp_path_factory.mktemp("crisis"))
    with (home / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[sign_in]\nsecond_factor = "off"\n')
    give_accounts(home, by=ADMIN, codes=[OFFICER, DPO])
    return home


@pytest.fixture
def people(open_visit: Callable[..., Visit]) -> Callable[[str], list[Person]]:
    """Give a function that lets the officer, the data-protection officer and a visitor come."""

    def come(address: str) -> list[Person]:
        found = [Person(open_visit(address), journey="crisis") for _ in range(3)]
        for person, code in zip(found, (OFFICER, DPO), strict=False):
            person.signs_in(code)
        return found

    return come


def test_a_use_is_opened_in_a_crisis_and_destroyed_without_its_review(
    home: Path, people: Callable[[str], list[Person]]
) -> None:
    with served_home(home) as served:
        officer, dpo, visitor = people(served.address)
        ask_for_it(officer)
        is_public_from_the_first_minute(visitor)
        confirm(dpo)
        is_open_to_all_eyes(visitor)
        seal(dpo)
        gives_a_safe_answer(officer)
    with served_home(home, days_ahead=REVIEW_WITHIN) as served:
        officer, dpo, visitor = people(served.address)
        is_over(officer, visitor)
        cannot_have_another(officer)


def ask_for_it(officer: Person) -> None:
    """Choose the datasets, and fill in the one page; what was typed wrong is kept and told."""
    officer.follows("My work")
    officer.follows("Ask that a use be opened in a crisis")
    officer.looks("which-datasets")
    officer.sends("Go on")
    officer.is_told("Choose at least one dataset")
    officer.ticks(TAX)
    officer.ticks(SUPPORT)
    officer.sends("Go on")
    fill_in(officer, "flood-2026")
    officer.types("Within how many days is the full review had?", "12")
    officer.looks("one-page")
    officer.sends("Ask for it")
    officer.is_told("Have the review while it is open")
    officer.looks("one-page-with-a-fault", status=422)
    officer.types("Within how many days is the full review had?", str(REVIEW_WITHIN))
    officer.sends("Ask for it")
    officer.is_told("It is asked for, and public.")
    officer.looks("asked-for")


def fill_in(officer: Person, name: str) -> None:
    """Fill in the one page for both datasets."""
    officer.types("Short name", name)
    officer.types("Title", TITLE)
    officer.types("What has happened, and why can it not wait for the full review?", WHY)
    officer.types("What are the data for?", "So that wardens call first where power is needed.")
    officer.picks("Which office decides at the full review?", "Director of Resources")
    officer.types("For how many days is it open?", "10")
    officer.chooses("Are any of a special category?", "No")
    officer.ticks("neighbourhood: to count and compare groups by")
    officer.ticks("enrolled: to count and compare groups by")
    officer.picks("Why does data-protection law allow it?", "It protects somebody's life")


def is_public_from_the_first_minute(visitor: Person) -> None:
    """See the use while nothing may be done under it yet."""
    visitor.visit.open("/")
    visitor.follows(TITLE)
    visitor.sees(WHY, "has not confirmed it, so nothing may be done yet")
    visitor.looks("public-asked-for")


def confirm(dpo: Person) -> None:
    """Read what was asked for, and open it with a reason."""
    dpo.follows("My work")
    dpo.looks("my-work-of-the-dpo")
    dpo.follows("Confirm the use in a crisis: flood-2026")
    dpo.sees(WHY, "Asked of groups: neighbourhood", HEALTH, "It protects somebody's life")
    dpo.looks("confirm")
    dpo.sends("Open it now")
    dpo.looks("confirm-with-a-fault", status=422)
    dpo.types("Why?", "Lives depend on it; no name and no address is given.")
    dpo.sends("Open it now")
    dpo.is_told("The use is open.")
    dpo.looks("opened")


def is_open_to_all_eyes(visitor: Person) -> None:
    """See who opened it, and by when its review is owed."""
    visitor.page.reload()
    visitor.sees("Opened in a crisis", "Lives depend on it", owed())
    visitor.looks("public-opened")


def owed() -> str:
    return f"The full review is owed by {REVIEW_BY.strftime('%-d %B %Y')}"


def seal(dpo: Person) -> None:
    """Seal what may be asked."""
    dpo.follows("My work")
    dpo.follows("Seal the extract of flood-2026")
    dpo.sends("Seal it now")
    dpo.is_told("The extract is sealed, and can be asked.")


def gives_a_safe_answer(officer: Person) -> None:
    """Ask: large groups are shown, the small one is not."""
    officer.follows("Ask")
    officer.follows(TITLE)
    officer.types("Your question, in SQL", QUESTION)
    officer.sends("Ask")
    officer.is_at("Answer")
    officer.sees("Millbrook", "What is not shown")
    officer.looks("answer")


def is_over(officer: Person, visitor: Person) -> None:
    """See, on the day after, that nothing can be asked any more and that everybody may read why."""
    visitor.visit.open("/uses/flood-2026/")
    visitor.sees(f"{owed()} and was not had: what was sealed is destroyed, and it is still owed.")
    visitor.looks("public-destroyed")
    officer.follows("Ask")
    officer.sees_no(TITLE)
    officer.visit.open("/workbench/flood-2026/")
    officer.sees("The agreement has ended; there is nothing left to ask.")
    officer.sees_no("Your question")
    officer.looks("nothing-to-ask")
    officer.visit.open("/work/uses/flood-2026/")
    officer.looks("tasks-after-the-end")


def cannot_have_another(officer: Person) -> None:
    """Ask for another, and learn what is owed first."""
    officer.follows("My work")
    officer.follows("Ask that a use be opened in a crisis")
    officer.ticks(TAX)
    officer.ticks(SUPPORT)
    officer.sends("Go on")
    fill_in(officer, "storm-2026")
    officer.types("Within how many days is the full review had?", str(REVIEW_WITHIN))
    officer.sends("Ask for it")
    officer.sees("An earlier crisis of the same officers has not had its full review")
