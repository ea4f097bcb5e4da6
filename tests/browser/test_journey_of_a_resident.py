"""A resident on a phone, without scripts: reads, asks, objects, complains, and comes back.

Meanwhile the data-protection officer answers at a desk. The residents and their households are made
up; what is looked for at the end is that none of them stands in an address or in the server's log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from actions.ashmere import DPO, uprn
from actions.councils import copied
from django.urls import resolve
from playwright.sync_api import expect
from waiting import until

from beholden.actions import open_council

from .modes import PHONE, without_scripts
from .officers import session_of, sign_in
from .people import Person
from .serving import Served, served_home
from .visiting import Visit

PAGES_OF_RESIDENTS = frozenset(
    {"your-household", "request-file", "request-receipt", "request-follow", "resident-sign-out"}
)
TITLE = "Finding households in arrears and in cold homes"
EMAIL, ANOTHER = "zqx.rhian@example.org", "zqx.somebody.else@example.org"
HOUSEHOLD, REACH = "4 Mill Lane, Ashmere, ZZ4 1AA (made up)", "zqx 01632 960123 (made up)"
GRIEVANCE = "zqx nobody told us of it (made up)"
PERSONAL = ("zqx", "Mill Lane", uprn(3), "01632")
MESSAGE = re.compile(r"^-{60}\n(.*?)\n-{60}$", re.DOTALL | re.MULTILINE)
RECEIPT = re.compile(r"request-[0-9a-f]{16}-[a-z2-7]{10}")


@pytest.fixture(scope="module")
def served(
    told: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve a council that published a table and says in which data every household is."""
    home = copied(told("until_published_and_refused", date.today()), tmp_path_factory.mktemp("r"))
    council = open_council(home)
    council.state_household_dataset(
        by=DPO, dataset="council_tax", columns=["liable_to"], because="Every household has one."
    )
    council.close()
    with served_home(home) as of_residents:
        yield of_residents


class Resident(Person):
    """A resident at one window, with every address that it asked for."""

    def __init__(self, visit: Visit, served: Served, email: str) -> None:
        super().__init__(visit, journey="resident")
        self.asked: list[str] = []
        self._served, self._email = served, email
        self.page.on("request", lambda request: self.asked.append(request.url))

    def asks_for_a_code(self) -> None:
        """Say where a code is to be sent."""
        self.fills("address", self._email)
        self.presses("Send a code")

    def code_sent(self, *, number: int) -> str:
        """Return the code of so many that were sent to this resident."""
        return str(until(lambda: codes(self._served, self._email)[number - 1 :][:1])[0])

    def enters(self, code: str) -> None:
        """Type a code and go on."""
        self.fills("code", code)
        self.presses()

    def fills(self, name: str, text: str) -> None:
        """Type into a field, whatever the language of the page."""
        self.page.locator(f"[name={name}]").fill(text)

    def presses(self, button: str = "") -> None:
        """Send the one form of the page's own, by its button."""
        found = self.page.get_by_role("main").get_by_role("button")
        if button:
            expect(found).to_have_text(button)
        with self.page.expect_navigation():
            found.click()

    def has_a_receipt(self) -> str:
        """Return the receipt that the page shows."""
        self.is_at("The council has what you ask")
        found = RECEIPT.search(self.page.get_by_role("main").inner_text())
        assert found, "there is no receipt"
        return found[0]


@pytest.fixture
def comes(served: Served, open_visit: Callable[..., Visit]) -> Callable[..., Resident]:
    """Give a function that lets a resident come with a phone that runs no scripts."""

    def resident(email: str = EMAIL) -> Resident:
        return Resident(open_visit(served.address, without_scripts(PHONE)), served, email)

    return resident


@pytest.fixture
def officer(served: Served, open_visit: Callable[..., Visit]) -> Person:
    """Give a window of the data-protection officer."""
    visit = open_visit(served.address)
    sign_in(visit, served, session_of(served.home, DPO))
    return Person(visit, journey="resident-answered")


def codes(served: Served, email: str) -> list[str]:
    """Return the codes that were sent to an address, as the messages on the console have them."""
    messages = MESSAGE.findall(served.said.read_text(encoding="utf-8"))
    mine = [message for message in messages if message.startswith(f"To: {email}\n")]
    return [re.findall(r"\b\d{6}\b", message)[0] for message in mine]


