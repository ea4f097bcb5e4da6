"""What the secretary does about a meeting: plans it, says who was there, publishes its minutes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ....records import reading
from ..form_pages import done_or_told, moved_on, page
from ..officer.act_page import ActPage, acted
from ..officer.forms import NothingToFillIn
from ..visits import OfficerVisit
from .forms_meetings import HeldForm, MinutesForm, PlanForm
from .reading import crumbs


def plan(request: OfficerVisit) -> HttpResponse:
    """Plan a meeting with its agenda; the papers of its uses are made and kept."""
    uses = [(one.name, one.title) for one in reading.uses_named()]
    form = PlanForm(*_sent(request), uses=uses)
    if form.is_bound and form.is_valid():
        done = done_or_told(
            form,
            lambda: request.council.plan_meeting(
                by=request.officer.code, statement=form.statement()
            ),
        )
        if done is not None:
            return moved_on(
                request, "board-meeting", done.isoformat(), told=_("The meeting is planned.")
            )
    title = _("Plan a meeting")
    return page(request, "board/form.html", form=form, title=title, breadcrumbs=crumbs())


def held(request: OfficerVisit, on: str) -> HttpResponse:
    """Record who was at a meeting and who stood aside; the quorum is counted from it."""
    found = request.council.meeting_at_work(by=request.officer.code, on=on)
    form = HeldForm(
        *_sent(request), seated=found.seated, touched=found.touched, items=found.meeting.items
    )
    if form.is_bound and form.is_valid():
        statement = {**_as_planned(found.meeting), "held": form.held()}
        hold = partial(request.council.hold_meeting, by=request.officer.code)
        done = done_or_told(form, lambda: hold(statement=statement))
        if done is not None:
            return moved_on(request, "board-meeting", on, told=_counted(done))
    title = _("Who was there")
    return page(request, "board/held.html", form=form, title=title, breadcrumbs=crumbs(on))


def papers(request: OfficerVisit, on: str) -> HttpResponse:
    """Make the papers of a planned meeting anew, from what the record says by now."""
    found = request.council.meeting_at_work(by=request.officer.code, on=on)
    is_planned = found.meeting.state == "planned"
    about = ActPage(
        title=_("Make the papers anew"),
        button=_("Make them anew"),
        told=_("The papers are as the record is today. Earlier ones stay on record."),
        to=("board-meeting", on),
        breadcrumbs=crumbs(on),
        lead=(
            _(
                "They were made when the meeting was planned. Where a canvas or an assessment has "
                "changed since, the board reads what is said now."
            ),
        ),
        why_not="" if is_planned else _("It has been held: what it saw stays what it saw."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.make_papers(by=request.officer.code, meeting=on),
    )


def minutes(request: OfficerVisit, on: str) -> HttpResponse:
    """Publish the minutes of a meeting, or what corrects them."""
    request.council.meeting_at_work(by=request.officer.code, on=on)
    form = MinutesForm(*_sent(request))
    if form.is_bound and form.is_valid():
        asked = {"by": request.officer.code, "meeting": on, "text": form.cleaned_data["text"]}
        if done_or_told(form, lambda: request.council.minute_meeting(**asked)) is not None:
            return moved_on(request, "board-meeting", on, told=_("The minutes are public."))
    title = _("Publish the minutes")
    return page(request, "board/form.html", form=form, title=title, breadcrumbs=crumbs(on))


def _sent(request: OfficerVisit) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _as_planned(meeting: reading.MeetingView) -> dict[str, Any]:
    agenda = [{"use": i.use} if i.use else {"item": i.title} for i in meeting.items]
    return {"meeting": meeting.on.isoformat(), "place": meeting.place, "agenda": agenda}


def _counted(quorums: Any) -> str:
    """Return in words whether each item had its quorum."""
    without = [str(number) for number, quorum in quorums.items() if not quorum.met]
    if not without:
        return _("It is recorded. Each item had its quorum.")
    return _("It is recorded. Without a quorum: item %s.") % ", ".join(without)
