"""The board as anybody may read of it: members, meetings, and what became of its advice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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


def advice_rows(
    home: Home, use: str | None = None, meeting: str | None = None
) -> list[dict[str, Any]]:
    """Return each point of advice with its condition in words, and what became of both.

    All of them, or those on one use or of one meeting.
    """
    today = home.clock.today()
    with home.at_work():
        found = reading.board_advice(use, meeting)
    return [_row(view, today) for view in found]


class AdviceRows(Sequence[dict[str, Any]]):
    """Points of advice as rows, the newest first, of which those alone are read that are asked for.

    Points on the uses ``without`` are none of them.
    """

    def __init__(self, home: Home, without: Collection[str]) -> None:
        self._home = home
        self._keys = tuple(reversed(reading.points_of_advice(without)))

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, which: Any) -> Any:
        """Return the row at a place, or those of a slice."""
        keys = self._keys[which] if isinstance(which, slice) else (self._keys[which],)
        today = self._home.clock.today()
        with self._home.at_work():
            found = reading.board_advice(only=keys)
        rows = [_row(view, today) for view in reversed(found)]
        return rows if isinstance(which, slice) else rows[0]


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
