"""The secretary writes down what the board advised on a use, at a meeting with a quorum."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ....actions import conditions_in, conditions_known
from ..form_pages import done_or_told, look_at_unheld_offices, moved_on, page
from ..visits import OfficerVisit
from .forms_advice import AdviceForm
from .reading import crumbs


def advice(request: OfficerVisit, on: str, use: str) -> HttpResponse:
    """Record the advice on one use of the agenda."""
    by = request.officer.code
    found = request.council.meeting_at_work(by=by, on=on)
    item = next((one for one in found.meeting.items if one.use == use), None)
    if item is None:
        raise Http404
    form = AdviceForm(request.POST) if request.method == "POST" else AdviceForm()
    if form.is_bound and form.is_valid():
        statement = form.statement(use=use, on=on)
        record = partial(request.council.record_advice, by=by, statement=statement)
        if done_or_told(form, record) is not None:
            moved = moved_on(request, "board-meeting", on, told=_("The advice is recorded."))
            look_at_unheld_offices(request, conditions_in(statement))
            return moved
    title = _("What the board advised")
    context = {"form": form, "title": title, "item": item, "breadcrumbs": crumbs(on)}
    return page(request, "board/advice.html", known=conditions_known(), **context)
