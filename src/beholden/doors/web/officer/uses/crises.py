"""A use in a crisis: asked for by one officer, confirmed by the data-protection officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import CrisisOffer, crisis_offers, law_in_codes
from .....records import reading
from ...form_pages import page
from ...telling import code_in_words, day_in_words
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from ..forms import Because
from .forms_crisis import CrisisForm, WhichDatasets
from .judging import about_task
from .listing import crumbs

_ASKED = ("dimension", "measure")


def ask(request: OfficerVisit) -> HttpResponse:
    """Ask that a use be opened in a crisis: first which datasets, then one page."""
    offers = crisis_offers(reading.datasets())
    chosen = request.GET.keys() & {"chosen", "datasets"}
    which = WhichDatasets(request.GET if chosen else None, offers=offers)
    if not which.is_valid():
        context = {"offers": offers, "breadcrumbs": _way()}
        return page(request, "officer/uses/crisis_datasets.html", form=which, **context)
    return _one_page(request, which.cleaned_data["datasets"])


def _one_page(request: OfficerVisit, offers: tuple[CrisisOffer, ...]) -> HttpResponse:
    about = ActPage(
        title=_("Ask for a use in a crisis"),
        button=_("Ask for it"),
        told=_("It is asked for, and public. The data-protection officer is to confirm it."),
        to=("officer-uses",),
        breadcrumbs=[*_way(), (_("Which datasets"), reverse("officer-crisis-ask"))],
        lead=(
            _(
                "Nothing can be done under it before the data-protection officer confirms. Its "
                "full review is owed by a day, or what was sealed is destroyed."
            ),
        ),
        template="officer/uses/crisis_page.html",
    )
    return acted(
        request,
        CrisisForm,
        about,
        lambda form: request.council.ask_opening(
            by=request.officer.code, statement=form.statement()
        ),
        initial={"made_up": reading.made_up()},
        form_options={"offers": offers, "officer": request.officer},
        leads_to=lambda name: ("officer-use", name),
    )


def _way() -> list[tuple[str, str]]:
    return [(_("Uses"), reverse("officer-uses"))]


def confirm(request: OfficerVisit, name: str) -> HttpResponse:
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
        known=(*_of_the_opening(opening), *_of_the_data(reading.opening_document(name))),
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


def _of_the_data(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what may be done with which data: what the second person answers for."""
    for name, said in document.get("datasets", {}).items():
        asked = [c for c, terms in said["columns"].items() if terms.get("role") in _ASKED]
        yield name, _("Asked of groups: %(columns)s") % {"columns": ", ".join(asked) or _("none")}
    aggregate = document.get("outputs", {}).get("aggregate")
    if aggregate:
        yield _("Whose analysts may ask"), ", ".join(aggregate["to"])
        yield _("Smallest group that is shown"), str(aggregate.get("smallest_group", ""))
    if "lawful_basis" in document:
        yield _("Why the law allows it"), "\n".join(_in_law(document["lawful_basis"]))


def _in_law(basis: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lawful basis in words; what is no code is said as it stands."""
    says = {(one["entry"], one["code"]): one["says"] for one in law_in_codes()}
    for entry, stated in basis.items():
        for code in stated if isinstance(stated, list) else [stated]:
            yield says.get((entry, code), str(code))
