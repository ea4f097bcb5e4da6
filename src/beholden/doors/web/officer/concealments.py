"""Concealments: stated for a lawful reason, confirmed by a second person, lifted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import ConcealmentReason, Right
from ....kernel import NotFound
from ....records import reading
from ..forms import DayField, GovukForm, Radios
from ..routing import Route, holding
from ..telling import day_in_words
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import NothingToFillIn
from .ways import Crumbs, from_my_work


class ConcealmentForm(GovukForm):
    """What is concealed, why, until when."""

    use = forms.ChoiceField(label=gettext_lazy("Which use?"))
    reason = forms.ChoiceField(
        label=gettext_lazy("For which lawful reason?"),
        choices=[(one.value, gettext_lazy(one.sentence)) for one in ConcealmentReason],
        widget=Radios,
    )
    until = DayField(label=gettext_lazy("Until which day?"))
    pages = forms.BooleanField(
        label=gettext_lazy("Conceal it from the public pages too, and not only from residents"),
        required=False,
    )

    def __init__(self, *args: Any, uses: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("use", [(one.name, one.title) for one in uses])


def concealments(request: OfficerVisit) -> HttpResponse:
    """List the concealments: those that wait for a second person, hold, or have ended."""
    standing = reading.unfinished(
        request.council.clock.today(), parts=frozenset({"concealments"})
    ).concealments
    own = {one.id for one in standing if one.stated_by == request.officer.code}
    rows = [(one, one.id in own) for one in reversed(reading.concealments())]
    context = {"rows": rows, "breadcrumbs": from_my_work()}
    return render(request, "officer/keeping/concealments.html", context)


def state(request: OfficerVisit) -> HttpResponse:
    """State a concealment; it holds once a second person confirms it."""
    council = request.council
    about = ActPage(
        title=_("State a concealment"),
        button=_("State it"),
        told=_("It is stated. It holds once a second person confirms it."),
        to=("officer-concealments",),
        breadcrumbs=_way(),
        lead=(_("How many concealments hold, by reason, is public; which they are is not."),),
    )
    return acted(
        request,
        ConcealmentForm,
        about,
        lambda form: council.state_concealment(by=request.officer.code, **form.cleaned_data),
        form_options={"uses": reading.uses_named()},
    )


def confirm(request: OfficerVisit, name: str) -> HttpResponse:
    """Confirm a concealment that somebody else stated."""
    return _one(
        request,
        name,
        _("Confirm the concealment"),
        _("It holds from now on."),
        lambda: request.council.confirm_concealment(by=request.officer.code, concealment=name),
    )


def lift(request: OfficerVisit, name: str) -> HttpResponse:
    """End a concealment before its day."""
    return _one(
        request,
        name,
        _("Lift the concealment"),
        _("It is lifted."),
        lambda: request.council.lift_concealment(by=request.officer.code, concealment=name),
    )


def _one(request: OfficerVisit, name: str, title: str, told: str, act: Any) -> HttpResponse:
    view = next((one for one in reading.concealments() if one.id == name), None)
    if view is None:
        raise NotFound(_("There is no concealment of that name."))
    about = ActPage(
        title=title,
        button=title,
        told=told,
        to=("officer-concealments",),
        breadcrumbs=_way(),
        known=(
            (_("Use"), view.use),
            (_("Reason"), _(ConcealmentReason(view.reason).sentence)),
            (_("Until"), day_in_words(view.until)),
            (_("Stated by"), view.stated_by_office),
        ),
    )
    return acted(request, NothingToFillIn, about, lambda _form: act())


def _way() -> Crumbs:
    return from_my_work((_("Concealments"), reverse("officer-concealments")))


_STATES, _CONFIRMS = holding(Right.CONCEALMENT_STATE), holding(Right.CONCEALMENT_CONFIRM)

ROUTES = (
    Route(
        "work/concealments/",
        concealments,
        "officer-concealments",
        holding(Right.CONCEALMENT_STATE, Right.CONCEALMENT_CONFIRM),
    ),
    Route("work/state-a-concealment/", state, "officer-concealment-state", _STATES, True),
    Route(
        "work/concealments/<slug:name>/confirm/",
        confirm,
        "officer-concealment-confirm",
        _CONFIRMS,
        True,
    ),
    Route("work/concealments/<slug:name>/lift/", lift, "officer-concealment-lift", _STATES, True),
)
