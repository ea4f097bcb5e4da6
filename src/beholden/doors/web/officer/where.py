"""Where to go for what awaits somebody: a route for each kind of thing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from ....actions import Awaiting, Awaits

# The route of each kind, and whether it is named by what the thing is of.
_ROUTES: dict[Awaits, tuple[str, bool]] = {
    Awaits.STATEMENT: ("officer-use-statement", True),
    Awaits.TRIAGE: ("officer-use-triage", True),
    Awaits.CANVAS: ("officer-canvas", True),
    Awaits.DESIGN_REVIEW: ("officer-use-design-review", True),
    Awaits.DPIA_ADVICE: ("officer-use-dpia-advice", True),
    Awaits.ADVICE: ("board-work", False),
    Awaits.MEETING: ("board-work", False),
    Awaits.DECISION: ("officer-use-decision", True),
    Awaits.REVIEW: ("officer-use-review", True),
    Awaits.OUTCOME: ("officer-use-outcome", True),
    Awaits.UNDERTAKING: ("officer-undertaking", True),
    Awaits.MORE_TIME: ("officer-undertaking", True),
    Awaits.WRITE_AGREEMENT: ("officer-agreement-write", False),
    Awaits.OFFER: ("officer-draft", True),
    Awaits.SIGN: ("officer-agreement", True),
    Awaits.ANSWER_PARTY: ("officer-agreement", True),
    Awaits.RESUME: ("officer-agreement", True),
    Awaits.SEAL: ("officer-use-seal", True),
    Awaits.FEED: ("officer-feed", True),
    Awaits.RELEASE_REVIEW: ("officer-release", True),
    Awaits.PUBLISH: ("officer-release", True),
    Awaits.LINKS: ("match-review", False),
    Awaits.COMPLAINT: ("officer-complaint", True),
    Awaits.REQUEST: ("officer-request", True),
    Awaits.CONCEALMENT: ("officer-concealments", False),
    Awaits.CRISIS: ("officer-use-crisis", True),
    Awaits.CRISIS_TOLD: ("use", True),
    Awaits.TRAINING: ("my-training-course", True),
    Awaits.SCHEDULE: ("workbench-schedule", True),
    Awaits.WORKER: ("officer-worker", False),
}


def address_of(item: Awaiting) -> str:
    """Return where somebody goes to do what awaits them."""
    route, named = _ROUTES[item.kind]
    # What is of a use is named by it and a number, with a slash between; no other name has one.
    address = reverse(route, args=item.of.split("/") if named else ())
    if item.kind is Awaits.WRITE_AGREEMENT:
        address += "?" + urlencode({"use": item.use})
    return address
