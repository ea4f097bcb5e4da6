"""Where the tour of docs/tour.md stops: who looks, at which page, and what they do there first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from browser.modes import DESKTOP, PHONE, Mode
from browser.people import Person
from playwright.sync_api import expect

Done = Callable[[Person], None]
USE = "warm-homes"
AGREEMENT = f"{USE}-agreement"
PARTNER = "Ashmere Advice Trust"
HOUSEHOLD = "/your-household/ask/household-question/"
DESK = replace(DESKTOP, width=1100)
NAMES = "select liable_name, arrears from council_tax where in_arrears"
TYPED, CHOSEN = ".beholden-workbench", "main form[method=post]"
BY_NEIGHBOURHOOD = """\
select neighbourhood, count(*) as households
from council_tax join places using (uprn)
join energy_certificates using (uprn)
where in_arrears and rating = 'cold'
group by 1 order by 2 desc"""


def nothing(_person: Person) -> None:
    """Only look."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: by whom (nobody signed in, where it is empty), of which page, from where on.

    ``first`` is what is done on the page before; ``top`` is the CSS selector of what stands at the
    upper edge of the picture. {release} and {met} are the served council's own.
    """

    name: str
    who: str
    path: str
    height: int
    first: Done = nothing
    top: str = ""
    mode: Mode = DESK


def begins(person: Person) -> None:
    """Have the first pair shown: that somebody looks is written into the log."""
    person.sends("Show the first pair")


def is_refused(person: Person) -> None:
    """Type a question that the agreement does not allow, and wait for the gate's word."""
    person.types("Your question, in SQL", NAMES)
    expect(person.page.get_by_role("status")).to_contain_text("Not allowed")


def builds(person: Person) -> None:
    """Join a table and group by a column without a word of SQL."""
    person.page.get_by_label("And energy_certificates", exact=True).select_option("both")
    person.sends("Use these tables")
    person.ticks("energy_certificates.rating")


def is_answered(person: Person) -> None:
    """Ask what the agreement allows."""
    person.types("Your question, in SQL", BY_NEIGHBOURHOOD)
    person.sends("Ask")
    person.is_at("Answer")


def checks(person: Person) -> None:
    """Let the browser work out whether the log is whole."""
    person.page.get_by_role("button", name="Check", exact=True).click()
    expect(person.page.get_by_role("status")).to_contain_text("Whole: ")


def writes(resident: Person) -> None:
    """Say where one lives; made up, as everything here."""
    resident.page.locator("[name=household]").fill("4 Mill Lane, Ashmere (made up)")


STOPS = (
    Stop("front-page", "", "/", 860),
    Stop("task-list", "owner", f"/work/uses/{USE}/", 1080, top="main"),
    Stop("board", "member-resident", "/board-work/meetings/{met}/", 860),
    Stop("decision", "director", f"/work/uses/{USE}/decision/", 860),
    Stop("what-changed", "dpo", f"/work/agreements/{AGREEMENT}/from/1/to/2/", 760),
    Stop("partner", "trust", "/partner-agreements/", 1000, top="main"),
    Stop("match-review", "links", "/match-review/council_tax/places/", 860, begins),
    Stop("refused-as-typed", "analyst", f"/workbench/{USE}/", 860, is_refused, TYPED),
    Stop("built", "analyst", f"/workbench/{USE}/build/", 860, builds, CHOSEN),
    Stop("answer", "analyst", f"/workbench/{USE}/", 860, is_answered, "main"),
    Stop("release", "statistician", "/work/releases/{release}/", 1240, top="main"),
    Stop("use-in-public", "", f"/uses/{USE}/", 860),
    Stop("resident", "resident", HOUSEHOLD, 740, writes, "main", PHONE),
    Stop("log", "", "/ledger/verify/", 560, checks, "#form button"),
)
