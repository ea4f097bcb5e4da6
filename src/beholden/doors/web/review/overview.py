"""The linkages to be reviewed, and what the review of one has told."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ....actions import LinkEstimate
from ....kernel import BadInput, NotFound
from ....records import reading
from ..form_pages import page
from ..paging import part_of
from ..visits import OfficerVisit
from .falling import by_group, warnings_in_words
from .linkage import crumbs, linkage_at


def linkages(request: OfficerVisit) -> HttpResponse:
    """List the linkages whose pairs the officer may see."""
    found = request.council.linkages_to_review(by=request.officer.code)
    return page(request, "review/linkages.html", part=part_of(request, found))


def results(request: OfficerVisit, dataset: str, key: str) -> HttpResponse:
    """Show how far the review has come, and how often the linkage is right."""
    found = linkage_at(request, dataset, key)
    estimate, why_none = _estimate(request, dataset, key)
    fell = (found.linkage.fairness, (estimate.fairness if estimate else None) or {})
    review = next(one for one in reading.review_of(dataset) if one.key == key)
    return page(
        request,
        "review/results.html",
        found=found,
        of=found.linkage,
        shares=_shares(estimate) if estimate else (),
        groups=[row for one in fell for row in by_group(one)],
        fell_warnings=[says for one in fell for says in warnings_in_words(one)],
        why_none=why_none,
        review=review,
        cannot_tell=review.decided.get("cannot tell", 0),
        going=_going(review),
        breadcrumbs=crumbs(found, inside=True),
    )


def _estimate(request: OfficerVisit, dataset: str, key: str) -> tuple[LinkEstimate | None, str]:
    """Return the estimate, or in words why there is none yet."""
    by = request.officer.code
    try:
        return request.council.estimate_links(by=by, dataset=dataset, key=key), ""
    except (NotFound, BadInput) as error:
        return None, " ".join(part for part in (error.what, error.why) if part)


def _going(review: reading.ReviewView) -> list[str]:
    """Return of which rows the newest sample is not decided yet."""
    newest = {sample.of: sample for sample in review.samples}
    return [of for of, sample in newest.items() if sample.decided < sample.drawn]


def _shares(told: LinkEstimate) -> list[dict[str, str]]:
    """Return the estimates as rows of a table: a share in words, with its interval."""
    of_people = told.key == "person"
    missed = _("Near misses that are one person after all")
    said = (
        (_("Matched rows that are right"), told.precision),
        (missed if of_people else _("Rows without a match that have one after all"), told.missed),
    )
    rows = [
        _share(says, one.estimate) | {"decided": f"{one.decided:,} / {one.drawn:,}"}
        for says, one in said
        if one
    ]
    if told.undecided:
        rows.insert(1, _share(_("Of these, such as nobody had decided before"), told.undecided))
    if told.recall:
        rows.append(_share(_("Matches there are that were found"), told.recall))
    return rows


def _share(says: str, estimate: Any) -> dict[str, str]:
    numbers = (estimate.share, estimate.interval.low, estimate.interval.high)
    share, low, high = (f"{100 * number:.1f}%" for number in numbers)
    return {"says": says, "share": share, "low": low, "high": high}
