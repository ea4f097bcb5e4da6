"""The ledger: its head, its newest acts, and checking it in the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_csv
from .kept import kept, kept_as_json

_COLUMNS = ("entry", "at", "act", "by_role", "use")


def ledger(request: Visit) -> HttpResponse:
    """Show the ledger: its head, how to verify it, and its newest acts."""
    shown = kept(request, request.council.public_ledger)
    part = part_of(request, shown.lines, at="acts")
    return page(request, "public/ledger.html", ledger=shown, part=part)


def ledger_json(request: Visit) -> HttpResponse:
    """Give the ledger's head and its newest acts as data."""
    return kept_as_json(request, request.council.public_ledger)


def ledger_csv(request: Visit) -> HttpResponse:
    """Give the ledger's newest acts as a table."""
    shown = kept(request, request.council.public_ledger).lines
    return as_csv(shown, _COLUMNS, name="ledger")


def verify(request: Visit) -> HttpResponse:
    """Show the page on which a browser checks the ledger by itself."""
    address = request.build_absolute_uri("/ledger")
    way = [(_("The log of every act"), reverse("ledger"))]
    return page(request, "public/verify.html", address=address, breadcrumbs=way)
