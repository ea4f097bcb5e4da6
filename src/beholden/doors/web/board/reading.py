"""What a member of the board reads: the meeting to come, its papers, and what came of advice."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..paging import part_of
from ..visits import OfficerVisit

Crumbs = list[tuple[str, str]]


def crumbs(on: str = "") -> Crumbs:
    """Return the way to a page of the board, or to one of a meeting."""
    way = [(_("Board"), reverse("board-work"))]
    return [*way, (_("Meeting"), reverse("board-meeting", args=[on]))] if on else way


def board(request: OfficerVisit) -> HttpResponse:
    """Show the next meeting, one's own interests, earlier meetings, and what came of advice."""
    found = request.council.board_at_work(by=request.officer.code)
    return page(request, "board/work.html", found=found, part=part_of(request, found.advice))


def meeting(request: OfficerVisit, on: str) -> HttpResponse:
    """Show one meeting: agenda and papers, interests, who was there, advice and minutes."""
    found = request.council.meeting_at_work(by=request.officer.code, on=on)
    context = {"found": found, "meeting": found.meeting, "breadcrumbs": crumbs()}
    return page(request, "board/meeting.html", **context)


def paper(request: OfficerVisit, digest: str) -> HttpResponse:
    """Show a paper as the meeting has it before it."""
    text = request.council.board_paper(by=request.officer.code, digest=digest)
    return page(request, "board/paper.html", text=text, breadcrumbs=crumbs())
