"""The board as anybody may read of it: members, meetings, and what became of its advice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...ethics import touching
from ...records import reading
from ..home import Home
from ..uses import answer_to
from .conditions import in_words
from .interests import names_touched


@dataclass(frozen=True, slots=True)
class _Decided:
    on: date | None
    on_advice: Any


def advice_rows(home: Home, use: str | None = None) -> list[dict[str, Any]]:
    """Return each point of advice with its condition in words, and what became of both."""
    today = home.clock.today()
    with home.at_work():
        found = reading.board_advice(use)
    return [_row(view, today) for view in found]


def interests_touching(home: Home, use: str) -> list[dict[str, str]]:
    """Return the members whose declared interests touch a use, with what they declared.

    They touch it by its name, its owner and accountable officer with their organisations, and the
    parties and stewards of its agreements. Raises NotFound for a use that is not there.
    """
    with home.at_work():
        names, board = names_touched(use), reading.board()
    return [
        {"member": member.office, "seat": member.seat, "interest": text}
        for member in (board.members if board else ())
        for text in touching(member.interests, names=names)
    ]


def _row(view: reading.BoardAdviceView, today: date) -> dict[str, Any]:
    decided = _Decided(view.decided_on, view.on_advice) if view.decided_on else None
    answer = answer_to(decided, meeting=view.meeting, point=view.point)
    return {
        "meeting": view.meeting.isoformat(),
        "use": view.use,
        "point": view.point,
        "advice": view.text,
        "condition": in_words(view.condition),
        "quorum": view.counted,
        "answer": answer or "not decided yet",
        "undertakings": list(_undertakings(view, today)),
    }


def _undertakings(view: reading.BoardAdviceView, today: date) -> Iterator[str]:
    for one in view.undertakings:
        yield f"{one.name}: {one.state_on(today).value}"
