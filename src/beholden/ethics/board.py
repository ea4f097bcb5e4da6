"""The board's rules: its seats, whether enough of them were there, and whose interests touch a use.

Pure: who is on the board, who came and who stood aside is told; what follows is worked out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

_SHARES = {"half": Fraction(1, 2), "two thirds": Fraction(2, 3), "all": Fraction(1)}
QUORUM_SHARES = tuple(_SHARES)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the board; ``lay`` is one for somebody who speaks for residents, not by trade."""

    code: str
    title: str
    lay: bool = False


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many must be there: a share of the seats that are filled, and so many lay seats."""

    share: str = "half"
    lay: int = 1


# The seats of Brent's data ethics board (loti.london, Brent's approach to data ethics governance).
DEFAULT_SEATS = (
    Seat("academic", "Academic"),
    Seat("lawyer", "Lawyer"),
    Seat("health", "Health"),
    Seat("regional", "Regional data lead"),
    Seat("resident", "Resident", lay=True),
)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough were there for one item, and the count that says so."""

    present: int
    needed: int
    lay: int
    lay_needed: int

    @property
    def met(self) -> bool:
        """Return whether the board could advise."""
        return self.present >= self.needed and self.lay >= self.lay_needed

    def in_words(self) -> str:
        """Return the count as a sentence."""
        lay = f", {self.lay} of them lay (needed: {self.lay_needed})" if self.lay_needed else ""
        return f"{self.present} present, {self.needed} needed{lay}"


def quorum_of(
    present: Iterable[str], *, filled: Iterable[str], seats: Sequence[Seat], rule: QuorumRule
) -> Quorum:
    """Count who was there for an item against the rule.

    ``present`` is the seat of each member who was there and did not stand aside, ``filled`` that of
    each member of the board. Half of five seats is three. Where no lay seat is filled, one is still
    needed: a board without residents does not advise.
    """
    lay = {seat.code for seat in seats if seat.lay}
    there = list(present)
    share = _SHARES[rule.share] * len(list(filled))
    return Quorum(
        present=len(there),
        needed=max(1, -(-share.numerator // share.denominator)),
        lay=sum(seat in lay for seat in there),
        lay_needed=rule.lay,
    )


def touching(interests: Iterable[Mapping[str, object]], *, names: Iterable[str]) -> tuple[str, ...]:
    """Return the declared interests that touch a use, by its names: its own and its departments'.

    An interest touches it where it ``touches`` one of the names, or its text has one as words.
    """
    wanted = [name.casefold() for name in names if name]
    found = []
    for interest in interests:
        stated = interest.get("touches") or ()
        listed = (
            {str(one).casefold() for one in stated} if isinstance(stated, list | tuple) else set()
        )
        text = str(interest.get("text", ""))
        if any(name in listed or _says(text, name) for name in wanted):
            found.append(text)
    return tuple(found)


def _says(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.casefold()))
