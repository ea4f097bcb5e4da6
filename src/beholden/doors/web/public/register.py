"""The record in the forms that other registers read."""

from __future__ import annotations

from django.http import HttpResponse

from ..form_pages import page
from ..visits import Visit
from .kept import kept, kept_as_json


def register(request: Visit) -> HttpResponse:
    """Show what the council gives to other registers."""
    shown = kept(request, request.council.public_register)
    return page(request, "public/register.html", register=shown)


def register_json(request: Visit) -> HttpResponse:
    """Give the list of those files as data."""
    return kept_as_json(request, request.council.public_register)
