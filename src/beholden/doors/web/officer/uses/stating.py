"""Stating a use, and stating it anew until the board or the officer has seen it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import UseTasks
from .....records import reading
from ...form_pages import done_or_told, look_at_unheld_offices, moved_on, page
from ...visits import OfficerVisit
from .forms_stating import ROWS, Consequences, StatementForm
from .listing import crumbs


def state(request: OfficerVisit) -> HttpResponse:
    """State a new use."""
    return _stated(request, breadcrumbs=[(_("Uses"), reverse("officer-uses"))])


def statement(request: OfficerVisit, name: str) -> HttpResponse:
    """Show the statement of a use; whoever stated it may state it anew until it was seen."""
    found = request.council.use_tasks(by=request.officer.code, use=name)
    if not found.task("statement").mine:
        context = {"use": found.use, "task": found.task("statement"), "breadcrumbs": crumbs(name)}
        return render(request, "officer/uses/statement.html", context)
    return _stated(request, breadcrumbs=crumbs(name), found=found)


def _stated(
    request: OfficerVisit, *, breadcrumbs: Any, found: UseTasks | None = None
) -> HttpResponse:
    """Show the form of a statement, take in its rows, or state the use and go to its tasks."""
    name = found.use.name if found else ""
    form = _form(request, found)
    adding = "add" in request.POST or "take-out" in request.POST
    if request.method == "POST" and not adding and form.is_valid():
        said = form.statement()
        told = _("It is stated anew.") if name else _("It is stated, and public. Its tasks follow.")
        if done_or_told(
            form, lambda: request.council.state_use(by=request.officer.code, statement=said)
        ):
            on = moved_on(request, "officer-use", said["use"], told=told)
            look_at_unheld_offices(request, said.get("consequences", ()))
            return on
    title = _("Purpose and consequences") if name else _("State a use")
    context = {"title": title, "breadcrumbs": breadcrumbs, "adding": adding}
    return page(request, "officer/uses/state.html", form=form, **context)


def _form(request: OfficerVisit, found: UseTasks | None) -> StatementForm:
    name = found.use.name if found else ""
    if request.method != "POST":
        rows = Consequences(prefix=ROWS, initial=_rows_of(found) if found else [{}])
        return StatementForm(
            initial=_said(found.use) if found else _begun(), stated=name, rows=rows
        )
    if "add" in request.POST or "take-out" in request.POST:
        return _with_another_row(request, name)
    return StatementForm(request.POST, stated=name, rows=Consequences(request.POST, prefix=ROWS))


def _with_another_row(request: OfficerVisit, name: str) -> StatementForm:
    """Return the form as it was typed, with one row more, or without those to be taken out.

    Nothing is checked yet: whoever adds a row has not finished.
    """
    typed = StatementForm(request.POST, stated=name)
    rows = Consequences(request.POST, prefix=ROWS)
    kept = [_typed(row) for row in rows.forms if not row["DELETE"].value()]
    more: list[dict[str, Any]] = [{}] if "add" in request.POST else []
    again = Consequences(prefix=ROWS, initial=[*kept, *more])
    initial = {field: typed[field].value() for field in typed.fields}
    return StatementForm(initial=initial, stated=name, rows=again)


def _typed(row: Any) -> dict[str, Any]:
    return {name: row[name].value() for name in row.fields if name != "DELETE"}


def _begun() -> dict[str, Any]:
    return {"made_up": reading.made_up()}


def _said(use: Any) -> dict[str, Any]:
    fields = ("title", "purpose", "why_data", "owner", "accountable_officer", "people_affected")
    flags = {flag: _yes(getattr(use, flag)) for flag in ("personal_data", "special_category")}
    return {**{name: getattr(use, name) for name in fields}, **flags, "made_up": use.made_up}


def _rows_of(found: UseTasks) -> list[dict[str, Any]]:
    names = ("what", "affects", "kind", "likelihood", "severity", "response", "measure", "who")
    return [
        {
            **{name: getattr(one, name) for name in names},
            "intended": _yes(one.intended),
            "by": one.by,
            "stance": one.stance,
        }
        for one in found.use.consequences
    ]


def _yes(said: bool) -> str:
    return "yes" if said else "no"
