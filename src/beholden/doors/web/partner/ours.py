"""The agreements that were offered to one's organisation, and what it received under them."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..paging import part_of
from ..visits import OfficerVisit


def agreements(request: OfficerVisit) -> HttpResponse:
    """List the agreements of one's organisation, those that await its answer first."""
    council, by = request.council, request.officer.code
    found = council.our_names(by=by)
    part = part_of(request, found.names)
    shown = replace(part, items=council.our_agreements(by=by, only=part.items))
    return page(request, "partner/agreements.html", part=shown, awaiting=found.awaiting)


def received(request: OfficerVisit) -> HttpResponse:
    """Show what went out to one's organisation: published tables, and feeds it could read."""
    found = request.council.received_by_us(by=request.officer.code)
    way = [(_("Agreements with us"), reverse("partner-agreements"))]
    return page(request, "partner/received.html", part=part_of(request, found), breadcrumbs=way)
