"""The addresses of the API, its document, and the page that tells of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from ..web.visits import Visit
from .credentials import NoCredentials, token_for
from .dispatch import NOT_THAT_METHOD, fault, view_of
from .inputs import inputs_of
from .openapi import BASE, document
from .operation import Operation
from .operations import OPERATIONS
from .outputs import as_json
from .scopes import InvalidScope


def openapi(request: Visit) -> HttpResponse:  # noqa: ARG001 (Django's)
    """Give the document of the API."""
    return as_json(document())


@csrf_exempt
def token(request: Visit) -> HttpResponse:
    """Give a token for a key (RFC 6749, 4.4), in that standard's own shapes."""
    if request.method != "POST":
        answer = fault(405, *NOT_THAT_METHOD)
        answer["Allow"] = "POST"
        return answer
    if request.POST.get("grant_type") != "client_credentials":
        return _told({"error": "unsupported_grant_type"}, 400)
    try:
        return _told(token_for(request.council, request), 200)
    except InvalidScope:
        return _told({"error": "invalid_scope"}, 400)
    except NoCredentials:
        answer = _told({"error": "invalid_client"}, 401)
        answer["WWW-Authenticate"] = 'Basic realm="beholden"'
        return answer


def no_address(request: Visit, rest: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say in the one shape that there is no such address."""
    return fault(
        404,
        "There is no such address in this version of the API.",
        "Each address is in the document of the API, and none was ever taken away.",
        "Look it up in /api/v1/openapi.json.",
    )


def patterns() -> list[URLPattern]:
    """Return every address of the API as Django knows it."""
    base = BASE.strip("/")
    return [
        path(f"{base}/openapi.json", openapi, name="api-document"),
        path(f"{base}/token", token, name="api-token"),
        *(path(f"{base}/{one}", view, name=name) for one, view, name in _views()),
        path("api/<path:rest>", csrf_exempt(no_address), name="api-nowhere"),
    ]


def _views() -> Iterator[tuple[str, Callable[..., HttpResponse], str]]:
    by_path: dict[str, dict[str, Operation]] = defaultdict(dict)
    for one in OPERATIONS:
        by_path[one.path][one.method] = one
    # What is fixed goes before what is named: /meetings/held is no meeting.
    for address in sorted(by_path, key=lambda one: [p.startswith("{") for p in one.split("/")]):
        operations = by_path[address]
        first = next(iter(operations.values()))
        yield _as_django(first), view_of(operations), f"api-{address}"


def _as_django(operation: Operation) -> str:
    kinds = {
        name: "int" if inputs_of(operation).hints.get(name) is int else "str"
        for name in operation.in_path
    }
    return re.sub(r"{(\w+)}", lambda m: f"<{kinds[m[1]]}:{m[1]}>", operation.path.lstrip("/"))


def _told(data: dict[str, object], status: int) -> HttpResponse:
    answer = as_json(data, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
