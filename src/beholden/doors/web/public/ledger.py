"""The ledger: its head, its newest acts, and checking it in the browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....records import reading
from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from ..whole_addresses import whole
from .documents import as_csv, as_json
from .kept import kept, kept_as_json
from .verifying import faults_in_words

_LONGEST = 12  # figures in the number of an entry
_COLUMNS = ("entry", "at", "act", "by_role", "use")


def ledger(request: Visit) -> HttpResponse:
    """Show the ledger: its head, how to verify it, and its acts, page by page to the first."""
    size = kept(request, request.council.public_ledger).size
    part = part_of(request, range(size - 1, -1, -1), at="acts")
    before = part.items[0] + 1 if part.items else 0
    shown = _shown(request, before=before if part.number > 1 else None)
    return page(
        request,
        "public/ledger.html",
        ledger=shown,
        part=replace(part, items=shown.lines[: len(part.items)]),
        query=f"?before={before}" if part.number > 1 else "",
    )


def ledger_json(request: Visit) -> HttpResponse:
    """Give the ledger's head and its newest acts as data, or those before an entry."""
    before = _before(request)
    if before is None:
        return kept_as_json(request, request.council.public_ledger)
    return as_json(_shown(request, before=before))


def ledger_csv(request: Visit) -> HttpResponse:
    """Give the ledger's newest acts as a table, or those before an entry."""
    shown = _shown(request, before=_before(request)).lines
    return as_csv(shown, _COLUMNS, name="ledger")


def _before(request: Visit) -> int | None:
    """Return the entry that the acts are to be older than, where the query says one."""
    said = request.GET.get("before", "")
    return int(said) if said.isdecimal() and len(said) < _LONGEST else None


def _shown(request: Visit, *, before: int | None) -> Any:
    """Return the newest acts, or those before an entry.

    Only the newest are kept: anybody may ask for what comes before any entry, and what is kept for
    them would push out what everybody asks for.
    """
    if before is None:
        return kept(request, request.council.public_ledger)
    request.made_up = reading.made_up()
    return request.council.public_ledger(before=before)


def verify(request: Visit) -> HttpResponse:
    """Show the page on which a browser checks the ledger by itself."""
    address = whole(request, "/ledger")
    way = [(_("The log of every act"), reverse("ledger"))]
    return page(
        request,
        "public/verify.html",
        address=address,
        faults=faults_in_words(),
        breadcrumbs=way,
    )
