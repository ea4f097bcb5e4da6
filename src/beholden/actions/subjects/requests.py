"""Requests: what a resident asks for themselves, on the pages, and what came of it.

Nobody is taken at their word: an officer verifies who asks, and that they live there, before
anything is told (``answering``) or recorded (``opting_out``). The text, in which is the household
and how to reach whoever asks, is sealed under a key of the request's own, which is destroyed a year
after it is closed. The ledger has the kind, the outcome and the receipt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from ... import gate
from ...kernel import BadInput, NotFound, Sentence, new_id
from ...records import reading
from ..acting import Act, acting, acting_as_resident, acting_by_calendar, require
from ..home import Home
from ..rights import Right
from .following import receipt_of

DAYS_KEPT = 365  # after it is closed
LONGEST_TEXT = 5_000


class RequestKind(StrEnum):
    """What a resident may ask for without an officer."""

    HOUSEHOLD_QUESTION = "household-question"
    OBJECTION = "objection"
    OPT_OUT = "opt-out"
    COMPLAINT = "complaint"


class RequestOutcome(StrEnum):
    """What came of a request; a complaint is recorded, and answered as complaints are."""

    ANSWERED = "answered"
    RECORDED = "recorded"
    NOT_VERIFIED = "not verified"
    WITHDRAWN = "withdrawn"


CLOSED_AS = tuple(one for one in RequestOutcome if one is not RequestOutcome.RECORDED)


@dataclass(frozen=True, slots=True)
class RequestText:
    """What a resident wrote, and the note on what came of it, for who may read them."""

    id: str
    kind: str
    text: str
    outcome: str
    note: str


def file_request(home: Home, *, kind: str, text: str, asker: str = "") -> str:
    """Keep what a resident asks for, sealed; return the receipt by which it is found again.

    ``asker`` is what tells whoever files it from everybody else: with the receipt, it lets them
    follow the request (``follow_request``), and is kept nowhere. It gives nobody anything: an
    officer answers it. Raises BadInput for a kind that there is not, or a text that is empty or too
    long; never repeats the text.
    """
    said = _checked(kind, text)
    name = new_id("request")
    try:
        # Under the lock of sweeping, which destroys the key of a request that is not on record.
        with home.moving(), acting_as_resident(home, name="request-filed") as act:
            _keep(home, name, kind=kind, text=said, at=act.at)
            act.facts.update(kind=kind, receipt=name)
    except BaseException:
        _forget_unrecorded(home, name)
        raise
    return receipt_of(home, name, asker=asker) if asker else name


def list_requests(home: Home, *, by: str) -> tuple[reading.RequestView, ...]:
    """Return how each request stands, those that wait first; never what was written."""
    with home.at_work():
        require(home, by=by, right=Right.REQUEST_ANSWER)
        return reading.requests(home.clock.today())


def read_request(home: Home, *, by: str, request: str) -> RequestText:
    """Return what a resident wrote; raises NotFound where it is no more."""
    with home.at_work():
        require(home, by=by, right=Right.REQUEST_ANSWER)
        found = _named(request)
        key = home.keys.read(found.pk)
        text, note = (
            _opened(sealed, key=key, name=found.pk) for sealed in (found.text, found.note)
        )
        return RequestText(found.pk, found.kind, text, found.outcome, note)


def close_request(home: Home, *, by: str, request: str, outcome: str, note: str = "") -> None:
    """Record that a resident was answered, or why not; the note is sealed like the text.

    Raises NotFound, and BadInput where it is closed already or the outcome is none.
    """
    if outcome not in set(CLOSED_AS):
        raise BadInput(
            "There is no such outcome of a request.",
            why=f"There are {', '.join(CLOSED_AS)}.",
            next_step="Name it with --outcome.",
        )
    with acting(home, by=by, right=Right.REQUEST_ANSWER, name="request-closed") as act:
        found = _open(request)
        if (found.kind, outcome) == (RequestKind.COMPLAINT, RequestOutcome.ANSWERED):
            raise BadInput(
                "A complaint is recorded, which closes its request.",
                why="Closed with a note alone it would have no clock and be in no count.",
                next_step="Record it, and answer it there.",
            )
        found.note = _sealed(note, key=home.keys.read(found.pk), name=found.pk)
        _close(act, found, outcome)
        act.facts.update(kind=found.kind, receipt=found.pk, outcome=outcome)


def close_as_recorded(act: Act, request: str) -> None:
    """Close the request by which somebody complained, as a part of the act that records it.

    Raises NotFound, and BadInput where it is no complaint or is closed.
    """
    found = _open(request)
    if found.kind != RequestKind.COMPLAINT:
        raise BadInput("This request is no complaint.", next_step="Answer it as what it is.")
    _close(act, found, RequestOutcome.RECORDED)
    act.facts.update(request=found.pk)


def _open(request: str) -> Any:
    found = _named(request)
    if found.closed_at is not None:
        raise BadInput(
            "This request is closed already.",
            next_step="See it with `beholden request list --all`.",
        )
    return found


def _close(act: Act, found: Any, outcome: str) -> None:
    found.outcome, found.closed_by, found.closed_at = str(outcome), act.person, act.at
    found.save(update_fields=["note", "outcome", "closed_by", "closed_at"])


def forget_old_requests(home: Home) -> None:
    """Destroy the keys of requests that were closed longer ago than they are kept.

    The record comes first, so a kill between the two is made good the next time.
    """
    from ...records.models import ResidentRequest

    last = home.clock.now() - timedelta(days=DAYS_KEPT)
    with home.at_work():
        over = ResidentRequest.objects.filter(forgotten_at__isnull=True, closed_at__lt=last)
        due = list(over)
    for found in due:
        _forget(home, found)
    with home.at_work():
        gone = ResidentRequest.objects.filter(forgotten_at__isnull=False)
        dead = list(gone.values_list("pk", flat=True))
    for name in dead:
        if home.keys.has(name):
            home.keys.destroy(name)


def sweep_request_keys(home: Home, names: list[str]) -> None:
    """Destroy the keys of requests that were never recorded."""
    from ...records.models import ResidentRequest

    for name in set(names) - set(ResidentRequest.objects.values_list("pk", flat=True)):
        home.keys.destroy(name)


def _keep(home: Home, name: str, *, kind: str, text: str, at: Any) -> None:
    from ...records.models import ResidentRequest

    ResidentRequest.objects.create(
        id=name,
        kind=kind,
        received=home.clock.today(),
        text=_sealed(text, key=home.keys.create(name), name=name),
        filed_at=at,
    )


def _forget(home: Home, request: Any) -> None:
    with acting_by_calendar(home, name="request-forgotten", use="") as act:
        found = type(request).objects.filter(pk=request.pk, forgotten_at__isnull=True)
        act.moot = not found.update(forgotten_at=act.at)
        act.facts.update(kind=request.kind, receipt=request.pk)


def _forget_unrecorded(home: Home, name: str) -> None:
    with home.at_work():
        if home.keys.has(name):
            sweep_request_keys(home, [name])


def _checked(kind: str, text: str) -> str:
    if kind not in set(RequestKind):
        raise BadInput(
            "There is no such kind of request.", why=f"There are {', '.join(RequestKind)}."
        )
    said = text.strip()
    if not said or len(said) > LONGEST_TEXT:
        raise BadInput(
            Sentence("A request says what is asked, and how to reach whoever asks."),
            why=Sentence("It has up to %(number)s characters.", number=f"{LONGEST_TEXT:,}"),
            next_step=Sentence("Write it, or write less."),
        )
    return said


def _named(request: str) -> Any:
    from ...records.models import ResidentRequest

    found = ResidentRequest.objects.filter(pk=request).first()
    if found is None:
        raise NotFound(
            "There is no request of that receipt.",
            next_step="List them with `beholden request list`.",
        )
    if found.forgotten_at is not None:
        raise NotFound("This request was closed long ago, and its text is kept no longer.")
    return found


def _sealed(text: str, *, key: bytes, name: str) -> bytes:
    return gate.seal_text(text.encode(), key=key, bound_to=name)


def _opened(sealed: Any, *, key: bytes, name: str) -> str:
    return gate.open_text(bytes(sealed), key=key, bound_to=name).decode() if sealed else ""
