"""What doors may see of the register: frozen values that hold no record of the database.

Moments are in UTC. Offices stand for people; ``PersonView`` alone carries a code, and is for those
who work in the council's home, never for a public page.
"""

from __future__ import annotations

from .of_agreements import (
    AgreementView,
    DraftView,
    PartyView,
    SignatureView,
    SuspensionView,
)
from .of_answers import (
    ExtractView,
    ObjectionsView,
    ReceiptSummary,
    ReceiptView,
    ReleaseSummary,
    ReleaseView,
)
from .of_data import (
    AreasToDraw,
    AreasVersionView,
    AreasView,
    DatasetVersionView,
    DatasetView,
    HomeFacts,
    KeyView,
    LinkageView,
    PersonView,
    ReviewView,
    SampleView,
)
from .of_openings import OpeningView
from .of_thought import (
    AdvicePointView,
    AdviceView,
    CanvasVersionView,
    ConsequenceView,
    DecisionView,
    DesignReviewView,
    DpiaAdviceView,
    TriageView,
)
from .of_uses import LedgerEntryView, OutcomeView, UseSummary, UseView
from .view import View, plain

__all__ = [
    "AdvicePointView",
    "AdviceView",
    "AgreementView",
    "AreasToDraw",
    "AreasVersionView",
    "AreasView",
    "CanvasVersionView",
    "ConsequenceView",
    "DatasetVersionView",
    "DatasetView",
    "DecisionView",
    "DesignReviewView",
    "DpiaAdviceView",
    "DraftView",
    "ExtractView",
    "HomeFacts",
    "KeyView",
    "LedgerEntryView",
    "LinkageView",
    "ObjectionsView",
    "OpeningView",
    "OutcomeView",
    "PartyView",
    "PersonView",
    "ReceiptSummary",
    "ReceiptView",
    "ReleaseSummary",
    "ReleaseView",
    "ReviewView",
    "SampleView",
    "SignatureView",
    "SuspensionView",
    "TriageView",
    "UseSummary",
    "UseView",
    "View",
    "plain",
]
