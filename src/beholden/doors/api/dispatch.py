"""One view for every operation: who calls, what is given, the act, and its answer."""

from __future__ import annotations

import hashlib
import hmac
import inspect
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse

from ...actions import Council, KeyHeld, sent_once
from ...kernel import BadInput, BeholdenError
from ...records import reading
from ..web.errors import STATUS, log_fault, log_refusal
from ..web.logged import logged_as
from ..web.visits import Visit
from .credentials import (
    NoCredentials,
    caller,
    open_to_all,
    refuse_beyond,
    refuse_other_use,
    refuse_other_way,
)
from .inputs import act_of, checked_inputs, inputs_of
from .operation import Operation
from .outputs import as_json, shown
from .uploads import with_files

_log = logging.getLogger("beholden.api")
# What these tell of subjects is kept nowhere, so each time they are asked they tell it anew.
_TOLD_ANEW = frozenset(
    {"uses_of_subject", "find_usage", "places_at", "read_receipts"}
    | {"review_queue", "list_decided_pairs", "list_review_sample"}
)
# What is told where the library was not asked: what, why, what to do next, whom to ask.
NOT_THAT_METHOD = (
    "This address does not take that method.",
    "Each operation is one method of one address.",
    "See which in the header Allow, or in /api/v1/openapi.json.",
)
_NO_KEY = (
    "This needs a key of the API that is open today.",
    "None was sent, or the one that was sent is not known, was closed or is over.",
    "Send a key, or a token for one, in the header Authorization.",
    "whoever opened the key, or the administrator.",
)
_OURS = (
    "There is a fault in Beholden; see the record before you send this again.",
    "An operation met something that it was not made for. It is in the log, without any value.",
    "Look whether what you asked for is there, and send it again if it is not.",
    "the administrator.",
)


def view_of(operations: Mapping[str, Operation]) -> Callable[..., HttpResponse]:
    """Return the view of one address, which does the operation of the request's method."""

    def view(request: Visit, /, **path: str) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else str(request.method)
        operation = operations.get(method)
        if operation is None:
            allowed = sorted({*operations, "HEAD"} if "GET" in operations else operations)
            answer = fault(405, *NOT_THAT_METHOD)
            answer["Allow"] = ", ".join(allowed)
            return answer
        return answered(request, operation, path)

    # Nothing here is done for a browser's cookie: each request carries its own key.
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def answered(request: Visit, operation: Operation, path: Mapping[str, str]) -> HttpResponse:
    """Do one operation; every error has the one JSON shape."""
    try:
        return _done(request, operation, path)
    except NoCredentials:
        answer = fault(401, *_NO_KEY)
        answer["WWW-Authenticate"] = 'Bearer realm="beholden"'
        return answer
    except BeholdenError as error:
        held = getattr(request, "held", None)
        log_refusal(
            _log, error, of=operation.name, by=logged_as(held.person) if held else "a caller"
        )
        return as_json(error.to_dict(), status=STATUS.get(type(error), 500))
    except Exception as fault_of_ours:  # noqa: BLE001
        # The outermost door: a program gets the one shape, and no value of the data with it.
        log_fault(_log, fault_of_ours, of=operation.name)
        return fault(500, *_OURS)


def fault(status: int, what: str, why: str, next_step: str, ask: str = "") -> HttpResponse:
    """Return an error that is not of the library, in the same shape."""
    told = BeholdenError(what, why=why, next_step=next_step, ask=ask).to_dict()
    told["error"]["kind"] = "http"
    return as_json(told, status=status)


def _done(request: Visit, operation: Operation, path: Mapping[str, str]) -> HttpResponse:
    council = request.council
    held = None if open_to_all(operation) else caller(council, request)
    if held is not None:
        request.held = held  # a file is taken from now on
        refuse_beyond(held, operation)
    given = checked_inputs(operation, path, _given(request, operation))
    if held is not None:
        refuse_other_use(held, operation, given)
        refuse_other_way(council, held, operation, given)
    key = request.headers.get("Idempotency-Key", "")
    if held is None or not key or not operation.changes or operation.act in _TOLD_ANEW:
        return _act(request, operation, given, held)
    return _act_once(request, operation, given, held, key)


