"""What the pages say when a thing is not there, not allowed or not well: the family's words."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from ...kernel import (
    BadInput,
    BadQuestion,
    BeholdenError,
    Damaged,
    NotFound,
    OutOfLimits,
    Refusal,
    Refused,
    Unavailable,
)
from .logged import logged_as
from .navigation import items_for

STATUS: dict[type[BeholdenError], int] = {
    Refused: 403,
    NotFound: 404,
    BadQuestion: 422,
    BadInput: 422,
    OutOfLimits: 422,
    Damaged: 500,
    Unavailable: 503,
}


LOG = logging.getLogger("beholden.pages")


class ToldErrors:
    """Answers an error of the family with its page, or its one JSON shape; nothing else is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Tell an error of the family; every other fault is the server's, told by ``broken``."""
        if isinstance(fault, BeholdenError):
            officer = getattr(request, "officer", None)
            log_refusal(
                LOG, fault, of=_route(request), by=logged_as(officer.code) if officer else "nobody"
            )
            return told(request, fault)
        return None


def _route(request: HttpRequest) -> str:
    """Return the name of a request's route: its address may hold what somebody typed."""
    return str(request.resolver_match.url_name) if request.resolver_match else "no route"


def log_refusal(log: logging.Logger, error: BeholdenError, *, of: str, by: str) -> None:
    """Log who was refused what, by how the log calls them, and the clause; else nothing."""
    if isinstance(error, Refused):
        log.info("refused: %s to %s (%s)", of, by, error.refusal.clause)


class WithoutValues(logging.Filter):
    """Keeps of a fault of ours its kind and place: its text, and its trace, may hold a value."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the trace out of a record."""
        fault = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(fault, Exception):
            record.msg, record.args = "%s", (_place_of(fault, of="the pages"),)
        record.exc_info = record.exc_text = None
        return True


def log_fault(log: logging.Logger, fault: Exception, *, of: str) -> None:
    """Log a fault of ours by kind and place: its text may hold a value of the data (S8)."""
    log.error("%s", _place_of(fault, of=of))


def _place_of(fault: Exception, *, of: str) -> str:
    *_before, last = traceback.extract_tb(fault.__traceback__)
    return f"{type(fault).__name__} in {of}, at {Path(last.filename).name}:{last.lineno}"


def told(request: HttpRequest, error: BeholdenError) -> HttpResponse:
    """Return the page of an error, or its JSON or plain text where data were asked for."""
    status = STATUS.get(type(error), 500)
    return _answer(request, _title(status), error, status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page; nothing of the address is repeated."""
    cause = exception.__cause__ if isinstance(exception, Http404) else None
    error = cause if isinstance(cause, NotFound) else _nothing_more(404)
    return _answer(request, _title(404), error, 404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say that this may not be done here and now, and no more."""
    return _answer(request, _title(403), _nothing_more(403), 403)


def not_known(request: HttpRequest, error: Refused) -> HttpResponse | None:
    """Tell a program that it is not known who asks; nothing where a person did, who is led on.

    A browser names text/html in its header Accept, also where it opens a file of data: whoever
    looks at it then signs in, and comes to the file. What names it nowhere is a program.
    """
    if "text/html" in request.headers.get("Accept", "").lower():
        return None
    answer = _as_data(request, error, 401)
    if answer is not None:
        answer["WWW-Authenticate"] = "Cookie"  # RFC 9110, 15.5.2, wants the way named
        patch_vary_headers(answer, ["Accept", "Cookie"])
    return answer


def too_often(request: HttpRequest) -> HttpResponse:
    """Say that something was tried too often from where the request came from."""
    error = BeholdenError(
        _("This was tried too often."),
        why=_("So that nobody can guess, each address may try only so often."),
        next_step=_("Wait five minutes, then try again."),
    )
    return _answer(request, _("Too many tries"), error, 429)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without asking anything of the council: that may be the fault."""
    data = _as_data(request, _nothing_more(500), 500)
    return data or HttpResponse(render_to_string("error.html", {"title": _title(500)}), status=500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say that a form was sent from elsewhere, or after too long."""
    error = BeholdenError(
        _("This form could not be taken."),
        why=_("It was open for too long, or cookies are switched off."),
        next_step=_("Go back, load the page anew, and send it again. Nothing was changed."),
    )
    return _answer(request, _("Send the form again"), error, 403)


def _title(status: int) -> str:
    return {
        403: _("You cannot do this"),
        404: _("There is no such page"),
        422: _("This cannot be done as it is"),
    }.get(status, _("This page cannot be shown now"))


def _answer(request: HttpRequest, title: str, error: BeholdenError, status: int) -> HttpResponse:
    """Return an error in the form that was asked for."""
    answer = _as_data(request, error, status) or _page(request, title, error, status)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _as_data(request: HttpRequest, error: BeholdenError, status: int) -> HttpResponse | None:
    """Return an error as a program reads it; nothing where a page was asked for.

    An address says by its ending what it gives, and only without one is the header Accept asked: a
    browser that opens a file of data must not learn something else of it than a program does.
    """
    address = request.path_info.lower()
    if address.endswith(".csv"):
        return HttpResponse(f"{error}\n", content_type="text/plain; charset=utf-8", status=status)
    prefers = request.get_preferred_type(["text/html", "application/json"])
    if address.endswith(".json") or prefers == "application/json":
        return JsonResponse(error.to_dict(), status=status)
    return None


def _nothing_more(status: int) -> BeholdenError:
    """Return an error of the family of which no more is known than its status."""
    what = f"{_title(status)}."
    if status == STATUS[NotFound]:
        return NotFound(
            what,
            why=_("The address was mistyped, or what is there is not public."),
            next_step=_("Look at the address once more, or begin at the first page."),
        )
    if status == STATUS[Refused]:
        return Refused(
            Refusal(
                what=what,
                why=_("It is another’s to do, or its time is over."),
                clause="rights",
                next_step=_("go back to your own work."),
                ask=_("the administrator."),
            )
        )
    return BeholdenError(
        what,
        why=_("There is a fault in Beholden. It is on record, and nothing was half done."),
        next_step=_("Try again in a few minutes."),
        ask=_("the administrator."),
    )


def _page(request: HttpRequest, title: str, error: BeholdenError, status: int) -> HttpResponse:
    # The same page whatever was asked for: nobody learns from it what is there and concealed.
    bar = items_for(getattr(request, "officer", None), here="")
    context: dict[str, Any] = {
        "title": title,
        "error": error,
        "is_all_said": error.what == f"{title}.",
        "navigation": bar,
        "languages": (),
    }
    return render(request, "error.html", context, status=status)
