"""The linkage that a page of review is of: found among those that whoever looks may see."""

from __future__ import annotations

from django.http import Http404
from django.urls import register_converter, reverse
from django.utils.translation import gettext as _

from ....actions import LinkageToReview
from ..visits import OfficerVisit


class KindConverter:
    """A kind of linkage as addresses say it: ``places`` or ``people``."""

    regex = "places|people"

    def to_python(self, value: str) -> str:
        """Return the key's column."""
        return {"places": "uprn", "people": "person"}[value]

    def to_url(self, value: str) -> str:
        """Return the word for a key's column."""
        return {"uprn": "places", "person": "people"}[value]


register_converter(KindConverter, "kind")


def linkage_at(request: OfficerVisit, dataset: str, key: str) -> LinkageToReview:
    """Return the linkage of a page; raise Http404 where whoever looks may see none such."""
    found = request.council.linkages_to_review(by=request.officer.code, dataset=dataset, key=key)
    if not found:
        raise Http404
    return found[0]


def crumbs(found: LinkageToReview, *, inside: bool) -> list[tuple[str, str]]:
    """Return the way to a page of a linkage, or to a page inside it."""
    of = found.linkage
    way = [(_("Matches"), reverse("match-review"))]
    if inside:
        way.append((of.title, reverse("match-review-pair", args=[of.dataset, of.key])))
    return way
