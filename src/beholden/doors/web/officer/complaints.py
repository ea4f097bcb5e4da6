"""Complaints: recorded, acknowledged within thirty days, decided and closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import ComplaintOutcome, RequestText, Right, acknowledgement_owed, schema_of
from ....kernel import NotFound
from ....records import reading
from ..forms import DayField, GovukForm, Radios
from ..paging import part_of
from ..routing import Route, holding
from ..telling import choices_of, code_in_words, day_in_words, told
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .asked_for import request_at, way_from
from .forms import long_text
from .ways import Crumbs, from_my_work

_SAID = schema_of("complaint")["properties"]
# Each step, and its title.
_STEPS = {
    "acknowledged": gettext_lazy("Record that it was acknowledged"),
    "informed": gettext_lazy("Record that its author was informed"),
    "decided": gettext_lazy("Record what came of it"),
    "closed": gettext_lazy("Close it"),
}


class ComplaintForm(GovukForm):
    """A complaint as it came."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=choices_of(_SAID["kind"]["enum"]),
        widget=Radios,
    )
    use = forms.ChoiceField(label=gettext_lazy("Which use is it about?"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("By which way did it come?"),
        choices=choices_of(_SAID["channel"]["enum"]),
        widget=Radios,
    )
    received = DayField(label=gettext_lazy("On which day did it come?"))
    text = long_text(
        gettext_lazy("What was written or said?"),
        hint=gettext_lazy(
            "With how to reach whoever complains. It is sealed, and destroyed after its span."
        ),
        rows=10,
    )

    def __init__(self, *args: Any, uses: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.name, one.title) for one in uses]
        self.choose_from("use", [("", _("None of them")), *named])

    def statement(self, asked: RequestText | None) -> dict[str, Any]:
        """Return the complaint as a statement, with the request that it came by."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        came_by = {"request": asked.id} if asked and not asked.outcome else {}
        return {**said, **came_by, "received": said["received"].isoformat()}


class StepForm(GovukForm):
    """A step that was taken."""

    on = DayField(label=gettext_lazy("On which day?"))
    note = long_text(
        gettext_lazy("What was written to whoever complains?"),
        hint=gettext_lazy("It is sealed with the complaint."),
        required=False,
    )


class DecidedForm(StepForm):
    """What came of a complaint."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What was found?"),
        choices=choices_of(ComplaintOutcome),
        widget=Radios,
    )
    field_order = ("outcome", "on", "note")


def complaints(request: OfficerVisit) -> HttpResponse:
    """List the complaints: overdue ones first, then by the days that are left."""
    found = reading.complaints(request.council.clock.today())
    context = {"part": part_of(request, found), "breadcrumbs": from_my_work()}
    return render(request, "officer/keeping/complaints.html", context)


def record(request: OfficerVisit) -> HttpResponse:
    """Record a complaint."""
    council, asked = request.council, request_at(request)
    about = ActPage(
        title=_("Record a complaint"),
        button=_("Record it"),
        told=_("It is recorded."),
        to=("officer-complaints",),
        breadcrumbs=way_from(asked) if asked else _way(),
    )
    return acted(
        request,
        ComplaintForm,
        about,
        lambda form: council.record_complaint(
            by=request.officer.code, statement=form.statement(asked)
        ),
        initial={"received": council.clock.today(), **_as_it_came(asked)},
        form_options={"uses": reading.uses_named()},
        tells=lambda form: told(
            acknowledgement_owed(form.cleaned_data["received"], today=council.clock.today())
        ),
    )


def _as_it_came(asked: RequestText | None) -> dict[str, str]:
    """Return what a complaint that came by the pages says already: nothing is typed twice."""
    return {"channel": "form", "text": asked.text} if asked else {}


def complaint(request: OfficerVisit, name: str) -> HttpResponse:
    """Show one complaint: what was written, what was done, and what is next."""
    view = _one(request, name)
    try:
        text = request.council.read_complaint(by=request.officer.code, complaint=name)
    except NotFound:  # it was closed long ago, and its text was destroyed
        text = None
    context = {"one": view, "text": text, "steps": _next(view), "breadcrumbs": _way()}
    return render(request, "officer/keeping/complaint.html", context)


def step(request: OfficerVisit, name: str, code: str) -> HttpResponse:
    """Record a step of a complaint."""
    if code not in _STEPS:
        raise Http404
    view, council = _one(request, name), request.council
    about = ActPage(
        title=str(_STEPS[code]),
        button=_("Record it"),
        told=_("It is recorded."),
        to=("officer-complaint", name),
        breadcrumbs=[
            *_way(),
            (code_in_words(view.kind), reverse("officer-complaint", args=[name])),
        ],
        known=(
            (_("Came"), day_in_words(view.received)),
            (_("To be acknowledged by"), day_in_words(view.acknowledge_by)),
        ),
        why_not="" if code in dict(_next(view)) else _("This step was taken, or is not next."),
    )
    form = DecidedForm if code == "decided" else StepForm
    return acted(
        request,
        form,
        about,
        lambda form: council.take_complaint_step(
            by=request.officer.code, complaint=name, step=code, **form.cleaned_data
        ),
        initial={"on": council.clock.today()},
    )


def _one(request: OfficerVisit, name: str) -> reading.ComplaintView:
    view = reading.complaint(name, request.council.clock.today())
    if view is None:
        raise NotFound(_("There is no complaint of that name."))
    return view


def _next(view: reading.ComplaintView) -> list[tuple[str, Any]]:
    """Return the steps that may be taken now, with their titles."""
    if view.closed:
        return []
    if view.acknowledged is None:
        codes = ["acknowledged"]
    elif view.decided is None:
        codes = ["informed", "decided"]
    else:
        codes = ["informed", "closed"]
    return [(code, _STEPS[code]) for code in codes]


def _way() -> Crumbs:
    return from_my_work((_("Complaints"), reverse("officer-complaints")))


_HANDLES = holding(Right.COMPLAINT_HANDLE)

ROUTES = (
    Route("work/complaints/", complaints, "officer-complaints", _HANDLES),
    Route("work/record-a-complaint/", record, "officer-complaint-record", _HANDLES, True),
    Route("work/complaints/<slug:name>/", complaint, "officer-complaint", _HANDLES),
    Route(
        "work/complaints/<slug:name>/<slug:code>/", step, "officer-complaint-step", _HANDLES, True
    ),
)
