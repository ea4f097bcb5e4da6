"""What the board advised on a use, written down point by point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ...kernel import BadInput, Refusal, Refused
from ..acting import Act, acting
from ..clauses_named import clause_of_point
from ..considering.before_deciding import refuse_unready
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import checked
from .conditions import refuse_unknown
from .meetings import counted_quorum


def record_advice(home: Home, *, by: str, statement: Mapping[str, Any]) -> None:
    """Write down what the board advised on a use, point by point, with conditions.

    Where the meeting is on record its quorum is counted from who was there for the item; otherwise
    it is as the secretary states. Raises BadInput for a condition that cannot be kept to, with
    those that can, and Refused where there was no quorum or the use is stated too thinly.
    """
    from ...records.models import Advice

    refuse_unknown(statement.get("says"))
    plain = checked(statement, schema="advice")
    _refuse_repeated_points(plain["says"])
    name = plain["use"]
    with acting(home, by=by, right=Right.ADVICE_RECORD, name="advice-recorded", use=name) as act:
        use = use_named(name)
        refuse_unready(use)
        item = _item_of(use, plain)
        advice = Advice.objects.create(
            use=use,
            meeting=date.fromisoformat(plain["meeting"]),
            quorum=True,
            recorded_by=act.person,
            recorded_at=act.at,
        )
        _keep_points(advice, plain["says"])
        act.clauses = tuple(clause_of_point(advice.meeting, s["point"]) for s in plain["says"])
        act.facts.update(
            meeting=plain["meeting"],
            points=len(plain["says"]),
            conditions=[s["condition"] for s in plain["says"] if s.get("condition")],
        )
        if item is not None:
            _give(act, advice, item, plain.get("dissent", []))


def _keep_points(advice: Any, says: Sequence[Mapping[str, Any]]) -> None:
    from ...records.models import AdvicePoint

    AdvicePoint.objects.bulk_create(
        AdvicePoint(
            advice=advice,
            point=said["point"],
            text=said["text"],
            condition=said.get("condition"),
        )
        for said in says
    )


def _item_of(use: Any, plain: Mapping[str, Any]) -> Any:
    """Return the item of the agenda on which advice was given, or None where none is on record."""
    from ...records.models import BoardMeeting

    meeting = BoardMeeting.objects.filter(on=date.fromisoformat(plain["meeting"])).first()
    if meeting is None:
        _refuse_nothing_stated(plain)
        return None
    item = meeting.items.filter(use=use).first()
    if meeting.state == "planned" or item is None:
        raise BadInput(
            "The board has not advised on this use at that meeting.",
            why="The meeting has not been held."
            if meeting.state == "planned"
            else "The use is not on its agenda.",
            next_step="Record who was there: `beholden board held`."
            if meeting.state == "planned"
            else "See its agenda with `beholden board agenda`.",
        )
    return item


def _refuse_nothing_stated(plain: Mapping[str, Any]) -> None:
    """Raise BadInput where nothing says that there was a quorum, or who dissented from what."""
    if plain.get("quorum") is not True or "dissent" in plain:
        raise BadInput(
            "This meeting is not on record, so nothing says who was there.",
            why="A quorum is counted where the meeting is recorded; otherwise the secretary states "
            "it, and dissent is not kept.",
            next_step="Record the meeting, or write quorum: yes.",
        )


def _give(act: Act, advice: Any, item: Any, dissent: list[dict[str, Any]]) -> None:
    """Bind advice to the item on which it was given; raise Refused where too few were there."""
    from ...records.models import AdviceGiven

    counted = counted_quorum(item)
    if not counted.met:
        raise Refused(
            Refusal(
                what="there was no quorum for this item, so the board could not advise on it.",
                why=f"Of its members, {counted.in_words()}.",
                clause="board › quorum",
                next_step="put the use on the agenda of another meeting.",
                ask="the secretary of the data ethics board.",
            )
        )
    points = set(advice.points.values_list("point", flat=True))
    if any(one.get("point") not in {None, *points} for one in dissent):
        raise BadInput("Somebody dissents from a point that there is not.")
    AdviceGiven.objects.create(
        advice=advice,
        item=item,
        present=counted.present,
        needed=counted.needed,
        dissent=dissent,
    )
    act.clauses = (*act.clauses, "board › quorum")
    act.facts.update(item=item.number, quorum=counted.in_words(), dissenting=len(dissent))


def _refuse_repeated_points(says: list[dict[str, Any]]) -> None:
    points = [said["point"] for said in says]
    if len(set(points)) < len(points):
        raise BadInput(
            "Two points of advice have the same number.",
            next_step="Number the points from 1.",
        )
