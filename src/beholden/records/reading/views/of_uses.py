"""What doors may see of a use as a whole, of what came of it, and of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ....kernel import Undertaking
from .of_agreements import AgreementView
from .of_answers import ExtractView, ReceiptSummary, ReleaseSummary
from .of_openings import OpeningView
from .of_thought import (
    AdviceView,
    CanvasVersionView,
    ConsequenceView,
    DecisionView,
    DesignReviewView,
    DpiaAdviceView,
    TriageView,
)
from .view import View


@dataclass(frozen=True, slots=True)
class OutcomeView(View):
    """What came of a use, as recorded on one day."""

    on: date
    measure: Mapping[str, Any]
    consequences: tuple[Mapping[str, Any], ...]
    office: str


@dataclass(frozen=True, slots=True)
class LedgerEntryView(View):
    """One entry; ``body`` is the very text whose bytes are hashed."""

    index: int
    act: str
    use: str
    body: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class UseSummary(View):
    """A use as a list shows it; ``agreement`` and ``ends`` are those in force.

    It may be ``opened`` in a crisis, ``suspended``, or ``over``: in force once, and ended.
    """

    name: str
    title: str
    owner: str
    accountable_officer: str
    state: str
    review: str
    made_up: bool
    agreement: str | None
    ends: date | None
    opened: bool
    suspended: bool
    over: bool
    answers: int
    refusals: int
    releases_published: int
    outcomes: int


@dataclass(frozen=True, slots=True)
class UseView(View):
    """Everything that is public of one use, from its purpose to what came of it."""

    name: str
    title: str
    purpose: str
    owner: str
    accountable_officer: str
    why_data: str
    people_affected: str
    personal_data: bool
    special_category: bool
    review: str
    triage: TriageView | None
    canvas: Mapping[str, str]
    canvas_versions: tuple[CanvasVersionView, ...]
    design_reviews: tuple[DesignReviewView, ...]
    dpia_advice: tuple[DpiaAdviceView, ...]
    made_up: bool
    state: str
    stated_by_office: str
    stated_at: datetime
    consequences: tuple[ConsequenceView, ...]
    advice: tuple[AdviceView, ...]
    decisions: tuple[DecisionView, ...]
    agreements: tuple[AgreementView, ...]
    extracts: tuple[ExtractView, ...]
    receipts: tuple[ReceiptSummary, ...]
    releases: tuple[ReleaseSummary, ...]
    outcomes: tuple[OutcomeView, ...]
    entries: tuple[LedgerEntryView, ...]
    opening: OpeningView | None = None
    undertakings: tuple[Undertaking, ...] = ()

    @property
    def decision(self) -> DecisionView | None:
        """Return the newest decision, or None where there is none yet."""
        return self.decisions[-1] if self.decisions else None

    @property
    def in_force(self) -> AgreementView | None:
        """Return the agreement in force, or None."""
        return next((a for a in self.agreements if a.state == "in_force"), None)
