"""The steps that a board's file, and a meeting's, amount to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ...kernel import BadInput, fingerprint
from ..home import Home
from ..rights import Right
from ..stated_steps import Step
from ..statements import checked, read_statement, read_text
from .meetings import hold_meeting, minute_meeting, plan_meeting
from .membership import board_as_stated, state_board


def board_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of stating the board."""
    stated = checked(read_statement(file), schema="board")
    held = board_as_stated()
    yield Step(
        act="state board",
        name="board",
        file=file.name,
        right=Right.BOARD_STATE,
        change="new" if held is None else "same" if held == stated else "changed",
        says=fingerprint(stated),
        about="board",
        rests_on=frozenset(f"person {member['person']}" for member in stated["members"]),
        do=partial(state_board, home, by=by, statement=stated),
    )


def meeting_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the steps of planning a meeting, holding it, and publishing its minutes."""
    stated = checked(read_statement(file), schema="meeting")
    record, about = _recorded(stated["meeting"]), f"meeting {stated['meeting']}"
    common: dict[str, Any] = {
        "name": stated["meeting"],
        "file": f"meetings/{file.name}",
        "right": Right.BOARD_MEET,
        "says": fingerprint(stated),
    }
    uses = {f"use {item['use']}" for item in stated["agenda"] if "use" in item}
    yield Step(
        act="plan meeting",
        change="same" if _is_planned(record, stated) else "changed" if record else "new",
        about=about,
        rests_on=frozenset({"board", *uses}),
        do=partial(plan_meeting, home, by=by, statement=stated, beside=file.parent),
        **common,
    )
    if "held" in stated:
        yield Step(
            act="record attendance",
            change="same" if _is_held(record, stated["held"]) else "new",
            about=f"{about} held",
            rests_on=frozenset({about}),
            do=partial(hold_meeting, home, by=by, statement=stated),
            **common,
        )
    if "minutes" in stated:
        text = _minutes_beside(file, stated["minutes"])
        yield Step(
            act="publish minutes",
            change="same" if _is_minuted(record, text) else "new",
            about=f"{about} minutes",
            rests_on=frozenset({f"{about} held"}),
            do=partial(minute_meeting, home, by=by, meeting=stated["meeting"], text=text),
            **common,
        )


def _recorded(day: str) -> Any:
    from ...records.models import BoardMeeting

    return BoardMeeting.objects.filter(on=day).first()


def _is_planned(record: Any, stated: Mapping[str, Any]) -> bool:
    if record is None:
        return False
    agenda = [(i.use.name if i.use else i.title) for i in record.items.select_related("use")]
    wanted = [item.get("use") or item["item"] for item in stated["agenda"]]
    if (record.place, agenda) != (stated["place"], wanted):
        return False
    if record.state != "planned":  # what the board saw is settled
        return True
    seen = [[p["name"] for p in i.papers[bool(i.use) :]] for i in record.items.all()]
    return seen == [[Path(name).name for name in i.get("papers", ())] for i in stated["agenda"]]


def _is_held(record: Any, held: Mapping[str, Any]) -> bool:
    if record is None or record.state == "planned":
        return False
    there = record.attendances.select_related("person")
    if sorted(one.person.code for one in there) != sorted(held["present"]):
        return False
    recorded = {
        (one.attendance.person.code, item.number, one.because)
        for item in record.items.all()
        for one in item.stood_aside.select_related("attendance__person")
    }
    took_part = {
        (one.person.code, said["item"], said["because"])
        for one in there
        for said in one.took_part or ()
    }
    return (recorded, took_part) == tuple(
        {(one["member"], one["item"], one["because"]) for one in held.get(name, ())}
        for name in ("stood_aside", "took_part")
    )


def _is_minuted(record: Any, text: str) -> bool:
    last = record.minutes.order_by("-id").first() if record else None
    return bool(last and last.fingerprint == fingerprint(text))


def _minutes_beside(file: Path, name: str) -> str:
    minutes = (file.parent / name).resolve()
    if file.parent.resolve() not in minutes.parents or not minutes.is_file():
        raise BadInput(
            "The minutes of this meeting are not there.",
            why=f"They are called {Path(name).name}, and must lie beside the meeting's file.",
            next_step="Put them there, or take out minutes: ….",
        )
    return read_text(minutes)
