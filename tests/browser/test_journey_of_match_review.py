"""A steward reviews doubtful matches with the keyboard alone: no mouse, and few keys an answer.

How many answers there are in a minute is a matter of keys, which are counted, and of how long the
pages take from a key to the next pair: that is clocked over ten pairs, with nobody thinking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from time import monotonic

import pytest
from actions import ashmere
from cli.conftest import line  # noqa: F401 (a fixture)
from cli.running import Line
from playwright.sync_api import expect
from reviewing.doubtful import BOTH, LOOKER, matched, registered

from beholden.actions import open_council

from .checking import assert_good_page
from .keyboard import Stop, focused
from .modes import DESKTOP, Mode, without_scripts
from .officers import sessions_of, sign_in
from .serving import Served, served_home
from .visiting import Visit

ONE = "/match-review/accounts/places/"
IN_A_ROW, MOST_KEYS, MOST_STOPS = 20, 3, 80
# Pairs that are clocked; and the goal: a busy machine may take what a person would think with.
TIMED, AT_LEAST_A_MINUTE = 10, 20
ANSWERS = {"1": ("The same", "same"), "2": ("Not the same", "different"), "3": ("Cannot tell", "")}
Reviewed = tuple[Served, dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    """Serve a council with addresses in doubt; give it with the sessions of two who review."""
    folder = tmp_path_factory.mktemp("reviewed")
    council = ashmere.begin(folder / "home", day=date.today())
    matched(registered(council, folder))
    council.close()
    sessions = sessions_of(folder / "home", [BOTH, LOOKER])
    with served_home(folder / "home") as served:
        yield served, sessions


class Reviewer:
    """Somebody at the keyboard: each press is counted, and there is no mouse."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page, self.keys = visit, visit.page, 0

    def presses(self, key: str) -> None:
        """Press a key."""
        self.keys += 1
        self.page.keyboard.press(key)

    def goes_on_with(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.presses(key)

    def tabs_to(self, name: str) -> None:
        """Press Tab until what begins with this name has the focus."""
        met: list[str] = []
        while not (self.at and self.at.name.startswith(name)):
            met.append(self.at.name if self.at else "")
            assert len(met) < MOST_STOPS, f"Tab does not reach {name}: {met}"
            self.presses("Tab")

    @property
    def at(self) -> Stop | None:
        """Return what has the focus."""
        return focused(self.visit)

    @property
    def sides(self) -> list[str]:
        """Return the two addresses."""
        return self.page.locator(".beholden-pair__text").all_inner_texts()


@pytest.fixture
def comes(reviewed: Reviewed, open_visit: Callable[..., Visit]) -> Callable[..., Reviewer]:
    """Give a function that lets somebody who reviews come to the pages."""
    served, sessions = reviewed

    def reviewer(code: str, mode: Mode = DESKTOP) -> Reviewer:
        visit = open_visit(served.address, mode)
        sign_in(visit, served, sessions[code])
        return Reviewer(visit)

    return reviewer


def labels_at(home: Path) -> list[tuple[int, str, str]]:
    """Return what was decided, in its order: row, candidate, answer."""
    from beholden.records.models import PairLabel

    council = open_council(home)
    with council.at_work():
        found = list(PairLabel.objects.order_by("id").values_list("row", "candidate", "says"))
    council.close()
    return found


def test_twenty_in_a_row_by_keyboard_alone(
    reviewed: Reviewed,
    comes: Callable[..., Reviewer],
    line: Line,  # noqa: F811
) -> None:
    served, _sessions = reviewed
    reviewer = comes(BOTH)
    reviewer.visit.open("/match-review/")
    assert_good_page(reviewer.visit, "review-linkages")
    reviewer.tabs_to("Review doubtful matches")
    reviewer.goes_on_with("Enter")
    assert_good_page(reviewer.visit, "review-pair")
    shown = [decides(reviewer, key) for key in islice(cycle("112"), IN_A_ROW)]
    assert len({tuple(sides) for sides in shown}) == IN_A_ROW
    kept = labels_at(served.home)
    says = [ANSWERS[key][1] for key in islice(cycle("112"), IN_A_ROW)]
    assert [answer for _row, _candidate, answer in kept] == says
    takes_one_back(reviewer, shown[-1])
    assert labels_at(served.home)[-1][:2] == kept[-1][:2]
    assert labels_at(served.home)[-1][2] == "cannot tell"
    asked = ("review", "list", "accounts", "--decided", "--json", "--home", served.home)
    listed = line(*asked, "--as", BOTH).json["pairs"]
    assert [(one["row"], one["uprn"]) for one in listed[1:]] == [
        (row, candidate) for row, candidate, _answer in reversed(kept[:-1])
    ]


def test_the_pages_leave_time_to_think_at_twenty_decisions_a_minute(
    reviewed: Reviewed, comes: Callable[..., Reviewer], record_property: Callable[..., None]
) -> None:
    """Twenty a minute is three seconds each, and the pages take a part of one, if they may."""
    served, _sessions = reviewed
    reviewer = comes(LOOKER)
    reviewer.visit.open(ONE)
    reviewer.tabs_to("Show the first pair")
    reviewer.goes_on_with("Enter")
    before = len(labels_at(served.home))
    seconds = [from_key_to_next_pair(reviewer, key) for key in islice(cycle("12"), TIMED)]
    assert len(labels_at(served.home)) == before + TIMED
    a_minute = 60 * TIMED / sum(seconds)
    record_property("decisions a minute, with nobody thinking", round(a_minute))  # in junit.xml
    assert a_minute >= AT_LEAST_A_MINUTE


def from_key_to_next_pair(reviewer: Reviewer, key: str) -> float:
    """Press a key; return how many seconds it is until the next pair has the focus."""
    began = monotonic()
    reviewer.goes_on_with(key)
    reviewer.page.wait_for_function("document.activeElement?.id === 'pair'")
    return monotonic() - began


def decides(reviewer: Reviewer, key: str) -> list[str]:
    """Look at two addresses, decide, and find the next pair under the focus."""
    assert reviewer.at == Stop("region", "Are these the same place?", reviewer.at.node)
    sides = reviewer.sides
    assert len(sides) == 2
    differs = reviewer.page.locator("mark.beholden-differs").all_inner_texts()
    assert differs or "The words are the same." in reviewer.page.content()
    assert all(any(part in side for side in sides) for part in differs)
    before = reviewer.keys
    reviewer.goes_on_with(key)
    assert reviewer.keys - before <= MOST_KEYS
    expect(reviewer.page.get_by_role("status")).to_contain_text(f"You said: {ANSWERS[key][0]}.")
    return sides


def takes_one_back(reviewer: Reviewer, last: list[str]) -> None:
    """Change the answer that was given last, which is the first of the list, and go on."""
    reviewer.tabs_to("Change an answer")
    reviewer.goes_on_with("Enter")
    assert_good_page(reviewer.visit, "review-decided")
    assert reviewer.sides[:2] == last
    reviewer.tabs_to("Cannot tell")
    reviewer.goes_on_with("Enter")
    expect(reviewer.page.get_by_role("status")).to_contain_text("You said: Cannot tell.")
    reviewer.tabs_to("Review doubtful matches")
    reviewer.goes_on_with("Enter")
    assert reviewer.at is not None
    assert reviewer.at.name == "Are these the same place?"


def test_a_key_means_nothing_elsewhere_and_one_pressed_twice_answers_once(
    reviewed: Reviewed, comes: Callable[..., Reviewer]
) -> None:
    served, _sessions = reviewed
    reviewer = comes(LOOKER)
    reviewer.visit.open(ONE)
    reviewer.tabs_to("Show the first pair")
    reviewer.goes_on_with("Enter")
    before = labels_at(served.home)
    reviewer.page.get_by_role("link", name="What was decided").focus()
    reviewer.presses("1")
    reviewer.page.locator("#pair").focus()
    with reviewer.page.expect_navigation():
        reviewer.page.evaluate(
            """() => ["1", "1", "2"].forEach(key => document.getElementById("pair")
                .dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})))"""
        )
    assert len(labels_at(served.home)) == len(before) + 1


def test_without_scripts_an_answer_takes_three_keys_at_most(
    reviewed: Reviewed, comes: Callable[..., Reviewer]
) -> None:
    """The browser goes to the pair by its address, so the answers are the next stops of Tab."""
    served, _sessions = reviewed
    reviewer = comes(LOOKER, without_scripts(DESKTOP))
    reviewer.visit.open(ONE)
    reviewer.tabs_to("Show the first pair")
    reviewer.goes_on_with("Enter")
    before = labels_at(served.home)
    for _turn in range(3):
        first = reviewer.keys
        reviewer.tabs_to("The same")
        reviewer.goes_on_with("Enter")
        assert reviewer.keys - first <= MOST_KEYS
    assert [answer for *_pair, answer in labels_at(served.home)[len(before) :]] == ["same"] * 3


def test_nobody_reviews_the_matches_that_they_had_made(
    reviewed: Reviewed, comes: Callable[..., Reviewer]
) -> None:
    """Comes last: from here on the newest matches are the steward's own."""
    served, _sessions = reviewed
    council = open_council(served.home)
    council.match(by=BOTH, dataset="accounts", gazetteer="places")
    council.close()
    reviewer = comes(BOTH)
    reviewer.visit.open("/match-review/")
    reviewer.tabs_to("Progress and how often it is right")
    assert "Review doubtful matches" not in reviewer.page.content()
    reviewer.visit.open(ONE)
    expect(reviewer.page.get_by_role("main")).to_contain_text("somebody else must review them")
    assert reviewer.page.get_by_role("button", name="The same").count() == 0
    assert_good_page(reviewer.visit, "review-own")
