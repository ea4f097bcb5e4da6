"""The address of a page as it leaves the house: in a message, a map of the site, a key's sheet.

Whoever asks says in the header Host by which name and port, and a link in a message is opened by
somebody else. The name is one that these pages are served by (ALLOWED_HOSTS); the port is never
taken from who asks: with another port of the same machine, a one-time address would be opened at
somebody else's program.
"""

from __future__ import annotations

from django.conf import settings
from django.http.request import split_domain_port

from .visits import Visit

_USUAL = "80"


def whole(request: Visit, address: str) -> str:
    """Return an address with the site that the council states, or else where it is served.

    ``address`` begins with a slash; what a council states is ``[public] site`` in its settings.
    """
    return f"{request.council.public.site or _served_at(request)}{address}"


def _served_at(request: Visit) -> str:
    """Return where the pages are served: this machine by its own port, or by TLS before it."""
    name, _port = split_domain_port(request.get_host())
    if settings.SESSION_COOKIE_SECURE:  # behind a server that ends TLS, at the usual port of it
        return f"https://{name}"
    port = str(request.META["SERVER_PORT"])
    return f"http://{name}" if port == _USUAL else f"http://{name}:{port}"
