"""The data ethics board: members, meetings, advice and what became of it."""

from __future__ import annotations

from django.http import HttpResponse

from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_csv
from .kept import kept, kept_as_json
from .tables import OF_THE_BOARD, links_to

_COLUMNS = ("meeting", "use", "point", "says", "condition", "answer", "undertakings")


def board(request: Visit) -> HttpResponse:
    """Show the board."""
    shown = kept(request, request.council.public_board)
    part = part_of(request, shown.advice)
    tables = links_to(OF_THE_BOARD, "board-tables-csv", shown)
    return page(request, "public/board.html", board=shown, part=part, tables=tables)


def board_json(request: Visit) -> HttpResponse:
    """Give what is public of the board as data."""
    return kept_as_json(request, request.council.public_board)


def board_csv(request: Visit) -> HttpResponse:
    """Give the board's advice, with what became of it, as a table."""
    shown = kept(request, request.council.public_board).advice
    return as_csv(shown, _COLUMNS, name="advice")
