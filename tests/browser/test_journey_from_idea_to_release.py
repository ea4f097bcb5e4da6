"""One use from its first idea to the table that everybody may read: four people, at pages alone.

An analyst has the idea and asks, the data-protection officer (who is the board's secretary too)
looks at it and writes the agreement, the accountable officer decides, and a manager of another
department reviews and publishes. Each has a window of their own. All of them are made up.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow.csv as csv_reader
import pytest
from actions.ashmere import CANVAS, HEALTH, HOUSEHOLDS, HOUSING, NAME, REVENUES, write_data
from playwright.sync_api import expect

from beholden.actions import init, match_tables

from .modes import DESKTOP, PHONE, without_scripts
from .people import Person, give_accounts
from .serving import Served, served_home
from .test_check_the_log import without_what_is_not_there_yet
from .visiting import Visit

ADMIN, ANALYST, DPO, OFFICER, SECOND = (
    f"code-{who}" for who in ("admin", "analyst", "dpo", "officer", "second")
)
PEOPLE = (
    (ANALYST, "Insight analyst", HEALTH, ["use_owner", "analyst", "steward"]),
    (DPO, "Data-protection officer", "Legal", ["data_protection_officer", "board_secretary"]),
    (OFFICER, "Director of Resources", REVENUES, ["accountable_officer", "steward"]),
    (SECOND, "Housing data manager", HOUSING, ["steward", "reviewer", "publisher"]),
    ("code-academic", "Academic member", "The board", ["board_member"]),
    ("code-resident", "Resident member", "The board", ["board_member"]),
)
TODAY = date.today()
TITLE = "Finding households in arrears and in cold homes"
LETTER = "Have ten residents read the letter before it goes out."
BY_SQL = "select neighbourhood, count(*) from council_tax group by 1"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the lists that are to be sent; that of the energy certificates has addresses alone."""
    folder = tmp_path_factory.mktemp("lists")
    write_data(folder)
    with (folder / "gazetteer.csv").open(encoding="utf-8") as file:
        places = list(csv.DictReader(file))
    with (folder / "energy_certificates.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["address", "postcode", "rating"])
        for at, place in enumerate(places):
            writer.writerow([place["address_concat"], place["postcode"], "ABCDEFG"[at % 7]])
    return folder


@pytest.fixture(scope="module", autouse=True)
def matcher(files: Path) -> None:
    """Have the matcher compiled, where it never ran on this machine: no page waits so long."""
    addresses, gazetteer = (
        csv_reader.read_csv(files / f"{name}.csv") for name in ("energy_certificates", "gazetteer")
    )
    match_tables(addresses, gazetteer=gazetteer)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a council with its people and their accounts, and nothing else."""
    home = tmp_path_factory.mktemp("idea") / "home"
    council = init(home, name=NAME, administrator=ADMIN)
    for code, office, organisation, roles in PEOPLE:
        council.add_person(
            by=ADMIN, code=code, office=office, organisation=organisation, roles=roles
        )
    council.close()
    give_accounts(home, by=ADMIN, codes=[ANALYST, DPO, OFFICER, SECOND])
    with (home / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[sign_in]\nsecond_factor = "off"\n')
    with served_home(home) as council_served:
        yield council_served


def test_a_use_goes_from_the_idea_to_the_published_table(
    served: Served, files: Path, open_visit: Callable[..., Visit]
) -> None:
    people = {code: Person(open_visit(served.address), journey="idea") for code in WHO}
    for code, person in people.items():
        person.signs_in(code)
        person.is_at("My work")
    analyst, dpo, officer, second = people.values()
    state_the_use(analyst)
    think_it_through(analyst)
    advise_on_the_assessment(dpo)
    say_who_is_on_the_board(dpo)
    meet(dpo)
    advise(dpo)
    decide(officer)
    register(officer, files, "council_tax")
    register(second, files, "gazetteer")
    register(second, files, "energy_certificates")
    match(second)
    write_the_agreement(dpo)
    for party, person in ((REVENUES, officer), (HOUSING, second), (HEALTH, analyst)):
        sign(person, party)
    seal(dpo)
    ask_in_sql(analyst)
    ask_without_sql(analyst)
    ask_to_release(analyst)
    review_and_publish(second)
    read(Person(open_visit(served.address), journey="idea"))


WHO = (ANALYST, DPO, OFFICER, SECOND)


def state_the_use(analyst: Person) -> None:
    """State the use with two consequences; no script is needed to add the second."""
    analyst.looks("my-work-empty")
    analyst.visit.look(without_scripts(DESKTOP))
    analyst.follows("State a use: what data are wanted for")
    analyst.types("Short name", "warm-homes")
    analyst.types("Title", TITLE)
    analyst.types("What is it for?", "So that help is offered before January to who needs it.")
    analyst.types("Why can it not be reached without these data?", "Nobody holds all three.")
    analyst.picks("Which office owns it?", "Insight analyst")
    analyst.picks("Which office decides?", "Director of Resources")
    analyst.types("Whom does it affect, and about how many?", "150 made-up households")
    analyst.chooses("Are personal data used?", "Yes")
    analyst.chooses("Are any of a special category?", "No")
    analyst.ticks("The data are made up")
    foresee(analyst, 1, "Households in need are offered help", good=True)
    is_called_away(analyst)
    analyst.sends("Add another consequence")
    foresee(analyst, 2, "A household takes the letter as a threat", good=False)
    analyst.looks("state-a-use")
    analyst.sends("Save, and go to its tasks")
    analyst.is_at(TITLE)
    analyst.sees("with 2 consequences", "Yours to do")
    analyst.looks("tasks")
    analyst.visit.look(DESKTOP)


def is_called_away(analyst: Person) -> None:
    """Save a form half-filled, and come back to it from the list of those that were begun."""
    analyst.sends("Save and come back later")
    analyst.is_told("Saved for you alone, and not sent: State a use.")
    analyst.follows("My work")
    analyst.sees("Forms you have begun", "Saved just now")
    analyst.looks("my-work-with-a-form-begun")
    analyst.follows(TITLE)
    analyst.sees("What you typed is here again.")
    analyst.looks("state-a-use-begun")


def foresee(analyst: Person, number: int, what: str, *, good: bool) -> None:
    """Fill in one consequence of the statement."""
    here = f"Consequence {number}"
    analyst.types("What may happen?", what, within=here)
    analyst.chooses("Is it good or bad for them?", "Good" if good else "Bad", within=here)
    analyst.chooses("Is it intended?", "Yes" if good else "No", within=here)
    if not good:
        analyst.picks("How likely is it?", "Possible", within=here)
        analyst.picks("How much would it matter to them?", "Minor", within=here)


def think_it_through(analyst: Person) -> None:
    """Answer triage, then the fifteen areas of the canvas one after the other."""
    analyst.follows("My work")
    analyst.follows(f"Answer the questions of triage: {TITLE}")
    for question, answer in TRIAGE.items():
        analyst.chooses(question, answer)
    analyst.looks("triage")
    analyst.sends("Save the answers")
    analyst.sees("A full review is owed.")
    analyst.follows("The ethics canvas")
    analyst.looks("canvas-open")
    analyst.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    for area, text in CANVAS.items():
        expect(analyst.page).to_have_url(f"/work/uses/warm-homes/canvas/{area}/")
        analyst.page.get_by_role("main").get_by_role("textbox").first.fill(text)
        analyst.chooses("How far is it?", "Complete")
        if area == "sources":
            analyst.looks("canvas-area")
        analyst.sends("Save and go on")
    analyst.sees("15 of 15 areas are settled.")
    analyst.looks("canvas-settled")
    analyst.follows("My work")
    analyst.sees_no("canvas")


TRIAGE = {
    "What does the result do to people?": "It is used to choose or decide about particular people "
    "or households",
    "Does software decide, or suggest a decision about somebody?": "No: people read figures and "
    "decide by themselves",
    "Would those concerned be surprised, or mind, if they read of it in the newspaper?": "Some "
    "might",
    "Can it be told in plain words how a result comes about?": "Yes, wholly",
    "Will the purpose, the data and the result be public?": "All three",
    "Is it settled who answers for the result, and who puts right what goes wrong?": "Yes, both",
    "Is a system built or bought for it?": "No: what the council has is used as it is",
    "Could the result be less right, or worse, for some groups of people?": "Perhaps; it is "
    "measured",
    "Are there people whom the data leave out?": "Some, and it is told with the result",
    "What is the worst that a wrong result could do to somebody?": "Cost time, money or peace of "
    "mind",
}


def advise_on_the_assessment(dpo: Person) -> None:
    """Read the impact assessment, and advise on it."""
    dpo.follows("My work")
    dpo.looks("my-work-of-the-dpo")
    dpo.follows(f"Advise on the impact assessment: {TITLE}")
    dpo.types("What do you advise?", "The data are the least that can do it.")
    dpo.chooses("Should it go ahead?", "With measures")
    dpo.chooses("Which risk to people stays once every measure is taken?", "Low")
    dpo.looks("advice-on-the-assessment")
    dpo.sends("Record the advice")
    dpo.is_told("The advice is recorded.")


def say_who_is_on_the_board(dpo: Person) -> None:
    """As secretary: give two people their seats."""
    dpo.follows("My work")
    dpo.follows(f"Put before the board, and record its advice: {TITLE}")
    dpo.looks("board-before-it-is-stated")
    dpo.follows("Who is on the board")
    dpo.looks("nobody-on-the-board")
    for office, seat in (("Academic member", "Academic"), ("Resident member", "Resident")):
        dpo.follows(office)
        dpo.picks("Which seat?", seat)
        dpo.types_day("From which day?", TODAY - timedelta(days=30))
        dpo.types_day("Until which day?", TODAY + timedelta(days=700))
        dpo.types("What they declare (1)", "Knows nobody in Housing.")
        dpo.looks("member-of-the-board")
        dpo.sends("Record it")
        dpo.is_told("The board is stated anew.")
    dpo.looks("who-is-on-the-board")
    dpo.follows("Back to the board")


def meet(dpo: Person) -> None:
    """As secretary: plan the meeting, read its paper, say who was there."""
    dpo.follows("Plan a meeting")
    dpo.types_day("On which day?", TODAY)
    dpo.types("Where?", "Civic Centre")
    dpo.ticks(TITLE)
    dpo.looks("plan-a-meeting")
    dpo.sends("Record it")
    dpo.is_told("The meeting is planned.")
    dpo.looks("meeting-planned")
    dpo.follows("paper of the use warm-homes, version 1")
    dpo.sees("Households in need are offered help")
    dpo.looks("paper-of-the-board")
    dpo.page.go_back()
    dpo.follows("Record who was there")
    dpo.ticks("Academic member")
    dpo.ticks("Resident member")
    dpo.looks("who-was-there")
    dpo.sends("Record it")
    dpo.is_told("Each item had its quorum.")


def advise(dpo: Person) -> None:
    """Write down three points, one of them with a condition; then the minutes."""
    dpo.follows(f"Record the advice on: {TITLE}")
    dpo.types("What the board advises", "The benefit is real. Go ahead.", within="Point 1")
    dpo.types("What the board advises", "Show no small groups.", within="Point 2")
    dpo.opens("With a condition (point 2)")
    dpo.picks("Condition", "A table shows no group smaller than …", within="Point 2")
    dpo.types("What the board advises", LETTER, within="Point 3")
    dpo.sends("Record the advice")
    dpo.is_told("Say what the condition is")
    dpo.looks("advice-with-a-fault", status=422)
    dpo.types("What the condition is", "20", within="Point 2")
    dpo.sends("Record the advice")
    dpo.is_told("The advice is recorded.")
    dpo.follows("Publish the minutes")
    dpo.types("The minutes", "The board read the paper, and advised.")
    dpo.sends("Record it")
    dpo.looks("meeting-minuted")


def decide(officer: Person) -> None:
    """On a phone: answer each point of advice, one of them with a refusal and its reason."""
    officer.visit.look(PHONE)
    officer.visit.open("/my-work/")
    officer.follows(f"Decide: {TITLE}")
    told = TODAY.strftime("%-d %B %Y")
    points = {
        1: ("The benefit is real. Go ahead.", "Accepted"),
        2: ("Show no small groups. (condition: smallest group: 20)", "Accepted"),
        3: (LETTER, "Refused"),
    }
    for number, (says, answer) in points.items():
        officer.chooses(f"{told}, point {number}: {says}", answer)
    officer.chooses("The data-protection officer's advice on the assessment", "Accepted")
    officer.picks("Which risk do you accept?", "Low")
    officer.types("Which office sees to the measures against the risks?", "Insight analyst")
    officer.chooses("What do you decide?", "Yes: the use may go ahead")
    officer.types("Why?", "The need is urgent.")
    officer.sends("Record the decision")
    officer.is_told("Say why it is refused")
    officer.looks("decision-with-a-fault", status=422)
    officer.page.get_by_label("If it is refused: why?").nth(2).fill("It was tried last winter.")
    officer.sends("Record the decision")
    officer.is_told("The decision is recorded.")
    officer.looks("decided")
    officer.visit.look(DESKTOP)


def register(steward: Person, files: Path, name: str) -> None:
    """Send a list; its steward is the department of who sends it."""
    steward.follows("Data")
    steward.follows("Register a dataset")
    steward.types("Short name", name)
    steward.types("Title", name.replace("_", " ").capitalize())
    steward.page.get_by_label("The file").set_input_files(files / f"{name}.csv")
    steward.looks("register-a-dataset")
    steward.sends("Register it")
    steward.is_told("It is registered.")
    steward.sees(f"{HOUSEHOLDS} rows")


def match(steward: Person) -> None:
    """Give the certificates, which have addresses alone, their UPRN."""
    steward.follows("Data")
    steward.follows("Energy certificates")
    steward.looks("dataset")
    steward.follows("Match its addresses to UPRNs")
    steward.picks("Which list of addresses?", "gazetteer")
    steward.looks("match")
    steward.sends("Match them now")
    steward.is_told("Matched.")
    steward.sees(f"uprn: {HOUSEHOLDS} of {HOUSEHOLDS} rows")


def write_the_agreement(dpo: Person) -> None:
    """Begin it from the use, fill it in a part at a time, mend a fault, and offer it."""
    dpo.follows("My work")
    dpo.follows(f"Write the agreement of {TITLE}")
    dpo.types("Short name of the agreement", "warm-homes-2026")
    dpo.looks("agreement-begun")
    dpo.sends("Begin")
    say_who_and_why(dpo)
    say_what_is_shared(dpo)
    say_what_comes_out(dpo)
    dpo.looks("draft")
    dpo.follows("Offer it to its parties")
    dpo.sees("It refuses every other join.", "Then it destroys the key")
    dpo.looks("offer")
    dpo.sends("Offer it")
    dpo.is_told("It is offered.")
    dpo.looks("agreement-offered")


def say_who_and_why(dpo: Person) -> None:
    """Say who signs, why the law allows it, from when until when, and whom it counts."""
    dpo.follows("Parties, and who signs")
    for party, office in (
        (REVENUES, "Director of Resources"),
        (HOUSING, "Housing data manager"),
        (HEALTH, "Insight analyst"),
    ):
        dpo.ticks(f"{party} ({office})")
    dpo.sends("Save and return")
    dpo.follows("Why the law allows it")
    dpo.page.get_by_label("It is needed for a task in the public interest").check()
    dpo.ticks("General power of competence (Localism Act 2011, section 1)")
    dpo.sends("Save and return")
    dpo.follows("Title and days")
    dpo.types_day("On which day may the first question be asked?", TODAY)
    dpo.types_day("On which day may the last question be asked?", TODAY + timedelta(days=120))
    dpo.sends("Save and return")
    dpo.follows("Whom it counts")
    dpo.chooses("Whom or what does it count?", "Households: each UPRN is one")
    dpo.sends("Save and return")


def say_what_is_shared(dpo: Person) -> None:
    """Choose the datasets, the roles of their columns, and the join."""
    dpo.follows("Which datasets it gives")
    dpo.ticks(f"council_tax, held by {REVENUES}")
    dpo.ticks(f"energy_certificates, held by {HOUSING}")
    dpo.sends("Save and return")
    dpo.follows("The columns of council_tax")
    for column, role in (
        ("uprn", "Join"),
        ("neighbourhood", "Dimension"),
        ("in_arrears", "Dimension"),
        ("arrears", "Measure"),
    ):
        dpo.picks(f"The role of {column}", role)
    dpo.sends("Save and stay here")
    dpo.looks("columns")
    dpo.follows("Say more of arrears")
    dpo.ticks("Its sum")
    dpo.ticks("Its average")
    dpo.sends("Save and return")
    dpo.follows("warm-homes-2026")
    dpo.follows("The columns of energy_certificates")
    dpo.picks("The role of uprn", "Join")
    dpo.picks("The role of rating", "Dimension")
    dpo.sends("Save and return")
    dpo.follows("Allow a join")
    assert dpo.page.get_by_label("What is the key called?").input_value() == "uprn"
    dpo.sends("Save and return")


def say_what_comes_out(dpo: Person) -> None:
    """Let groups come out; one that is too small is told beside its field, and mended."""
    dpo.follows("What may come out")
    dpo.page.get_by_label("Totals and averages of groups").check()
    dpo.sends("Save and return")
    dpo.follows("Totals and averages of groups")
    dpo.ticks(HEALTH)
    dpo.types("The smallest group that is shown", "1")
    dpo.types("Numbers are rounded to the nearest", "5")
    dpo.sends("Save and return")
    dpo.sees("To mend")
    dpo.follows("Totals and averages of groups")
    dpo.is_told("At least 3 where the data are personal.")
    dpo.looks("a-fault-beside-its-field")
    dpo.types("The smallest group that is shown", "10")
    dpo.sends("Save and return")
    dpo.sees("What the engine will then do", "It joins council_tax, energy_certificates on uprn.")


def sign(person: Person, party: str) -> None:
    """Read the document, and sign it for one's own organisation."""
    person.visit.open("/my-work/")
    person.follows(f"Sign warm-homes-2026, version 1, for {party}")
    person.follows("Read the document that its parties sign")
    person.sees("20")
    person.page.go_back()
    person.follows("Sign")
    person.sends("Sign for your organisation")
    person.is_told("Signed.")


def seal(dpo: Person) -> None:
    """Seal what the agreement allows."""
    dpo.follows("My work")
    dpo.follows("Seal the extract of warm-homes")
    dpo.looks("seal")
    dpo.sends("Seal it now")
    dpo.is_told("The extract is sealed, and can be asked.")


def ask_in_sql(analyst: Person) -> None:
    """Write a question, learn what may not be asked, and ask what may."""
    analyst.follows("Ask")
    analyst.looks("uses-to-ask")
    analyst.follows(TITLE)
    analyst.types("Your question, in SQL", "select uprn, arrears from council_tax")
    analyst.sends("Check")
    analyst.sees("Not allowed", "would list arrears for each household")
    analyst.looks("refused")
    analyst.types("Your question, in SQL", BY_SQL)
    analyst.sends("Ask")
    analyst.is_at("Answer")
    analyst.sees("Millbrook", "Northgate", "What is not shown")
    analyst.looks("answer")


def ask_without_sql(analyst: Person) -> None:
    """Build a question over both lists, ask it, and save it to the use."""
    analyst.follows("Ask")
    analyst.follows(TITLE)
    analyst.follows("Build it without SQL")
    analyst.picks("And energy_certificates", "only those that are in it too")
    analyst.sends("Use these tables")
    analyst.ticks("council_tax.neighbourhood")
    analyst.looks("build")
    analyst.sends("Make the question")
    analyst.opens("Save it to this use")
    analyst.types("Title of the saved question", "Homes with a certificate")
    analyst.sends("Save")
    analyst.is_told("The question is saved.")
    analyst.looks("saved")
    analyst.follows("Use it (Homes with a certificate)")
    analyst.sends("Ask")
    analyst.is_at("Answer")


def ask_to_release(analyst: Person) -> None:
    """Ask that the answer may leave the council."""
    analyst.follows("Ask to release it")
    analyst.types("Short name of the table", "homes-by-neighbourhood")
    analyst.types("Title", "Homes with an energy certificate, by neighbourhood")
    analyst.looks("ask-to-release")
    analyst.sends("Check it and ask for its release")
    analyst.is_told("now before a second person")


def review_and_publish(second: Person) -> None:
    """Look at each cell, approve the table, and publish it."""
    title = "Homes with an energy certificate, by neighbourhood"
    second.follows("My work")
    second.follows(f"Review the release: {title}")
    second.sees("Elm End", "withheld")
    second.looks("review")
    second.chooses("May it leave the council?", "No")
    second.sends("Record the review")
    second.is_told("Say why it may not")
    second.chooses("May it leave the council?", "Yes, I approve it")
    second.sends("Record the review")
    second.is_told("The review is recorded.")
    second.follows("Publish it")
    second.looks("publish")
    second.sends("Publish it")
    second.is_told("It is published.")
    second.looks("published")


def read(visitor: Person) -> None:
    """As anybody: find the use, its table, and prove the log in the browser."""
    visitor.visit.open("/")
    visitor.follows(TITLE)
    visitor.sees("The need is urgent.", "It was tried last winter.", "Show no small groups.")
    visitor.looks("public-use")
    visitor.follows("Homes with an energy certificate, by neighbourhood")
    visitor.sees("Millbrook")
    visitor.looks("public-table")
    visitor.follows(TITLE)
    visitor.follows("The log")
    visitor.follows("Check it in this browser")
    visitor.is_at("Check the log in this browser")
    visitor.page.get_by_role("button", name="Check", exact=True).click()
    expect(visitor.page.get_by_role("status")).to_contain_text("Whole: ")
    without_what_is_not_there_yet(visitor.visit)
    visitor.looks("public-log")
