"""Each act of the council, stopped at each step by an error and by a kill: it is whole or absent.

The suite tries some steps of each act; all of them with ``--hypothesis-profile=attack``, as in
``make attack``.
"""

from __future__ import annotations

import inspect
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from actions.councils import faults_in_whole, opened
from attacks.sizes import FULL

from beholden.actions import Council
from beholden.actions.home import Home
from beholden.kernel import BeholdenError

from .stopping import entries_in, killed_at, refusing_at, snapshot, watched
from .story import STORY, Step, begin, first_of_each

# How many calls an act may make before we say that it never ends.
MOST = 400
# What takes long and is tried, step by step, at full size alone.
LONG = {"match", "link", "rehearse", "rehearse_question"}
# Done on a server outside the home, which no copy of the home has: each is stopped at its steps in
# tests/actions/feeding/test_feeds_end.py.
ON_ANOTHER_SERVER = {
    "ask_feed",
    "open_feed",
    "refresh_feed",
    "give_feed_access",
    "take_feed_access",
    "close_feed",
}
# What somebody reads of a course, or types and does not send, is their own affair and in no entry:
# one row is all there is.
WITHOUT_ENTRY = {"begin_course", "read_section", "keep_begun_form", "drop_begun_form"}
# What somebody may see or ask; nothing is written, so nothing can be half done.
ONLY_READ = {
    "agreement_acts",
    "awaiting",
    "begun_form",
    "begun_forms",
    "board_at_work",
    "board_paper",
    "board_to_state",
    "build_question",
    "check_agreement",
    "given_to_ask",
    "linkages_to_review",
    "list_accounts",
    "list_api_keys",
    "meeting_at_work",
    "offer_choices",
    "our_agreements",
    "our_names",
    "own_course",
    "own_training",
    "places_at",
    "received_by_us",
    "release_in_work",
    "saved_questions",
    "schedule_shown",
    "scheduled_answer",
    "scheduled_questions",
    "use_tasks",
    "uses_to_ask",
}


def test_every_act_is_in_the_story():
    acts = {
        name
        for name, value in vars(Council).items()
        if callable(value) and not name.startswith("_") and not hasattr(Home, name)
        if "by" in inspect.signature(value).parameters
    }
    assert acts - set(first_of_each()) == ON_ANOTHER_SERVER | ONLY_READ


def refusals(at: int, act: str) -> range | tuple[int, ...]:
    """Return the calls that are refused in turn: all, or two of them, others for each act."""
    if FULL:
        return range(MOST)
    return () if act in LONG else (at % 5, 4 + at % 7)


def kills(at: int, act: str) -> range | tuple[int, ...]:
    if FULL:
        return range(MOST)
    return (2 + at % 5,) if at % 8 == 0 and act not in LONG else ()


@dataclass
class Walk:
    """A walk through the story on one council, and what was found wrong on the way."""

    folder: Path
    council: Council = field(init=False)
    wrong: list[str] = field(default_factory=list)
    tried: int = 0

    def __post_init__(self) -> None:
        begin(self.folder)
        self.council = opened(self.folder / "home")

    def reopen(self) -> None:
        self.council.close()
        self.council = opened(self.folder / "home")

    def step(self, at: int, step: Step, *, first: bool) -> None:
        if first:
            self._kill(at, step)
        if not first or not self._refuse(at, step):
            step.do(self.council, self.folder)

    def _refuse(self, at: int, step: Step) -> bool:
        """Have each call refused in turn; return whether the act is done by then."""
        before = snapshot(self.council)
        for number in refusals(at, step.act):
            seen: list[str] = []
            try:
                with watched(self.council, refusing_at(number, seen)):
                    step.do(self.council, self.folder)
            except BeholdenError:
                pass
            except Exception as fault:  # noqa: BLE001 (each is told, whatever it is)
                self._say(step, number, seen, f"raised {type(fault).__name__}: {fault}"[:200])
            else:
                if len(seen) > number:
                    self.tried += 1
                    self.reopen()  # what an act leaves that bears a refusal is swept
                return True
            self.tried += 1
            if self._is_done(step, number, seen, before):
                return True
        return False

    def _is_done(self, step: Step, number: int, seen: list[str], before: object) -> bool:
        """Return whether an act that failed is whole in spite of it; else it must be absent."""
        if snapshot(self.council) == before:
            return False
        self.reopen()  # what is left is swept
        after = snapshot(self.council)
        if after == before:
            return False
        alike = entries_in(after) == entries_in(before)  # type: ignore[arg-type]
        if alike and step.act not in WITHOUT_ENTRY:
            self._say(step, number, seen, f"left {_differences(before, after)}")
            return False
        for fault in faults_in_whole(self.council):
            self._say(step, number, seen, fault)
        # A question that could not be answered is an act as well, and another than its answer.
        return step.act != "ask"

    def _kill(self, at: int, step: Step) -> None:
        if not kills(at, step.act):
            return
        self.reopen()  # what an error left is swept, and the log brought up to the records
        before = snapshot(self.council)
        self.council.close()
        for number in kills(at, step.act):
            copy = self.folder.with_name(f"killed-{at}-{number}")
            shutil.copytree(self.folder, copy)
            came_so_far = killed_at(copy, at, number)
            self._look(copy, at, number, before)
            shutil.rmtree(copy)
            if not came_so_far:
                return
            self.tried += 1

    def _look(self, copy: Path, at: int, number: int, before: object) -> None:
        step, council = STORY[at], opened(copy / "home")
        try:
            after = snapshot(council)
            absent = entries_in(after) == entries_in(before)  # type: ignore[arg-type]
            if absent and after != before and step.act not in WITHOUT_ENTRY:
                self._say(step, number, ["killed"], f"left {_differences(before, after)}")
            for fault in faults_in_whole(council):
                self._say(step, number, ["killed"], fault)
            if absent:
                step.do(council, copy)
        except Exception as fault:  # noqa: BLE001 (each is told, whatever it is)
            self._say(step, number, ["killed"], f"again: {type(fault).__name__}: {fault}"[:200])
        finally:
            council.close()

    def _say(self, step: Step, number: int, seen: list[str], what: str) -> None:
        self.wrong.append(f"{step.act}, call {number} ({seen[-1] if seen else '-'}): {what}")


def _differences(before: object, after: object) -> str:
    rows, files = before  # type: ignore[misc]
    now, there = after  # type: ignore[misc]
    tables = [name for name in rows if rows[name] != now[name]]
    return f"tables {tables}, files {sorted(files ^ there)[:5]}"


def test_an_act_that_is_stopped_is_whole_or_absent(tmp_path):
    walk, firsts = Walk(tmp_path / "council"), first_of_each()
    for at, step in enumerate(STORY):
        walk.step(at, step, first=firsts[step.act] == at)
    walk.reopen()  # an act whose entry could not be published is, by the next opening
    assert faults_in_whole(walk.council) == []
    walk.council.close()
    assert walk.wrong == []
    assert walk.tried > 100
