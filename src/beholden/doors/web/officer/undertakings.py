"""What offices have undertaken to do: listed, given, done, given more time or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import Right
from ....kernel import Undertaking, day_of
from ....records import reading
from ..forms import DayField, GovukForm, Radios
from ..paging import part_of, said_in_query
from ..routing import INSIDE, Route, holding
from ..telling import code_in_words, day_in_words
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import Because, long_text
from .ways import Crumbs, from_my_work


class UndertakingForm(GovukForm):
    """What is to be done, by which office, by which day."""

    text = long_text(gettext_lazy("What is to be done?"), rows=3)
    owner = forms.CharField(label=gettext_lazy("By which office?"), max_length=200)
    by = DayField(label=gettext_lazy("By which day?"))
    otherwise = forms.ChoiceField(
        label=gettext_lazy("What happens the day after, if it is not done?"),
        choices=(
            ("tell", gettext_lazy("The public page tells")),
            ("stop", gettext_lazy("The use stops")),
        ),
        widget=Radios,
        initial="tell",
    )


class MoreTimeForm(Because):
    """Until when, and why."""

    until = DayField(label=gettext_lazy("Until which day?"))
    field_order = ("until", "because")


def undertakings(request: OfficerVisit) -> HttpResponse:
    """List what was undertaken: what is open first, the soonest due first."""
    today = request.council.clock.today()
    state = said_in_query(request, "state")
    found = [(one, one.state_on(today).value) for one in reading.undertakings()]
    rows = sorted(
        (row for row in found if state in ("", row[1])),
        key=lambda row: (row[0].ended is not None, row[0].due),
    )
    context = {
        "part": part_of(request, rows),
        "state": state,
        "states": ("open", "lapsed", "done", "withdrawn"),
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/keeping/undertakings.html", context)


def undertaking(request: OfficerVisit, use: str, number: int) -> HttpResponse:
    """Show one undertaking with everything that was recorded of it, and what one may do."""
    found = reading.undertaking(f"{use}/{number}")
    context = {
        "one": found,
        "state": found.state_on(request.council.clock.today()).value,
        "acts": [code for code, act in _ACTS.items() if _open_to(request.officer, found, act[0])],
        "events": [(day_in_words(day_of(event.at)), event) for event in reversed(found.events)],
        "breadcrumbs": _way(),
    }
    return render(request, "officer/keeping/undertaking.html", context)


_ACTS: dict[str, tuple[Right, Any, Any, Any]] = {
    "done": (
        Right.UNDERTAKING_CLOSE,
        gettext_lazy("Record that it is done"),
        gettext_lazy("Record it"),
        gettext_lazy("It is recorded as done."),
    ),
    "more-time": (
        Right.UNDERTAKING_EXTEND,
        gettext_lazy("Ask for more time"),
        gettext_lazy("Ask for it"),
        gettext_lazy("Asked for. A second person is to agree."),
    ),
    "withdrawal": (
        Right.UNDERTAKING_EXTEND,
        gettext_lazy("Ask that it is withdrawn"),
        gettext_lazy("Ask for it"),
        gettext_lazy("Asked for. A second person is to agree."),
    ),
    "agree": (
        Right.UNDERTAKING_AGREE,
        gettext_lazy("Agree to what was asked for"),
        gettext_lazy("Agree"),
        gettext_lazy("Agreed."),
    ),
}


def _open_to(officer: Any, one: Undertaking, right: Right) -> bool:
    waits = right is not Right.UNDERTAKING_AGREE or one.asked is not None
    return one.ended is None and waits and bool(officer.may(right))


def act(request: OfficerVisit, use: str, number: int, code: str) -> HttpResponse:
    """Do one act on an undertaking."""
    if code not in _ACTS:
        raise Http404
    found = reading.undertaking(f"{use}/{number}")
    right, title, button, told = _ACTS[code]
    may = _open_to(request.officer, found, right)
    about = ActPage(
        title=str(title),
        button=str(button),
        told=str(told),
        to=("officer-undertaking", use, str(number)),
        breadcrumbs=[
            *_way(),
            (found.name, reverse("officer-undertaking", args=[use, number])),
        ],
        lead=(found.text,),
        known=tuple(_known(found)),
        why_not="" if may else _("This is not yours to do, or it has ended."),
    )
    form = MoreTimeForm if code == "more-time" else Because
    return acted(request, form, about, lambda form: _done(request, found.name, code, form))


def _known(one: Undertaking) -> Any:
    yield _("Owner"), one.owner
    yield _("By"), day_in_words(one.due)
    if one.asked:
        until = f", {day_in_words(one.asked.until)}" if one.asked.until else ""
        yield _("Asked for"), f"{code_in_words(one.asked.step)}{until}: {one.asked.because}"


def _done(request: OfficerVisit, name: str, code: str, form: Any) -> Any:
    council, said = request.council, form.cleaned_data
    told = {"by": request.officer.code, "undertaking": name, "because": said["because"]}
    if code == "done":
        return council.close_undertaking(**told)
    if code == "more-time":
        return council.ask_more_time(**told, until=said["until"])
    if code == "withdrawal":
        return council.ask_withdrawal(**told)
    return council.agree_undertaking(**told)


def state(request: OfficerVisit, name: str) -> HttpResponse:
    """State what an office undertakes to do for a use; raises NotFound for none."""
    title = reading.title_of(name)
    about = ActPage(
        title=_("State an undertaking"),
        button=_("State it"),
        told=_("It is stated, and public."),
        to=("officer-use", name),
        breadcrumbs=[*_way(), (title, reverse("officer-use", args=[name]))],
        lead=(title,),
    )
    return acted(
        request,
        UndertakingForm,
        about,
        lambda form: request.council.state_undertaking(
            by=request.officer.code, statement=_statement(name, form)
        ),
        owes=lambda form: [_statement(name, form)],
    )


def _statement(name: str, form: Any) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "use": name,
        "text": said["text"],
        "owner": said["owner"],
        "by": said["by"].isoformat(),
        "else": said["otherwise"],
    }


def _way() -> Crumbs:
    return from_my_work((_("Undertakings"), reverse("officer-undertakings")))


_ONE = "work/undertakings/<slug:use>/<int:number>/"

ROUTES = (
    Route("work/undertakings/", undertakings, "officer-undertakings", INSIDE),
    Route(_ONE, undertaking, "officer-undertaking", INSIDE),
    Route(_ONE + "<slug:code>/", act, "officer-undertaking-act", INSIDE, True),
    Route(
        "work/undertakings/<slug:name>/state/",
        state,
        "officer-undertaking-state",
        holding(Right.UNDERTAKING_STATE),
        True,
    ),
)
