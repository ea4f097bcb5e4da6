"""The uses that somebody may ask under, and the page on which they ask."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import Right
from ....kernel import BadInput, BadQuestion, BeholdenError, Refused
from .. import telling
from ..form_pages import in_one_sentence, moved_on, page
from ..paging import part_of
from ..visits import OfficerVisit
from ..whole_addresses import whole
from .answers import shown
from .explaining import marked
from .forms_question import QuestionForm


def uses(request: OfficerVisit) -> HttpResponse:
    """Show the uses under which somebody may ask."""
    council, by = request.council, request.officer.code
    found = part_of(request, council.uses_to_ask(by=by))
    return page(request, "analyst/uses.html", part=found)


def use(request: OfficerVisit, name: str) -> HttpResponse:
    """Show what a use gives, check a question, or answer it."""
    council, by = request.council, request.officer.code
    given = council.given_to_ask(by=by, use=name)
    saved = council.saved_questions(by=by, use=name) if given.way == "exact" else ()
    form = QuestionForm(request.POST or None, initial=_begun(request, saved))
    context = {"given": given, "form": form, "names": names_of(given), "saved": saved}
    context["schedules"] = [schedule for one in saved for schedule in one.schedules]
    if form.is_bound and form.is_valid():
        act = _ACTS.get(request.POST.get("act", ""), _checked)
        return act(request, form, context)
    return _page(request, context)


def _begun(request: OfficerVisit, saved: Any) -> dict[str, str]:
    """Return what the field begins with: the saved question that the address numbers, if any."""
    wanted = request.GET.get("saved", "")
    found = next((one for one in saved if str(one.number) == wanted), None)
    return {"question": found.question} if found else {}


def drop(request: OfficerVisit, name: str, number: int) -> HttpResponse:
    """Take a saved question off the list."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    council, by = request.council, request.officer.code
    council.drop_question(by=by, use=name, number=number)
    return moved_on(request, "workbench-use", name, told=_("The question is off the list."))


def _checked(request: OfficerVisit, form: QuestionForm, context: dict[str, Any]) -> HttpResponse:
    """Show the gate's decision on a question, which is not asked."""
    question = form.cleaned_data["question"]
    try:
        decision = request.council.explain(
            by=request.officer.code, use=context["given"].use, question=question
        )
    except BeholdenError as error:
        return _told(request, form, context, error)
    return _page(request, {**context, "decision": decision})


def _asked(request: OfficerVisit, form: QuestionForm, context: dict[str, Any]) -> HttpResponse:
    """Show the answer of a question. Its rows are on this page and nowhere else."""
    given, question = context["given"], form.cleaned_data["question"]
    try:
        answered = request.council.ask(by=request.officer.code, use=given.use, question=question)
    except BeholdenError as error:
        return _told(request, form, context, error)
    told = {
        "answer": shown(request.council, answered, title=given.title),
        "may_release": request.officer.may(Right.RELEASE_REQUEST) and given.way == "exact",
        "here": _("Answer"),
    }
    return _page(request, {**context, **told}, "analyst/answer.html")


def _saved(request: OfficerVisit, form: QuestionForm, context: dict[str, Any]) -> HttpResponse:
    """Save a question for the analysts of the use."""
    use, said = context["given"].use, form.cleaned_data
    try:
        request.council.save_question(
            by=request.officer.code, use=use, title=said["title"], question=said["question"]
        )
    except BeholdenError as error:
        return _told(request, form, context, error)
    return moved_on(request, "workbench-use", use, told=_("The question is saved."))


_ACTS = {"ask": _asked, "save": _saved}


def _told(
    request: OfficerVisit, form: QuestionForm, context: dict[str, Any], error: BeholdenError
) -> HttpResponse:
    """Tell a refusal, or what stopped a question, with the question as it was typed.

    What is wrong stands at the field; why, and what to write instead, once below it.
    """
    if isinstance(error, Refused):
        form.add_error(
            "question", _("Not allowed: %(what)s") % {"what": telling.told(error.refusal.what)}
        )
        return _page(request, {**context, "refusal": error.refusal})
    if isinstance(error, BadQuestion):
        mark = marked(form.cleaned_data["question"], error)
        form.add_error("question", telling.told(error.what))
        return _page(request, {**context, "unread": error, "marked": mark})
    form.add_error("title" if isinstance(error, BadInput) else "question", in_one_sentence(error))
    return _page(request, context)


def _page(
    request: OfficerVisit, context: dict[str, Any], template: str = "analyst/use.html"
) -> HttpResponse:
    given = context["given"]
    trail = [(_("Ask"), reverse("workbench"))]
    if "here" in context:
        trail.append((given.title, reverse("workbench-use", args=[given.use])))
    feed = whole(request, reverse("odata-use-service", args=[given.use]))
    return page(request, template, breadcrumbs=trail, feed=feed, **context)


def names_of(given: Any) -> str:
    """Return the names that a question may use, for completion: tables with their columns."""
    tables = {
        table.name: [[column.name, column.role] for column in table.columns]
        for table in given.tables
    }
    return json.dumps(tables)
