"""The record in the forms that other registers read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..form_pages import page
from .documents import as_json
from .kept import kept


def register(request: HttpRequest) -> HttpResponse:
    """Show what the council gives to other registers."""
    shown = kept(request, request.council.public_register)  # type: ignore[attr-defined]
    return page(request, "public/register.html", register=shown)


def register_json(request: HttpRequest) -> HttpResponse:
    """Give the list of those files as data."""
    return as_json(kept(request, request.council.public_register))  # type: ignore[attr-defined]
