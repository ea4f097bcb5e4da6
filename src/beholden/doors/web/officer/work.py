"""What awaits whoever has signed in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..coming_back import begun_by
from ..paging import part_of
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import NothingToFillIn
from .where import address_of

_SOON = 14


def my_work(request: OfficerVisit) -> HttpResponse:
    """Show what awaits the officer: what has a day first."""
    council: Any = request.council
    today = council.clock.today()
    items = council.awaiting(by=request.officer.code)
    part = part_of(request, items)
    how_soon = Counter(_how_soon(one, today) for one in items)
    context = {
        "part": part,
        "rows": [(one, address_of(one), _how_soon(one, today)) for one in part.items],
        "late": how_soon["overdue"],
        "soon": how_soon["soon"],
        "begun_forms": begun_by(request),
    }
    return render(request, "officer/my_work.html", context)


def delete_begun(request: OfficerVisit, form: str) -> HttpResponse:
    """Delete one of the forms that whoever looks has begun; another's is not there for them."""
    found = next((one for one in begun_by(request) if one.form.id == form), None)
    if found is None:
        raise Http404
    typed = found.form.typed
    about = ActPage(
        title=_("Delete what you began"),
        button=_("Delete it"),
        told=_("It is deleted."),
        to=("my-work",),
        breadcrumbs=[(_("My work"), reverse("my-work"))],
        known=_known(typed.title, typed.of, found.saved) if found.open else (),
        warning=_("What you typed is lost. Nothing that is on record changes."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.drop_begun_form(by=request.officer.code, form=form),
    )


def _known(title: str, of: str, saved: str) -> tuple[tuple[str, str], ...]:
    pairs = ((_("Form"), title), (_("Of"), of), (_("Saved"), saved))
    return tuple(pair for pair in pairs if pair[1])


def _how_soon(item: Any, today: Any) -> str:
    if item.due is None:
        return ""
    if item.overdue(today):
        return "overdue"
    return "soon" if (item.due - today).days <= _SOON else "later"
