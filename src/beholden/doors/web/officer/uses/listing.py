"""The list of uses, one use as a list of tasks, and its documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import document_page
from ...coming_back import Begun, begun_by, begun_under
from ...headers import standing_alone
from ...paging import part_of, said_in_query
from ...visits import OfficerVisit

STATES = ("stated", "approved", "declined")

# The route of each task; a task without one is told and not gone to.
TASK_ROUTES = {
    "statement": "officer-use-statement",
    "triage": "officer-use-triage",
    "canvas": "officer-canvas",
    "design-review": "officer-use-design-review",
    "dpia-advice": "officer-use-dpia-advice",
    "decision": "officer-use-decision",
    "crisis": "officer-use-crisis",
    "seal": "officer-use-seal",
    "review": "officer-use-review",
    "outcome": "officer-use-outcome",
}


def uses(request: OfficerVisit) -> HttpResponse:
    """List every use with its state and what is next of it."""
    wanted, state = said_in_query(request, "find"), said_in_query(request, "state")
    rows = [one for one in request.council.uses_at_work() if _fits(one, wanted.lower(), state)]
    context = {
        "part": part_of(request, rows),
        "find": wanted,
        "state": state,
        "states": STATES,
    }
    return render(request, "officer/uses/list.html", context)


def _fits(use: Any, wanted: str, state: str) -> bool:
    words = f"{use.name} {use.title} {use.owner} {use.accountable_officer}".lower()
    return wanted in words and state in ("", use.state)


def use(request: OfficerVisit, name: str) -> HttpResponse:
    """Show one use as a list of tasks, from triage to what came of it."""
    found = request.council.use_tasks(by=request.officer.code, use=name)
    begun = begun_by(request)
    context = {
        "tasks": found,
        "use": found.use,
        "sections": [
            (title, [_with_begun(task, _address(task.code, found), begun) for task in tasks])
            for title, tasks in found.sections
        ],
        "breadcrumbs": [(_("Uses"), reverse("officer-uses"))],
    }
    return render(request, "officer/uses/use.html", context)


def _with_begun(task: Any, address: str, begun: list[Begun]) -> tuple[Any, str, Begun | None]:
    """Return a task with its address, and what whoever looks has begun of it."""
    return task, address, begun_under(begun, address)


def _address(code: str, found: Any) -> str:
    if code == "agreement":
        if found.agreements:
            return reverse("officer-agreement", args=[found.agreements[-1].name])
        return reverse("officer-agreement-write") + "?" + urlencode({"use": found.use.name})
    if code not in TASK_ROUTES:
        return ""
    return reverse(TASK_ROUTES[code], args=[found.use.name])


def document(request: OfficerVisit, name: str, kind: str) -> HttpResponse:
    """Show the paper or the impact assessment of a use as it is today."""
    _refuse_unknown(kind)
    made = request.council.use_document(kind=kind, use=name)
    context = {
        "document": made,
        "name": name,
        "kind": kind,
        "breadcrumbs": crumbs(name),
    }
    return render(request, "officer/uses/document.html", context)


def document_to_print(request: OfficerVisit, name: str, kind: str) -> HttpResponse:
    """Give the same document as one page that stands alone and prints well."""
    _refuse_unknown(kind)
    made = request.council.use_document(kind=kind, use=name)
    return standing_alone(HttpResponse(document_page(made)))


def _refuse_unknown(kind: str) -> None:
    if kind not in ("paper", "dpia"):
        raise Http404


def crumbs(name: str) -> list[tuple[str, str]]:
    """Return the way to a page of one use."""
    return [(_("Uses"), reverse("officer-uses")), (name, reverse("officer-use", args=[name]))]
