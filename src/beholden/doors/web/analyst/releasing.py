"""Asking that an answer may leave the council."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....kernel import NotFound
from ....records import reading
from ..form_pages import done_or_told, moved_on, page
from ..visits import OfficerVisit
from .forms_question import ReleaseForm


def request(request: OfficerVisit, name: str, receipt: str) -> HttpResponse:
    """Ask for the release of an answer: it is checked, and put before a second person."""
    council, by = request.council, request.officer.code
    given = council.given_to_ask(by=by, use=name)
    asked = _asked(name, receipt)
    form = ReleaseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        said = {"name": form.cleaned_data["name"], "title": form.cleaned_data["title"]}
        made = done_or_told(form, lambda: council.request_release(by=by, receipt=receipt, **said))
        if made is not None:
            told = _("It was checked and is now before a second person, who reviews it.")
            return moved_on(request, "workbench-use", name, told=told)
    trail = [
        (_("Ask"), reverse("workbench")),
        (given.title, reverse("workbench-use", args=[name])),
    ]
    return page(
        request,
        "analyst/release.html",
        form=form,
        title=_("Ask to release an answer"),
        given=given,
        asked=asked,
        breadcrumbs=trail,
    )


def _asked(use: str, receipt: str) -> reading.ReceiptView:
    """Return an answer of a use; raise Http404 where there is none, whatever else there is."""
    try:
        found = reading.receipt(receipt)
    except NotFound:
        raise Http404 from None
    if found.use != use or not found.allowed:
        raise Http404
    return found
