"""Sealing, looking again, what came of a use, and opening one in a crisis."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import compared, compared_row, statement_in
from .....records import reading
from ...telling import code_in_words, day_in_words
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from ..forms import Because, NothingToFillIn
from .forms_working import CrisisForm, OutcomeForm, ReviewForm, WhichDatasets
from .judging import about_task
from .listing import crumbs

# Beyond so many rows sealing takes longer than a page may; then the command does it.
_ROWS_OF_A_PAGE = 200_000


def seal(request: OfficerVisit, name: str) -> HttpResponse:
    """Seal the extract of a use, where it is small enough to be waited for."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    rows = _rows_to_seal(found)
    about = about_task(
        found,
        "seal",
        title=_("Seal the extract"),
        button=_("Seal it now"),
        told=_("The extract is sealed, and can be asked."),
        known=((_("Rows of its datasets"), f"{rows:,}"),),
        lead=(
            _(
                "The newest datasets are copied as the agreement allows, with pseudonyms of this "
                "use alone, and encrypted. An earlier extract is destroyed."
            ),
        ),
        too_large=_too_large(name, rows),
    )
    return acted(
        request, NothingToFillIn, about, lambda _form: council.seal(by=officer.code, use=name)
    )


def _rows_to_seal(found: Any) -> int:
    running = [one for one in found.agreements if one.state == "in_force"]
    if not running:
        return 0
    named = running[-1].datasets
    return sum(d.latest.rows for d in reading.datasets() if d.name in named and d.latest)


def _too_large(name: str, rows: int) -> str:
    if rows <= _ROWS_OF_A_PAGE:
        return ""
    return _(
        "Its datasets have %(rows)s rows: more than can be sealed while a page waits. Run this "
        "on the council's machine: beholden seal %(use)s"
    ) % {"rows": f"{rows:,}", "use": name}


def review(request: OfficerVisit, name: str) -> HttpResponse:
    """Look again at a use: it goes on, or its agreements end."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    about = about_task(
        found,
        "review",
        title=_("Look again at the use"),
        button=_("Record the review"),
        told=_("The review is recorded."),
        known=tuple(_came_of_it(found.use, council)),
    )
    return acted(
        request,
        ReviewForm,
        about,
        lambda form: council.review_use(
            by=officer.code, statement=form.statement(name, officer.office)
        ),
        initial={"on": council.clock.today()},
    )


def _came_of_it(view: Any, council: Any) -> Any:
    today = council.clock.today()
    for one in view.undertakings:
        yield one.name, f"{one.text}\n{one.owner}: {code_in_words(one.state_on(today))}"
    for one in view.outcomes:
        figures = "; ".join(f"{what}: {figure}" for what, figure in one.measure.items())
        yield day_in_words(one.on), figures or _("An outcome was recorded.")


def outcome(request: OfficerVisit, name: str) -> HttpResponse:
    """Record what came of a use, beside what was intended."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    rows = [compared_row(row) for row in compared(found.use, council.clock.today())]
    about = about_task(
        found,
        "outcome",
        title=_("What came of it"),
        button=_("Record what came of it"),
        told=_("It is recorded, and public."),
        template="officer/uses/outcome.html",
    )
    options = {
        "foreseen": [one.what for one in found.use.consequences],
        "measures": list(dict.fromkeys(row["measure"] for row in rows if row["measure"])),
    }
    return acted(
        request,
        OutcomeForm,
        about,
        lambda form: council.record_outcome(by=officer.code, statement=form.statement(name)),
        initial={"on": council.clock.today()},
        form_options=options,
        rows=rows,
    )


def crisis(request: OfficerVisit, name: str) -> HttpResponse:
    """Show a use that was asked for in a crisis; a second person confirms it."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    opening = found.use.opening
    if opening is None:
        context = {"use": found.use, "breadcrumbs": crumbs(name)}
        return render(request, "officer/uses/no_crisis.html", context)
    about = about_task(
        found,
        "crisis",
        title=_("Confirm the use in a crisis"),
        button=_("Open it now"),
        told=_("The use is open. Its full review is owed."),
        known=tuple(_of_the_opening(opening)),
        warning=_("Its agreement is in force from this moment, without the parties' signatures."),
    )
    return acted(
        request,
        Because,
        about,
        lambda form: council.confirm_opening(
            by=officer.code, use=name, because=form.cleaned_data["because"]
        ),
    )


def _of_the_opening(opening: Any) -> Any:
    yield _("What has happened"), opening.why_now
    yield _("Asked for by"), opening.office
    yield _("Open for"), _("%(days)s days") % {"days": opening.days}
    yield _("Full review within"), _("%(days)s days") % {"days": opening.review_within}
    if opening.confirmed_because:
        yield _("Confirmed because"), opening.confirmed_because
    if opening.review_by:
        yield _("Full review owed by"), day_in_words(opening.review_by)
    yield _("State"), code_in_words(opening.state)


def ask_crisis(request: OfficerVisit) -> HttpResponse:
    """Ask that a use be opened in a crisis: first which datasets, then one page."""
    council, officer = request.council, request.officer
    names = request.GET.getlist("datasets")
    way = [(_("Uses"), reverse("officer-uses"))]
    if not names and request.method != "POST":
        form = WhichDatasets(names=[one.name for one in reading.datasets()])
        context = {"form": form, "breadcrumbs": way}
        return render(request, "officer/uses/crisis_datasets.html", context)
    about = ActPage(
        title=_("Ask for a use in a crisis"),
        button=_("Ask for it"),
        told=_("It is asked for. The data-protection officer is to confirm it."),
        to=("officer-uses",),
        breadcrumbs=way,
        lead=(
            _(
                "Nothing can be done under it before the data-protection officer confirms. Its "
                "full review is owed by a day, or what was sealed is destroyed."
            ),
        ),
    )
    begun = council.crisis_form(datasets=names) if names else ""
    return acted(
        request,
        CrisisForm,
        about,
        lambda form: council.ask_opening(
            by=officer.code, statement=statement_in(form.cleaned_data["statement"])
        ),
        initial={"statement": begun},
    )
