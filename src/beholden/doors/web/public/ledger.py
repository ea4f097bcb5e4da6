"""The ledger: its head, its newest acts, and checking it in the browser."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_csv
from .kept import kept, kept_as_json

_LONGEST = 12  # figures in the number of an entry
_COLUMNS = ("entry", "at", "act", "by_role", "use")


def ledger(request: Visit) -> HttpResponse:
    """Show the ledger: its head, how to verify it, and its acts, page by page to the first."""
    size = kept(request, request.council.public_ledger).size
    part = part_of(request, range(size - 1, -1, -1), at="acts")
    before = part.items[0] + 1 if part.items else 0
    shown = kept(request, request.council.public_ledger, before=before)
    return page(
        request,
        "public/ledger.html",
        ledger=shown,
        part=replace(part, items=shown.lines[: len(part.items)]),
        query=f"?before={before}" if part.number > 1 else "",
    )


def ledger_json(request: Visit) -> HttpResponse:
    """Give the ledger's head and its newest acts as data, or those before an entry."""
    return kept_as_json(request, request.council.public_ledger, **_before(request))


def ledger_csv(request: Visit) -> HttpResponse:
    """Give the ledger's newest acts as a table, or those before an entry."""
    shown = kept(request, request.council.public_ledger, **_before(request)).lines
    return as_csv(shown, _COLUMNS, name="ledger")


def _before(request: Visit) -> dict[str, int]:
    """Return the entry that the acts are to be older than, where the query says one."""
    said = request.GET.get("before", "")
    return {"before": int(said)} if said.isdecimal() and len(said) < _LONGEST else {}


def verify(request: Visit) -> HttpResponse:
    """Show the page on which a browser checks the ledger by itself."""
    address = request.build_absolute_uri("/ledger")
    way = [(_("The log of every act"), reverse("ledger"))]
    return page(request, "public/verify.html", address=address, breadcrumbs=way)
