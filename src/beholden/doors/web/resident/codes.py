"""The pages of the one-time code: ask for it, enter it, sign out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .. import officers
from ..form_pages import moved_on, page
from ..visits import Visit
from .forms_resident import AskCodeForm, EnterCodeForm
from .one_time import ask_code, take_code

_NEXT = "resident_next"


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what is typed out of reports of errors, and the answer out of every cache."""

    @wraps(view)
    @sensitive_post_parameters()
    @never_cache
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return shown


@personal
def ask(request: Visit) -> HttpResponse:
    """Ask for a code; the answer is the same whether or not anything is sent."""
    form = AskCodeForm(request.POST or None, may_text=request.council.messages.may_text)
    if request.method == "POST" and form.is_valid():
        if _goes_on(request, request.GET.get("next", "")):
            request.session[_NEXT] = request.GET["next"]
        ask_code(request, kind=form.kind, address=form.cleaned_data["address"])
        return redirect("enter-code")
    return page(request, "resident/ask_code.html", form=form)


@personal
def enter(request: Visit) -> HttpResponse:
    """Enter the code; the session is another from then on."""
    form = EnterCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        resident = take_code(request, form.cleaned_data["code"])
        if resident:
            to = request.session.pop(_NEXT, None)
            officers.begin_resident(request, resident)
            return redirect(to or "your-household")
        form.add_error("code", _("This is not the code, or it works no more. Ask for a new one"))
    return page(request, "resident/enter_code.html", form=form)


@personal
def end(request: Visit) -> HttpResponse:
    """Sign a resident out."""
    if request.method != "POST":
        return page(request, "resident/end.html")
    officers.end_resident(request)
    return moved_on(request, "your-say", told=_("You are signed out."))


def _goes_on(request: Visit, to: str) -> bool:
    return bool(to) and url_has_allowed_host_and_scheme(to, {request.get_host()})
