"""The pages of signing in: django-allauth's views, answered as our pages answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ....actions import REQUIRED
from ..visits import Visit
from . import sessions


def ours(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a form that has faults with 422, and never from a cache."""

    @wraps(view)
    @sensitive_post_parameters()
    @never_cache
    def shown(request: Visit, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        context["goes_on_to"] = get_adapter().get_login_redirect_url(request)
        form = context.get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = 422
        return response

    return shown


sign_in = ours(account.login)
sign_out = ours(account.logout)
second_factor_asked = ours(second_factor.authenticate)
forgotten = ours(account.password_reset)
forgotten_sent = ours(account.password_reset_done)
new_password = ours(account.password_reset_from_key)
new_password_set = ours(account.password_reset_from_key_done)
your_account = ours(second_factor.index)
change_password = ours(account.password_change)
set_password = ours(account.password_set)
confirm_password = ours(account.reauthenticate)
confirm_second_factor = ours(second_factor.reauthenticate)
new_recovery_codes = ours(recovery_codes.generate_recovery_codes)
see_recovery_codes = ours(recovery_codes.view_recovery_codes)


@ours
def set_up(request: Visit) -> Any:
    """Set up an authenticator app; a session that owed it is then a whole one."""
    response = totp.activate_totp(request)
    if request.method == "POST" and response.status_code == 302 and _has_app(request):
        sessions.second_factor_set(request)
    return response


@ours
def remove(request: Visit) -> Any:
    """Take an authenticator app away; where one is required, a new one is owed at once."""
    response = totp.deactivate_totp(request)
    gone = request.method == "POST" and response.status_code == 302 and not _has_app(request)
    if gone and request.council.sign_in.second_factor == REQUIRED:
        sessions.owe_second_factor(request)
    return response


@never_cache
def sign_out_everywhere(request: Visit) -> HttpResponse:
    """End every session of an account, this one too."""
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    request.user.end_sessions()  # type: ignore[union-attr]
    logout(request)
    return redirect("account_login")


def cancelled(request: Visit) -> HttpResponse:
    """Say that signing in was broken off at the provider."""
    return render(request, "socialaccount/login_cancelled.html")


def _has_app(request: Any) -> bool:
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user=request.user, type="totp").exists())
