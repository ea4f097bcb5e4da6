"""Each code that a page may show has words that a catalogue can have: none is English for ever."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum

from beholden.actions import ROLES
from beholden.doors.web.vocabulary import WORDS
from beholden.kernel import ToldCode, worded

ROOMS = ("kernel", "intake", "linkage", "gate", "release", "ethics", "learning", "actions")
# Codes that no page tells as they are, by their list, with the reason. One that has a sentence of
# its own is told by that.
NOT_TOLD = {
    "Answer": "the buttons of review/forms_deciding.py say them",
    "AgreementAct": "what a table of states is read by",
    "Compares": "the fields of analyst/forms_building.py say them",
    "Every": "the choices of analyst/forms_schedule.py say them",
    "Extract.State": "pages say whether it can be asked in sentences",
    "Feed.State": "feeds are kept by commands",
    "Format": "of files of addresses",
    "Giving": "the pages of accounts say it in sentences",
    "How": "the fields of analyst/forms_building.py say them",
    "Isolation": "of the process in which a question runs",
    "PairLabel.Says": "the buttons of review/forms_deciding.py say them",
    "Reason": "the names of the Statbarns list; those of a concealment are told by sentences",
    "ReviewSample.Of": "the templates of the review of links say them",
    "SpanOf": "a span is told by its sentence",
    "SpeaksFor": "told to a resident by an officer, outside the pages",
    "TreatmentKind": "told within the sentence of a treatment",
    "Way": "the workbench says them in its templates",
}


def test_every_code_of_the_record_has_its_words():
    missing = {
        f"{one.__module__}.{one.__qualname__}: {word}"
        for one in _lists_of_codes()
        if one.__qualname__ not in NOT_TOLD and not issubclass(one, ToldCode)
        for word in _words(one)
        if not WORDS & {str(word), str(worded(word))}
    }
    assert missing == set()


def test_every_office_has_its_words():
    assert {role.title.lower() for role in ROLES} <= WORDS


def test_nothing_is_said_not_to_be_told_that_there_is_not():
    assert set(NOT_TOLD) <= {one.__qualname__ for one in _lists_of_codes()}


def _lists_of_codes() -> Iterator[type[Enum]]:
    """Yield every list of codes of the rooms and of the record."""
    from beholden.records import models

    for room in ROOMS:
        for _finder, name, _package in pkgutil.walk_packages(
            [str(part) for part in importlib.import_module(f"beholden.{room}").__path__],
            prefix=f"beholden.{room}.",
        ):
            if "spark" not in name and not name.endswith("__main__"):
                importlib.import_module(name)
    assert models
    yield from sorted(_below(Enum), key=lambda one: one.__qualname__)


def _below(kind: type[Enum]) -> set[type[Enum]]:
    found: set[type[Enum]] = set()
    for one in kind.__subclasses__():
        rooms = tuple(f"beholden.{room}." for room in (*ROOMS, "records.models"))
        found |= ({one} if one.__module__.startswith(rooms) else set()) | _below(one)
    return found


def _words(one: type[Enum]) -> Iterator[str]:
    yield from (str(member.value) for member in one)
