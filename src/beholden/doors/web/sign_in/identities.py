"""Signing in with the council's own OpenID Connect provider: bound to accounts that there are.

An identity (issuer and subject) is bound once to the account whose address the provider says it has
verified. It is never bound to a second account, and an account never to a second identity: an
address that was given to somebody new opens nothing.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import get_user_model
from django.shortcuts import render
from django.utils.translation import gettext as _

from ....actions import awaits_giving
from ....kernel import Unavailable
from ..officers import officer_named

LOG = logging.getLogger("beholden.sign_in")
PROVIDER = "council"


class Identities(DefaultSocialAccountAdapter):
    """Which provider there is, and whom an identity signs in as."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Return the council's one provider, where its settings name one."""
        said = request.council.sign_in
        if not said.by_identity or provider not in (None, PROVIDER, "openid_connect"):
            return []
        return [_app(request.council)] if client_id in (None, said.client_id) else []

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:  # noqa: ARG002
        """Return False: an identity never makes an account."""
        return False

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:  # noqa: ARG002
        """Take nothing over from the provider: who somebody is, the council's list says."""
        return sociallogin.user

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """Bind an identity that is new here to its account, or send it away."""
        if not sociallogin.is_existing:
            account = _account_of(sociallogin)
            if account is not None:
                sociallogin.connect(request, account)
        if not sociallogin.is_existing or officer_named(sociallogin.user.person) is None:
            LOG.info("sign-in by identity refused")
            raise ImmediateHttpResponse(_refused(request))


def _app(council: Any) -> Any:
    from allauth.socialaccount.models import SocialApp

    said = council.sign_in
    return SocialApp(
        provider="openid_connect",
        provider_id=PROVIDER,
        name=said.called,
        client_id=said.client_id,
        secret=_secret(council),
        settings={"server_url": said.issuer, "oauth_pkce_enabled": True},
    )


def _secret(council: Any) -> str:
    name = council.sign_in.client_secret
    try:
        return str(council.keys_directory.joinpath(name).read_text(encoding="utf-8").strip())
    except OSError:
        raise Unavailable(
            _("Nobody can sign in with the council's identities now."),
            why=_("The folder of the keys has no readable file %(name)s, which [sign_in] names.")
            % {"name": name},
            next_step=_("Put the client's secret there, for the account that runs Beholden alone."),
            ask=_("whoever runs Beholden here"),
        ) from None


def _account_of(sociallogin: Any) -> Any:
    """Return the account of a verified address, unless another identity is bound to it.

    None either where another administrator has yet to give the account to its person again.
    """
    from allauth.socialaccount.models import SocialAccount

    verified = [one.email.strip().lower() for one in sociallogin.email_addresses if one.verified]
    account = get_user_model().objects.filter(email__in=verified).first()
    if account is None or SocialAccount.objects.filter(user=account).exists():
        return None
    return None if awaits_giving(account.person) else account


def _refused(request: Any) -> Any:
    return render(request, "socialaccount/authentication_error.html", {"unknown": True}, status=403)


def identity_of(issuer: str, subject: str) -> str:
    """Return the name under which an identity is kept: a hash, so that nothing personal is."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()
