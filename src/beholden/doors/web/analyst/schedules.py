"""Scheduled questions: schedule one, see what became of it, read its newest answer, stop it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import Right
from ....kernel import day_in_words
from ..form_pages import done_or_told, in_one_sentence, moved_on, page
from ..visits import OfficerVisit
from .answers import shown
from .forms_schedule import ScheduleForm


def schedule(request: OfficerVisit, name: str, number: int) -> HttpResponse:
    """Have a saved question asked by itself on some days."""
    council, by = request.council, request.officer.code
    given = council.given_to_ask(by=by, use=name)
    saved = _numbered(council.saved_questions(by=by, use=name), number)
    initial = {"every": "week", "starts": council.clock.today(), "until": given.until}
    ends = day_in_words(given.until)
    form = ScheduleForm(request.POST or None, initial=initial, ends=ends)
    if form.is_bound and form.is_valid():
        made = done_or_told(
            form,
            lambda: council.schedule_question(by=by, use=name, number=number, **form.said()),
        )
        if made is not None:
            told = _("The question is scheduled.")
            return moved_on(request, "workbench-schedule", name, made, told=told)
    return page(
        request,
        "analyst/schedule_question.html",
        form=form,
        title=_("Schedule a question"),
        given=given,
        saved=saved,
        breadcrumbs=_trail(given),
    )


def one(request: OfficerVisit, name: str, schedule: int) -> HttpResponse:
    """Show a schedule: its days, what became of each time, and of one's own the newest answer."""
    by = request.officer.code
    found = request.council.schedule_shown(by=by, use=name, schedule=schedule)
    return page(
        request,
        "analyst/schedule.html",
        given=found.given,
        schedule=found.schedule,
        breadcrumbs=_trail(found.given),
        **_answer(request, found),
    )


def stop(request: OfficerVisit, name: str, schedule: int) -> HttpResponse:
    """Stop a schedule."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    council, by = request.council, request.officer.code
    council.unschedule_question(by=by, use=name, schedule=schedule)
    told = _("The schedule is stopped.")
    return moved_on(request, "workbench-schedule", name, schedule, told=told)


def _numbered(found: Any, number: int) -> Any:
    for item in found:
        if item.number == number:
            return item
    raise Http404


def _answer(request: OfficerVisit, found: Any) -> dict[str, Any]:
    """Return the answer that is kept, or why it is not shown now."""
    if found.not_shown is not None:
        return {"not_shown": in_one_sentence(found.not_shown)}
    answered = found.answer
    if answered is None:
        return {}
    return {
        "answer": shown(request.council, answered, title=found.given.title),
        "answered": next(r for r in found.schedule.runs if r.receipt == answered.receipt.id),
        "may_release": request.officer.may(Right.RELEASE_REQUEST),
        "kept": True,
    }


def _trail(given: Any) -> list[tuple[str, str]]:
    return [
        (_("Ask"), reverse("workbench")),
        (given.title, reverse("workbench-use", args=[given.use])),
    ]
