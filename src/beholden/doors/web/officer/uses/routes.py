"""The addresses of uses for officers."""

from __future__ import annotations

from .....actions import Right
from ...routing import SIGNED_IN, Route, holding
from . import judging, listing, stating, thinking, working

_USE = "work/uses/<slug:name>/"

ROUTES = (
    Route("work/uses/", listing.uses, "officer-uses", SIGNED_IN),
    Route("work/state-a-use/", stating.state, "officer-use-state", holding(Right.USE_STATE), True),
    Route(
        "work/ask-in-a-crisis/",
        working.ask_crisis,
        "officer-crisis-ask",
        holding(Right.CRISIS_ASK),
        True,
    ),
    Route(_USE, listing.use, "officer-use", SIGNED_IN),
    Route(_USE + "statement/", stating.statement, "officer-use-statement", SIGNED_IN, True),
    Route(_USE + "triage/", thinking.triage, "officer-use-triage", SIGNED_IN, True),
    Route(_USE + "canvas/", thinking.canvas, "officer-canvas", SIGNED_IN),
    Route(_USE + "canvas/<slug:code>/", thinking.area, "officer-canvas-area", SIGNED_IN, True),
    Route(
        _USE + "design-review/",
        judging.design_review,
        "officer-use-design-review",
        SIGNED_IN,
        True,
    ),
    Route(_USE + "dpia-advice/", judging.dpia_advice, "officer-use-dpia-advice", SIGNED_IN, True),
    Route(_USE + "decision/", judging.decision, "officer-use-decision", SIGNED_IN, True),
    Route(_USE + "seal/", working.seal, "officer-use-seal", SIGNED_IN, True),
    Route(_USE + "review/", working.review, "officer-use-review", SIGNED_IN, True),
    Route(_USE + "outcome/", working.outcome, "officer-use-outcome", SIGNED_IN, True),
    Route(_USE + "crisis/", working.crisis, "officer-use-crisis", SIGNED_IN, True),
    Route(_USE + "<slug:kind>/", listing.document, "officer-use-document", SIGNED_IN),
    Route(
        _USE + "<slug:kind>/print/",
        listing.document_to_print,
        "officer-use-document-print",
        SIGNED_IN,
    ),
)
