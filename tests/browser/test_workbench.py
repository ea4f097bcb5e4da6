"""An analyst at the workbench: names by keyboard, the gate's word while typing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from actions.ashmere import ANALYST, QUESTION, REFUSED, keep_places
from actions.councils import copied
from playwright.sync_api import expect

from beholden.actions import open_council, work_once

from .checking import assert_good_page
from .modes import WIDTHS, Mode
from .officers import session_of, sign_in
from .serving import Served, served_home
from .visiting import Visit

HERE = "/workbench/warm-homes/"


@pytest.fixture(scope="module")
def asked(
    told: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, tuple[str, str]]]:
    """Serve a council with a sealed extract; give it with the session of its analyst."""
    home = copied(told("until_sealed", date.today()), tmp_path_factory.mktemp("asked"))
    with closing(open_council(home)) as council:
        keep_places(council)
    session = session_of(home, ANALYST)
    with served_home(home) as served:
        yield served, session


@pytest.fixture
def analyst(
    asked: tuple[Served, tuple[str, str]], mode: Mode, open_visit: Callable[..., Visit]
) -> Visit:
    """Give a window of the analyst."""
    served, session = asked
    visit = open_visit(served.address, mode)
    sign_in(visit, served, session)
    return visit


@pytest.mark.parametrize("mode", WIDTHS, ids=str)
def test_every_page_of_the_workbench_is_good(analyst: Visit) -> None:
    for name, path in (("uses", "/workbench/"), ("use", HERE), ("build", f"{HERE}build/")):
        analyst.open(path)
        assert_good_page(analyst, f"workbench-{name}")
    analyst.open(HERE)
    analyst.page.get_by_label("Your question, in SQL").fill(QUESTION)
    analyst.page.get_by_role("button", name="Ask", exact=True).click()
    expect(analyst.page.get_by_role("heading", level=1)).to_have_text("Answer")
    expect(analyst.page.get_by_alt_text(re.compile("^Map of .* 4 areas"))).to_be_visible()
    assert_good_page(analyst, "workbench-answer")


def test_the_gate_says_what_it_would_while_a_question_is_typed(analyst: Visit) -> None:
    analyst.open(HERE)
    question = analyst.page.get_by_label("Your question, in SQL")
    decision = analyst.page.get_by_role("status")
    question.fill("select tenure, count(*) from counc")
    expect(decision).to_contain_text("Not finished yet")
    expect(decision).to_contain_text("Go on writing")
    question.fill(REFUSED)
    expect(decision).to_contain_text("would list arrears for each household")
    question.fill(QUESTION)
    expect(decision).to_contain_text("Allowed")
    question.fill("")
    expect(decision).to_be_empty()


def test_names_are_completed_by_keyboard_and_tab_leaves_the_field(analyst: Visit) -> None:
    analyst.open(HERE)
    page = analyst.page
    question = page.get_by_label("Your question, in SQL")
    question.press_sequentially("select ten")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(1)
    expect(question).not_to_have_attribute("aria-activedescendant", re.compile("."))
    question.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    question.press("Enter")
    expect(question).to_have_value("select tenure")
    expect(page.get_by_role("listbox")).to_be_hidden()
    question.press_sequentially(", energy_certificates.r")
    expect(options).to_have_text([re.compile("^rating")])
    question.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    question.press_sequentially("a")
    expect(options).to_have_count(1)
    question.press("Tab")  # nothing was chosen, so it does what it always does
    expect(question).not_to_be_focused()
    expect(question).to_have_value("select tenure, energy_certificates.ra")


def test_a_question_is_built_with_the_keyboard_alone_and_asked(analyst: Visit) -> None:
    analyst.open(f"{HERE}build/")
    page = analyst.page
    page.get_by_label("And energy_certificates").select_option("both")
    page.get_by_role("button", name="Use these tables").press("Enter")
    page.get_by_label("energy_certificates.rating", exact=True).press("Space")
    page.get_by_role("button", name="Make the question").press("Enter")
    expect(page.get_by_label("Your question, in SQL")).to_have_value(re.compile("join energy"))
    assert_good_page(analyst, "workbench-made")
    page.get_by_role("button", name="Ask", exact=True).press("Enter")
    expect(page.get_by_role("table").first).to_contain_text("cold")


def test_a_saved_question_is_on_the_page_of_its_use(analyst: Visit) -> None:
    analyst.open(HERE)
    page = analyst.page
    page.get_by_label("Your question, in SQL").fill(QUESTION)
    page.get_by_text("Save it to this use").click()
    page.get_by_label("Title of the saved question").fill("Homes by place")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The question is saved.")
    assert_good_page(analyst, "workbench-saved")
    page.get_by_role("link", name="Use it (Homes by place)").click()
    expect(page.get_by_label("Your question, in SQL")).to_have_value(QUESTION)


@pytest.mark.parametrize("mode", WIDTHS, ids=str)
def test_a_question_is_scheduled_answered_by_the_worker_and_stopped(
    analyst: Visit, asked: tuple[Served, tuple[str, str]], mode: Mode
) -> None:
    council = open_council(asked[0].home)
    title = f"Homes on a {mode.device}"
    council.save_question(by=ANALYST, use="warm-homes", title=title, question=QUESTION)
    page = analyst.page
    analyst.open(HERE)
    page.get_by_role("link", name=f"Schedule it ({title})").click()
    assert_good_page(analyst, "workbench-schedule-question")
    page.get_by_label("Every day").check()
    page.get_by_role("button", name="Schedule it").click()
    expect(page.get_by_role("alert")).to_contain_text("The question is scheduled.")
    assert_good_page(analyst, "workbench-scheduled")
    assert work_once(council, worker="worker-browser").failed == ()
    council.close()
    page.reload()
    expect(page.get_by_role("table").first).to_contain_text("Millbrook")
    assert_good_page(analyst, "workbench-scheduled-answer")
    analyst.open(HERE)
    page.get_by_role("link", name=f"See the answer ({title}, every day)").focus()
    assert_good_page(analyst, "workbench-schedules")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_role("alert")).to_contain_text("The schedule is stopped.")
