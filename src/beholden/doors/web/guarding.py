"""Each view behind its guard: who may come, and by which methods."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...actions import Right, offices_that_may
from ...kernel import Refusal, Refused, Sentence
from . import coming_back
from .errors import not_known
from .officers import Officer
from .routing import ACCOUNT, INSIDE, PUBLIC, RESIDENT, SIGNED_IN, Needs, Route
from .sign_in.sessions import owes_second_factor

Guard = Callable[[HttpRequest], HttpResponseBase | None]


def patterns(routes: tuple[Route, ...]) -> list[URLPattern]:
    """Return the routes as Django knows them, each behind its guard."""
    return [path(route.path, guarded(route), name=route.name) for route in routes]


def guarded(route: Route) -> Callable[..., HttpResponseBase]:
    """Return a route's view behind its guard; who may not come learns why and whom to ask."""

    @require_http_methods(route.methods)
    @wraps(route.view)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sent_away = _sent_away(request, route.needs)
        return sent_away or coming_back.answered(request, route.view, *args, **kwargs)

    # What takes no form needs no token: a form sent there all the same learns that it is not taken.
    view.csrf_exempt = not route.changes  # type: ignore[attr-defined]
    view.may_come = partial(may_come, needs=route.needs)  # type: ignore[attr-defined]
    return view


def _sent_away(request: Any, needs: Needs | frozenset[Right]) -> HttpResponseBase | None:
    if needs is PUBLIC:
        return None
    if needs is RESIDENT:
        if request.resident:
            return None
        led = redirect_to_login(request.get_full_path(), reverse("your-code"))
        return not_known(request, _no_code()) or led
    if owes_second_factor(request):
        return None if needs is ACCOUNT else _to_sign_in(request, redirect("mfa_activate_totp"))
    if request.officer is None:
        return _to_sign_in(request, redirect_to_login(request.get_full_path()))
    if needs is INSIDE:
        refuse_outside(request.officer)
    elif not isinstance(needs, Needs):
        refuse_without(request.officer, needs)
    return None


def _to_sign_in(request: HttpRequest, led: HttpResponseBase) -> HttpResponseBase:
    """Lead a person on to sign in, and tell a program that this is to be done first."""
    error = Refused(
        Refusal(
            what=_("this is for officers who have signed in."),
            why=_("It shows what the council works on."),
            clause="rights › signed in",
            next_step=_("sign in on the pages, or ask the API with a key of its own."),
            ask=_("the administrator."),
        )
    )
    return not_known(request, error) or led


def _no_code() -> Refused:
    return Refused(
        Refusal(
            what=_("this is for a resident who has shown a code."),
            why=_("What is told here is told to one person alone."),
            clause="rights › a code of one’s own",
            next_step=_("show a code on the pages."),
        )
    )


def may_come(officer: Officer, *, needs: Needs | frozenset[Right]) -> bool:
    """Return whether an officer may come to a route that needs this."""
    if isinstance(needs, Needs):
        return needs in (SIGNED_IN, ACCOUNT) or (needs is INSIDE and officer.inside)
    return bool(officer.rights & needs)


def refuse_outside(officer: Officer) -> None:
    """Raise Refused where every office of somebody is outside the council.

    What is not public, such as a use that is concealed, is not for them to read.
    """
    if officer.inside:
        return
    raise Refused(
        Refusal(
            what=_("your roles do not open this page."),
            why=_("It shows what the council works on, which is for its own officers."),
            clause="rights › inside",
            next_step=_("read what is public, or open a page that your own office has."),
            ask=_("the administrator."),
        )
    )


def refuse_without(officer: Officer, rights: frozenset[Right]) -> None:
    """Raise Refused where an officer holds none of these rights."""
    if officer.rights & rights:
        return
    first = min(rights)
    raise Refused(
        Refusal(
            what=_("your roles do not open this page."),
            why=_("Each act belongs to an office, so that nobody can do all of them alone."),
            clause=f"rights › {first}",
            next_step=_("open a page that your own office has, or have them do it who may."),
            ask=Sentence("%(offices)s.", offices=offices_that_may(first)),
        )
    )
