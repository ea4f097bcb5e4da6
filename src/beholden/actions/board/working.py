"""The board at its work: what a member reads before a meeting, and what the secretary has to do.

Papers are for the board and for officers of the council until the minutes are public. Of a use
that is concealed a member sees no item, no advice and no paper, as on the public page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ...ethics import touching
from ...kernel import NotFound, Refusal, Refused
from ...records import reading
from ..acting import person_named
from ..home import Home
from ..rights import OUTSIDE, ROLE_BY_CODE, Right
from ..subjects.concealing import concealed_uses
from .membership import MEMBER
from .showing import AdviceRows, advice_rows

_READS = "board › papers"


@dataclass(frozen=True, slots=True)
class Seated:
    """A member who sits on a day: the code by which forms name them, and what is public."""

    code: str
    office: str
    seat: str
    interests: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """A declared interest of a member that touches an item of an agenda."""

    item: int
    code: str
    office: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardAtWork:
    """What whoever reads of the board: the meeting to come, those before, and the advice.

    ``own`` are the interests that they declare as a member; None for who is no member today.
    """

    coming: reading.MeetingView | None
    waiting: tuple[reading.MeetingDay, ...]
    before: tuple[reading.MeetingDay, ...]
    advice: Sequence[dict[str, Any]]
    own: Seated | None
    acts: bool


@dataclass(frozen=True, slots=True)
class MeetingAtWork:
    """One meeting: who sits on its day, whose interest touches what, and what was advised."""

    meeting: reading.MeetingView
    seated: tuple[Seated, ...]
    touched: tuple[Touched, ...]
    own: tuple[Touched, ...]
    advice: tuple[dict[str, Any], ...]
    acts: bool


def board_at_work(home: Home, *, by: str) -> BoardAtWork:
    """Return what somebody reads of the board; raise Refused for who may not."""
    today = home.clock.today()
    with home.at_work():
        person = _reader(by)
        hidden = _hidden(home, person)
        days = reading.meeting_days()
        planned = [one for one in days if one.state == "planned"]
        coming = next((one.on for one in planned if one.on >= today), None)
        next_one = _shown(reading.meeting(coming.isoformat()), hidden) if coming else None
        seated, advice = _seated_on(today), AdviceRows(home, hidden)
    return BoardAtWork(
        coming=next_one,
        waiting=tuple(one for one in planned if one.on < today),
        before=tuple(one for one in reversed(days) if one.state != "planned"),
        advice=advice,
        own=next((one for one in seated if one.code == person.code), None),
        acts=_acts(person),
    )


def meeting_at_work(home: Home, *, by: str, on: str) -> MeetingAtWork:
    """Return one meeting as its readers see it; raises NotFound, and Refused as above."""
    with home.at_work():
        person = _reader(by)
        hidden = _hidden(home, person)
        meeting = _shown(reading.meeting(on), hidden)
        seated = _seated_on(meeting.on)
        touched = _touched(meeting, seated)
    return MeetingAtWork(
        meeting=meeting,
        seated=seated,
        touched=touched,
        own=tuple(one for one in touched if one.code == person.code),
        advice=tuple(row for row in advice_rows(home, meeting=on) if row["use"] not in hidden),
        acts=_acts(person),
    )


def board_paper(home: Home, *, by: str, digest: str) -> str:
    """Return the text of a paper that a meeting has before it, by the digits of its fingerprint.

    Raises Refused for who is neither of the board nor inside, NotFound for any other text.
    """
    from ...records.models import MeetingPaper

    with home.at_work():
        hidden = _hidden(home, _reader(by))
        papers = MeetingPaper.objects.filter(content__fingerprint=f"sha256:{digest}")
        if not papers.exclude(use__name__in=hidden).exists():
            raise NotFound("There is no such paper.", next_step="See the agenda of the meeting.")
        return reading.paper_text(f"sha256:{digest}")


def _reader(by: str) -> Any:
    """Return who reads; raise Refused where no role of theirs is of the board or inside."""
    person = person_named(by)
    if person.role_codes - (OUTSIDE - {MEMBER}):
        return person
    raise Refused(
        Refusal(
            what="the papers of the board are for its members and for officers of the council.",
            why="They become public with the minutes of the meeting.",
            clause=_READS,
            next_step="read the public page of the board.",
            ask="the secretary of the data ethics board.",
        )
    )


def _hidden(home: Home, person: Any) -> frozenset[str]:
    """Return the uses that somebody may not read of: none, for an officer of the council."""
    return frozenset() if person.role_codes - OUTSIDE else concealed_uses(home)


def _acts(person: Any) -> bool:
    return any(Right.BOARD_MEET in ROLE_BY_CODE[role].rights for role in person.role_codes)


def _shown(meeting: reading.MeetingView, hidden: frozenset[str]) -> reading.MeetingView:
    """Return a meeting without what is concealed, and without minutes that may name it."""
    items = tuple(item for item in meeting.items if item.use not in hidden)
    minutes = meeting.minutes if len(items) == len(meeting.items) else ()
    return replace(meeting, items=items, minutes=minutes)


def _seated_on(day: date) -> tuple[Seated, ...]:
    from django.db.models import Subquery

    from ...records.models import BoardMember, BoardVersion

    newest = BoardVersion.objects.order_by("-id").values("pk")[:1]
    members = BoardMember.objects.select_related("person").filter(
        board=Subquery(newest), starts__lte=day, ends__gte=day
    )
    return tuple(
        Seated(one.person.code, one.office, one.seat, tuple(one.interests)) for one in members
    )


def _touched(meeting: reading.MeetingView, seated: tuple[Seated, ...]) -> tuple[Touched, ...]:
    declaring = [one for one in seated if one.interests]
    uses = {item.use for item in meeting.items if item.use} if declaring else set()
    names = reading.names_of_uses(uses)
    found = (
        Touched(item.number, one.code, one.office, touching(one.interests, names=names[item.use]))
        for item in meeting.items
        if item.use in names
        for one in declaring
    )
    return tuple(one for one in found if one.says)
