"""Triage, and the ethics canvas area by area."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import canvas_rows, triage_questions
from .....kernel import NotFound
from .....records import reading
from ...coming_back import Begun, begun_by, begun_under
from ...telling import code_alone, told
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from .forms_thinking import AreaForm, TriageForm, plain
from .listing import crumbs


def triage(request: OfficerVisit, name: str) -> HttpResponse:
    """Answer the questions of triage that the statement of a use leaves open."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    task, view = found.task("triage"), found.use
    about = ActPage(
        title=_("How much review it is owed"),
        button=_("Save the answers"),
        told=_("Triage is saved."),
        to=("officer-use", name),
        breadcrumbs=crumbs(name),
        lead=(_("What nobody has answered counts as the worst answer, so answer what you can."),),
        known=_owed(view),
        why_not="" if task.mine else _not_yours(task),
    )
    questions = triage_questions(view)
    answers = dict(view.triage.answers) if view.triage else {}
    return acted(
        request,
        TriageForm,
        about,
        lambda form: council.triage_use(by=officer.code, use=name, answers=form.answers()),
        initial=answers,
        form_options={"questions": questions},
    )


def _owed(view: Any) -> tuple[tuple[str, str], ...]:
    owed = view.triage.owed if view.triage else {}
    pairs = [(_("Review that is owed"), code_alone(view.review))]
    pairs += [(_("Because"), "\n".join(owed["because"]))] if owed.get("because") else []
    if owed:
        pairs += [(_("Design review"), _("Owed") if owed.get("design_review") else _("Not owed"))]
    return tuple(pairs)


def _not_yours(task: Any) -> str:
    return told(task.why_not) or _(
        "It is done by %(who)s, while nothing was advised or decided."
    ) % {"who": told(task.who)}


def canvas(request: OfficerVisit, name: str) -> HttpResponse:
    """Show the 15 areas of a use's canvas: where each is, and whose."""
    found = request.council.use_tasks(by=request.officer.code, use=name)
    rows = canvas_rows(found.use, request.council.clock.today())
    settled = sum(row["settled"] for row in rows)
    begun = begun_by(request)
    context = {
        "use": found.use,
        "rows": [row | {"begun": _begun(begun, name, row["area"])} for row in rows],
        "settled": settled,
        "task": found.task("canvas"),
        "breadcrumbs": crumbs(name),
    }
    return render(request, "officer/uses/canvas.html", context)


def _begun(begun: list[Begun], name: str, area: str) -> Begun | None:
    return begun_under(begun, reverse("officer-canvas-area", args=[name, area]))


def area(request: OfficerVisit, name: str, code: str) -> HttpResponse:
    """Show one area of a canvas with what was said before, and take what is said now."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    rows = canvas_rows(found.use, council.clock.today())
    at = next((at for at, row in enumerate(rows) if row["area"] == code), None)
    if at is None:
        raise NotFound(_("The ethics canvas has no such area."))
    row = rows[at]
    last = at + 1 == len(rows)
    to = ("officer-canvas", name) if last else ("officer-canvas-area", name, rows[at + 1]["area"])
    prompts = _prompts(row)
    return acted(
        request,
        AreaForm,
        _about_area(found, row, to),
        lambda form: council.fill_canvas(
            by=officer.code, use=name, areas={code: form.said(row["said"])}
        ),
        initial=_area_now(row, prompts),
        owes=lambda form: form.said(row["said"]).get("actions", ()),
        form_options={"prompts": prompts},
        row=row,
        history=_history(found.use, code),
    )


def _about_area(found: Any, row: Any, to: tuple[str, ...]) -> ActPage:
    name, task = found.use.name, found.task("canvas")
    way = [*crumbs(name), (_("The ethics canvas"), reverse("officer-canvas", args=[name]))]
    return ActPage(
        title=_(row["title"]),
        button=_("Save and go on"),
        told=_("Saved: %(area)s.") % {"area": _(row["title"])},
        to=to,
        breadcrumbs=way,
        known=((_("Answers for it"), row["owner"]),) if row["owner"] else (),
        why_not="" if task.mine else _("It is filled in by %(who)s.") % {"who": told(task.who)},
        template="officer/uses/area.html",
    )


def _prompts(row: Any) -> list[tuple[str, str]]:
    """Return the prompts that this page can ask: those with no answer yet, or one plain text."""
    return [
        (code, _(asks))
        for code, asks in zip(row["codes"], row["prompts"], strict=True)
        if plain(row["said"].get("answers", {}).get(code, "")) is not None
    ]


def _area_now(row: Any, prompts: Any) -> dict[str, Any]:
    answers = row["said"].get("answers", {})
    said = {f"says_{code}": plain(answers.get(code, "")) for code, _asks in prompts}
    status = "in progress" if row["status"] == "not begun" else row["status"]
    words = {name: row["said"].get(name, "") for name in ("owner", "why_not", "notes")}
    return {**said, "status": status, **words}


def _history(view: reading.UseView, code: str) -> list[reading.CanvasVersionView]:
    return [one for one in reversed(view.canvas_versions) if one.area == code]
