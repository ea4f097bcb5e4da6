"""Who is on the board: its seats, the rule of its quorum, its members and what they declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...ethics import DEFAULT_SEATS, QuorumRule, Seat
from ...kernel import BadInput, fingerprint
from ..acting import Act, acting, require, somebody_named
from ..home import Home
from ..rights import Right
from ..statements import checked

MEMBER = "board_member"


@dataclass(frozen=True, slots=True)
class MayBeMember:
    """Somebody who holds the role of a member; ``stated`` is what the board's statement says."""

    code: str
    office: str
    stated: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class BoardToState:
    """The board as its secretary changes it: its last statement, its seats, who may sit on it."""

    statement: Mapping[str, Any]
    seats: tuple[Seat, ...]
    people: tuple[MayBeMember, ...]

    def changed(self, code: str, member: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the statement with one member stated anew, or without them."""
        others = [one for one in self.statement.get("members", ()) if one["person"] != code]
        return {**self.statement, "members": [*others, *([dict(member)] if member else [])]}


def board_to_state(home: Home, *, by: str) -> BoardToState:
    """Return the board for whoever states it; raise Refused for anybody else."""
    from ...records.models import Person

    with home.at_work():
        require(home, by=by, right=Right.BOARD_STATE)
        statement = board_as_stated() or {}
        stated = {one["person"]: one for one in statement.get("members", ())}
        held = Person.objects.filter(active=True, roles__role=MEMBER).order_by("office")
        people = tuple(MayBeMember(p.code, p.office, stated.get(p.code)) for p in held)
    return BoardToState(statement, seats_in(statement), people)


def state_board(home: Home, *, by: str, statement: Mapping[str, Any]) -> int:
    """State the board as it is from now on; return how many members it has.

    What was stated before stays on record. Raises BadInput for a seat that there is not, and for a
    member who does not hold the role of one; NotFound for somebody who is not there.
    """
    plain = checked(statement, schema="board")
    seats = seats_in(plain)
    _refuse_twice([seat.code for seat in seats], "seat")
    _refuse_twice([member["person"] for member in plain["members"]], "member")
    with acting(home, by=by, right=Right.BOARD_STATE, name="board-stated") as act:
        _record(act, plain, seats)
    return len(plain["members"])


def newest_board() -> Any:
    """Return the board as it was stated last; raise BadInput where there is none."""
    from ...records.models import BoardVersion

    board = BoardVersion.objects.order_by("-id").first()
    if board is None:
        raise BadInput(
            "The board has not been stated yet.",
            why="A meeting is of its members, and its quorum is counted by their seats.",
            next_step="State who is on it: on the board's pages, or with beholden board state.",
            ask="the secretary of the data ethics board",
        )
    return board


def seats_in(stated: Mapping[str, Any]) -> tuple[Seat, ...]:
    """Return the seats that a statement, or a record of it, names; the default ones otherwise."""
    if "seats" not in stated:
        return DEFAULT_SEATS
    return tuple(Seat(s["seat"], s["title"], s.get("lay", False)) for s in stated["seats"])


def seats_of(board: Any) -> tuple[Seat, ...]:
    """Return the seats of a board on record."""
    return seats_in({"seats": board.seats})


def rule_of(board: Any) -> QuorumRule:
    """Return the rule of the quorum of a board on record."""
    return QuorumRule(board.quorum["share"], board.quorum["lay"])


def members_on(board: Any, day: date) -> list[Any]:
    """Return those whose term on a board covers a day."""
    return list(board.members.select_related("person").filter(starts__lte=day, ends__gte=day))


def board_as_stated() -> Mapping[str, Any] | None:
    """Return the last statement of the board, or None."""
    from ...records.models import BoardVersion

    board = BoardVersion.objects.order_by("-id").first()
    return board.statement if board else None


def _record(act: Act, plain: Mapping[str, Any], seats: Sequence[Seat]) -> None:
    from ...records.models import BoardMember, BoardVersion

    rule = QuorumRule(**plain.get("quorum", {}))
    board = BoardVersion.objects.create(
        seats=[{"seat": s.code, "title": s.title, "lay": s.lay} for s in seats],
        quorum={"share": rule.share, "lay": rule.lay},
        statement=plain,
        stated_by=act.person,
        stated_at=act.at,
    )
    known = {seat.code for seat in seats}
    members = [_member(board, stated, known) for stated in plain["members"]]
    BoardMember.objects.bulk_create(members)
    act.facts.update(
        seats=sorted(known),
        filled=[member.seat for member in members],
        quorum=board.quorum,
        interests=fingerprint([member.interests for member in members]),
    )


def _member(board: Any, stated: Mapping[str, Any], seats: set[str]) -> Any:
    from ...records.models import BoardMember

    person = somebody_named(stated["person"])
    if stated["seat"] not in seats:
        raise BadInput(
            "A member holds a seat that the board has not.",
            why=f"Its seats are {', '.join(sorted(seats))}.",
            next_step="Name one of these (seat: …), or state the seats.",
        )
    if not person.roles.filter(role=MEMBER).exists():
        raise BadInput(
            f"Somebody stated as a member does not hold the role {MEMBER}.",
            why=f"It is whoever has the office: {person.office}.",
            next_step="Have the administrator give them the role first.",
        )
    return BoardMember(
        board=board,
        person=person,
        office=person.office,
        seat=stated["seat"],
        starts=date.fromisoformat(stated["from"]),
        ends=date.fromisoformat(stated["until"]),
        interests=stated.get("interests", []),
    )


def _refuse_twice(codes: list[str], what: str) -> None:
    if len(set(codes)) < len(codes):
        raise BadInput(f"A {what} of the board is stated twice.", next_step="Take one of them out.")
