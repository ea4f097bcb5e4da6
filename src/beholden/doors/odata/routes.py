"""The addresses of the feed. Every published table is in it, for anybody; nothing else is."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from ...kernel import BeholdenError
from ..api.credentials import NoCredentials, caller_of_feed
from ..web.errors import STATUS, log_fault
from ..web.public.kept import kept
from ..web.visits import Visit
from .entity_sets import EntitySet, published, rows
from .faults import CannotAnswer, not_there
from .metadata import model, service
from .options import of_row, only, page_of, read_options, selected, where

BASE = "odata/v4/"
_JSON = "application/json;odata.metadata=minimal"
_log = logging.getLogger("beholden.odata")


def patterns() -> list[URLPattern]:
    """Return every address of the feed as Django knows it."""
    return [
        path(BASE.rstrip("/"), answering(service_document), name="odata"),
        path(BASE, answering(service_document), name="odata-service"),
        path(f"{BASE}$metadata", answering(metadata), name="odata-metadata"),
        path(f"{BASE}<str:name>(<int:row>)", answering(one_row), name="odata-row"),
        path(f"{BASE}<str:name>(row=<int:row>)", answering(one_row), name="odata-named-row"),
        path(f"{BASE}<str:name>/$count", answering(how_many), name="odata-count"),
        path(f"{BASE}<str:name>", answering(table), name="odata-table"),
        path(f"{BASE}<path:rest>", answering(nowhere), name="odata-nowhere"),
    ]


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that tells every fault in OData's shape, and names the version it speaks."""

    @wraps(view)
    def whole(request: Visit, **path: Any) -> HttpResponse:
        answer = _answered(view, request, path)
        answer["OData-Version"] = "4.0"
        return answer

    return csrf_exempt(whole)


def service_document(request: Visit) -> HttpResponse:
    """Give the list of entity sets."""
    only(request.GET, {"$format"})
    return _told(service(_sets(request).values(), base=_base(request)))


def metadata(request: Visit) -> HttpResponse:
    """Give the model of the feed."""
    if request.GET.get("$format", "application/xml") not in ("xml", "application/xml"):
        only(request.GET, ())
    return HttpResponse(model(_sets(request).values()), content_type="application/xml")


def table(request: Visit, name: str) -> HttpResponse:
    """Give a page of the rows of a table that are asked for."""
    entity_set = _set(request, name)
    options = read_options(request.GET, entity_set)
    page = page_of(_rows(request, entity_set), options)
    answer: dict[str, Any] = {"@odata.context": _context(request, name, options.select)}
    if options.count:
        answer["@odata.count"] = page.total
    answer["value"] = [of_row(row, options.select) for row in page.rows]
    if page.more:
        answer["@odata.nextLink"] = _next(request, page.given)
    return _told(answer)


def one_row(request: Visit, name: str, row: int) -> HttpResponse:
    """Give one row of a table by its number."""
    entity_set = _set(request, name)
    only(request.GET, {"$select", "$format"})
    names = [one.name for one in entity_set.properties]
    select = selected(request.GET.get("$select", "*"), names)
    every = _rows(request, entity_set)
    if not 1 <= row <= len(every):
        raise not_there(f"The table has no row {row}.")
    context = {"@odata.context": f"{_context(request, name, select)}/$entity"}
    return _told({**context, **of_row(every[row - 1], select)})


def how_many(request: Visit, name: str) -> HttpResponse:
    """Give how many rows of a table there are, or how many a filter leaves."""
    entity_set = _set(request, name)
    options = where(request.GET, entity_set)
    total = page_of(_rows(request, entity_set), options).total
    return HttpResponse(str(total), content_type="text/plain")


def nowhere(request: Visit, rest: str) -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say that the feed has no such address."""
    raise not_there("The feed has no such address. Its tables are listed at /odata/v4/")


def _answered(
    view: Callable[..., HttpResponse], request: Visit, path: Mapping[str, Any]
) -> HttpResponse:
    try:
        return _allowed(view, request, path)
    except NoCredentials:
        answer = _fault(CannotAnswer(401, "unauthorized", "This key opens nothing today."))
        answer["WWW-Authenticate"] = 'Basic realm="beholden"'
        return answer
    except CannotAnswer as fault:
        return _fault(fault)
    except BeholdenError as error:
        status = STATUS.get(type(error), 500)
        return _fault(CannotAnswer(status, type(error).__name__, str(error)))
    except Exception as ours:  # noqa: BLE001
        # The outermost door: the log tells the kind and the place, never a value of the data.
        log_fault(_log, ours, of="the feed")
        return _fault(CannotAnswer(500, "fault", "There is a fault in Beholden."))


def _allowed(
    view: Callable[..., HttpResponse], request: Visit, path: Mapping[str, Any]
) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        answer = _fault(CannotAnswer(405, "read-only", "The feed is read only."))
        answer["Allow"] = "GET, HEAD"
        return answer
    if request.headers.get("Authorization"):
        # Whoever shows a key learns at once that it is closed; what they may read is the same.
        caller_of_feed(request.council, request)
    return view(request, **path)


def _sets(request: Visit) -> dict[str, EntitySet]:
    council = request.council

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


def _rows(request: Visit, entity_set: EntitySet) -> list[dict[str, Any]]:
    council = request.council
    return rows(entity_set, council.path("releases", entity_set.release))


def _base(request: Visit) -> str:
    return request.build_absolute_uri(f"/{BASE}")


def _context(request: Visit, name: str, select: tuple[str, ...]) -> str:
    of = f"({','.join(select)})" if select else ""
    return f"{_base(request)}$metadata#{name}{of}"


def _next(request: Visit, given: int) -> str:
    query = request.GET.copy()
    query["$skiptoken"] = str(given)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe='$')}")


def _told(data: Mapping[str, Any], status: int = 200) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return HttpResponse(text, content_type=_JSON, status=status)


def _fault(fault: CannotAnswer) -> HttpResponse:
    return _told(fault.to_dict(), fault.status)
