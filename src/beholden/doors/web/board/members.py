"""Who is on the board: the secretary states it, one member at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import BoardToState
from ....kernel import NotFound
from ..form_pages import done_or_told, moved_on, page
from ..officer.people import handle_of
from .forms_members import MemberForm
from .reading import crumbs


def members(request: Any) -> HttpResponse:
    """List who may sit on the board, with the seat and the term of each."""
    found = request.council.board_to_state(by=request.officer.code)
    titles = {seat.code: seat.title for seat in found.seats}
    rows = [(one.office, handle_of(one.code), _seated(one.stated, titles)) for one in found.people]
    return page(request, "board/members.html", rows=rows, breadcrumbs=crumbs())


def _seated(stated: Mapping[str, Any] | None, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return what the list tells of who has a seat; nothing of who has none."""
    if stated is None:
        return {}
    return {
        "seat": titles[stated["seat"]],
        "starts": date.fromisoformat(stated["from"]),
        "ends": date.fromisoformat(stated["until"]),
        "declares": [one["text"] for one in stated.get("interests", ())],
    }


def member(request: Any, handle: str) -> HttpResponse:
    """State the seat, the term and the interests of one person, or take them off the board."""
    found: BoardToState = request.council.board_to_state(by=request.officer.code)
    one = next((one for one in found.people if handle_of(one.code) == handle), None)
    if one is None:
        raise NotFound(_("There is nobody of that name."))
    seats = [(seat.code, seat.title) for seat in found.seats]
    form = MemberForm(request.POST or None, seats=seats, stated=one.stated)
    if form.is_bound and form.is_valid():
        statement = found.changed(one.code, form.member(one.code))
        asked = {"by": request.officer.code, "statement": statement}
        if done_or_told(form, lambda: request.council.state_board(**asked)) is not None:
            return moved_on(request, "board-members", told=_("The board is stated anew."))
    way = [*crumbs(), (_("Who is on the board"), reverse("board-members"))]
    return page(request, "board/form.html", form=form, title=one.office, breadcrumbs=way)
