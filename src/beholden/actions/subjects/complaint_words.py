"""The words of complaints, and the clock of the law.

A complaint is acknowledged within the days that ``kernel.acknowledge_by`` counts; what comes of it
is told without undue delay (section 164A of the Data Protection Act 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...kernel import Sentence, acknowledge_by


class ComplaintKind(StrEnum):
    """What a complaint is about."""

    USE = "use of data"
    OBJECTION = "objection or opt-out"
    ACCESS = "answer about one's data"
    ACCURACY = "accuracy of data"
    SECURITY = "security of data"
    OTHER = "other"


class StepKind(StrEnum):
    """What is done about a complaint; the calendar alone finds one overdue."""

    ACKNOWLEDGED = "acknowledged"
    INFORMED = "informed"
    DECIDED = "decided"
    CLOSED = "closed"
    OVERDUE = "overdue"


class ComplaintOutcome(StrEnum):
    """What came of a complaint."""

    UPHELD = "upheld"
    PARTLY = "partly upheld"
    NOT_UPHELD = "not upheld"


@dataclass(frozen=True, slots=True)
class Clock:
    """How a complaint stands on a day: by when it is to be acknowledged, and the days left."""

    due: date
    acknowledged: date | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        """Return whether the day has passed without a word to whoever complained."""
        return self.days_left is not None and self.days_left < 0


def clock_of(received: date, *, acknowledged: date | None, today: date) -> Clock:
    """Return how the clock of a complaint stands; there are no days left once it was answered."""
    due = acknowledge_by(received)
    return Clock(due, acknowledged, None if acknowledged else (due - today).days)


def acknowledgement_owed(received: date, *, today: date) -> Sentence:
    """Return by which day a complaint that was just recorded is owed a word, or that it passed."""
    due = acknowledge_by(received)
    late = (today - due).days
    if late > 0:
        return Sentence(
            "It was to be acknowledged by %(due)s: %(n)s day ago.",
            "It was to be acknowledged by %(due)s: %(n)s days ago.",
            due=due,
            n=late,
        )
    return Sentence("Acknowledge it by %(due)s.", due=due)
