"""The feed of each use, for whoever may ask of it: signed in by a key, answered by the gate.

A set is a question: one that was saved, one that is always the same, or a dataset of which
``$apply`` asks totals. Each is asked by the act that every other door calls.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from ...actions import Council, KeyHeld
from ..api.credentials import caller_of_feed, refuse_beyond, refuse_other_use, refuse_other_way
from ..api.operations import OPERATIONS
from ..web.visits import Visit
from .answering import (
    answering,
    base_of,
    count_given,
    document_given,
    model_given,
    page_given,
    row_given,
    told,
)
from .asked_sets import Asker, asked_set, sets_of
from .faults import CannotAnswer, not_there
from .options import only

BASE = "odata/uses/"
OF_USE = BASE + "{use}/"
CONTAINER = "asked"
_ASK = next(one for one in OPERATIONS if one.act == "ask")


def patterns() -> list[URLPattern]:
    """Return every address of the personal feeds as Django knows it."""
    one = f"{BASE}<slug:use>/"
    every = (
        (BASE.rstrip("/"), uses, BASE, "odata-uses"),
        (BASE, uses, BASE, "odata-uses-service"),
        (f"{BASE}$metadata", no_model, BASE, "odata-uses-metadata"),
        (f"{BASE}$batch", uses, BASE, "odata-uses-batch"),
        (one.rstrip("/"), use_document, OF_USE, "odata-use"),
        (one, use_document, OF_USE, "odata-use-service"),
        (f"{one}$metadata", use_model, OF_USE, "odata-use-metadata"),
        (f"{one}<str:name>(<int:row>)", one_row, OF_USE, "odata-use-row"),
        (f"{one}<str:name>(row=<int:row>)", one_row, OF_USE, "odata-use-named-row"),
        (f"{one}<str:name>/$count", how_many, OF_USE, "odata-use-count"),
        (f"{one}<str:name>", answer, OF_USE, "odata-use-set"),
        (f"{BASE}<path:rest>", nowhere, BASE, "odata-uses-nowhere"),
    )
    return [path(at, answering(view, base=base), name=name) for at, view, base, name in every]


def uses(request: Visit) -> HttpResponse:
    """Give the list of the uses that somebody may ask of, each a service of its own."""
    council, held = _held(request)
    only(request.GET, {"$format"})
    found = [
        {"name": use.name, "kind": "ServiceDocument", "url": f"{use.name}/", "title": use.title}
        for use in council.uses_to_ask(by=held.person)
        if use.way.right in held.rights and (not held.uses or use.name in held.uses)
    ]
    return told({"@odata.context": f"{base_of(request)}$metadata", "value": found})


def no_model(request: Visit) -> HttpResponse:
    """Give the model of the list itself, in which there is no set."""
    _held(request)
    return model_given(request, (), container=CONTAINER)


def use_document(request: Visit, use: str) -> HttpResponse:
    """Give the list of what a use offers to be read as it is."""
    return document_given(request, sets_of(_asker(request, use)))


def use_model(request: Visit, use: str) -> HttpResponse:
    """Give the model of a use: columns as the decisions tell them, and what ``$apply`` may do."""
    return model_given(request, sets_of(_asker(request, use)), container=CONTAINER)


def answer(request: Visit, use: str, name: str) -> HttpResponse:
    """Give a page of an answer."""
    found = asked_set(_asker(request, use), name, request.GET)
    response = page_given(request, found.entity_set, found.rows)
    if found.receipts:
        response["Beholden-Receipt"] = found.receipts[-1]
    return response


def one_row(request: Visit, use: str, name: str, row: int) -> HttpResponse:
    """Give one row of an answer by its number."""
    found = asked_set(_asker(request, use), name, request.GET)
    if not found.entity_set.keyed:
        raise not_there("What $apply gives has no numbers of its own.")
    return row_given(request, found.entity_set, row, found.rows)


def how_many(request: Visit, use: str, name: str) -> HttpResponse:
    """Give how many rows an answer has, or how many a filter leaves."""
    found = asked_set(_asker(request, use), name, request.GET)
    return count_given(request, found.entity_set, found.rows)


def nowhere(request: Visit, rest: str) -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say that the feed has no such address."""
    raise not_there("The feed has no such address. Your uses are listed at /odata/uses/")


def _held(request: Visit) -> tuple[Council, KeyHeld]:
    """Return the council and the key that a request came with, which may ask."""
    council = request.council
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # A browser sends a password that it keeps with what other pages make it fetch, too.
        raise CannotAnswer(403, "cross-site", "Another site's page asked for this, not you.")
    held = caller_of_feed(council, request)
    request.held = held
    refuse_beyond(held, _ASK)
    return council, held


def _asker(request: Visit, use: str) -> Asker:
    """Return who asks of which use; a key for other uses does not learn whether there is one."""
    council, held = _held(request)
    refuse_other_use(held, _ASK, {"use": use})
    refuse_other_way(council, held, _ASK, {"use": use})
    return Asker(council, held.person, use)
