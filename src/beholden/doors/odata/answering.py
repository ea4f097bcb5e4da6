"""What every address of the feeds does alike: methods, faults in OData's shape, rows as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ...kernel import BeholdenError
from ..api.credentials import NoCredentials
from ..web.errors import STATUS, log_fault
from ..web.visits import Visit
from .entity_sets import EntitySet
from .faults import CannotAnswer, gone, not_offered, not_there
from .filters import Row
from .metadata import model, service
from .options import of_row, only, page_of, preferred, read_options, selected, where

_JSON = "application/json;odata.metadata=minimal"
_METHODS = "GET, HEAD, OPTIONS"
_NO_KEY = "Sign in with a key of yours that is open today: any user name, the key as the password."
_log = logging.getLogger("beholden.odata")


def answering(view: Callable[..., HttpResponse], *, base: str) -> Callable[..., HttpResponse]:
    """Return a view that tells every fault in OData's shape, and names the version it speaks.

    ``base`` is the address of its service, with the parameters of the view's own in it.
    """

    @wraps(view)
    def whole(request: Visit, **path: Any) -> HttpResponse:
        request.feed = "/" + base.format(**path)
        answer = _answered(view, request, path)
        answer["OData-Version"] = "4.0"
        return answer

    return csrf_exempt(whole)


def _answered(
    view: Callable[..., HttpResponse], request: Visit, path: Mapping[str, Any]
) -> HttpResponse:
    try:
        return _by_method(view, request, path)
    except NoCredentials:
        answer = _fault(CannotAnswer(401, "unauthorized", _NO_KEY))
        answer["WWW-Authenticate"] = 'Basic realm="beholden", charset="UTF-8"'
        return answer
    except CannotAnswer as fault:
        return _fault(fault)
    except BeholdenError as error:
        whole: Mapping[str, Any] = error.to_dict()["error"]
        status = STATUS.get(type(error), 500)
        return _fault(CannotAnswer(status, whole["kind"], str(error), whole=whole))
    except Exception as ours:  # noqa: BLE001
        # The outermost door: the log tells the kind and the place, never a value of the data.
        log_fault(_log, ours, of="the feed")
        return _fault(CannotAnswer(500, "fault", "There is a fault in Beholden."))


def _by_method(
    view: Callable[..., HttpResponse], request: Visit, path: Mapping[str, Any]
) -> HttpResponse:
    if request.path.endswith("/$batch"):
        raise not_offered("$batch; send each request by itself")
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": _METHODS})
    if request.method not in ("GET", "HEAD"):
        answer = _fault(CannotAnswer(405, "read-only", "The feed is read only."))
        answer["Allow"] = _METHODS
        return answer
    return view(request, **path)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a set, and what is told beside them.

    ``mark`` tells one answer from another, so that two pages are never of two answers.
    """

    rows: Sequence[Row]
    mark: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)


def page_given(request: Visit, entity_set: EntitySet, find: Callable[[], Found]) -> HttpResponse:
    """Give the page of a set's rows that is asked for; they are found once all else is read."""
    most = preferred(request.headers.get("Prefer", ""))
    options = read_options(request.GET, entity_set, most=most)
    found = find()
    if options.given and options.mark != found.mark:
        raise gone("The pages before were of another answer. Begin again at the first.")
    page = page_of(found.rows, options)
    answer: dict[str, Any] = {"@odata.context": _context(request, entity_set, options.select)}
    if options.count:
        answer["@odata.count"] = page.total
    answer |= found.beside
    answer["value"] = [of_row(row, options.select) for row in page.rows]
    if page.more:
        answer["@odata.nextLink"] = _next(request, page.given, found.mark)
    response = told(answer)
    if most == options.size:
        response["Preference-Applied"] = f"odata.maxpagesize={most}"
    return response


def row_given(
    request: Visit, entity_set: EntitySet, number: int, find: Callable[[], Found]
) -> HttpResponse:
    """Give one row of a set by its number."""
    only(request.GET, {"$select", "$format"})
    names = [one.name for one in entity_set.properties]
    select = selected(request.GET.get("$select", "*"), names)
    every = find().rows
    if not 1 <= number <= len(every):
        raise not_there(f"The table has no row {number}.")
    context = {"@odata.context": f"{_context(request, entity_set, select)}/$entity"}
    return told({**context, **of_row(every[number - 1], select)})


def count_given(request: Visit, entity_set: EntitySet, find: Callable[[], Found]) -> HttpResponse:
    """Give how many rows a set has, or how many a filter leaves."""
    options = where(request.GET, entity_set)
    total = page_of(find().rows, options).total
    return HttpResponse(str(total), content_type="text/plain")


def document_given(request: Visit, sets: Iterable[EntitySet]) -> HttpResponse:
    """Give the list of a service's sets: what gives no rows is in its model alone."""
    only(request.GET, {"$format"})
    listed = [one for one in sets if not one.applies]
    return told(service(listed, base=base_of(request)))


def model_given(request: Visit, sets: Iterable[EntitySet], *, container: str) -> HttpResponse:
    """Give the model of a service."""
    if request.GET.get("$format", "application/xml") not in ("xml", "application/xml"):
        only(request.GET, ())
    return HttpResponse(model(sets, container=container), content_type="application/xml")


def base_of(request: Visit) -> str:
    """Return the address of the service that a request is made of, which ends in a slash."""
    return request.build_absolute_uri(request.feed)


def told(data: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Return plain data as JSON; days are written as OData writes them."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, default=_as_text)
    return HttpResponse(text, content_type=_JSON, status=status)


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _context(request: Visit, entity_set: EntitySet, select: tuple[str, ...]) -> str:
    names = tuple(one.name for one in entity_set.properties)
    asked = select or (() if entity_set.keyed else names)
    of = f"({','.join(asked)})" if asked else ""
    return f"{base_of(request)}$metadata#{entity_set.name}{of}"


def _next(request: Visit, given: int, mark: str) -> str:
    query = request.GET.copy()
    query["$skiptoken"] = f"{given}.{mark}" if mark else str(given)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe='$')}")


def _fault(fault: CannotAnswer) -> HttpResponse:
    return told(fault.to_dict(), fault.status)
