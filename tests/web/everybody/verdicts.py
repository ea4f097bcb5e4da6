"""What the rights say of a page and somebody who comes to it: the law by which the walk judges."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from beholden.actions import Right
from beholden.doors.web.routing import ACCOUNT, INSIDE, PUBLIC, RESIDENT, SIGNED_IN, Route

from .world import HEALTH, PARTIES, PASSED, Caller


class Verdict(Enum):
    """What becomes of somebody who asks for a page of a thing that there is."""

    SHOWN = "shown"
    SENT_TO_SIGN_IN = "sent to sign in"
    SENT_FOR_A_CODE = "sent for a code"
    REFUSED = "refused, with whom to ask"
    NOT_THERE = "told that there is no such page"


def of_guard(route: Route, caller: Caller) -> Verdict:
    """Return what the guard of a route says, whatever the address names."""
    if route.needs is PUBLIC:
        return Verdict.SHOWN
    if route.needs is RESIDENT:
        return Verdict.SHOWN if caller.resident else Verdict.SENT_FOR_A_CODE
    if not caller.listed:
        return Verdict.SENT_TO_SIGN_IN
    if route.needs in (ACCOUNT, SIGNED_IN):
        return Verdict.SHOWN
    if route.needs is INSIDE:
        return Verdict.SHOWN if caller.inside else Verdict.REFUSED
    return Verdict.SHOWN if caller.rights & route.needs else Verdict.REFUSED


def of_page(route: Route, caller: Caller, *, concealed: bool = False) -> Verdict:
    """Return what becomes of somebody who asks for a route's page of the case's own use."""
    guard = of_guard(route, caller)
    if guard is not Verdict.SHOWN:
        return guard
    rule = next((rule for begins, rule in _OF_OBJECTS if route.path.startswith(begins)), None)
    return rule(route, caller, concealed) if rule else Verdict.SHOWN


def _agreement(route: Route, caller: Caller, concealed: bool) -> Verdict:
    """Say that an agreement is there for who is inside, and for its parties."""
    known = caller.inside or caller.organisation in PARTIES
    return Verdict.SHOWN if known else Verdict.NOT_THERE


def _workbench(route: Route, caller: Caller, concealed: bool) -> Verdict:
    """Say that the agreement gives answers to those of one organisation who may ask."""
    if caller.organisation == HEALTH and Right.QUESTION_ASK in caller.rights:
        return Verdict.SHOWN
    return Verdict.NOT_THERE if concealed and not caller.inside else Verdict.REFUSED


def _board(route: Route, caller: Caller, concealed: bool) -> Verdict:
    """Say that the board at its work is for its members and for who is inside."""
    reads = caller.inside or "board_member" in caller.roles
    if reads and concealed and not caller.inside and route.name == "board-work-paper":
        return Verdict.NOT_THERE
    return Verdict.SHOWN if reads else Verdict.REFUSED


def _public(route: Route, caller: Caller, concealed: bool) -> Verdict:
    """Say that what is concealed from the public pages is there for nobody on them."""
    return Verdict.NOT_THERE if concealed else Verdict.SHOWN


def _certificate(route: Route, caller: Caller, concealed: bool) -> Verdict:
    """Say that a certificate is there for who holds it, and for who sees to training."""
    its = caller.name == PASSED or Right.TRAINING_READ in caller.rights
    return Verdict.SHOWN if its else Verdict.NOT_THERE


def _begun(route: Route, caller: Caller, concealed: bool) -> Verdict:
    """Say that a form that somebody has begun is there for them alone."""
    return Verdict.SHOWN if caller.name == PASSED else Verdict.NOT_THERE


_OF_OBJECTS: tuple[tuple[str, Callable[[Route, Caller, bool], Verdict]], ...] = (
    ("work/agreements/<", _agreement),
    ("workbench/<", _workbench),
    ("board-work/", _board),
    ("my-certificates/<", _certificate),
    ("my-work/begun-forms/<", _begun),
    ("uses/<", _public),
    ("releases/<", _public),
    ("board/papers/", _public),
)

# The right of the act that a page's form does, where anybody inside may look at the page.
RIGHT_OF_FORM = {
    "officer-use-statement": Right.USE_STATE,
    "officer-use-triage": Right.USE_TRIAGE,
    "officer-canvas-area": Right.CANVAS_FILL,
    "officer-canvas-take-over": Right.CANVAS_FILL,
    "officer-use-design-review": Right.DESIGN_REVIEW,
    "officer-use-dpia-advice": Right.DPIA_ADVISE,
    "officer-use-decision": Right.USE_DECIDE,
    "officer-use-seal": Right.EXTRACT_SEAL,
    "officer-use-review": Right.USE_REVIEW,
    "officer-use-outcome": Right.OUTCOME_RECORD,
    "officer-use-crisis": Right.CRISIS_CONFIRM,
    "officer-dataset-link": Right.PEOPLE_LINK,
    "officer-dataset-match": Right.ADDRESSES_MATCH,
    "officer-agreement-act": Right.AGREEMENT_SUSPEND,
    "officer-undertaking-act": Right.UNDERTAKING_CLOSE,
    "workbench-use": Right.QUESTION_ASK,
    "workbench-build": Right.QUESTION_ASK,
    "workbench-explain": Right.QUESTION_ASK,
    "officer-release": Right.RELEASE_REVIEW,
}


def may_do(route: Route, caller: Caller) -> bool:
    """Return whether somebody holds the right of the act that a route's form does."""
    if of_page(route, caller) is not Verdict.SHOWN:
        return False
    right = RIGHT_OF_FORM.get(route.name)
    if right is None:
        return True  # whoever may come may do it
    return right in caller.rights