def _act(
    request: Visit, operation: Operation, given: dict[str, Any], held: KeyHeld | None
) -> HttpResponse:
    council = request.council
    inputs = inputs_of(operation)
    pages = {name: given.pop(name) for name in ("page", "per_page") if inputs.pages}
    by = {"by": held.person} if held and _is_done_by_somebody(operation) else {}
    with with_files(council, request, inputs, given) as whole:
        return shown(request, call(council, operation, {**whole, **by}), **pages)


def call(council: Council, operation: Operation, given: Mapping[str, Any]) -> Any:
    """Return what the act of the library returns that is behind an operation."""
    room, _, name = operation.act.rpartition(".")
    act = getattr(reading, name) if room else getattr(council, name)
    return act(**given)


def _act_once(
    request: Visit,
    operation: Operation,
    given: dict[str, Any],
    held: KeyHeld,
    key: str,
) -> HttpResponse:
    """Do an operation under an idempotency key: sent again, it is answered as before."""
    council = request.council
    if not 8 <= len(key) <= 200:
        raise BadInput("An idempotency key has 8 to 200 letters.")
    # Under the key of the pages: from a plain hash a short identifier could be guessed.
    whole = hmac.digest(settings.SECRET_KEY.encode(), _whole(request), "sha256")
    sent = sent_once.claim(council, by=held.person, key=key, request=whole)
    if sent.answered:
        return HttpResponse(sent.body, status=sent.status or 200, content_type="application/json")
    with _let_go_of(council, sent):
        answer = _act(request, operation, given, held)
    sent_once.keep(council, sent, status=answer.status_code, body=_to_keep(operation, answer))
    return answer


def _whole(request: Visit) -> bytes:
    """Return what tells one request from another: its address and all that came with it."""
    begin = f"{request.method} {request.get_full_path()}\n".encode()
    if request.content_type != "multipart/form-data":
        return begin + _body(request)
    sent: Iterable[Any] = request.FILES.values()
    files = (hashlib.file_digest(file, "sha256").digest() for file in sent)
    return begin + json.dumps(request.POST).encode() + b"".join(files)


@contextmanager
def _let_go_of(council: Council, sent: sent_once.Sent) -> Any:
    try:
        yield
    except BeholdenError:
        sent_once.let_go(council, sent)  # an act is done whole or not at all, so it was not done
        raise


def _to_keep(operation: Operation, answer: HttpResponse) -> str:
    """Return what is told when it is sent again: no row of an answer and no pair of a sample."""
    if operation.act == "ask":
        return _receipt_alone(answer)
    if operation.act == "draw_review_sample":
        return json.dumps({**json.loads(answer.content), "pairs": []})
    return answer.content.decode()


def _receipt_alone(answer: HttpResponse) -> str:
    if not answer["Content-Type"].startswith("application/json"):
        return json.dumps({"receipt": {"id": answer["Beholden-Receipt"]}})
    return json.dumps({"receipt": json.loads(answer.content)["receipt"]})


def _given(request: Visit, operation: Operation) -> Any:
    if operation.method == "GET":
        return _query(request, operation)
    if inputs_of(operation).takes_file:
        return request.POST.dict()
    body = _body(request)
    if not body:
        return {}
    if request.content_type != "application/json":
        raise BadInput("The body is not JSON.", next_step="Send Content-Type: application/json.")
    return _json(body)


def _body(request: Visit) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise BadInput("The body is larger than 8 MiB.") from None


def _query(request: Visit, operation: Operation) -> dict[str, Any]:
    """Return the query; what may come several times is a list."""
    fields = inputs_of(operation).model.model_fields
    lists = {n for n, field in fields.items() if "[str]" in str(field.annotation)}
    return {
        name: request.GET.getlist(name) if name in lists else request.GET[name]
        for name in request.GET
    }


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadInput("The body is not JSON.", why="It cannot be read (RFC 8259).") from None


def _refuse_constant(_name: str) -> None:
    raise ValueError


def _is_done_by_somebody(operation: Operation) -> bool:
    return "by" in inspect.signature(act_of(operation)).parameters
