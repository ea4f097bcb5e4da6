"""The addresses of the board at its work.

Who is neither a member nor inside the council is refused by what the pages read.
"""

from __future__ import annotations

from ....actions import Right
from ..routing import SIGNED_IN, Route, holding
from . import advising, meetings, members, reading

_MEET = holding(Right.BOARD_MEET)
_STATE = holding(Right.BOARD_STATE)
_ONE = "board-work/meetings/<slug:on>/"

ROUTES = (
    Route("board-work/", reading.board, "board-work", SIGNED_IN),
    Route("board-work/papers/<slug:digest>/", reading.paper, "board-work-paper", SIGNED_IN),
    Route("board-work/who-is-on-the-board/", members.members, "board-members", _STATE),
    Route(
        "board-work/who-is-on-the-board/<slug:handle>/",
        members.member,
        "board-member",
        _STATE,
        True,
    ),
    Route("board-work/plan-a-meeting/", meetings.plan, "board-plan", _MEET, True),
    Route(_ONE, reading.meeting, "board-meeting", SIGNED_IN),
    Route(_ONE + "who-was-there/", meetings.held, "board-meeting-held", _MEET, True),
    Route(_ONE + "papers/", meetings.papers, "board-meeting-papers", _MEET, True),
    Route(_ONE + "minutes/", meetings.minutes, "board-meeting-minutes", _MEET, True),
    Route(
        _ONE + "advice/<slug:use>/",
        advising.advice,
        "board-meeting-advice",
        holding(Right.ADVICE_RECORD),
        True,
    ),
)
