"""Sessions end: after an hour without a request, twelve hours after they began, or when told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

IDLE = 60 * 60
LONGEST = 12 * 60 * 60
_JUST_NOW = 5 * 60
_SEEN_EVERY = 60  # so that not every request writes to the database
_BEGAN, _SEEN, _OWED = "began", "seen", "second_factor_owed"


class KeptShort:
    """Ends a session that was idle for too long, or that is too old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if request.session.session_key:
            keep(request, now=_now(request))
        return self._get_response(request)


def keep(request: Any, *, now: float) -> None:
    """End the session of a request that is over; otherwise note that it is in use."""
    session = request.session
    began, seen = session.get(_BEGAN, now), session.get(_SEEN, now)
    # Only now is it loaded: of a cookie that names no session there is none, and none is begun.
    if session.is_empty():
        return
    if now - began > LONGEST or now - seen > IDLE:
        session.flush()
        request.user = _nobody()
        return
    if _BEGAN not in session or now - seen > _SEEN_EVERY:
        session[_BEGAN], session[_SEEN] = began, now


def begin(request: Any, *, owing: bool = False) -> None:
    """Begin a session anew, at signing in; ``owing``: a second factor is still to be set up."""
    now = _now(request)
    request.session[_BEGAN] = request.session[_SEEN] = now
    if owing:
        request.session[_OWED] = True


def began_just_now(request: Any) -> bool:
    """Return whether somebody signed in within the last five minutes."""
    began = request.session.get(_BEGAN)
    return began is not None and _now(request) - began < _JUST_NOW


def owe_second_factor(request: Any) -> None:
    """Keep this session to the pages on which a second factor is set up."""
    request.session[_OWED] = True


def second_factor_set(request: Any) -> None:
    """Open everything to this session: its second factor was just set up."""
    request.session.pop(_OWED, None)
    request.session.cycle_key()


def owes_second_factor(request: Any) -> bool:
    """Return whether this session has still to set up a second factor."""
    account = getattr(request, "user", None)
    signed_in = account is not None and account.is_authenticated
    return bool(signed_in and request.session.get(_OWED))


def _now(request: Any) -> float:
    return float(request.council.clock.now().timestamp())


def _nobody() -> Any:
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
