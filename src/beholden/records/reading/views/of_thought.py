"""What doors may see of what was thought, advised and decided before data are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .view import View


@dataclass(frozen=True, slots=True)
class ConsequenceView(View):
    """Something that a use may lead to, as foreseen."""

    what: str
    affects: str
    kind: str
    intended: bool
    likelihood: str
    severity: str
    response: str
    measure: str
    who: str
    by: date | None
    stance: str


@dataclass(frozen=True, slots=True)
class TriageView(View):
    """How much review a use is owed, with the answers; ``owed`` as it was found."""

    answers: Mapping[str, str]
    owed: Mapping[str, Any]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CanvasVersionView(View):
    """One area of a canvas as it was filled in once: in words, and as it was stated.

    ``seen`` says that it is what the board had before it when it advised last.
    """

    area: str
    number: int
    status: str
    text: str
    said: Mapping[str, Any]
    office: str
    filled_at: datetime
    seen: bool


@dataclass(frozen=True, slots=True)
class DesignReviewView(View):
    """What the design authority found; ``findings`` by part, ``conditions`` as stated."""

    on: date
    office: str
    findings: Mapping[str, Mapping[str, str]]
    verdict: str
    conditions: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class DpiaAdviceView(View):
    """What the data-protection officer advised on an impact assessment."""

    on: date
    office: str
    says: str
    proceed: str
    residual_risk: str


@dataclass(frozen=True, slots=True)
class AdvicePointView(View):
    """One point of advice, with the condition that becomes a term."""

    point: int
    text: str
    condition: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class AdviceView(View):
    """What the board said at one meeting."""

    meeting: date
    quorum: bool
    points: tuple[AdvicePointView, ...]


@dataclass(frozen=True, slots=True)
class DecisionView(View):
    """The accountable officer's yes or no; ``on_advice`` says what was done about each point."""

    yes: bool
    on: date
    office: str
    because: str
    on_advice: Mapping[str, str]
    dpia: Mapping[str, str]
