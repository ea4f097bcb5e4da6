"""How the log of the server calls somebody: their code may be a name, and logs go a long way."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def logged_as(code: str) -> str:
    """Return a short keyed hash of a person's code: nobody makes it without the key of the pages.

    Whoever keeps accounts is shown it with each account, so that a line can be traced.
    """
    said = f"person in the log: {code}".encode()
    return "person-" + hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:12]
