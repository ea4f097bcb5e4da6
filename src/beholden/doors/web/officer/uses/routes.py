"""The addresses of uses for officers."""

from __future__ import annotations

from .....actions import Right
from ...routing import INSIDE, Route, holding
from . import canvas_files, crises, judging, listing, stating, thinking, working

_USE = "work/uses/<slug:name>/"

ROUTES = (
    Route("work/uses/", listing.uses, "officer-uses", INSIDE),
    Route("work/state-a-use/", stating.state, "officer-use-state", holding(Right.USE_STATE), True),
    Route(
        "work/ask-in-a-crisis/",
        crises.ask,
        "officer-crisis-ask",
        holding(Right.CRISIS_ASK),
        True,
    ),
    Route(_USE, listing.use, "officer-use", INSIDE),
    Route(_USE + "statement/", stating.statement, "officer-use-statement", INSIDE, True),
    Route(_USE + "triage/", thinking.triage, "officer-use-triage", INSIDE, True),
    Route(_USE + "canvas/", thinking.canvas, "officer-canvas", INSIDE),
    Route(_USE + "canvas.json", canvas_files.take_along, "officer-canvas-json", INSIDE),
    Route(
        _USE + "take-over-a-canvas/",
        canvas_files.take_over,
        "officer-canvas-take-over",
        INSIDE,
        True,
    ),
    Route(_USE + "canvas/<slug:code>/", thinking.area, "officer-canvas-area", INSIDE, True),
    Route(
        _USE + "design-review/",
        judging.design_review,
        "officer-use-design-review",
        INSIDE,
        True,
    ),
    Route(_USE + "dpia-advice/", judging.dpia_advice, "officer-use-dpia-advice", INSIDE, True),
    Route(_USE + "decision/", judging.decision, "officer-use-decision", INSIDE, True),
    Route(_USE + "seal/", working.seal, "officer-use-seal", INSIDE, True),
    Route(_USE + "review/", working.review, "officer-use-review", INSIDE, True),
    Route(_USE + "outcome/", working.outcome, "officer-use-outcome", INSIDE, True),
    Route(_USE + "crisis/", crises.confirm, "officer-use-crisis", INSIDE, True),
    Route(_USE + "<slug:kind>/", listing.document, "officer-use-document", INSIDE),
    Route(
        _USE + "<slug:kind>/print/",
        listing.document_to_print,
        "officer-use-document-print",
        INSIDE,
    ),
)
