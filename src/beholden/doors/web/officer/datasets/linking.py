"""Linking the people of a dataset, where it is small enough to wait for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from .....actions import Right
from .....records import reading
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from ..forms import NothingToFillIn
from .shown import crumbs

# People are compared in many more ways than addresses: beyond so many rows the command does it.
ROWS_OF_A_PAGE = 5_000


def link(request: OfficerVisit, name: str) -> HttpResponse:
    """Give the rows of a dataset the person they are about, where there are few enough."""
    view = reading.dataset(name)
    about = ActPage(
        title=_("Link its people"),
        button=_("Link them now"),
        told=_("Linked. Somebody else may look at doubtful pairs."),
        to=("officer-dataset", name),
        breadcrumbs=crumbs(name),
        lead=(
            _(
                "Rows that are about one person are given one key, with a score and a reason, so "
                "that people and not rows are counted."
            ),
            _(
                "Several datasets are linked for a use whose agreement joins them on the person, "
                "by command on the council’s machine: it takes longer than a page waits."
            ),
        ),
        known=((_("Rows"), f"{_rows(view):,}"),),
        why_not=_why_not(request.officer, view),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.link(by=request.officer.code, datasets=[name]),
    )


def _rows(view: reading.DatasetView) -> int:
    return view.latest.rows if view.latest else 0


def _why_not(officer: Any, view: reading.DatasetView) -> str:
    """Return why this page cannot link: whose it is, or how large."""
    if not officer.may(Right.PEOPLE_LINK) or view.steward != officer.organisation:
        return _("A steward of %(steward)s has this done.") % {"steward": view.steward}
    if _rows(view) <= ROWS_OF_A_PAGE:
        return ""
    return _(
        "There are more rows here than can be linked while a page waits (%(most)s). Run this on "
        "the council's machine: beholden link %(name)s"
    ) % {"most": f"{ROWS_OF_A_PAGE:,}", "name": view.name}
