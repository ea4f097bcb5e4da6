"""A question built without SQL: tables in the address, choices in the form, the SQL shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import done_or_told, page
from ..visits import OfficerVisit
from .forms_building import ChoicesForm, TablesForm, tables_named
from .forms_question import QuestionForm
from .workbench import names_of


def build(request: OfficerVisit, name: str) -> HttpResponse:
    """Show what a question may be built from, and the SQL that the choices make."""
    council, by = request.council, request.officer.code
    start, joined = request.GET.get("from", ""), tables_named(request.GET.dict())
    tables: dict[str, Any] = {"start": start, "joined": joined}
    choices = council.offer_choices(by=by, use=name, **tables)
    given, offer = choices.given, choices.offer
    form = ChoicesForm(offer, given.subject, request.POST or None)
    context = {"given": given, "offer": offer, "tables": TablesForm(offer), "choices": form}
    if form.is_bound and form.is_valid():
        chosen = form.chosen()
        sql = done_or_told(
            form, lambda: council.build_question(by=by, use=name, chosen=chosen, **tables)
        )
        if sql is not None:
            decision = council.explain(by=by, use=name, question=sql)
            made = QuestionForm(initial={"question": sql})
            context |= {"made": made, "decision": decision, "names": names_of(given)}
    return _page(request, context)


def _page(request: OfficerVisit, context: dict[str, Any]) -> HttpResponse:
    given = context["given"]
    trail = [
        (_("Ask"), reverse("workbench")),
        (given.title, reverse("workbench-use", args=[given.use])),
    ]
    shown = {**context, "form": context.get("made", context["choices"]), "breadcrumbs": trail}
    return page(request, "analyst/build.html", **shown)
