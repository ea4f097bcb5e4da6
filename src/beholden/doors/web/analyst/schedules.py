"""Scheduled questions: schedule one, see what became of it, read its newest answer, stop it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import Right, ScheduleView
from ....kernel import BeholdenError, day_in_words
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
        given=given,
        saved=saved,
        breadcrumbs=_trail(given),
    )


def one(request: OfficerVisit, name: str, schedule: int) -> HttpResponse:
    """Show a schedule: its days, what became of each time, and of one's own the newest answer."""
    council, officer = request.council, request.officer
    given = council.given_to_ask(by=officer.code, use=name)
    found = _numbered(council.scheduled_questions(by=officer.code, use=name), schedule)
    context = _answer(request, found, given) if _has_answer(found) else {}
    return page(
        request,
        "analyst/schedule.html",
        given=given,
        schedule=found,
        breadcrumbs=_trail(given),
        **context,
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


def _has_answer(found: ScheduleView) -> bool:
    return any(run.kept for run in found.runs)


def _answer(request: OfficerVisit, found: ScheduleView, given: Any) -> dict[str, Any]:
    """Return the answer that is kept, or why it is not shown now."""
    officer = request.officer
    try:
        answered = request.council.scheduled_answer(
            by=officer.code, use=given.use, schedule=found.number
        )
    except BeholdenError as fault:
        return {"not_shown": in_one_sentence(fault)}
    return {
        "answer": shown(request.council, answered, title=given.title),
        "answered": next(run for run in found.runs if run.receipt == answered.receipt.id),
        "may_release": officer.may(Right.RELEASE_REQUEST),
        "kept": True,
    }


def _trail(given: Any) -> list[tuple[str, str]]:
    return [
        (_("Ask"), reverse("workbench")),
        (given.title, reverse("workbench-use", args=[given.use])),
    ]
