"""Undertakings: what an office has undertaken to do for a use by a day, and what came of it.

Pure: the state follows from the day that was given, what was recorded since, and today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class UndertakingState(StrEnum):
    """Where an undertaking is; only one that is open can lapse."""

    OPEN = "open"
    DONE = "done"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class UndertakingStep(StrEnum):
    """Something that was recorded of an undertaking since it was given."""

    DONE = "done"
    LAPSED = "lapsed"
    TIME_ASKED = "time-asked"
    TIME_GIVEN = "time-given"
    WITHDRAWAL_ASKED = "withdrawal-asked"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set-aside"  # by a later decision that refuses the advice it comes from


_ENDS = {
    UndertakingStep.DONE: UndertakingState.DONE,
    UndertakingStep.WITHDRAWN: UndertakingState.WITHDRAWN,
    UndertakingStep.SET_ASIDE: UndertakingState.WITHDRAWN,
}
ENDING_STEPS = frozenset(_ENDS)  # after one of these an undertaking cannot lapse


@dataclass(frozen=True, slots=True)
class UndertakingEvent:
    """One step in the life of an undertaking; ``until`` is the day that it speaks of, if any."""

    step: UndertakingStep
    at: datetime
    office: str
    because: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What an office has undertaken to do for a use, by a day.

    ``origin`` and ``origin_of`` say where it comes from, such as advice and its point. ``stops``
    says that the use stops from the day after, unless it is done or more time was given.
    """

    use: str
    number: int
    text: str
    owner: str
    by: date
    stops: bool
    origin: str
    origin_of: str
    stated_by_office: str
    stated_at: datetime
    events: tuple[UndertakingEvent, ...] = ()

    @property
    def comes_from(self) -> str:
        """Where it comes from, in words, such as ``advice of 12 November 2026, point 3``."""
        kind = self.origin.replace("-", " ").replace("_", " ")
        if self.origin_of.lower().startswith(kind):
            return self.origin_of
        return f"{kind} {self.origin_of}".strip()

    @property
    def name(self) -> str:
        """Return the name by which it is spoken of, such as ``warm-homes/1``."""
        return f"{self.use}/{self.number}"

    @property
    def due(self) -> date:
        """Return the last day on which it is in time: as it was given, or given since."""
        given = [e.until for e in self.events if e.step is UndertakingStep.TIME_GIVEN and e.until]
        return given[-1] if given else self.by

    @property
    def ended(self) -> UndertakingEvent | None:
        """Return the step that ended it, or None."""
        return next((event for event in self.events if event.step in _ENDS), None)

    @property
    def asked(self) -> UndertakingEvent | None:
        """Return what one person asked for and no second one has agreed to yet, or None."""
        waiting: UndertakingEvent | None = None
        for event in self.events:
            if event.step in (UndertakingStep.TIME_ASKED, UndertakingStep.WITHDRAWAL_ASKED):
                waiting = event
            elif event.step is not UndertakingStep.LAPSED:
                waiting = None
        return waiting

    def state_on(self, day: date) -> UndertakingState:
        """Return where it is on a day; it lapses when its last day has passed.

        Once that is recorded it has lapsed on every day, whatever a clock says afterwards, until it
        is done, withdrawn or given more time.
        """
        if self.ended is not None:
            return _ENDS[self.ended.step]
        passed = day > self.due or self._lapse_is_recorded
        return UndertakingState.LAPSED if passed else UndertakingState.OPEN

    @property
    def _lapse_is_recorded(self) -> bool:
        lapsed = (e.until for e in self.events if e.step is UndertakingStep.LAPSED)
        return self.due in lapsed

    def stops_on(self, day: date) -> bool:
        """Return whether the use is stopped by it on a day."""
        return self.stops and self.state_on(day) is UndertakingState.LAPSED
