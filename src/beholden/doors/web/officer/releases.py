"""Releases: asked for, reviewed cell by cell by a second person, published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import Right
from ....records import reading
from ..forms import GovukForm, Radios
from ..held_files import picture_address
from ..paging import part_of, said_in_query
from ..routing import Route, holding
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import NothingToFillIn, long_text

_STATES = ("requested", "approved", "declined", "published")


class ReviewForm(GovukForm):
    """The second person's yes or no."""

    approve = forms.ChoiceField(
        label=gettext_lazy("May it leave the council?"),
        choices=(("yes", gettext_lazy("Yes, I approve it")), ("no", gettext_lazy("No"))),
        widget=Radios,
    )
    because = long_text(
        gettext_lazy("Why?"),
        hint=gettext_lazy(
            "A no needs its reason, so that whoever asked can mend it; so does a yes where "
            "something stands under “For you to judge”."
        ),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, to_judge: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_judge = to_judge

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a no, and of a yes to what was left to judge."""
        said = self.cleaned_data
        if said.get("approve") == "no" and not said.get("because"):
            self.add_error("because", _("Say why it may not"))
        if said.get("approve") == "yes" and self.to_judge and not said.get("because"):
            self.add_error("because", _("Say how you judged what stands under “For you to judge”"))
        return said


def releases(request: OfficerVisit) -> HttpResponse:
    """List the releases, those that wait first."""
    state = said_in_query(request, "state")
    held = reading.states_of_releases()
    found = [one for one in held if state in ("", one[1])]
    found.sort(key=lambda one: _STATES.index(one[1]) if one[1] != "declined" else 9)
    part = part_of(request, [name for name, _state in found])
    names = part.items
    shown = reading.releases_at(names)
    context = {
        "part": part,
        "rows": [shown[name] for name in names],
        "state": state,
        "states": _STATES,
    }
    return render(request, "officer/releases/list.html", context)


def release(request: OfficerVisit, release_id: str) -> HttpResponse:
    """Show one release, cell by cell; a second person approves or refuses it here."""
    council, officer = request.council, request.officer
    found = council.release_in_work(by=officer.code, release_id=release_id)
    mapped = council.release_map(release_id=release_id)
    about = ActPage(
        title=found.view.summary.title,
        button=_("Record the review"),
        told=_("The review is recorded."),
        to=("officer-release", release_id),
        breadcrumbs=[(_("Releases"), reverse("officer-releases"))],
        known=found.summary,
        why_not=found.why_not,
        template="officer/releases/release.html",
    )
    return acted(
        request,
        ReviewForm,
        about,
        lambda form: council.review_release(
            by=officer.code,
            release_id=release_id,
            approve=form.cleaned_data["approve"] == "yes",
            because=form.cleaned_data["because"],
        ),
        form_options={"to_judge": found.to_judge},
        found=found,
        map=mapped,
        picture=picture_address(mapped.svg) if mapped else "",
        cells=part_of(request, found.cells),
    )


def publish(request: OfficerVisit, release_id: str) -> HttpResponse:
    """Publish an approved release."""
    council, officer = request.council, request.officer
    found = council.release_in_work(by=officer.code, release_id=release_id)
    about = ActPage(
        title=_("Publish the release"),
        button=_("Publish it"),
        told=_("It is published."),
        to=("officer-release", release_id),
        breadcrumbs=[
            (_("Releases"), reverse("officer-releases")),
            (found.view.summary.title, reverse("officer-release", args=[release_id])),
        ],
        lead=(found.view.summary.title,),
        known=found.summary,
        warning=_("It is public from then on, and cannot be taken back."),
        why_not="" if found.may_publish else _("Only what a second person approved is published."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: council.publish(by=officer.code, release_id=release_id),
    )


_LOOKS = holding(Right.RELEASE_REVIEW, Right.RELEASE_REQUEST, Right.RELEASE_PUBLISH)

ROUTES = (
    Route("work/releases/", releases, "officer-releases", _LOOKS),
    Route("work/releases/<slug:release_id>/", release, "officer-release", _LOOKS, True),
    Route(
        "work/releases/<slug:release_id>/publish/",
        publish,
        "officer-release-publish",
        holding(Right.RELEASE_PUBLISH),
        True,
    ),
)
