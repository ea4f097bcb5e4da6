"""Complaints: recorded, acknowledged within 30 days, decided, told and closed.

The text and the notes are sealed under a key of the complaint's own, which is destroyed when they
are kept no longer; the ledger has the kind, the use and the dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ... import gate
from ...kernel import DAYS_TO_ACKNOWLEDGE, BadInput, NotFound, Refusal, Refused, day_of, new_id
from ..acting import Act, acting, acting_by_calendar, require
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import checked
from .complaint_words import ComplaintOutcome, StepKind, clock_of
from .requests import close_as_recorded
from .spans import SpanOf, span_days

# What must have been done before: nobody is told a decision of what was never acknowledged.
_AFTER = {
    StepKind.ACKNOWLEDGED: None,
    StepKind.INFORMED: StepKind.ACKNOWLEDGED,
    StepKind.DECIDED: StepKind.ACKNOWLEDGED,
    StepKind.CLOSED: StepKind.DECIDED,
}


@dataclass(frozen=True, slots=True)
class ComplaintText:
    """What somebody complained of, and the notes on each step, for who may read them."""

    id: str
    text: str
    notes: tuple[tuple[str, str, str], ...]  # step, day, note


def record_complaint(home: Home, *, by: str, statement: Mapping[str, Any]) -> str:
    """Record a complaint, from whatever channel; return its id.

    The request by which it came on the pages, if by one, is closed as recorded.
    Raises BadInput where it is not as its form says or came on a day that is still to come.
    """
    from ...records.models import Complaint

    said = checked(statement, schema="complaint")
    received = _past(date.fromisoformat(said["received"]), home, "A complaint has come already.")
    name = new_id("complaint")
    try:
        # Under the lock of sweeping, which destroys the key of a complaint that is not on record.
        with (
            home.moving(),
            acting(home, by=by, right=Right.COMPLAINT_HANDLE, name="complaint-recorded") as act,
        ):
            of = use_named(said["use"]) if said.get("use") else None
            act.use = of.name if of else ""
            made = Complaint.objects.create(
                id=name,
                use=of,
                kind=said["kind"],
                channel=said["channel"],
                received=received,
                text=_sealed(said["text"], key=home.keys.create(name), name=name),
                recorded_by=act.person,
                recorded_at=act.at,
            )
            act.facts.update(
                kind=made.kind,
                received=received.isoformat(),
                acknowledge_by=(received + timedelta(days=DAYS_TO_ACKNOWLEDGE)).isoformat(),
            )
            if "request" in said:
                close_as_recorded(act, said["request"])
    except BaseException:
        _forget_unrecorded(home, name)
        raise
    return name


def take_complaint_step(
    home: Home,
    *,
    by: str,
    complaint: str,
    step: str,
    on: date | None = None,
    outcome: str = "",
    note: str = "",
) -> None:
    """Record that a complaint was acknowledged, its author informed, that it was decided or closed.

    ``on`` is the day on which it was done, today unless it is said; a decision has an ``outcome``.
    Raises NotFound, BadInput where steps are out of order, and Refused where who decides stated the
    use or decided on it.
    """
    from ...records.models import ComplaintStep

    kind = _step(step, outcome)
    day = _past(on or home.clock.today(), home, "A step was taken already.")
    with acting(home, by=by, right=Right.COMPLAINT_HANDLE, name=f"complaint-{kind.value}") as act:
        found = _named(complaint)
        _refuse_out_of_order(found, kind, day)
        if kind is StepKind.DECIDED:
            _refuse_own_use(found, act.person)
        if found.forgotten_at is not None:
            raise BadInput("This complaint was closed long ago, and its text is kept no longer.")
        ComplaintStep.objects.create(
            complaint=found,
            step=kind.value,
            on=day,
            outcome=outcome,
            note=_sealed(note, key=home.keys.read(found.pk), name=found.pk),
            taken_by=act.person,
            taken_at=act.at,
        )
        _tell(act, found, day, outcome)


def read_complaint(home: Home, *, by: str, complaint: str) -> ComplaintText:
    """Return the text of a complaint and the notes on it; raises NotFound where it is no more."""
    with home.at_work():
        require(home, by=by, right=Right.COMPLAINT_HANDLE)
        found = _named(complaint)
        key = home.keys.read(found.pk)
        notes = tuple(
            (step.step, step.on.isoformat(), _opened(step.note, key=key, name=found.pk))
            for step in found.steps.order_by("id")
            if step.taken_by_id is not None
        )
        return ComplaintText(found.pk, _opened(found.text, key=key, name=found.pk), notes)


def keep_complaint_dates(home: Home) -> None:
    """Tell the ledger of complaints that nobody acknowledged in time, and forget old texts."""
    from ...records.models import Complaint

    today = home.clock.today()
    with home.at_work():
        told = Complaint.objects.select_related("use").exclude(
            steps__step__in=("acknowledged", "overdue")
        )
        late = list(told.filter(received__lt=today - timedelta(days=DAYS_TO_ACKNOWLEDGE)))
        last = today - timedelta(days=span_days(SpanOf.COMPLAINTS))
        closed = Complaint.objects.filter(
            forgotten_at__isnull=True, steps__step="closed", steps__on__lt=last
        )
        old = list(closed)
    for complaint in late:
        _find_overdue(home, complaint)
    for complaint in old:
        _forget(home, complaint)
    with home.at_work():
        gone = Complaint.objects.filter(forgotten_at__isnull=False)
        dead = list(gone.values_list("pk", flat=True))
    for name in dead:
        if home.keys.has(name):
            home.keys.destroy(name)


def sweep_complaint_keys(home: Home, names: list[str]) -> None:
    """Destroy the keys of complaints that were never recorded."""
    from ...records.models import Complaint

    for name in set(names) - set(Complaint.objects.values_list("pk", flat=True)):
        home.keys.destroy(name)


def _find_overdue(home: Home, complaint: Any) -> None:
    from ...records.models import ComplaintStep

    use = complaint.use.name if complaint.use else ""
    with acting_by_calendar(home, name="complaint-overdue", use=use) as act:
        clock = clock_of(complaint.received, acknowledged=None, today=day_of(act.at))
        done = complaint.steps.filter(step__in=("acknowledged", "overdue"))
        act.moot = done.exists()
        if not act.moot:
            ComplaintStep.objects.create(
                complaint=complaint,
                step=StepKind.OVERDUE.value,
                on=clock.due + timedelta(days=1),
                note=b"",
                taken_at=act.at,
            )
        _tell(act, complaint, clock.due + timedelta(days=1), "")


def _forget(home: Home, complaint: Any) -> None:
    with acting_by_calendar(home, name="complaint-forgotten", use="") as act:
        found = type(complaint).objects.filter(pk=complaint.pk, forgotten_at__isnull=True)
        act.moot = not found.update(forgotten_at=act.at)
        act.facts.update(kind=complaint.kind, received=complaint.received.isoformat())


def _forget_unrecorded(home: Home, name: str) -> None:
    from ...records.models import Complaint

    with home.at_work():
        if not Complaint.objects.filter(pk=name).exists():
            home.keys.destroy(name)


def _tell(act: Act, complaint: Any, day: date, outcome: str) -> None:
    act.use = complaint.use.name if complaint.use else ""
    act.facts.update(
        kind=complaint.kind, received=complaint.received.isoformat(), on=day.isoformat()
    )
    if outcome:
        act.facts["outcome"] = outcome


def _refuse_out_of_order(complaint: Any, kind: StepKind, day: date) -> None:
    taken = dict(complaint.steps.values_list("step", "on"))
    needed = _AFTER[kind]
    if needed is not None and needed.value not in taken:
        raise BadInput(
            f"This complaint was not {needed.value} yet.",
            why="Whoever complains hears that it came, then what becomes of it.",
            next_step=f"Record that it was {needed.value} first; both may be on one day.",
        )
    if (kind is not StepKind.INFORMED and kind.value in taken) or StepKind.CLOSED.value in taken:
        raise BadInput(
            f"This complaint was {'closed' if 'closed' in taken else kind.value} already.",
            next_step="See it with `beholden complaint list`.",
        )
    if day < max([complaint.received, *(taken[s] for s in (needed,) if s)]):
        raise BadInput("This is before what came before it.", next_step="Mend the day with --on.")


def _refuse_own_use(complaint: Any, person: Any) -> None:
    use = complaint.use
    if use is None:
        return
    if use.stated_by_id == person.pk or use.decisions.filter(decided_by=person).exists():
        raise Refused(
            Refusal(
                what="nobody decides on a complaint about a use that they stated or decided on.",
                why="Whoever complains is owed another's eyes.",
                clause="S9 two people",
                ask="somebody else who handles complaints.",
            )
        )


def _step(step: str, outcome: str) -> StepKind:
    if step not in {kind.value for kind in _AFTER}:
        raise BadInput(
            "There is no such step of a complaint.",
            why=f"There are {', '.join(kind.value for kind in _AFTER)}.",
        )
    if (step == StepKind.DECIDED) != (outcome in set(ComplaintOutcome)):
        raise BadInput(
            "A decision, and nothing else, has an outcome.",
            why=f"There are {', '.join(ComplaintOutcome)}.",
            next_step="Name it with --outcome.",
        )
    return StepKind(step)


def _named(complaint: str) -> Any:
    from ...records.models import Complaint

    found = Complaint.objects.select_related("use").filter(pk=complaint).first()
    if found is None:
        raise NotFound(
            "There is no complaint of that name.",
            next_step="List them with `beholden complaint list`.",
        )
    return found


def _past(day: date, home: Home, why: str) -> date:
    if day > home.clock.today():
        raise BadInput("This day is still to come.", why=why, next_step="Mend the day.")
    return day


def _sealed(text: str, *, key: bytes, name: str) -> bytes:
    return gate.seal_text(text.encode(), key=key, bound_to=name)


def _opened(sealed: Any, *, key: bytes, name: str) -> str:
    return gate.open_text(bytes(sealed), key=key, bound_to=name).decode()
