"""What the data-protection officer states once in a while: lists of every household, and spans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import Right, SpanOf
from ....records import reading
from ..forms import GovukForm
from ..paging import said_in_query
from ..routing import Route, holding
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import NothingToFillIn, long_text
from .ways import Crumbs, from_my_work


class HouseholdListForm(GovukForm):
    """A dataset that every household is in, why, and what a household has in common there."""

    dataset = forms.ChoiceField(label=gettext_lazy("Which dataset is every household in?"))
    columns = forms.CharField(
        label=gettext_lazy("Which of its columns does a household have in common?"),
        help_text=gettext_lazy(
            "Such as tenure, neighbourhood; commas between them. Never an amount, which is "
            "somebody’s own. Leave it empty for none."
        ),
        required=False,
        max_length=500,
    )
    because = long_text(
        gettext_lazy("Why is every household in it?"),
        hint=gettext_lazy("The reason is kept with it. Name nobody in it."),
        rows=3,
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose one")), *((one, one) for one in names)]
        self.choose_from("dataset", choices)

    def clean_columns(self) -> list[str]:
        """Return the columns that were named."""
        return [one for one in self.cleaned_data["columns"].replace(",", " ").split() if one]


def households(request: OfficerVisit) -> HttpResponse:
    """List the datasets that every household is in."""
    context = {
        "held": reading.household_datasets(),
        "breadcrumbs": from_my_work((_("What residents ask"), reverse("officer-requests"))),
    }
    return render(request, "officer/standing/households.html", context)


def state_household(request: OfficerVisit) -> HttpResponse:
    """State that every household is in a dataset."""
    about = ActPage(
        title=_("State that every household is on a list"),
        button=_("State it"),
        told=_("It is stated. A household is told exactly whether it was in a use of it."),
        to=("officer-households",),
        breadcrumbs=_to_households(),
        lead=(
            _(
                "A resident is told exactly only of a list that every household is on, such as "
                "that of council tax. Being on any other may tell of somebody else."
            ),
        ),
    )
    return acted(
        request,
        HouseholdListForm,
        about,
        lambda form: request.council.state_household_dataset(
            by=request.officer.code, **form.cleaned_data
        ),
        form_options={"names": list(reading.datasets_held())},
        initial={"dataset": said_in_query(request, "dataset")},
    )


def withdraw_household(request: OfficerVisit, name: str) -> HttpResponse:
    """State that a dataset is one no longer."""
    held = {one.dataset for one in reading.household_datasets()}
    if name not in held:
        raise Http404
    about = ActPage(
        title=_("Not every household is on it any more"),
        button=_("State it"),
        told=_("It is stated. Households are told of it by kind from now on."),
        to=("officer-households",),
        breadcrumbs=_to_households(),
        known=((_("Dataset"), name),),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.withdraw_household_dataset(
            by=request.officer.code, dataset=name
        ),
    )


class SpanForm(GovukForm):
    """For how many days."""

    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"),
        min_value=0,
        max_value=36_525,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )


def spans(request: OfficerVisit) -> HttpResponse:
    """Show for how long what is about subjects is kept, and what waits for a second person."""
    days, waiting = request.council.list_spans(), request.council.waiting_spans()
    context = {
        "rows": [(one, _(one.sentence), days[one], waiting.get(one)) for one in SpanOf],
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/standing/spans.html", context)


def state_span(request: OfficerVisit, code: str) -> HttpResponse:
    """State for how many days something is kept."""
    span = _span(code)
    about = ActPage(
        title=_("State for how long it is kept"),
        button=_("State it"),
        told=_("It is stated. Where less is kept than was, a second person confirms it first."),
        to=("officer-spans",),
        breadcrumbs=_to_spans(),
        lead=(_(span.sentence),),
        warning=_("What is past a shorter span is destroyed once it is confirmed."),
    )
    return acted(
        request,
        SpanForm,
        about,
        lambda form: request.council.state_span(
            by=request.officer.code, of=code, **form.cleaned_data
        ),
        initial={"days": request.council.list_spans()[code]},
    )


def confirm_span(request: OfficerVisit, code: str) -> HttpResponse:
    """Confirm, as a second person, that something is kept for fewer days."""
    span, waiting = _span(code), request.council.waiting_spans()
    about = ActPage(
        title=_("Confirm that it is kept for less long"),
        button=_("Confirm it"),
        told=_("It is confirmed."),
        to=("officer-spans",),
        breadcrumbs=_to_spans(),
        lead=(_(span.sentence),),
        known=((_("Days"), str(waiting[code])),) if code in waiting else (),
        warning=_("What is past it is destroyed, and cannot be brought back."),
        why_not="" if code in waiting else _("No shorter span waits for a second person."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.confirm_span(by=request.officer.code, of=code),
    )


def _span(code: str) -> SpanOf:
    try:
        return SpanOf(code)
    except ValueError:
        raise Http404 from None


def _to_households() -> Crumbs:
    return from_my_work((_("Lists of every household"), reverse("officer-households")))


def _to_spans() -> Crumbs:
    return from_my_work((_("How long it is kept"), reverse("officer-spans")))


_STATES = holding(Right.HOUSEHOLD_STATE)

ROUTES = (
    Route("work/lists-of-every-household/", households, "officer-households", _STATES),
    Route(
        "work/state-a-list-of-every-household/",
        state_household,
        "officer-household-state",
        _STATES,
        changes=True,
    ),
    Route(
        "work/lists-of-every-household/<slug:name>/withdraw/",
        withdraw_household,
        "officer-household-withdraw",
        _STATES,
        changes=True,
    ),
    Route("work/spans/", spans, "officer-spans", holding(Right.SPAN_STATE, Right.SPAN_CONFIRM)),
    Route("work/spans/<slug:code>/", state_span, "officer-span", holding(Right.SPAN_STATE), True),
    Route(
        "work/spans/<slug:code>/confirm/",
        confirm_span,
        "officer-span-confirm",
        holding(Right.SPAN_CONFIRM),
        changes=True,
    ),
)
