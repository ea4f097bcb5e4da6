"""The data uses: all of them, and each from purpose to outcome."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import find_uses, public_figures, word_changes
from .. import telling
from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_csv, as_json, or_404
from .kept import kept, kept_as_json
from .tables import OF_A_USE, links_to

_EACH = 20  # of what grows with the use: a page of each at a time
_COLUMNS = (
    "name",
    "title",
    "purpose",
    "owner",
    "status",
    "people_affected",
    "personal_data",
    "stated_on",
    "ends",
    "asked_until",
    "questions",
    "refusals",
    "published",
    "outcomes",
)


def index(request: Visit) -> HttpResponse:
    """Show what the council does with data: every use, with a search."""
    asked = _asked(request)
    found = find_uses(_all(request), **asked)
    return page(
        request,
        "public/index.html",
        found=found,
        figures=public_figures(found.uses),
        part=part_of(request, found.uses),
        asked=asked,
        # What was searched for, so that the page as data is what was found.
        query=f"?{urlencode(_query(asked))}" if asked else "",
        # A status that no use has is not among the choices, and would go on unseen.
        no_such_status=asked.get("status", "") not in ("", *found.statuses),
        any_status=_with_any_status(asked),
    )


def uses_json(request: Visit) -> HttpResponse:
    """Give the uses that a search finds as data."""
    return as_json(_found(request).uses)


def uses_csv(request: Visit) -> HttpResponse:
    """Give the uses that a search finds as a table."""
    return as_csv(_found(request).uses, _COLUMNS, name="uses")


def use(request: Visit, name: str) -> HttpResponse:
    """Show one data use from purpose to outcome."""
    with or_404():
        shown = kept(request, request.council.public_use, name=name)
    return page(
        request,
        "public/use.html",
        use=shown,
        now=[one for one in shown.agreements if not one.earlier],
        earlier=[one for one in shown.agreements if one.earlier],
        versions=word_changes(shown.agreements, telling.told),
        receipts=part_of(request, shown.receipts, size=_EACH, at="asked"),
        releases=part_of(request, shown.releases[::-1], size=_EACH, at="published"),
        timeline=part_of(request, shown.timeline[::-1], size=_EACH, at="timeline"),
        tables=links_to(OF_A_USE, "use-csv", shown, name),
        came=any(one.actual or one.verdict for one in shown.consequences),
        breadcrumbs=[(_("Data uses"), reverse("index"))],
    )


def use_json(request: Visit, name: str) -> HttpResponse:
    """Give the public part of one data use as data."""
    with or_404():
        return kept_as_json(request, request.council.public_use, name=name)


def _found(request: Visit) -> Any:
    return find_uses(_all(request), **_asked(request))


def _all(request: Visit) -> Any:
    return kept(request, request.council.public_uses)


def _asked(request: Visit) -> dict[str, str]:
    """Return what is searched for: what was typed, and what was chosen."""
    said = {key: request.GET.get(name, "").strip()[:200] for name, key in _NAMED.items()}
    return {key: text for key, text in said.items() if text}


_NAMED = {"words": "words", "status": "status", "department": "owner"}


def _with_any_status(asked: dict[str, str]) -> str:
    return "?" + urlencode(_query({key: asked[key] for key in asked if key != "status"}))


def _query(asked: dict[str, str]) -> dict[str, str]:
    return {name: asked[key] for name, key in _NAMED.items() if key in asked}
