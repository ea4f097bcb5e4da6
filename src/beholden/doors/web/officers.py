"""Who is at the pages: an officer of the council's list, a resident, or anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ...actions import OUTSIDE, ROLES, Right
from ...records import reading
from .sign_in.sessions import owes_second_factor
from .visits import Visit

RESIDENT_KEY = "resident"
_RESIDENT_UNTIL = "resident_until"
_RESIDENT_FOR = 30 * 60


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody on the council's list who has signed in: a code, an office, and what they may do."""

    code: str
    office: str
    organisation: str
    roles: frozenset[str]

    @property
    def rights(self) -> frozenset[Right]:
        """Return every right that one of the roles carries."""
        return frozenset(
            right for role in ROLES if role.code in self.roles for right in role.rights
        )

    @property
    def inside(self) -> bool:
        """Return whether one of the roles is of somebody inside the council."""
        return any(role not in OUTSIDE for role in self.roles)

    def may(self, right: Right) -> bool:
        """Return whether one of the roles carries a right."""
        return right in self.rights


class WhoActs:
    """Gives each request its ``officer`` and its ``resident``, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: Visit) -> HttpResponseBase:
        """Answer one request."""
        request.officer = _officer_at(request)
        request.resident = _resident_at(request)
        return self._get_response(request)


def _officer_at(request: Visit) -> Officer | None:
    """Return who has signed in; whoever has left the list meanwhile is signed out at once."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return None
    person, request.made_up = reading.person_and_made_up(account.person)
    officer = _able(person)
    if officer is None:
        logout(request)
    return None if owes_second_factor(request) else officer


def begin_resident(request: Any, resident: str) -> None:
    """Sign a resident in for half an hour, in a session of another key."""
    end_resident(request)  # of another who sat there before, nothing is left
    request.session[RESIDENT_KEY] = resident
    request.session[_RESIDENT_UNTIL] = _now(request) + _RESIDENT_FOR


def end_resident(request: Any) -> None:
    """Sign a resident out; whatever of theirs the session held goes."""
    for name in [one for one in dict(request.session.items()) if one.startswith(RESIDENT_KEY)]:
        del request.session[name]
    request.session.cycle_key()


def _resident_at(request: Any) -> str | None:
    """Return the keyed hash of the address of a resident whose half hour is not over."""
    until = request.session.get(_RESIDENT_UNTIL)
    if until is None:
        return None
    if _now(request) < until:
        return str(request.session[RESIDENT_KEY])
    end_resident(request)
    return None


def _now(request: Any) -> float:
    return float(request.council.clock.now().timestamp())


def officer_named(code: str) -> Officer | None:
    """Return an officer who may act now, or None."""
    return _able(reading.person(code))


def _able(person: reading.PersonView | None) -> Officer | None:
    if person is None or not person.active:
        return None
    return Officer(person.code, person.office, person.organisation, frozenset(person.roles))
