"""Applying a folder of stated files: read all, show a plan, do what one's rights allow.

    people.yaml                   people and their roles
    courses/NAME.md               a course, or its next version
    training.yaml                 which rights ask for which courses
    board.yaml                    the data ethics board: seats, members, interests
    datasets/NAME.odcs.yaml       a dataset in the Open Data Contract Standard, with its file
    uses/NAME.yaml                a data use
    meetings/DAY.yaml             a meeting of the board: agenda, attendance, minutes
    uses/NAME.design-review.yaml  what the design authority found
    uses/NAME.dpia-advice.yaml    the data-protection officer's advice on its impact assessment
    uses/NAME.crisis.yaml         a use that is to be opened in a crisis
    uses/NAME.confirmation.yaml   the data-protection officer's word on it
    uses/NAME.advice.yaml         the board's advice on it
    uses/NAME.decision.yaml       the accountable officer's decision
    agreements/NAME.yaml          an agreement
    uses/NAME.undertakings.yaml   what offices have undertaken to do for it
    subjects.yaml                 what holds for residents
    uses/NAME.review.yaml         that the accountable officer looked at it again
    uses/NAME.outcome.yaml        what came of it

Files and pages go through the same actions, so each officer applies the folder in turn: what
belongs to another office waits for it. Applying again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ..kernel import BadInput, NotFound, Progress, Refused, silent
from .acting import person_named
from .board.stated import board_stated, meeting_stated
from .crisis.stated import confirmation_stated, crisis_stated
from .home import Home
from .learning.stated import course_stated, training_stated
from .rights import offices_that_may, role_that_may
from .stated_files import files_in, use_files
from .stated_steps import (
    STATED_ONCE,
    Step,
    agreement_stated,
    dataset_stated,
    disagreements,
    people_stated,
    said_of_use,
    use_stated,
)
from .subjects.stated import subjects_stated
from .undertakings.stated import undertakings_stated

_Maker = Callable[[Path], Iterable[Step]]


def plan_statements(home: Home, *, by: str, directory: Path) -> tuple[Step, ...]:
    """Read a whole folder and say what applying it would do; raise BadInput with every fault.

    Nothing is changed, and nothing will be where any one file cannot be read.
    """
    if not directory.is_dir():
        raise BadInput(
            "There is no such folder to apply.",
            why=f"{directory.name} is not a folder.",
            next_step="Name the folder that holds datasets, uses and agreements.",
        )
    with home.at_work():
        person = person_named(by)
        roles = person.role_codes
        steps = _steps(home, by, directory)
    if not steps:
        raise BadInput(
            "There is nothing to apply in this folder.",
            why="It has no people.yaml and no files in datasets, uses or agreements.",
            next_step="See the how-to guide on stating a council in files.",
        )
    return tuple(_with_waiting(step, person, roles) for step in steps)


def apply(
    home: Home,
    *,
    by: str,
    directory: Path,
    expected: Sequence[Step] | None = None,
    progress: Progress = silent,
) -> tuple[Step, ...]:
    """Do what the folder states and this person may do; return every step as it ended.

    Each step is one act, whole or absent, so an interrupted run is finished by the next. A step
    that is refused, or cannot be used, holds up only what rests on it, and carries its ``fault``.
    ``expected`` is the plan as it was shown: raises BadInput where it is no longer what would be
    done.
    """
    with home.applying():
        steps = plan_statements(home, by=by, directory=directory)
        if expected is not None and tuple(expected) != steps:
            raise BadInput(
                "The plan is no longer the one that was shown.",
                why="The folder, or what is on record, has changed since.",
                next_step="Apply the folder again to see the plan as it is now.",
            )
        done: list[Step] = []
        for number, step in enumerate(steps):
            if step.to_do:
                progress(f"{step.act} {step.name}", number, len(steps))
            done.append(_done(step, done) if step.to_do else step)
    progress("applied", len(steps), len(steps))
    return tuple(done)


def _done(step: Step, before: Sequence[Step]) -> Step:
    try:
        step.do()
    except (Refused, NotFound, BadInput) as fault:
        undone = {other.about for other in before if other.change != "same" and not other.is_done}
        if undone & step.rests_on:
            # Something before it has still to be done by another office.
            return replace(step, waits_for=fault.what.rstrip("."))
        return replace(step, fault=fault)
    return replace(step, is_done=True)


def _with_waiting(step: Step, person: Any, roles: frozenset[str]) -> Step:
    if step.change == "same" or step.waits_for:
        return step
    if step.office and step.office != person.office:
        return replace(step, waits_for=f"the {step.office}")
    may = role_that_may(roles, step.right) is not None
    if step.organisation and not (may and step.organisation == person.organisation):
        return replace(step, waits_for=f"a steward of {step.organisation}")
    if not may:
        return replace(step, waits_for=offices_that_may(step.right))
    return step


def _steps(home: Home, by: str, directory: Path) -> list[Step]:
    """Return every step that a folder states; raise BadInput that lists every fault in it."""
    steps: list[Step] = []
    faults: list[str] = []
    for file, make in _files_with_steps(home, by, directory):
        try:
            steps += make(file)
        except BadInput as fault:
            faults.append(_fault_in(file, directory, fault))
    faults += _stated_twice(steps)
    if not faults:
        # What agreements say of one another needs every one of them to be readable.
        faults += disagreements(home, directory)
    if faults:
        raise _unusable(faults)
    return steps


# Where things are stated, in the order in which they are done, each with its reader. What ends in
# .yaml alone states a use itself: every longer ending says something about one.
_READERS: tuple[tuple[str, str, Callable[[Home, str, Path], Iterable[Step]]], ...] = (
    (".", "people.yaml", people_stated),
    ("courses", ".md", course_stated),
    (".", "training.yaml", training_stated),
    (".", "board.yaml", board_stated),
    ("datasets", ".odcs.yaml", dataset_stated),
    ("uses", ".yaml", use_stated),
    ("meetings", ".yaml", meeting_stated),
    ("uses", ".crisis.yaml", crisis_stated),
    ("uses", ".confirmation.yaml", confirmation_stated),
    ("uses", ".design-review.yaml", said_of_use),
    ("uses", ".dpia-advice.yaml", said_of_use),
    ("uses", ".advice.yaml", said_of_use),
    ("uses", ".decision.yaml", said_of_use),
    ("uses", ".undertakings.yaml", undertakings_stated),
    ("agreements", ".yaml", agreement_stated),
    (".", "subjects.yaml", subjects_stated),
    ("uses", ".review.yaml", said_of_use),
    ("uses", ".outcome.yaml", said_of_use),
)


def _files_with_steps(home: Home, by: str, directory: Path) -> Iterator[tuple[Path, _Maker]]:
    """Yield the files in the order in which what they state is done, each with its reader."""
    for folder, ending, make in _READERS:
        of_uses = (folder, ending) == ("uses", ".yaml")
        found = use_files(directory) if of_uses else files_in(directory / folder, ending)
        for file in found:
            yield file, partial(make, home, by)


def _stated_twice(steps: Iterable[Step]) -> Iterator[str]:
    """Yield what two places of a folder state: applying it would never come to rest."""
    once = [(s.act, s.name) for s in steps if s.act in STATED_ONCE]
    for act, name in sorted(set(once)):
        if once.count((act, name)) > 1:
            yield f"{name} is stated more than once ({act})."


def _fault_in(file: Path, directory: Path, fault: BadInput) -> str:
    why = fault.why.replace("\n", "\n  ")
    return f"{file.relative_to(directory)}: {fault.what}" + (f"\n    {why}" if why else "")


def _unusable(faults: list[str]) -> BadInput:
    many = "a fault" if len(faults) == 1 else f"faults in {len(faults)} places"
    return BadInput(
        f"This folder cannot be applied: it has {many}.",
        why="\n  ".join(faults),
        next_step="Mend what is named, then apply the folder again; nothing was changed.",
    )
