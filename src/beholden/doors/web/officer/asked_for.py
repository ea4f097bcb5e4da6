"""The request of a resident that a page answers: told beside the form, and gone back to."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import RequestText, Right
from ..visits import OfficerVisit
from .act_page import Crumbs


def request_at(request: OfficerVisit) -> RequestText | None:
    """Return the request that ``?request=`` names, for who may read it; None where none is named.

    Its name stands in the public log, so the address tells nothing of anybody.
    """
    name = request.GET.get("request", "")
    if not name or not request.officer.may(Right.REQUEST_ANSWER):
        return None
    found: RequestText = request.council.read_request(by=request.officer.code, request=name)
    return found


def way_from(asked: RequestText) -> Crumbs:
    """Return the way to a page that answers a request."""
    return [
        (_("What residents ask"), reverse("officer-requests")),
        (_("The request"), reverse("officer-request", args=[asked.id])),
    ]
