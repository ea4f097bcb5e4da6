"""Areas that numbers are shown on: the list, one with its map, and keeping a set from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import OPEN_GOVERNMENT, Right
from ....records import reading
from ..forms import GovukForm
from ..held_files import picture_address
from ..routing import INSIDE, Route, holding
from ..uploads import TOO_LARGE
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import long_text


class KeepForm(GovukForm):
    """A file of boundaries, and whose they are."""

    name = forms.RegexField(
        r"^[a-z][a-z0-9_-]*$",
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy(
            "In small letters, digits and hyphens, such as wards. The name of a set that is there "
            "makes its next version."
        ),
        max_length=80,
    )
    title = forms.CharField(
        label=gettext_lazy("What do people call them?"),
        help_text=gettext_lazy("Such as Wards, May 2026."),
        max_length=200,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "GeoJSON in degrees (WGS84) or on the British National Grid, at most 32 MiB."
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("Which property holds the code of an area?"),
        help_text=gettext_lazy("Such as WD26CD. A table that has these codes can be mapped."),
        max_length=100,
    )
    label = forms.CharField(
        label=gettext_lazy("Which property holds its name?"),
        help_text=gettext_lazy("Such as WD26NM. Without one, the code is the name."),
        max_length=100,
        required=False,
    )
    attribution = long_text(
        gettext_lazy("Whose boundaries are they?"),
        hint=gettext_lazy(
            "In the words that their owner asks for. They stand under every map. For boundaries of "
            "ONS: “Source: Office for National Statistics licensed under the Open Government "
            "Licence v.3.0. Contains OS data © Crown copyright and database right” and the year."
        ),
        rows=3,
    )
    licence = forms.CharField(
        label=gettext_lazy("The address of their licence"), initial=OPEN_GOVERNMENT, max_length=300
    )
    made_up = forms.BooleanField(label=gettext_lazy("The areas are made up"), required=False)

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean(self) -> dict[str, Any]:
        """Tell of a file that was too large, in place of one that is missing."""
        if getattr(self._request, TOO_LARGE, False):
            self.errors.pop("file", None)
            self.add_error("file", ValidationError(_("The file is larger than 32 MiB")))
        return self.cleaned_data


def every(request: OfficerVisit) -> HttpResponse:
    """List the sets of areas that are kept."""
    crumbs = [(_("Data"), reverse("officer-datasets"))]
    context = {"sets": reading.areas(), "breadcrumbs": crumbs}
    return render(request, "officer/areas/list.html", context)


def one(request: OfficerVisit, name: str) -> HttpResponse:
    """Show one set of areas: its map, whose it is, what was found, its versions, its labels."""
    view = reading.areas_named(name)
    context = {
        "areas": view,
        "picture": picture_address(request.council.map_of_areas(areas=name)),
        "licence": _licence(view.licence),
        "mine": view.steward == request.officer.organisation,
        "breadcrumbs": _crumbs(),
    }
    return render(request, "officer/areas/areas.html", context)


def geojson(request: OfficerVisit, name: str) -> HttpResponse:
    """Give the newest version of a set of areas as GeoJSON."""
    document = request.council.areas_as_geojson(areas=name)
    answer = HttpResponse(document, content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="{name}.geojson"'
    return answer


def keep(request: OfficerVisit) -> HttpResponse:
    """Keep the areas of a file, or their next version."""
    about = ActPage(
        title=_("Keep areas for maps"),
        button=_("Keep them"),
        told=_("They are kept. Answers and releases whose groups are these areas have a map now."),
        to=("officer-areas",),
        breadcrumbs=_crumbs(),
        lead=(
            _(
                "Boundaries are checked and made plainer, alike on both sides of each border, so "
                "that a page stays small."
            ),
        ),
        known=((_("Kept by"), request.officer.organisation),),
    )
    return acted(
        request,
        KeepForm,
        about,
        lambda form: _kept(request, form.cleaned_data),
        initial={"name": request.GET.get("name", ""), "made_up": reading.made_up()},
        form_options={"request": request},
    )


def _kept(request: OfficerVisit, said: dict[str, Any]) -> Any:
    file = said.pop("file")
    file.file.flush()
    return request.council.keep_areas(by=request.officer.code, source=file.path, **said)


def _licence(address: str) -> str:
    return _("Open Government Licence v3.0") if address == OPEN_GOVERNMENT else address


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Data"), reverse("officer-datasets")),
        (_("Areas"), reverse("officer-areas")),
    ]


ROUTES = (
    Route("work/areas/", every, "officer-areas", INSIDE),
    Route("work/keep-areas/", keep, "officer-areas-keep", holding(Right.AREAS_KEEP), True),
    Route("work/areas/<slug:name>/", one, "officer-areas-one", INSIDE),
    Route("work/areas/<slug:name>.geojson", geojson, "officer-areas-geojson", INSIDE),
)
