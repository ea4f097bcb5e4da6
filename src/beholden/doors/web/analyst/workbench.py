"""The uses that somebody may ask under, and the page on which they ask."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import Right
from ....kernel import BeholdenError, Refused
from ..form_pages import in_one_sentence, page
from .answers import shown
from .forms_question import QuestionForm


def uses(request: HttpRequest) -> HttpResponse:
    """Show the uses under which somebody may ask."""
    council, by = request.council, request.officer.code  # type: ignore[attr-defined]
    return page(request, "analyst/uses.html", uses=council.uses_to_ask(by=by))


def use(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a use gives, check a question, or answer it."""
    council, by = request.council, request.officer.code  # type: ignore[attr-defined]
    given = council.given_to_ask(by=by, use=name)
    form = QuestionForm(request.POST or None)
    context = {"given": given, "form": form, "names": names_of(given)}
    if form.is_bound and form.is_valid():
        act = _asked if request.POST.get("act") == "ask" else _checked
        return act(request, form, context)
    return _page(request, context)


def _checked(request: Any, form: QuestionForm, context: dict[str, Any]) -> HttpResponse:
    """Show the gate's decision on a question, which is not asked."""
    question = form.cleaned_data["question"]
    try:
        decision = request.council.explain(
            by=request.officer.code, use=context["given"].use, question=question
        )
    except BeholdenError as error:
        return _told(request, form, context, error)
    return _page(request, {**context, "decision": decision})


def _asked(request: Any, form: QuestionForm, context: dict[str, Any]) -> HttpResponse:
    """Show the answer of a question. Its rows are on this page and nowhere else."""
    given, question = context["given"], form.cleaned_data["question"]
    try:
        answered = request.council.ask(by=request.officer.code, use=given.use, question=question)
    except BeholdenError as error:
        return _told(request, form, context, error)
    told = {
        "answer": shown(answered, title=given.title),
        "may_release": request.officer.may(Right.RELEASE_REQUEST) and given.way == "exact",
        "here": _("Answer"),
    }
    return _page(request, {**context, **told}, "analyst/answer.html")


def _told(request: Any, form: QuestionForm, context: dict[str, Any], error: BeholdenError) -> Any:
    """Tell a refusal, or what stopped a question, with the question as it was typed."""
    form.add_error("question", in_one_sentence(error))
    refusal = error.refusal if isinstance(error, Refused) else None
    return _page(request, {**context, "refusal": refusal})


def _page(
    request: HttpRequest, context: dict[str, Any], template: str = "analyst/use.html"
) -> HttpResponse:
    given = context["given"]
    trail = [(_("Ask"), reverse("workbench"))]
    if "here" in context:
        trail.append((given.title, reverse("workbench-use", args=[given.use])))
    return page(request, template, breadcrumbs=trail, **context)


def names_of(given: Any) -> str:
    """Return the names that a question may use, for completion: tables with their columns."""
    tables = {
        table.name: [[column.name, column.role] for column in table.columns]
        for table in given.tables
    }
    return json.dumps(tables)
