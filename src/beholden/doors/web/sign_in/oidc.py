"""OpenID Connect as we ask for it: code flow with PKCE, state, and a nonce in a signed token.

django-allauth does the flow. It leaves out the nonce, and the signature where the token came from
the provider directly; both are checked here (OpenID Connect Core 1.0, 3.1.3.7).
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ....kernel import Unavailable
from .identities import identity_of

_NONCE = "oidc_nonce"
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


class CouncilProvider(OpenIDConnectProvider):
    """The council's provider: what is asked of it rests on nothing in the address of a request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.oauth2_adapter_class = CouncilAdapter

    def get_redirect_from_request_kwargs(self, request: Any) -> dict[str, Any]:
        """Return what is asked for: an identity and its address, to sign in and nothing else."""
        asked = super().get_redirect_from_request_kwargs(request)
        request.session[_NONCE] = nonce = secrets.token_urlsafe(24)
        asked.update(process="login", scope=["openid", "email"], auth_params={"nonce": nonce})
        asked.setdefault("next_url", reverse("my-work"))  # in the language of the page
        return dict(asked)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the name under which this identity is kept."""
        return identity_of(str(data["iss"]), str(data["sub"]))

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Keep nothing of what the provider says about somebody."""
        return {}


class CouncilAdapter(OpenIDConnectOAuth2Adapter):
    """Checks what comes back from the provider."""

    def get_provider(self) -> CouncilProvider:
        """Return the council's provider."""
        return CouncilProvider(self.request, app=super().get_provider().app)

    def get_callback_url(self, request: Any, app: Any) -> str:
        """Return the one address that the provider knows, whatever the language of the page."""
        with override(settings.LANGUAGE_CODE):
            return str(super().get_callback_url(request, app))

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider says of itself; raise OAuth2Error where it is another's."""
        config = super().openid_config
        issuer = self.get_provider().app.settings["server_url"].rstrip("/")
        if str(config.get("issuer", "")).rstrip("/") != issuer:
            raise OAuth2Error("The provider says that it is another.")
        return dict(config)

    def complete_login(self, request: Any, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return whom the provider vouches for; raises OAuth2Error for a token at fault."""
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("There is no id_token.")
        claims = self._checked(request, app, id_token)
        if "email" not in claims:
            claims = {**claims, **self._told_of(claims, token.token)}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _checked(self, request: Any, app: Any, id_token: str) -> dict[str, Any]:
        import jwt

        expected = request.session.pop(_NONCE, "")
        if jwt.get_unverified_header(id_token).get("alg") not in _ALGORITHMS:
            raise OAuth2Error("The id_token is signed in another way than we take.")
        claims = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not expected or not hmac.compare_digest(expected, str(claims.get("nonce", ""))):
            raise OAuth2Error("The nonce is not the one that was sent.")
        return dict(claims)

    def _told_of(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        """Return the address that the provider tells of the same subject (Core 1.0, 5.3.2)."""
        told = self._fetch_user_info(access_token)
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider tells of somebody else.")
        return {name: told[name] for name in ("email", "email_verified") if name in told}


def sign_in(request: Any, provider_id: str) -> Any:
    """Send somebody to the council's provider, once they asked for it by a form.

    By a page that goes on by itself, and not by a redirect: browsers hold every redirect after a
    form to what a form may be sent to (CSP level 3, form-action), those of the provider to others
    of its own as well, and which these are nobody here knows.
    """
    answer = _view(OAuth2LoginView, request, provider_id)
    to = answer.get("Location")
    if request.method != "POST" or to is None:
        return answer
    page = render(request, "socialaccount/goes_on.html", {"to": to})
    page["Refresh"] = f"0; url={to}"
    return page


def back(request: Any, provider_id: str) -> Any:
    """Take what came back from the provider."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: Any, provider_id: str) -> Any:
    try:
        return kind.adapter_view(CouncilAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except OAuth2Error:
        return render(request, "socialaccount/authentication_error.html", status=401)
    except requests.RequestException as fault:
        raise Unavailable(
            _("The council's sign-in cannot be reached now."),
            why=_("It ended with %(fault)s.") % {"fault": type(fault).__name__},
            next_step=_("Try again in a while."),
            ask=_("whoever runs the council's identities"),
        ) from None
