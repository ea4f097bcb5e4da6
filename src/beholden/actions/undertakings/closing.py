"""What becomes of an undertaking: done, given more time, or withdrawn, always with a reason.

More time, and a withdrawal, need two people: the accountable officer asks and another agrees.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ...kernel import BadInput, Refusal, Refused, Undertaking, UndertakingStep
from ...records import reading
from ..acting import Act, acting
from ..clauses_named import clauses_of_undertaking
from ..home import Home
from ..rights import Right

# Those to whom others report back may record that something is done, whoever did it.
_REPORTED_TO = frozenset({"board_secretary", "data_protection_officer"})
_AGREED = {
    UndertakingStep.TIME_ASKED: UndertakingStep.TIME_GIVEN,
    UndertakingStep.WITHDRAWAL_ASKED: UndertakingStep.WITHDRAWN,
}


def close_undertaking(home: Home, *, by: str, undertaking: str, because: str) -> None:
    """Record that an undertaking is done, and how; a use that it stopped goes on.

    Raises Refused for an office that neither owns it, answers for the use nor is reported to,
    BadInput where it has ended already.
    """
    with acting(home, by=by, right=Right.UNDERTAKING_CLOSE, name="undertaking-done") as act:
        record, view = _open(act, undertaking)
        _refuse_stranger(view, record.use, act.person)
        _record(act, record, UndertakingStep.DONE, because=because)


def ask_more_time(home: Home, *, by: str, undertaking: str, until: date, because: str) -> None:
    """Ask, as the accountable officer, for more time; nothing changes until a second agrees."""
    with acting(home, by=by, right=Right.UNDERTAKING_EXTEND, name="undertaking-time-asked") as act:
        record, view = _open(act, undertaking)
        _refuse_another_officer(record.use, act.person)
        _refuse_no_later(until, view=view, today=home.clock.today())
        _record(act, record, UndertakingStep.TIME_ASKED, because=because, until=until)


def ask_withdrawal(home: Home, *, by: str, undertaking: str, because: str) -> None:
    """Ask, as the accountable officer, that an undertaking is withdrawn; a second must agree."""
    name = "undertaking-withdrawal-asked"
    with acting(home, by=by, right=Right.UNDERTAKING_EXTEND, name=name) as act:
        record, _ = _open(act, undertaking)
        _refuse_another_officer(record.use, act.person)
        _record(act, record, UndertakingStep.WITHDRAWAL_ASKED, because=because)


def agree_undertaking(home: Home, *, by: str, undertaking: str, because: str) -> UndertakingStep:
    """Agree, as a second person, to the more time or the withdrawal that was asked for.

    Returns what was agreed to. Raises BadInput where nothing was asked for, or the time asked for
    has passed meanwhile; Refused for the person who asked (S9).
    """
    with acting(home, by=by, right=Right.UNDERTAKING_AGREE, name="undertaking-agreed") as act:
        record, view = _open(act, undertaking)
        asked = view.asked
        if asked is None:
            raise BadInput(
                "Nothing was asked for that a second person could agree to.",
                next_step="The accountable officer asks first: `beholden undertaking more-time`.",
            )
        _refuse_who_asked(record, asked.step, act.person)
        if asked.until is not None:
            _refuse_no_later(asked.until, view=view, today=home.clock.today())
        step = _AGREED[asked.step]
        _record(act, record, step, because=because, until=asked.until)
    return step


def set_aside(act: Act, record: Any, *, because: str) -> None:
    """Set an undertaking aside as a part of a decision that refuses the advice it comes from."""
    from ...records.models import UndertakingEvent

    UndertakingEvent.objects.create(
        undertaking=record,
        step=UndertakingStep.SET_ASIDE,
        because=because,
        recorded_by=act.person,
        office=act.person.office,
        recorded_at=act.at,
    )
    act.clauses = (*act.clauses, *clauses_of_undertaking(record))


def _open(act: Act, name: str) -> tuple[Any, Undertaking]:
    record = reading.undertaking_record(name)
    view = reading.undertaking_view(record)
    act.use = view.use
    if view.ended is not None:
        raise BadInput(
            "This undertaking has ended.",
            why=f"It was recorded as {view.ended.step.value} on {view.ended.at:%Y-%m-%d}.",
            next_step="Nothing needs to be done; a new one may be given.",
        )
    return record, view


def _record(
    act: Act, record: Any, step: UndertakingStep, *, because: str, until: date | None = None
) -> None:
    from ...records.models import UndertakingEvent

    if not because.strip():
        raise BadInput(
            "What becomes of an undertaking is recorded with its reason.",
            why="It is public.",
            next_step="Say why.",
        )
    UndertakingEvent.objects.create(
        undertaking=record,
        step=step,
        because=because,
        until=until,
        recorded_by=act.person,
        office=act.person.office,
        recorded_at=act.at,
    )
    act.clauses = clauses_of_undertaking(record)
    act.facts.update(
        undertaking=record.number, step=step, office=act.person.office, because=because
    )
    if until is not None:
        act.facts["until"] = until.isoformat()


def _refuse_stranger(view: Undertaking, use: Any, person: Any) -> None:
    roles = set(person.roles.values_list("role", flat=True))
    if person.office in (view.owner, use.accountable_officer) or roles & _REPORTED_TO:
        return
    raise Refused(
        Refusal(
            what="this undertaking is another office's.",
            why=f"It is owed by: {view.owner}.",
            clause=f"undertakings › {view.name} › owner",
            ask=f"{view.owner}, the {use.accountable_officer}, or the secretary of the board.",
        )
    )


def _refuse_another_officer(use: Any, person: Any) -> None:
    from ..uses import refuse_another_officer

    refuse_another_officer(use, person)


def _refuse_no_later(until: date, *, view: Undertaking, today: date) -> None:
    if until < today or until <= view.due:
        raise BadInput(
            "More time ends on a day that is still to come.",
            why=f"It is due on {view.due.isoformat()}, and {until.isoformat()} is asked for.",
            next_step="Name a later day.",
        )


def _refuse_who_asked(record: Any, step: UndertakingStep, person: Any) -> None:
    last = record.events.filter(step=step).order_by("-id").first()
    if last is not None and last.recorded_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody agrees to what they asked for themselves.",
                why="More time and a withdrawal need two people.",
                clause="S9 two people",
                ask="the data-protection officer, or the secretary of the board.",
            )
        )
