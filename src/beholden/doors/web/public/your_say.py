"""What a resident may do, and what came of what residents did."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..form_pages import page
from .documents import as_json
from .kept import kept


def your_say(request: HttpRequest) -> HttpResponse:
    """Show how to object, opt out, ask and complain, and the counts of each."""
    council = request.council  # type: ignore[attr-defined]
    email = council.public.email
    return page(request, "public/your_say.html", say=kept(request, council.your_say), email=email)


def your_say_json(request: HttpRequest) -> HttpResponse:
    """Give the same as data."""
    return as_json(kept(request, request.council.your_say))  # type: ignore[attr-defined]