def test_a_resident_reads_asks_objects_complains_and_comes_back(
    served: Served, comes: Callable[..., Resident], officer: Person
) -> None:
    resident = comes()
    reads_a_use(resident)
    shows_a_code(resident)
    receipts = [asks(resident), objects(resident), complains(resident)]
    signs_out(resident)
    answers_the_question(officer)
    records_the_objection(officer)
    takes_up_the_complaint(officer)
    later = comes()
    comes_back(later, receipts)
    another = comes(ANOTHER)
    sees_nothing_of_others(another, receipts[0])
    asked = [*resident.asked, *later.asked, *another.asked]
    opened = {resolve(urlsplit(url).path.removeprefix("/cy")).url_name for url in asked if of(url)}
    assert opened >= PAGES_OF_RESIDENTS
    assert [url for url in asked if any(word in url for word in PERSONAL)] == []
    said = MESSAGE.sub("", served.said.read_text(encoding="utf-8"))
    assert [line for line in said.splitlines() if any(word in line for word in PERSONAL)] == []


def of(url: str) -> bool:
    """Return whether an address is of a page, and not of a part of one."""
    return urlsplit(url).path.endswith("/")


def reads_a_use(resident: Resident) -> None:
    """Find what the council does with data, and read one use to the end."""
    resident.visit.open("/")
    resident.follows(TITLE)
    resident.sees("So that the Warm Homes team can offer help before January.")
    resident.follows("Ask whether my household was part of it")


def shows_a_code(resident: Resident) -> None:
    """Mistype the address, then the code; then show the right one."""
    resident.is_at("Ask for a one-time code")
    resident.fills("address", "zqx nowhere")
    resident.presses("Send a code")
    resident.is_told("Enter an address that a code can be sent to")
    resident.looks("no-address", status=422)
    resident.asks_for_a_code()
    right = resident.code_sent(number=1)
    resident.enters(f"{(int(right) + 1) % 10**6:06}")
    resident.is_told("This is not the code, or it works no more.")
    resident.looks("wrong-code", status=422)
    resident.enters(f"{right[:3]} {right[3:]}")
    resident.is_at("Was my household part of a use of data?")


def asks(resident: Resident) -> str:
    """Ask whether the household was part of a use; what was typed is kept where a part lacks."""
    resident.looks("ask")
    resident.fills("household", HOUSEHOLD)
    resident.types_day("Since when have you lived there?", date(2020, 3, 27))
    resident.presses("Send")
    resident.is_told("Answer “How to reach you”")
    resident.looks("ask-with-a-fault", status=422)
    expect(resident.page.locator("[name=household]")).to_have_value(HOUSEHOLD)
    resident.fills("reach", REACH)
    resident.presses("Send")
    receipt = resident.has_a_receipt()
    resident.looks("receipt")
    resident.follows("Ask something else")
    resident.looks("what-to-do")
    return receipt


def objects(resident: Resident) -> str:
    """Object to the use from its own page, which the form then knows."""
    resident.visit.open("/uses/warm-homes/")
    resident.follows("Leave my household out of this use")
    expect(resident.page.locator("[name=use]")).to_have_value("warm-homes")
    resident.looks("object")
    resident.fills("household", HOUSEHOLD)
    resident.fills("reach", REACH)
    resident.presses("Send")
    return resident.has_a_receipt()


def complains(resident: Resident) -> str:
    """Complain, without having to say where one lives."""
    resident.follows("Ask something else")
    resident.follows("Complain about how the council uses data")
    resident.looks("complain")
    resident.fills("what", GRIEVANCE)
    resident.fills("reach", REACH)
    resident.presses("Send")
    return resident.has_a_receipt()


def signs_out(resident: Resident) -> None:
    """Sign out: whoever takes the phone next is asked for a code."""
    resident.follows("Sign out")
    resident.looks("sign-out")
    resident.presses("Sign out")
    resident.is_told("You are signed out.")
    resident.visit.open("/your-household/receipt/")
    resident.is_at("Ask for a one-time code")


def answers_the_question(officer: Person) -> None:
    """See who asked, look up which uses the household was part of, and answer with it."""
    officer.visit.open("/my-work/")
    officer.looks("my-work")
    opens(officer, "Household question")
    officer.sees(HOUSEHOLD, REACH)
    officer.looks("question")
    officer.sends("See which uses it was part of")
    officer.types("Which one?", uprn(3))
    # Since when is in what the resident wrote, and nobody types it again.
    since = officer.page.get_by_role("group", name="Since when have they lived there?")
    expect(since.get_by_label("Year")).to_have_value("2020")
    officer.sends("Tell")
    officer.sees(TITLE, "In it", "A use may be left out of this answer")
    officer.looks("told")
    officer.sends("Close it with this answer")
    officer.is_told("It is closed.")


