"""Changes to the board, its meetings and minutes that the database refuses, each with its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from . import story

LATER = date(2026, 11, 26)


def _other(case: Any) -> Any:
    return case.models.DataUse.objects.filter(name="other-use").first() or case.fresh_use()


def _meeting(case: Any, *, state: str = "planned", use: Any = None, **other: Any) -> Any:
    """Write another meeting, up to a state."""
    board = case.one("BoardVersion")
    return story.a_meeting(use or _other(case), board, state=state, **{"on": LATER, **other})


def _set(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def _item(meeting: Any, **other: Any) -> Any:
    fields = {"number": 2, "title": "Another matter"}
    return type(meeting.items.first()).objects.create(meeting=meeting, **{**fields, **other})


def _there(meeting: Any, person: Any) -> Any:
    table = type(meeting.attendances.first())
    return table.objects.create(meeting=meeting, person=person, office="o", seat="academic")


def _aside(case: Any, meeting: Any, **other: Any) -> Any:
    fields = {"item": meeting.items.first(), "attendance": meeting.attendances.first()}
    return case.models.StoodAside.objects.create(**{**fields, "because": "x", **other})


def _aside_twice(case: Any) -> None:
    meeting = _meeting(case)
    _aside(case, meeting)
    _aside(case, meeting)


def _minuted(case: Any) -> Any:
    return case.one("BoardMeeting")


def _aside_before_advice(case: Any, change: Callable[[Any], object]) -> None:
    meeting = _meeting(case, state="held")
    _there(meeting, story.analyst())
    aside = _aside(case, meeting)
    story.advice_given(story.some_advice(_other(case), meeting=LATER), meeting)
    change(aside)


def _minutes(case: Any, meeting: Any, text: str = "x") -> Any:
    at: datetime = story.at(13)
    return case.models.BoardMinutes.objects.create(
        meeting=meeting, text=text, fingerprint="f", recorded_by=story.reviewer(), recorded_at=at
    )


def _given(case: Any, *, state: str = "held", day: date = LATER, **other: Any) -> Any:
    meeting = _meeting(case, state=state)
    advice = story.some_advice(_other(case), meeting=day)
    return story.advice_given(advice, meeting, **other)


def _decided_by_adviser(case: Any) -> None:
    story.a_decision(case.use, decided_by=story.a_member())


def _decided_by_member_of_the_day(case: Any) -> None:
    """Decide on advice of which no meeting is on record, as who was on the board that day."""
    story.some_advice(_other(case), meeting=LATER)
    story.a_decision(_other(case), decided_by=story.a_member())


def _minuted_item_deleted(case: Any) -> None:
    """Delete the item of a meeting that has minutes and on which nothing was advised."""
    _meeting(case, state="minuted").items.first().delete()


def _moved_in(case: Any, rows: str, **other: Any) -> None:
    """Move a row of a meeting that is only planned into one that has minutes."""
    row = getattr(_meeting(case), rows).first()
    if rows == "attendances":
        _set(row, person=story.author())
    _set(row, meeting=_minuted(case), **other)


def _stood_aside_afterwards(case: Any) -> None:
    """Have somebody stand aside at another meeting, then let it be the one that advised."""
    aside = _aside(case, _meeting(case))
    _set(aside, item=case.one("BoardItem"), attendance=case.one("BoardAttendance"))


def _paper(case: Any, meeting: Any, **other: Any) -> Any:
    fields = {"use": case.use, "version": 2, "content": case.one("PaperText")}
    return case.models.MeetingPaper.objects.create(
        **{**fields, "meeting": meeting, "made_at": story.at(9), **other}
    )


def _paper_text(case: Any, **other: Any) -> Any:
    return case.models.PaperText.objects.create(**{"fingerprint": "f", "text": "x", **other})


def _paper_twice(case: Any) -> None:
    meeting = _meeting(case)
    _paper(case, meeting)
    _paper(case, meeting)


BOARD: list[tuple[str, Callable[[Any], object]]] = [
    (
        "member_sits_once",
        lambda case: case.models.BoardMember.objects.create(
            board=case.one("BoardVersion"),
            person=story.a_member(),
            office="o",
            seat="academic",
            starts=LATER,
            ends=LATER,
        ),
    ),
    (
        "member_term_ends_after_start",
        lambda case: case.models.BoardMember.objects.create(
            board=case.one("BoardVersion"),
            person=story.analyst(),
            office="o",
            seat="academic",
            starts=LATER,
            ends=date(2026, 1, 1),
        ),
    ),
    ("records_boardmeeting_on_key", lambda case: _meeting(case, on=date(2026, 11, 12))),
    (
        "meeting_state_known",
        lambda case: case.models.BoardMeeting.objects.create(
            on=LATER,
            place="p",
            state="cancelled",
            board=case.one("BoardVersion"),
            stated_by=story.reviewer(),
            stated_at=story.at(1),
        ),
    ),
    ("meeting_goes_one_way", lambda case: _set(_minuted(case), state="planned")),
    ("meeting_goes_one_way", lambda case: _set(_meeting(case), state="minuted")),
    ("meeting_stays_as_it_was_held", lambda case: _set(_minuted(case), place="Elsewhere")),
    ("one_item_per_number", lambda case: _item(_meeting(case), number=1)),
    ("use_on_agenda_once", lambda case: _item(_meeting(case), use=_other(case))),
    ("member_there_once", lambda case: _there(_meeting(case), story.a_member())),
    ("stood_aside_once", _aside_twice),
    ("stood_aside_has_reason", lambda case: _aside(case, _meeting(case), because="")),
    ("item_fixed_when_added", lambda case: _item(_minuted(case))),
    ("item_fixed_when_changed", lambda case: _set(case.one("BoardItem"), title="Another")),
    ("item_fixed_when_deleted", lambda case: _minuted_item_deleted(case)),
    ("attendance_fixed_when_added", lambda case: _there(_minuted(case), story.author())),
    ("attendance_fixed_when_changed", lambda case: _set(case.one("BoardAttendance"), seat="x")),
    ("attendance_fixed_when_deleted", lambda case: case.one("BoardAttendance").delete()),
    ("standing_aside_fixed_when_added", lambda case: _aside(case, _minuted(case))),
    (
        "standing_aside_fixed_when_changed",
        lambda case: _aside_before_advice(case, lambda aside: _set(aside, because="y")),
    ),
    (
        "standing_aside_fixed_when_deleted",
        lambda case: _aside_before_advice(case, lambda aside: aside.delete()),
    ),
    ("item_fixed_when_moved", lambda case: _moved_in(case, "items", number=9)),
    ("attendance_fixed_when_moved", lambda case: _moved_in(case, "attendances")),
    ("standing_aside_fixed_when_moved", _stood_aside_afterwards),
    ("minutes_say_something", lambda case: _minutes(case, _meeting(case, state="held"), "")),
    ("paper_says_something", lambda case: _paper_text(case, text="")),
    (
        "records_papertext_fingerprint_key",
        lambda case: _paper_text(case, fingerprint="sha256:paper"),
    ),
    ("one_paper_per_version", _paper_twice),
    ("paper_made_before_its_meeting", lambda case: _paper(case, _meeting(case, state="held"))),
    ("minutes_of_a_held_meeting", lambda case: _minutes(case, _meeting(case))),
    ("given_advice_has_quorum", lambda case: _given(case, needed=2)),
    (
        "records_advicegiven_advice_id_key",
        lambda case: story.advice_given(case.one("Advice"), _minuted(case)),
    ),
    ("advice_given_at_its_meeting", lambda case: _given(case, state="planned")),
    ("advice_given_at_its_meeting", lambda case: _given(case, day=date(2026, 11, 27))),
    (
        "advice_given_at_its_meeting",
        lambda case: story.advice_given(
            story.some_advice(case.use, meeting=LATER), _meeting(case, state="held")
        ),
    ),
    ("advice_given_by_who_was_there", lambda case: _given(case, present=5)),
    ("decision_by_no_adviser", _decided_by_adviser),
    ("decision_by_no_adviser", _decided_by_member_of_the_day),
]
