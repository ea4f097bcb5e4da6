"""Changes to what was undertaken that the database refuses, each with what refuses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from . import story

_ASKED = date(2026, 12, 20)  # until when the officer asked for more time, in the worked case


def _given(case: Any, **other: Any) -> Any:
    return story.an_undertaking(case.use, **{"number": 2, **other})


def _step(case: Any, step: str, **other: Any) -> Any:
    return story.a_step(case.one("Undertaking"), step, **other)


def _more_time(case: Any, by: Any, until: date = _ASKED) -> Any:
    return _step(case, "time-given", until=until, recorded_by=by)


def _done_twice(case: Any) -> None:
    _step(case, "done")
    _step(case, "done")


def _agreed_twice(case: Any) -> None:
    _more_time(case, story.author())
    _more_time(case, story.author())


def _withdrawn_by_who_asked(case: Any) -> None:
    _step(case, "withdrawal-asked")
    _step(case, "withdrawn")


def _set_aside_without_advice(case: Any) -> None:
    """Decide, and at that moment set aside what comes from no advice."""
    decision = story.a_decision(case.use)
    _step(case, "set-aside", recorded_at=decision.recorded_at)


UNDERTAKINGS: list[tuple[str, Callable[[Any], object]]] = [
    ("one_undertaking_per_number", lambda case: _given(case, number=1)),
    ("undertaking_says_what_and_who", lambda case: _given(case, text="")),
    ("undertaking_says_what_and_who", lambda case: _given(case, owner="")),
    ("undertaking_origin_known", lambda case: _given(case, origin="hearsay")),
    ("undertaking_step_known", lambda case: _step(case, "forgotten")),
    ("undertaking_step_has_its_day", lambda case: _step(case, "done", until=_ASKED)),
    ("undertaking_step_has_its_day", lambda case: _step(case, "time-asked")),
    ("undertaking_step_has_person_and_reason", lambda case: _step(case, "done", because="")),
    ("undertaking_step_has_person_and_reason", lambda case: _step(case, "done", recorded_by=None)),
    ("undertaking_step_has_person_and_reason", lambda case: _step(case, "lapsed", until=_ASKED)),
    ("undertaking_ends_once", _done_twice),
    ("undertaking_agreed_by_another", lambda case: _more_time(case, story.officer())),
    (
        "undertaking_agreed_by_another",
        lambda case: _more_time(case, story.author(), until=date(2027, 1, 9)),
    ),
    ("undertaking_agreed_by_another", _agreed_twice),
    ("undertaking_agreed_by_another", lambda case: _step(case, "withdrawn")),
    ("undertaking_agreed_by_another", _withdrawn_by_who_asked),
    ("undertaking_set_aside_by_decision", lambda case: _step(case, "set-aside")),
    ("undertaking_set_aside_by_decision", _set_aside_without_advice),
]
