"""The addresses of the feeds: published tables for anybody, and each use for who may ask of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from ..api.credentials import caller_of_feed
from ..web.public.kept import kept
from ..web.visits import Visit
from . import personal
from .answering import (
    Found,
    answering,
    count_given,
    document_given,
    model_given,
    page_given,
    row_given,
)
from .entity_sets import EntitySet, published, rows
from .faults import not_there

BASE = "odata/v4/"
CONTAINER = "released"


def patterns() -> list[URLPattern]:
    """Return every address of the feeds as Django knows it."""
    views = (
        (BASE.rstrip("/"), service_document, "odata"),
        (BASE, service_document, "odata-service"),
        (f"{BASE}$metadata", metadata, "odata-metadata"),
        (f"{BASE}<str:name>(<int:row>)", one_row, "odata-row"),
        (f"{BASE}<str:name>(row=<int:row>)", one_row, "odata-named-row"),
        (f"{BASE}<str:name>/$count", how_many, "odata-count"),
        (f"{BASE}<str:name>", table, "odata-table"),
        (f"{BASE}<path:rest>", nowhere, "odata-nowhere"),
    )
    return [
        *(path(address, answering(view, base=BASE), name=name) for address, view, name in views),
        *personal.patterns(),
    ]


def service_document(request: Visit) -> HttpResponse:
    """Give the list of entity sets."""
    return document_given(request, _sets(request).values())


def metadata(request: Visit) -> HttpResponse:
    """Give the model of the feed."""
    return model_given(request, _sets(request).values(), container=CONTAINER)


def table(request: Visit, name: str) -> HttpResponse:
    """Give a page of the rows of a table that are asked for."""
    entity_set = _set(request, name)
    return page_given(request, entity_set, lambda: _found(request, entity_set))


def one_row(request: Visit, name: str, row: int) -> HttpResponse:
    """Give one row of a table by its number."""
    entity_set = _set(request, name)
    return row_given(request, entity_set, row, lambda: _found(request, entity_set))


def how_many(request: Visit, name: str) -> HttpResponse:
    """Give how many rows of a table there are, or how many a filter leaves."""
    entity_set = _set(request, name)
    return count_given(request, entity_set, lambda: _found(request, entity_set))


def nowhere(request: Visit, rest: str) -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say that the feed has no such address."""
    raise not_there("The feed has no such address. Its tables are listed at /odata/v4/")


def _sets(request: Visit) -> dict[str, EntitySet]:
    council = request.council
    if request.headers.get("Authorization"):
        # Whoever shows a key learns at once that it is closed; what they may read is the same.
        caller_of_feed(council, request)

    def entity_sets() -> dict[str, EntitySet]:
        found = (
            published(council.path("releases", one.id), release=one.id, title=one.title)
            for one in council.public_releases()
        )
        return {one.name: one for one in found}

    return dict(kept(request, entity_sets))


def _set(request: Visit, name: str) -> EntitySet:
    found = _sets(request).get(name)
    if found is None:
        raise not_there("The feed has no such table. Its tables are listed at /odata/v4/")
    return found


def _found(request: Visit, entity_set: EntitySet) -> Found:
    council = request.council
    return Found(rows(entity_set, council.path("releases", entity_set.release)))