def records_the_objection(officer: Person) -> None:
    """Record whom to leave out, and tell them so."""
    opens(officer, "Objection")
    officer.sends("Record the objection")
    officer.picks("Of which use, or of which kind of use?", TITLE)
    officer.types("Who asks it?", uprn(3))
    officer.sends("Record it")
    officer.is_told("It is recorded.")
    closes(officer, "You are left out from the next time (made up).")


def takes_up_the_complaint(officer: Person) -> None:
    """Record the complaint under its own clock, which closes its request; nothing is typed anew."""
    opens(officer, "Complaint")
    officer.sends("Record the complaint")
    form = officer.page.get_by_label("What was written or said?", exact=True)
    expect(form).to_have_value(re.compile(re.escape(GRIEVANCE)))
    officer.chooses("What is it about?", "Use of data")
    officer.sends("Record it")
    officer.is_told("It is recorded.")
    officer.follows("Use of data")
    officer.looks("complaint")


def opens(officer: Person, kind: str) -> None:
    """Open the one request of a kind that waits."""
    officer.visit.open("/work/requests/")
    officer.follows(kind)


def closes(officer: Person, note: str) -> None:
    """Close a request with what is told to whoever asked."""
    officer.sends("Close the request")
    officer.chooses("What came of it?", "Answered")
    officer.types("What was answered?", note)
    officer.sends("Close it")
    officer.is_told("It is closed.")


def comes_back(resident: Resident, receipts: list[str]) -> None:
    """Come back with a new code, and see in Welsh and in English what became of each."""
    resident.visit.open("/cy/your-household/what-became-of-it/")
    expect(resident.page.locator("html")).to_have_attribute("lang", "cy")
    resident.looks("code-in-welsh")
    resident.fills("address", EMAIL)
    resident.presses()
    resident.enters(resident.code_sent(number=2))
    assert urlsplit(resident.page.url).path == "/cy/your-household/what-became-of-it/"
    resident.looks("come-back-in-welsh")
    resident.fills("receipt", receipts[0].upper())
    resident.presses()
    resident.sees(f"{TITLE}: in it")
    resident.sees_no(uprn(3))
    resident.looks("answered-in-welsh")
    for receipt, answer in zip(
        receipts[1:], ("left out from the next time", "recorded as a complaint"), strict=True
    ):
        resident.visit.open("/your-household/what-became-of-it/")
        resident.fills("receipt", receipt)
        resident.presses("Look")
        resident.sees(answer)
    resident.looks("answered")


def sees_nothing_of_others(another: Resident, receipt: str) -> None:
    """Somebody else with the receipt in their hand learns nothing by it."""
    another.visit.open("/your-household/what-became-of-it/")
    another.asks_for_a_code()
    another.enters(another.code_sent(number=1))
    another.fills("receipt", receipt)
    another.presses("Look")
    another.is_told("There is no request of yours with this receipt.")
    another.sees_no(TITLE)
    another.looks("not-yours", status=422)


def test_a_code_that_is_too_old_is_told_like_a_wrong_one(
    served: Served, comes: Callable[..., Resident]
) -> None:
    resident = comes("zqx.late@example.org")
    resident.visit.open("/your-household/")
    resident.asks_for_a_code()
    code = resident.code_sent(number=1)
    let_codes_grow_old(served.home)
    resident.enters(code)
    resident.is_told("This is not the code, or it works no more.")
    resident.follows("Ask for another code")
    resident.asks_for_a_code()
    resident.enters(resident.code_sent(number=2))
    resident.is_at("What do you want to do?")


def let_codes_grow_old(home: Path) -> None:
    """Let every code that was sent be of yesterday."""
    from beholden.doors.accounts.models import ResidentCode

    council = open_council(home)
    with council.at_work():
        assert ResidentCode.objects.update(expires=datetime(2020, 1, 1).astimezone()) == 1
    council.close()


def test_whoever_asks_for_too_many_codes_sees_no_difference_and_gets_no_more(
    served: Served, comes: Callable[..., Resident]
) -> None:
    resident = comes("zqx.hasty@example.org")
    shown = set()
    for number in range(1, 8):
        resident.visit.open("/your-code/")
        resident.asks_for_a_code()
        shown.add(resident.page.get_by_role("main").inner_text())
        if number <= 5:
            resident.code_sent(number=number)
    assert len(shown) == 1
    waits = comes("zqx.patient@example.org")
    waits.visit.open("/your-code/")
    waits.asks_for_a_code()
    waits.code_sent(number=1)  # sent after whatever else was
    assert len(codes(served, "zqx.hasty@example.org")) == 5
    resident.enters("000000")
    resident.is_told("Ask for a new one")
