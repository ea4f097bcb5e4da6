"""Was my household in it? Answered for a resident whom an officer has verified.

Nothing of it is kept: the answer is shown once, to be told, and no address of a page holds it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from ....actions import NOT_EVERYBODY, RequestText, Right, SpeaksFor, SubjectAnswer, UseOfSubject
from ....kernel import SystemClock
from ..form_pages import done_or_told, page
from ..forms import DayField, GovukForm, Radios
from ..routing import Route, holding
from ..telling import code_in_words, day_in_words
from ..visits import OfficerVisit
from .asked_for import LookedUp, lived_there, looked_up, request_at, way_from, written
from .requests import CloseForm
from .ways import Crumbs, from_my_work


class HouseholdForm(GovukForm):
    """For whom somebody asks, and of what time, as the officer has verified it."""

    never_kept = "what somebody asks of a household is kept nowhere"
    speaks_for = forms.ChoiceField(
        label=gettext_lazy("For whom do they ask?"),
        choices=(
            (SpeaksFor.HOUSEHOLD.value, gettext_lazy("For the household of an address")),
            (SpeaksFor.PERSON.value, gettext_lazy("For themselves alone")),
        ),
        initial=SpeaksFor.HOUSEHOLD.value,
        widget=Radios,
    )
    identifier = forms.CharField(
        label=gettext_lazy("Which one?"),
        help_text=gettext_lazy(
            "The address with its postcode, which is looked up; its UPRN; or what names the person."
        ),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    column = forms.CharField(
        label=gettext_lazy("What does it name?"),
        help_text=gettext_lazy("As agreements call their key: uprn for an address."),
        initial="uprn",
        max_length=120,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    since = DayField(
        label=gettext_lazy("Since when have they lived there?"),
        required=False,
        not_after=SystemClock().today,
    )
    until = DayField(
        label=gettext_lazy("Until when, if they live there no more?"),
        required=False,
        not_after=SystemClock().today,
    )


@sensitive_post_parameters()
def answer(request: OfficerVisit) -> HttpResponse:
    """Show which uses a resident was in, as far as they may be told, and close their request."""
    asked = request_at(request)
    form, found = _filled(request, asked)
    told = None
    if request.method == "POST" and form.is_valid() and found is None:
        told = done_or_told(
            form,
            lambda: request.council.uses_of_subject(by=request.officer.code, **form.cleaned_data),
        )
    return page(
        request,
        "officer/keeping/household.html",
        form=form,
        asked=asked,
        found=found,
        told=told,
        unstated=_unstated(told) if told else (),
        close=_closing(told) if told and asked and not asked.outcome else None,
        breadcrumbs=way_from(asked) if asked else _way(),
    )


def _filled(
    request: OfficerVisit, asked: RequestText | None
) -> tuple[HouseholdForm, LookedUp | None]:
    """Return the form with what is known filled in, and the address that was looked up for it.

    An address that is sent is looked up, and its UPRN is sent again before anything is told.
    """
    if request.method == "POST":
        data = request.POST.copy()
        is_place = data.get("column", "").strip().lower() == "uprn"
        found = looked_up(request, data.get("identifier", "")) if is_place else None
        if found and found.uprn:
            data["identifier"] = found.uprn
        return HouseholdForm(data), found
    if asked is None:
        return HouseholdForm(), None
    wrote = written(asked).get("household", "")
    found = looked_up(request, wrote)
    named = found.uprn if found and found.uprn else wrote
    return HouseholdForm(initial={"identifier": named, **lived_there(asked)}), found


def _unstated(told: SubjectAnswer) -> tuple[str, ...]:
    """Return the datasets told by kind only because nobody stated that every household is in."""
    said = (pair for use in told.uses for pair in use.because.items())
    return tuple(sorted({name for name, why in said if why == NOT_EVERYBODY}))


def _closing(told: SubjectAnswer) -> CloseForm:
    """Return the form that closes the request with the answer, to be read over before."""
    return CloseForm(initial={"outcome": "answered", "note": in_words(told)})


def in_words(told: SubjectAnswer) -> str:
    """Return an answer as it is written to a resident."""
    parts = ["\n".join(_of_a_use(use)) for use in told.uses]
    return "\n\n".join([*(parts or [_("No use of data in that time held you.")]), told.said])


def _of_a_use(use: UseOfSubject) -> Iterator[str]:
    """Give the lines of one use: its title and the answer, then each thing with what it is."""
    yield f"{use.title}: {code_in_words(use.told)}"
    lines = {
        _("What it is for"): use.purpose,
        _("When"): _when(use),
        _("Through"): ", ".join(use.through),
        _("Not told exactly"): "; ".join(_by_kind(use)),
        _("What could come out"): " ".join((*use.outputs, use.rows)),
        _("Published"): "; ".join(use.published),
    }
    yield from (f"{title}: {said}" for title, said in lines.items() if said)


def _when(use: UseOfSubject) -> str:
    days = {"since": day_in_words(use.sealed_on)}
    if use.until is None:
        return _("since %(since)s") % days
    return _("%(since)s to %(until)s") % {**days, "until": day_in_words(use.until)}


def _by_kind(use: UseOfSubject) -> Iterator[str]:
    for why in dict.fromkeys(use.because.values()):
        names = ", ".join(name for name, because in use.because.items() if because == why)
        yield f"{names} ({why})"


def _way() -> Crumbs:
    return from_my_work((_("What residents ask"), reverse("officer-requests")))


ROUTES = (
    Route(
        "work/answer-a-household/",
        answer,
        "officer-household-answer",
        holding(Right.SUBJECT_ANSWER),
        True,
    ),
)
