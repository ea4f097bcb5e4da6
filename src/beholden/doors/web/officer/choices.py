"""Objections and opt-outs: how many stand, and recording whom to leave out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from ....actions import OptOutKind, RequestText, Right
from ....records import reading
from ..forms import GovukForm, Radios
from ..routing import Route, holding
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .asked_for import LookedUp, looked_up, request_at, way_from, written
from .forms import long_text
from .ways import Crumbs, from_my_work

_USE, _KIND = "use", "kind"


class ChoiceForm(GovukForm):
    """Whom to leave out, of what."""

    of = forms.ChoiceField(label=gettext_lazy("Of which use, or of which kind of use?"))
    does = forms.ChoiceField(
        label=gettext_lazy("What do they ask?"),
        choices=(
            ("add", gettext_lazy("To be left out")),
            ("withdraw", gettext_lazy("To be left out no longer")),
        ),
        initial="add",
        widget=Radios,
    )
    subjects = long_text(
        gettext_lazy("Who asks it?"),
        hint=gettext_lazy("One identifier on each line, such as a UPRN. Only marks are kept."),
        rows=3,
    )
    column = forms.CharField(
        label=gettext_lazy("What do the identifiers name?"),
        help_text=gettext_lazy("As the agreement calls its key: uprn for places."),
        initial="uprn",
        max_length=120,
    )

    def __init__(self, *args: Any, uses: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(f"{_USE}:{one.name}", one.title) for one in uses]
        kinds = [(f"{_KIND}:{one.value}", _(one.sentence)) for one in OptOutKind]
        groups = [(_("A kind of use"), kinds), (_("One use"), named)]
        self.choose_from("of", [("", _("Choose one")), *groups])


def choices(request: OfficerVisit) -> HttpResponse:
    """Show how many subjects object or opt out, by kind; nobody is named."""
    found = {"opt_outs": reading.opt_outs(), "objections": reading.objections()}
    context = {**found, "breadcrumbs": from_my_work()}
    return render(request, "officer/keeping/choices.html", context)


@sensitive_post_parameters()
def record(request: OfficerVisit) -> HttpResponse:
    """Record that subjects object or opt out, or do so no longer."""
    asked = request_at(request)
    found = looked_up(request, written(asked).get("household", "")) if asked else None
    about = ActPage(
        title=_("Record an objection or an opt-out"),
        button=_("Record it"),
        told=_("It is recorded. It holds from the next time that the data are put together."),
        to=("officer-request", asked.id) if asked else ("officer-choices",),
        breadcrumbs=way_from(asked) if asked else _way(),
        lead=(_("First see that they are who they say, and that they live there."),),
        template="officer/keeping/asked_act.html",
    )
    return acted(
        request,
        ChoiceForm,
        about,
        lambda form: _recorded(request, **form.cleaned_data),
        form_options={"uses": reading.uses_named()},
        initial=_known(asked, found),
        asked=asked,
        found=found,
    )


def _known(asked: RequestText | None, found: LookedUp | None) -> dict[str, str]:
    """Return what the request that is answered says already."""
    if asked is None:
        return {}
    said = written(asked)
    of = f"{_USE}:{said['use']}" if "use" in said else f"{_KIND}:{said.get('opts out of', '')}"
    sure = found.uprn if found else ""
    return {"of": of, "subjects": sure or said.get("household", "")}


def _recorded(request: OfficerVisit, *, of: str, does: str, subjects: str, column: str) -> Any:
    council, (what, _colon, name) = request.council, of.partition(":")
    of_use = {"add": council.add_objections, "withdraw": council.withdraw_objections}
    of_kind = {"add": council.add_opt_outs, "withdraw": council.withdraw_opt_outs}
    act = (of_use if what == _USE else of_kind)[does]
    with council.staging() as folder:
        file = folder / "subjects.txt"
        file.write_text(subjects, encoding="utf-8")
        return act(by=request.officer.code, subjects=file, column=column, **{what: name})


def _way() -> Crumbs:
    return from_my_work((_("Objections and opt-outs"), reverse("officer-choices")))


_RECORDS = holding(Right.OBJECTION_RECORD)

ROUTES = (
    Route("work/objections-and-opt-outs/", choices, "officer-choices", _RECORDS),
    Route("work/record-an-objection-or-opt-out/", record, "officer-choice-record", _RECORDS, True),
)
