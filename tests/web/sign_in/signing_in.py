"""What somebody at a browser does to sign in, with an authenticator app in their hand."""

from __future__ import annotations

import re
import time

from actions.ashmere import DPO
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from .conftest import ADDRESSES, PASSWORD

OFFICE = "Data-protection officer"  # told on the page of one's account where all is open
SET_UP = "/your-account/authenticator-app/"


def sign_in(client, *, email=ADDRESSES[DPO], password=PASSWORD, **more):
    """Type an address and a password."""
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def code_now(secret: str) -> str:
    """Return what an authenticator app shows at this moment (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(client):
    """Read the key from the page and type the first code."""
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'class="beholden-to-type">(\w+)<', page)[1]
    answer = client.post(SET_UP, {"code": code_now(secret)})
    answer.secret = secret
    return answer


def who(client) -> str | None:
    """Return the code of the officer whom the pages take somebody for, or None."""
    page = client.get("/your-account/")
    return DPO if page.status_code == 200 and OFFICE in page.content.decode() else None


def whole_session(client) -> str:
    """Sign in and set up a second factor; return its key."""
    sign_in(client)
    return set_up_app(client).secret
