"""The faults that the provider makes in the tokens of users who are named for one."""

from __future__ import annotations

import time

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class Faulty(DefaultOIDCAdapter):
    """Tells nothing but the truth, except of users who are named for a fault."""

    def get_claims(self, purpose, user, client, scopes, email=None, **kwargs):
        claims = super().get_claims(purpose, user, client, scopes, email=email, **kwargs)
        if "email" in claims and user.username not in ("dpo", "analyst", "stranger"):
            claims["email"] = "dpo@example.org"
            claims["email_verified"] = user.username != "unverified"
        return claims

    def populate_id_token(self, id_token, client, scopes, **kwargs):
        from django.contrib.auth import get_user_model

        name = get_user_model().objects.get(pk=id_token["sub"]).username
        if name == "wrong-nonce":
            id_token["nonce"] = "of another sign-in"
        elif name == "no-nonce":
            id_token.pop("nonce", None)
        elif name == "wrong-issuer":
            id_token["iss"] = "https://another.example"
        elif name == "wrong-audience":
            id_token["aud"] = "another client"
        elif name == "expired":
            id_token["exp"] = int(time.time()) - 600
