"""Meetings of the board: planned with their agenda, held before those who came, then minuted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ...ethics import Quorum, quorum_of
from ...kernel import BadInput, NotFound, fingerprint
from ..acting import Act, acting
from ..datasets import fingerprint_of
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import checked
from .interests import refuse_unsaid
from .membership import members_on, newest_board, rule_of, seats_of
from .papers import keep_papers

_LARGEST_MINUTES = 1 << 20


def plan_meeting(
    home: Home, *, by: str, statement: Mapping[str, Any], beside: Path | None = None
) -> date:
    """Plan a meeting with its agenda, or put another agenda on it while it is not held.

    ``beside`` is the folder in which its papers are; their fingerprints are kept. The paper of each
    use is made, and kept as it was. Raises NotFound for a use or a paper that is not there.
    """
    plain = checked(statement, schema="meeting")
    day = date.fromisoformat(plain["meeting"])
    _refuse_use_twice(plain["agenda"])
    with acting(home, by=by, right=Right.BOARD_MEET, name="meeting-planned") as act:
        meeting = _planned(act, day, plain["place"])
        meeting.items.all().delete()
        for number, stated in enumerate(plain["agenda"], start=1):
            _add_item(meeting, number, stated, beside)
        made = keep_papers(home, act, meeting)
        items = meeting.items.select_related("use")
        act.facts.update(
            meeting=plain["meeting"],
            agenda=[item.use.name if item.use else "another matter" for item in items],
            papers=[
                *(paper["fingerprint"] for item in items for paper in item.papers),
                *made.values(),
            ],
        )
    return day


def hold_meeting(home: Home, *, by: str, statement: Mapping[str, Any]) -> dict[int, Quorum]:
    """Record who was at a meeting and who stood aside; return the quorum of each item.

    Raises BadInput for a meeting that is still to come or has minutes, for somebody who is no
    member on its day, and for a member whose interest touches an item and of whom it is not said
    whether they stood aside.
    """
    plain = checked(statement, schema="meeting")
    held = _said(plain, "held")
    with acting(home, by=by, right=Right.BOARD_MEET, name="meeting-held") as act:
        meeting = meeting_on(plain["meeting"])
        _refuse_future(meeting.on, home.clock.today())
        _begin(meeting)
        present = _attend(meeting, held["present"])
        _stand_aside(meeting, present, held.get("stood_aside", ()))
        _take_part(meeting, present, held.get("took_part", ()))
        refuse_unsaid(meeting)
        counted = {item.number: counted_quorum(item) for item in meeting.items.all()}
        act.clauses = ("board › quorum", "board › interests")
        act.facts.update(
            meeting=plain["meeting"],
            seats=sorted(one.seat for one in present.values()),
            quorum={str(number): count.in_words() for number, count in counted.items()},
        )
    return counted


def minute_meeting(home: Home, *, by: str, meeting: str, text: str) -> None:
    """Publish the minutes of a meeting that was held, or what corrects them, in Markdown.

    Earlier minutes stay on record. From then on who was there stays as it was recorded.
    """
    from ...records.models import BoardMinutes

    if not text.strip() or len(text.encode()) > _LARGEST_MINUTES:
        raise BadInput("Minutes say something, in less than a mebibyte.")
    with acting(home, by=by, right=Right.BOARD_MEET, name="meeting-minuted") as act:
        held = meeting_on(meeting)
        if held.state == "planned":
            raise BadInput(
                "This meeting has not been held.",
                next_step="Record who was there first: `beholden board held`.",
            )
        minutes = BoardMinutes.objects.create(
            meeting=held,
            text=text,
            fingerprint=fingerprint(text),
            recorded_by=act.person,
            recorded_at=act.at,
        )
        if held.state == "held":
            held.state = "minuted"
            held.save(update_fields=["state"])
        act.facts.update(
            meeting=held.on.isoformat(),
            minutes=minutes.fingerprint,
            number=held.minutes.count(),
        )


def meeting_on(day: str) -> Any:
    """Return the record of the meeting of a day; raise NotFound where there is none."""
    from ...records.models import BoardMeeting

    try:
        found = BoardMeeting.objects.filter(on=date.fromisoformat(day)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(
            "There is no meeting of the board on that day.",
            next_step="See the meetings with `beholden board meetings`.",
        )
    return found


def counted_quorum(item: Any) -> Quorum:
    """Count who was there for an item and did not stand aside."""
    meeting = item.meeting
    aside = set(item.stood_aside.values_list("attendance_id", flat=True))
    there = [one.seat for one in meeting.attendances.all() if one.pk not in aside]
    filled = [member.seat for member in members_on(meeting.board, meeting.on)]
    seats, rule = seats_of(meeting.board), rule_of(meeting.board)
    return quorum_of(there, filled=filled, seats=seats, rule=rule)


def _planned(act: Act, day: date, place: str) -> Any:
    from ...records.models import BoardMeeting

    meeting = BoardMeeting.objects.filter(on=day).first()
    if meeting is None:
        return BoardMeeting.objects.create(
            on=day, place=place, board=newest_board(), stated_by=act.person, stated_at=act.at
        )
    if meeting.state != "planned":
        raise BadInput(
            "This meeting has been held, and its agenda stays as it was.",
            next_step="Plan a meeting on another day.",
        )
    meeting.place = place
    meeting.save(update_fields=["place"])
    return meeting


def _add_item(meeting: Any, number: int, stated: Mapping[str, Any], beside: Path | None) -> None:
    from ...records.models import BoardItem

    use = use_named(stated["use"]) if "use" in stated else None
    papers = [_paper(beside, name) for name in stated.get("papers", ())]
    if use is not None:
        papers.insert(
            0, {"name": f"the use {use.name} as stated", "fingerprint": fingerprint(use.statement)}
        )
    BoardItem.objects.create(
        meeting=meeting,
        number=number,
        title=use.title if use else stated["item"],
        use=use,
        papers=papers,
    )


def _paper(beside: Path | None, name: str) -> dict[str, str]:
    folder = beside.resolve() if beside else None
    file = (folder / name).resolve() if folder else None
    if file is None or folder not in file.parents or not file.is_file():
        raise NotFound(
            "A paper of this meeting is not there.",
            why=f"It is called {Path(name).name}, and must lie beside the meeting's file.",
            next_step="Put it there, or take it out of the agenda.",
        )
    return {"name": file.name, "fingerprint": fingerprint_of(file)}


def _begin(meeting: Any) -> None:
    if meeting.state == "minuted" or _has_advised(meeting):
        raise BadInput(
            "Who was at this meeting is settled.",
            why="It has minutes, or has advised, and its quorum was counted.",
            next_step="Put it right in the minutes.",
        )
    if meeting.state == "planned":
        meeting.board = newest_board()
        meeting.state = "held"
        meeting.save(update_fields=["board", "state"])
    for item in meeting.items.all():
        item.stood_aside.all().delete()
    meeting.attendances.all().delete()


def _has_advised(meeting: Any) -> bool:
    return any(item.given.exists() for item in meeting.items.all())


def _attend(meeting: Any, codes: Sequence[str]) -> dict[str, Any]:
    from ...records.models import BoardAttendance

    members = {m.person.code: m for m in members_on(meeting.board, meeting.on)}
    strangers = sum(code not in members for code in codes)
    if strangers or len(set(codes)) < len(codes):
        raise BadInput(
            "Somebody stated as there was no member on that day, or is named twice."
            if strangers
            else "Somebody is named twice.",
            why=f"The board had {len(members)} members on {meeting.on.isoformat()}.",
            next_step="See them with `beholden board members`.",
        )
    return {
        code: BoardAttendance.objects.create(
            meeting=meeting,
            person=members[code].person,
            office=members[code].office,
            seat=members[code].seat,
        )
        for code in codes
    }


def _stand_aside(
    meeting: Any, present: Mapping[str, Any], stated: Sequence[Mapping[str, Any]]
) -> None:
    from ...records.models import StoodAside

    items = {item.number: item for item in meeting.items.all()}
    for one in stated:
        if one["member"] not in present or one["item"] not in items:
            raise BadInput(
                "Somebody stands aside who was not there, or on an item that there is not.",
                why=f"The agenda has {len(items)} items.",
                next_step="Name a member who was there, and an item by its number.",
            )
        StoodAside.objects.create(
            item=items[one["item"]], attendance=present[one["member"]], because=one["because"]
        )


def _take_part(
    meeting: Any, present: Mapping[str, Any], stated: Sequence[Mapping[str, Any]]
) -> None:
    """Record where a member with an interest took part all the same, and why."""
    numbers = set(meeting.items.values_list("number", flat=True))
    for one in stated:
        there = present.get(one["member"])
        if there is None or one["item"] not in numbers:
            raise BadInput(
                "Somebody took part who was not there, or in an item that there is not.",
                why=f"The agenda has {len(numbers)} items.",
                next_step="Name a member who was there, and an item by its number.",
            )
        if there.stood_aside.filter(item__number=one["item"]).exists():
            raise BadInput("Nobody stands aside on an item and takes part in it.")
        said = {"item": one["item"], "because": one["because"]}
        there.took_part = [*(there.took_part or ()), said]
        there.save(update_fields=["took_part"])


def _said(plain: Mapping[str, Any], key: str) -> Any:
    if key not in plain:
        raise BadInput(
            "This statement does not say who was there.", next_step="Add held: {present: […]}."
        )
    return plain[key]


def _refuse_future(day: date, today: date) -> None:
    if day > today:
        raise BadInput(
            "This meeting has not been held yet.",
            why=f"It is on {day.isoformat()}.",
            next_step="Record who was there once it has been held.",
        )


def _refuse_use_twice(agenda: Sequence[Mapping[str, Any]]) -> None:
    uses = [stated["use"] for stated in agenda if "use" in stated]
    if len(set(uses)) < len(uses):
        raise BadInput("A data use is on this agenda twice.", next_step="Take one of them out.")
