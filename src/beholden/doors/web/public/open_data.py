"""Open data: every published table."""

from __future__ import annotations

from django.http import HttpResponse

from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_csv
from .kept import kept, kept_as_json

_COLUMNS = ("id", "title", "use", "use_title", "on", "approved_by", "datasets", "href")


def open_data(request: Visit) -> HttpResponse:
    """Show every published table with its chart and its files."""
    shown = kept(request, request.council.public_releases)
    return page(request, "public/open_data.html", part=part_of(request, shown, size=20))


def open_data_json(request: Visit) -> HttpResponse:
    """Give the list of published tables as data."""
    return kept_as_json(request, request.council.public_releases)


def open_data_csv(request: Visit) -> HttpResponse:
    """Give the list of published tables as a table."""
    shown = kept(request, request.council.public_releases)
    return as_csv(shown, _COLUMNS, name="open-data")
