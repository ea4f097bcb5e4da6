"""What the public may read of the board, and what the page of a use tells of undertakings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ... import release
from ...kernel import Sentence, Undertaking, day_in_words, day_of
from ...records import reading
from ..home import Home
from ..subjects.concealing import concealed_uses
from .public import PublicAnswered, PublicBoard, PublicItem, PublicMeeting, PublicMember
from .showing import advice_rows


def public_board_as_data(home: Home) -> dict[str, Any]:
    """Return what the public page of the board tells, as plain data."""
    data: dict[str, Any] = reading.plain(public_board(home))
    return data


def public_board(home: Home) -> PublicBoard:
    """Return what the public may read of the board.

    Of a use that is concealed from the public pages it has no item, no advice, and not the minutes
    of the meetings that dealt with it, which may name it.
    """
    hidden = concealed_uses(home)
    with home.at_work():
        board, meetings = reading.board(), reading.meetings()
        made_up = reading.made_up()
    return PublicBoard(
        council=home.name,
        made_up=made_up,
        quorum=_quorum(board) if board else "",
        members=tuple(_members(board, home.clock.today())) if board else (),
        vacant=tuple(_vacant(board, home.clock.today())) if board else (),
        meetings=tuple(_meeting(one, board, hidden) for one in reversed(meetings)),
        advice=tuple(
            _answered(row) for row in reversed(advice_rows(home)) if row["use"] not in hidden
        ),
    )


def undertaking(view: Undertaking, today: date) -> release.PublicUndertaking:
    """Return what the page of a use tells of what an office has undertaken for it."""
    told = view.ended or view.asked
    return release.PublicUndertaking(
        name=view.name,
        text=view.text,
        owner=view.owner,
        by=day_in_words(view.due),
        otherwise="the use stops" if view.stops else "this page tells",
        state=view.state_on(today).value,
        because=f"{told.because} ({told.office})" if told else "",
        comes_from=view.comes_from,
    )


def _members(board: reading.BoardView, today: date) -> Iterator[PublicMember]:
    for member in board.members:
        if member.ends >= today:
            yield PublicMember(
                office=member.office,
                seat=board.title_of(member.seat),
                term=Sentence("%(starts)s to %(ends)s", starts=member.starts, ends=member.ends),
                interests=tuple(str(one["text"]) for one in member.interests),
            )


def _vacant(board: reading.BoardView, today: date) -> Iterator[str]:
    filled = {m.seat for m in board.members if m.starts <= today <= m.ends}
    return (str(seat["title"]) for seat in board.seats if seat["seat"] not in filled)


def _quorum(board: reading.BoardView) -> str:
    lay, share = int(board.quorum["lay"]), _SHARES[board.quorum["share"]]
    return Sentence(
        "%(share)s of the members must be there, %(lay)s of them in a lay seat; who stands aside "
        "on an item is not counted."
        if lay
        else "%(share)s of the members must be there; who stands aside on an item is not counted.",
        share=share,
        lay=lay,
    )


_SHARES = {
    "half": Sentence("Half"),
    "two thirds": Sentence("Two thirds"),
    "all": Sentence("All"),
}


def _meeting(
    view: reading.MeetingView, board: reading.BoardView | None, hidden: frozenset[str]
) -> PublicMeeting:
    shown = [item for item in view.items if item.use not in hidden]
    minutes = view.minutes if len(shown) == len(view.items) else ()
    return PublicMeeting(
        on=day_in_words(view.on),
        place=view.place,
        state=view.state,
        present=tuple(
            f"{one['office']} ({board.title_of(one['seat']) if board else one['seat']})"
            for one in view.present
        ),
        items=tuple(_item(one, minuted=bool(view.minutes)) for one in shown),
        minutes=tuple((day_in_words(day_of(m.at)), m.text) for m in reversed(minutes)),
    )


def _item(view: reading.BoardItemView, *, minuted: bool) -> PublicItem:
    counted = Sentence("%(there)s there, %(of)s needed", there=view.present, of=view.needed)
    return PublicItem(
        number=view.number,
        title=view.title,
        href=f"/uses/{view.use}/" if view.use else "",
        quorum="" if view.present is None else counted,
        papers=tuple((p["name"], p["fingerprint"], _address(p, minuted)) for p in view.papers),
        aside=tuple(
            Sentence("%(office)s stood aside: %(because)s", **_who(one)) for one in view.aside
        ),
        took_part=tuple(
            Sentence("%(office)s took part, and declares an interest: %(because)s", **_who(one))
            for one in view.took_part
        ),
        dissent=tuple(_dissent(view.dissent)),
    )


def _who(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"office": one["office"], "because": one["because"]}


def _address(paper: Mapping[str, str], minuted: bool) -> str:
    """Return where a kept paper is read: nowhere before the minutes of its meeting are."""
    digest = paper["fingerprint"].removeprefix("sha256:")
    return f"/board/papers/{digest}.md" if minuted and "version" in paper else ""


def _dissent(stated: Iterable[Any]) -> Iterator[str]:
    for one in stated:
        yield Sentence(
            "A member dissented from point %(point)s: %(text)s"
            if "point" in one
            else "A member dissented: %(text)s",
            point=one.get("point"),
            text=one["text"],
        )


def _answered(row: dict[str, Any]) -> PublicAnswered:
    return PublicAnswered(
        meeting=day_in_words(date.fromisoformat(row["meeting"])),
        use=row["use"],
        href=f"/uses/{row['use']}/",
        point=row["point"],
        says=row["advice"],
        condition=row["condition"],
        answer=row["answer"],
        undertakings=tuple(row["undertakings"]),
    )
