"""The addresses of signing in; the names are those by which django-allauth looks for them."""

from __future__ import annotations

from ..routing import ACCOUNT, PUBLIC, Route
from . import oidc, views

ROUTES = (
    Route("sign-in/", views.sign_in, "account_login", PUBLIC, changes=True),
    Route("sign-in/second-factor/", views.second_factor_asked, "mfa_authenticate", PUBLIC, True),
    Route("sign-in/cancelled/", views.cancelled, "socialaccount_login_cancelled", PUBLIC),
    Route(
        "sign-in/with/<slug:provider_id>/",
        views.ours(oidc.sign_in),
        "openid_connect_login",
        PUBLIC,
        changes=True,
    ),
    Route(
        "sign-in/with/<slug:provider_id>/back/",
        views.ours(oidc.back),
        "openid_connect_callback",
        PUBLIC,
    ),
    Route("sign-out/", views.sign_out, "account_logout", PUBLIC, changes=True),
    Route("forgotten-password/", views.forgotten, "account_reset_password", PUBLIC, changes=True),
    Route("forgotten-password/sent/", views.forgotten_sent, "account_reset_password_done", PUBLIC),
    Route(
        "new-password/<str:uidb36>/<str:key>/",
        views.new_password,
        "account_reset_password_from_key",
        PUBLIC,
        changes=True,
    ),
    Route(
        "new-password/set/",
        views.new_password_set,
        "account_reset_password_from_key_done",
        PUBLIC,
    ),
    Route("your-account/", views.your_account, "mfa_index", ACCOUNT),
    Route(
        "your-account/password/", views.change_password, "account_change_password", ACCOUNT, True
    ),
    Route(
        "your-account/first-password/", views.set_password, "account_set_password", ACCOUNT, True
    ),
    Route("your-account/confirm/", views.confirm_password, "account_reauthenticate", ACCOUNT, True),
    Route(
        "your-account/confirm-with-code/",
        views.confirm_second_factor,
        "mfa_reauthenticate",
        ACCOUNT,
        changes=True,
    ),
    Route("your-account/authenticator-app/", views.set_up, "mfa_activate_totp", ACCOUNT, True),
    Route(
        "your-account/authenticator-app/remove/",
        views.remove,
        "mfa_deactivate_totp",
        ACCOUNT,
        changes=True,
    ),
    Route(
        "your-account/recovery-codes/", views.see_recovery_codes, "mfa_view_recovery_codes", ACCOUNT
    ),
    Route(
        "your-account/recovery-codes/new/",
        views.new_recovery_codes,
        "mfa_generate_recovery_codes",
        ACCOUNT,
        changes=True,
    ),
    Route(
        "sign-out-everywhere/",
        views.sign_out_everywhere,
        "sign-out-everywhere",
        ACCOUNT,
        changes=True,
    ),
)
