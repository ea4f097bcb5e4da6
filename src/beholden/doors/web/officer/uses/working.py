"""Sealing, looking again, and what came of a use."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from .....actions import compared, compared_row
from .....records import reading
from ...telling import code_in_words, day_in_words
from ...visits import OfficerVisit
from ..act_page import acted
from ..forms import NothingToFillIn
from .forms_working import OutcomeForm, ReviewForm
from .judging import about_task

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
