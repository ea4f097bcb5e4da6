"""The datasets that the council holds for its uses, and what for."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_csv, or_404
from .kept import kept, kept_as_json
from .pictures import lines_of
from .tables import OF_A_DATASET, links_to

_NEWEST = 12
_COLUMNS = ("name", "title", "steward", "source", "retention", "registered_on", "columns", "uses")


def datasets(request: Visit) -> HttpResponse:
    """Show every dataset that a use names."""
    held = kept(request, request.council.public_datasets_held)
    part = part_of(request, held.told)
    return page(request, "public/datasets.html", part=part, besides=held.besides)


def datasets_json(request: Visit) -> HttpResponse:
    """Give every dataset that a use names as data."""
    return kept_as_json(request, request.council.public_datasets)


def datasets_csv(request: Visit) -> HttpResponse:
    """Give every dataset that a use names as a table."""
    shown = kept(request, request.council.public_datasets)
    return as_csv(shown, _COLUMNS, name="datasets")


def dataset(request: Visit, name: str) -> HttpResponse:
    """Show one dataset: steward, columns, retention, quality over time, and its uses."""
    with or_404():
        shown = kept(request, request.council.public_dataset, name=name)
    return page(
        request,
        "public/dataset.html",
        dataset=shown,
        part=part_of(request, shown.uses),
        # All of them are open data; here stand the newest.
        newest=sorted(shown.published, key=lambda one: one.on, reverse=True)[:_NEWEST],
        picture=lines_of(shown.versions),
        tables=links_to(OF_A_DATASET, "dataset-csv", shown, name),
        breadcrumbs=[(_("Datasets"), reverse("datasets"))],
    )


def dataset_json(request: Visit, name: str) -> HttpResponse:
    """Give one dataset as data."""
    with or_404():
        return kept_as_json(request, request.council.public_dataset, name=name)
