"""Keeping to what was undertaken: what lapses stops its use at once, and is written down.

A use is stopped by the day itself, read whenever something is asked, sealed or released; that the
calendar wrote it down comes on top, so there is no moment between the two.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ...kernel import Refusal, Refused, Undertaking, UndertakingState, UndertakingStep, day_in_words
from ...records import reading
from ..acting import acting_by_calendar
from ..clauses_named import clauses_of_undertaking
from ..home import Home


def keep_undertakings(home: Home) -> None:
    """Write down, each once, that undertakings have lapsed whose last day has passed."""
    today = home.clock.today()
    with home.at_work():
        passed = reading.undertakings_past(today)
        due = [record for record in passed if _is_news(reading.undertaking_view(record), today)]
    for record in due:
        _lapse(home, record.pk, today)


def stopped_by(use: Any, *, today: date) -> Refusal | None:
    """Return why nothing may be asked, sealed or released under a use today, or None.

    It depends on what was undertaken and on the day alone, never on data.
    """
    views = map(reading.undertaking_view, reading.undertaking_records().filter(use=use, stops=True))
    lapsed = next((view for view in views if view.stops_on(today)), None)
    return _refusal(lapsed, use.accountable_officer) if lapsed else None


def refuse_stopped(use: Any, *, today: date) -> None:
    """Raise Refused where a use is stopped by what has lapsed."""
    refusal = stopped_by(use, today=today)
    if refusal is not None:
        raise Refused(refusal)


def _refusal(lapsed: Undertaking, officer: str) -> Refusal:
    return Refusal(
        what="this use is stopped: what was undertaken has not been done in time.",
        why=f"By {day_in_words(lapsed.due)} this was owed by {lapsed.owner}: {lapsed.text}",
        clause=f"undertakings › {lapsed.name}",
        next_step=f"beholden undertaking done {lapsed.name}, once it is done; or two people give "
        "it more time.",
        ask=f"{lapsed.owner}, or the {officer}.",
    )


def _is_news(view: Undertaking, today: date) -> bool:
    """Return whether an undertaking has lapsed and that is not written down yet."""
    told = [e.until for e in view.events if e.step is UndertakingStep.LAPSED]
    return view.state_on(today) is UndertakingState.LAPSED and view.due not in told


def _lapse(home: Home, key: int, today: date) -> None:
    from ...records.models import UndertakingEvent

    with acting_by_calendar(home, name="undertaking-lapsed", use="") as act:
        # Read again under the lock: another process may have written it meanwhile.
        record = reading.undertaking_records().get(pk=key)
        view = reading.undertaking_view(record)
        act.use, act.moot = view.use, not _is_news(view, today)
        if not act.moot:
            UndertakingEvent.objects.create(
                undertaking=record,
                step=UndertakingStep.LAPSED,
                until=view.due,
                office=act.role,
                recorded_at=act.at,
            )
        act.clauses = clauses_of_undertaking(record)
        act.facts.update(
            undertaking=view.number,
            owner=view.owner,
            until=view.due.isoformat(),
            **{"else": "stop" if view.stops else "tell"},
        )
