"""Who may act: people with their offices and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import ROLES, Right, Role
from ....kernel import NotFound, fingerprint
from ....records import reading
from ..forms import Checkboxes, GovukForm
from ..paging import part_of, said_in_query
from ..routing import Route, holding
from ..telling import code_alone
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import NothingToFillIn
from .ways import from_my_work

_TITLES = {role.code: role.title.lower() for role in ROLES}


def _role(role: Role) -> str:
    return f"{code_alone(role.title.lower())}. {_(role.sentence)}"


_role_later = lazy(_role, str)


class PersonForm(GovukForm):
    """A person by their code, with the office that others see, and their roles."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9-]*$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "By which they name themselves. Administrators alone see it, and no log has it."
        ),
        max_length=80,
    )
    office = forms.CharField(label=gettext_lazy("Office"), max_length=200)
    organisation = forms.CharField(label=gettext_lazy("Department or organisation"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=[(role.code, _role_later(role)) for role in ROLES],
        widget=Checkboxes,
    )


def people(request: OfficerVisit) -> HttpResponse:
    """List the people who may act."""
    wanted = said_in_query(request, "find").lower()
    rows = [
        (one, handle_of(one.code), [code_alone(_TITLES.get(role, role)) for role in one.roles])
        for one in reading.people()
        if wanted in f"{one.office} {one.organisation}".lower()
    ]
    context = {
        "part": part_of(request, rows),
        "find": wanted,
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/keeping/people.html", context)


def add(request: OfficerVisit) -> HttpResponse:
    """Add a person."""
    return _kept(request, {}, _("Add a person"), again=False)


def change(request: OfficerVisit, handle: str) -> HttpResponse:
    """Change a person's office, organisation or roles, or bring back one who left."""
    one = person_of_handle(handle)
    held = {name: getattr(one, name) for name in ("code", "office", "organisation")}
    return _kept(
        request, {**held, "roles": list(one.roles)}, _("Change a person"), again=not one.active
    )


def _kept(
    request: OfficerVisit, initial: dict[str, Any], title: str, *, again: bool
) -> HttpResponse:
    about = ActPage(
        title=title,
        button=_("Save"),
        told=_("Saved."),
        to=("officer-people",),
        breadcrumbs=from_my_work((_("People"), reverse("officer-people"))),
        lead=(
            _(
                "Each act belongs to an office. Nobody gives themselves a role. The roles that are "
                "ticked replace those held."
            ),
        ),
    )
    return acted(
        request,
        PersonForm,
        about,
        lambda form: request.council.add_person(
            by=request.officer.code, again=again, **form.cleaned_data
        ),
        initial=initial,
    )


def let_go(request: OfficerVisit, handle: str) -> HttpResponse:
    """Record that a person has left."""
    one = person_of_handle(handle)
    about = ActPage(
        title=_("Record that somebody has left"),
        button=_("Record it"),
        told=_("They may do nothing any more, and stay on record."),
        to=("officer-people",),
        breadcrumbs=from_my_work((_("People"), reverse("officer-people"))),
        known=((_("Code"), one.code), (_("Office"), f"{one.office}, {one.organisation}")),
        why_not="" if one.active else _("They have left already."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.let_person_go(by=request.officer.code, code=one.code),
    )


def person_of_handle(handle: str) -> reading.PersonView:
    """Return whom an address names; raise NotFound where it is nobody of the list."""
    one = next((one for one in reading.people() if handle_of(one.code) == handle), None)
    if one is None:
        raise NotFound(_("There is nobody of that name."))
    return one


def handle_of(code: str) -> str:
    """Return how an address names somebody: their code may be a name, and addresses are logged."""
    return fingerprint(["person", code]).removeprefix("sha256:")[:16]


_ADDS = holding(Right.PERSON_ADD)

ROUTES = (
    Route("work/people/", people, "officer-people", _ADDS),
    Route("work/add-a-person/", add, "officer-person-add", _ADDS, True),
    Route("work/people/<slug:handle>/", change, "officer-person", _ADDS, True),
    Route("work/people/<slug:handle>/let-go/", let_go, "officer-person-let-go", _ADDS, True),
)
