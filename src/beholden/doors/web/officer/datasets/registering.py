"""Registering a dataset from a file, and giving its rows their UPRN where it is small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....actions import Registered, Right
from .....records import reading
from ...forms import GovukForm
from ...telling import told
from ...uploads import LARGEST_READ_MIB, TOO_LARGE
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from .shown import crumbs

# Beyond so many rows matching takes longer than a page may; then the command does it.
ROWS_OF_A_PAGE = 20_000


class RegisterForm(GovukForm):
    """A file, and what it is."""

    name = forms.RegexField(
        r"^[a-z][a-z0-9_-]*$",
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy(
            "In small letters, digits and underscores, such as council_tax. The name of a dataset "
            "that is there makes its next version."
        ),
        max_length=80,
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    retention = forms.CharField(
        label=gettext_lazy("For how long is it kept?"), required=False, max_length=200
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV, Excel (.xlsx), Parquet or JSON lines, at most 256 MiB."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Which sheet, if it is Excel?"),
        help_text=gettext_lazy("The first unless you name one."),
        required=False,
    )
    made_up = forms.BooleanField(label=gettext_lazy("The data are made up"), required=False)

    def __init__(self, *args: Any, request: OfficerVisit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean(self) -> dict[str, Any]:
        """Tell of a file that was too large, in place of one that is missing."""
        if getattr(self._request, TOO_LARGE, False):
            self.errors.pop("file", None)
            self.add_error("file", ValidationError(_("The file is larger than 256 MiB")))
        return self.cleaned_data


def register(request: OfficerVisit) -> HttpResponse:
    """Register a dataset, or its next version, from a file that is sent."""
    steward = request.officer.organisation
    about = ActPage(
        title=_("Register a dataset"),
        button=_("Register it"),
        told=_("It is registered. See below what was found in it."),
        to=("officer-datasets",),
        breadcrumbs=[(_("Data"), reverse("officer-datasets"))],
        lead=(
            _(
                "The file is read, checked and repaired, and kept in the council's home. Faults in "
                "it are told and stop nothing."
            ),
        ),
        known=((_("Steward"), steward),),
    )
    return acted(
        request,
        RegisterForm,
        about,
        lambda form: _registered(request, form.cleaned_data, steward),
        initial={"name": request.GET.get("name", ""), "made_up": reading.made_up()},
        form_options={"request": request},
        leads_to=lambda done: ("officer-dataset", done.dataset),
    )


def _registered(request: OfficerVisit, said: dict[str, Any], steward: str) -> Any:
    file = said["file"]
    file.file.flush()
    done = request.council.register(
        by=request.officer.code,
        source=file.path,
        name=said["name"],
        steward=steward,
        title=said["title"] or None,
        retention=said["retention"] or None,
        sheet=said["sheet"] or None,
        made_up=said["made_up"] or None,
        largest_mib=LARGEST_READ_MIB,
    )
    for warning in _warnings(done):
        messages.warning(request, warning)
    return done


def _warnings(done: Registered) -> Iterator[str]:
    """Tell what a new version lacks of the one before."""
    if done.rows_lost:
        yield told(done.rows_lost)
    if done.gone:
        yield _(
            "Gone since the version before: %(columns)s. Where an agreement gives one of them, "
            "nothing is sealed until it is there again."
        ) % {"columns": ", ".join(done.gone)}


class MatchForm(GovukForm):
    """Against which gazetteer."""

    gazetteer = forms.ChoiceField(label=gettext_lazy("Which list of addresses?"))

    def __init__(self, *args: Any, names: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("gazetteer", [(n, n) for n in names])


def match(request: OfficerVisit, name: str) -> HttpResponse:
    """Give a dataset's rows their UPRN, where there are few enough to wait for."""
    held = {one.name: one for one in reading.datasets()}
    view = held.get(name) or reading.dataset(name)
    about = ActPage(
        title=_("Match its addresses"),
        button=_("Match them now"),
        told=_("Matched. Somebody else may look at doubtful matches."),
        to=("officer-dataset", name),
        breadcrumbs=crumbs(name),
        lead=(_("Each row is given the UPRN of its address, with a score and a reason."),),
        known=((_("Rows"), f"{_rows(view):,}"),),
        why_not=_why_not(request.officer, view, held),
    )
    others = [one for one in held if one != name]
    return acted(
        request,
        MatchForm,
        about,
        lambda form: request.council.match(
            by=request.officer.code, dataset=name, gazetteer=form.cleaned_data["gazetteer"]
        ),
        form_options={"names": others},
    )


def _rows(view: reading.DatasetView) -> int:
    return view.latest.rows if view.latest else 0


def _why_not(officer: Any, view: reading.DatasetView, held: dict[str, Any]) -> str:
    """Return why this page cannot match: whose it is, how large it or the largest other is."""
    if not officer.may(Right.ADDRESSES_MATCH) or view.steward != officer.organisation:
        return _("A steward of %(steward)s has this done.") % {"steward": view.steward}
    most = max([_rows(one) for one in held.values()], default=0)
    if max(_rows(view), most) <= ROWS_OF_A_PAGE:
        return ""
    return _(
        "There are more rows here than can be matched while a page waits (%(most)s). Run this on "
        "the council's machine: beholden match %(name)s --gazetteer GAZETTEER"
    ) % {"most": f"{ROWS_OF_A_PAGE:,}", "name": view.name}
