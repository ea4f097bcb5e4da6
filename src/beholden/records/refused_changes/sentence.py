"""A sentence for people on a change that the database refuses, and what many of them share."""

from __future__ import annotations

from dataclasses import dataclass

from ...kernel import BadInput, BeholdenError, Refusal, Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was wrong, why it is not taken, and what to do next."""

    what: str
    why: str = ""
    next_step: str = ""

    def error(self) -> BeholdenError:
        """Return the error that says it: what was stated does not fit the register."""
        return BadInput(self.what, why=self.why, next_step=self.next_step)


@dataclass(frozen=True, slots=True)
class No(Sentence):
    """A sentence that is the software's no, with the clause that says it."""

    clause: str = ""

    def error(self) -> BeholdenError:
        """Return the refusal."""
        return Refused(
            Refusal(what=self.what, why=self.why, clause=self.clause, next_step=self.next_step)
        )


@dataclass(frozen=True, slots=True)
class Later(Sentence):
    """A sentence for what may succeed when it is tried again."""

    def error(self) -> BeholdenError:
        """Return the error that says to try again."""
        return Unavailable(self.what, why=self.why, next_step=self.next_step)


NEW_ACT = "record a new act beside it; what was written stays."
WRITTEN = "S5 every act is written"
TWO_PEOPLE = "S9 two people"

SAME_MOMENT = Later(
    "Another act was recorded at the same moment; nothing was changed.",
    next_step="Run the command again.",
)
