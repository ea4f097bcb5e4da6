"""What residents asked for themselves: read, answered outside these pages, and closed."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import CLOSED_AS, RequestKind, Right
from ....kernel import NotFound
from ....records import reading
from ..forms import GovukForm, Radios
from ..paging import part_of
from ..routing import Route, holding
from ..telling import choices_of, code_in_words, day_in_words
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import long_text
from .ways import Crumbs, from_my_work


class CloseForm(GovukForm):
    """What came of a request."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=choices_of(CLOSED_AS),
        widget=Radios,
    )
    note = long_text(
        gettext_lazy("What was answered?"),
        hint=gettext_lazy(
            "It is sealed with the request. Whoever asked can read it on the pages, with their "
            "receipt and a new code."
        ),
        rows=10,
        required=False,
    )


def requests(request: OfficerVisit) -> HttpResponse:
    """List what residents asked: what is owed first."""
    found = request.council.list_requests(by=request.officer.code)
    context = {"part": part_of(request, found), "breadcrumbs": from_my_work()}
    return render(request, "officer/keeping/requests.html", context)


def asked(request: OfficerVisit, name: str) -> HttpResponse:
    """Show one request: what was written, and by when it is owed an answer."""
    view = _one(request, name)
    try:
        text = request.council.read_request(by=request.officer.code, request=name)
    except NotFound:  # it was closed long ago, and its text was destroyed
        text = None
    answer = _answered_at(view)
    context = {"one": view, "text": text, "answer": answer, "breadcrumbs": _way()}
    return render(request, "officer/keeping/request.html", context)


def close(request: OfficerVisit, name: str) -> HttpResponse:
    """Record what came of a request."""
    view = _one(request, name)
    about = ActPage(
        title=_("Close the request"),
        button=_("Close it"),
        told=_("It is closed."),
        to=("officer-requests",),
        breadcrumbs=[*_way(), (code_in_words(view.kind), reverse("officer-request", args=[name]))],
        known=((_("To be answered by"), day_in_words(view.answer_by)),),
        why_not=_("It is closed already.") if view.closed else "",
    )
    return acted(
        request,
        CloseForm,
        about,
        lambda form: request.council.close_request(
            by=request.officer.code, request=name, **form.cleaned_data
        ),
    )


# What answers each kind of request: the words of the link, and the page.
_ANSWERED_AT = {
    RequestKind.HOUSEHOLD_QUESTION: (
        gettext_lazy("See which uses it was part of"),
        "officer-household-answer",
    ),
    RequestKind.OBJECTION: (gettext_lazy("Record the objection"), "officer-choice-record"),
    RequestKind.OPT_OUT: (gettext_lazy("Record the opt-out"), "officer-choice-record"),
    RequestKind.COMPLAINT: (gettext_lazy("Record the complaint"), "officer-complaint-record"),
}


def _answered_at(view: reading.RequestView) -> tuple[str, str]:
    says, route = _ANSWERED_AT[RequestKind(view.kind)]
    return str(says), f"{reverse(route)}?request={view.id}"


def _one(request: OfficerVisit, name: str) -> reading.RequestView:
    found = request.council.list_requests(by=request.officer.code)
    view = next((one for one in found if one.id == name), None)
    if view is None:
        raise NotFound(_("There is no request of that name."))
    return view


def _way() -> Crumbs:
    return from_my_work((_("What residents ask"), reverse("officer-requests")))


_ANSWERS = holding(Right.REQUEST_ANSWER)

ROUTES = (
    Route("work/requests/", requests, "officer-requests", _ANSWERS),
    Route("work/requests/<slug:name>/", asked, "officer-request", _ANSWERS),
    Route("work/requests/<slug:name>/close/", close, "officer-request-close", _ANSWERS, True),
)
