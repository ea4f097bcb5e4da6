"""The request of a resident that a page answers: told beside the form, and gone back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import PlaceFound, RequestText, Right
from ....kernel import Damaged, NotFound, Refused
from ..visits import OfficerVisit
from .ways import Crumbs, from_my_work


def request_at(request: OfficerVisit) -> RequestText | None:
    """Return the request that ``?request=`` names, for who may read it; None where none is named.

    Its name stands in the public log, so the address tells nothing of anybody.
    """
    name = request.GET.get("request", "")
    if not name or not request.officer.may(Right.REQUEST_ANSWER):
        return None
    found: RequestText = request.council.read_request(by=request.officer.code, request=name)
    return found


@dataclass(frozen=True, slots=True)
class LookedUp:
    """An address that was looked up, and the places that it may name, the likeliest first.

    ``fault`` is what stood in the way of looking, such as an index of another version.
    """

    address: str
    places: tuple[PlaceFound, ...] = ()
    fault: Damaged | None = None

    @property
    def uprn(self) -> str:
        """Return the UPRN of the place that it names, where that is sure; else nothing."""
        return next((one.uprn for one in self.places if one.sure), "")


def looked_up(request: OfficerVisit, address: str) -> LookedUp | None:
    """Look up what somebody wrote, for who may answer residents.

    None for a UPRN or nothing, where there is no gazetteer, and for who may not look it up: by
    their roles, or for want of training, which the page of another act does not ask for.
    """
    if not any(letter.isalpha() for letter in address):
        return None
    if not request.officer.may(Right.SUBJECT_ANSWER):
        return None
    try:
        found = request.council.places_at(by=request.officer.code, address=address)
    except (NotFound, Refused):
        return None
    except Damaged as fault:
        return LookedUp(address, fault=fault)
    return LookedUp(address, found)


def written(asked: RequestText) -> Mapping[str, str]:
    """Return what a resident wrote in each line of their request, by its title in small letters."""
    lines = (line.partition(": ") for line in asked.text.splitlines())
    said: dict[str, str] = {}
    for title, colon, what in lines:
        if colon:
            said.setdefault(title.lower(), what.strip())  # the first: what follows is free text
    return said


def lived_there(asked: RequestText) -> dict[str, Any]:
    """Return since when, and until when, they say that they lived there, as a form takes it."""
    since, _to, until = written(asked).get("lived there", "").partition(" to ")
    return {"since": _day(since), "until": _day(until)}


def _day(text: str) -> date | None:
    """Return a day as it is written in a request, or was written in one of before."""
    for form in ("%d %B %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def way_from(asked: RequestText) -> Crumbs:
    """Return the way to a page that answers a request."""
    return from_my_work(
        (_("What residents ask"), reverse("officer-requests")),
        (_("The request"), reverse("officer-request", args=[asked.id])),
    )
