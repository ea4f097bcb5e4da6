"""What may await somebody: each kind of thing, and one item of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import ToldCode
from ..rights import Right


class Awaits(ToldCode):
    """A kind of thing that awaits somebody, with a word on what is to be done."""

    STATEMENT = "statement", "Say more of the use"
    TRIAGE = "triage", "Answer how much review it is owed"
    CANVAS = "canvas", "Fill in the ethics canvas"
    DESIGN_REVIEW = "design-review", "Review the design"
    DPIA_ADVICE = "dpia-advice", "Advise on the impact assessment"
    ADVICE = "advice", "Record what the board advised"
    MEETING = "meeting", "Say what happened at the meeting"
    DECISION = "decision", "Decide"
    REVIEW = "review", "Look again at the use"
    OUTCOME = "outcome", "Record what came of it"
    UNDERTAKING = "undertaking", "Do what was undertaken"
    MORE_TIME = "more-time", "Agree, or not, to what was asked for"
    WRITE_AGREEMENT = "write-agreement", "Write the agreement"
    OFFER = "offer", "Offer the draft"
    SIGN = "sign", "Sign the agreement, or ask for changes"
    ANSWER_PARTY = "answer-party", "Answer a party"
    RESUME = "resume", "Decide whether it goes on"
    SEAL = "seal", "Seal the extract"
    FEED = "feed", "Open the feed, or decline it"
    RELEASE_REVIEW = "release-review", "Review the release"
    PUBLISH = "publish", "Publish the release"
    LINKS = "links", "Look at doubtful matches"
    COMPLAINT = "complaint", "Answer the complaint"
    REQUEST = "request", "Answer the resident"
    CONCEALMENT = "concealment", "Confirm the concealment"
    CRISIS = "crisis", "Confirm the use in a crisis"
    CRISIS_TOLD = "crisis-told", "See what is used in a crisis"
    TRAINING = "training", "Take the course"
    SCHEDULE = "schedule", "See why your scheduled question was not answered"
    WORKER = "worker", "Start the worker"


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One thing that awaits somebody.

    ``of`` names what it is about (a use, an agreement, a release, …) and ``use`` its data use,
    empty where there is none; ``due`` is the last day on which it is in time, None without one.
    """

    kind: Awaits
    of: str
    what: str
    why: str
    since: date
    due: date | None = None
    use: str = ""

    def overdue(self, today: date) -> bool:
        """Return whether its last day has passed."""
        return self.due is not None and self.due < today

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "due": self.due.isoformat() if self.due else None,
            "what": self.what,
            "kind": self.kind.value,
            "of": self.of,
            "use": self.use,
            "why": self.why,
            "since": self.since.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom it is asked what awaits them: a code, an office, and what they may do."""

    code: str
    office: str
    organisation: str
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        """Return whether one of their roles carries a right."""
        return right in self.rights


def in_order(items: Iterable[Awaiting]) -> tuple[Awaiting, ...]:
    """Return what has a day first, the soonest first, then what has waited longest."""
    return tuple(
        sorted(items, key=lambda one: (one.due or date.max, one.since, one.kind.value, one.of))
    )
