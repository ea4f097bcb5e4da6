"""One pair at a time: two sides, three answers, and on to the next.

To look at pairs is an act, with its entry in the ledger, so they are shown to who sends a form and
never to who follows an address: a browser that fetches ahead, or another's page, looks at nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ....actions import LinkageToReview, ReviewList, pair_shown
from ..form_pages import done_or_told, page
from ..paging import part_of
from ..visits import OfficerVisit
from .forms_deciding import ANSWERS, AnswerForm
from .linkage import crumbs, linkage_at

Queue = Callable[[], ReviewList]
LOOK = "look"  # the button by which somebody asks to be shown the first pair


def doubtful(request: OfficerVisit, dataset: str, key: str) -> HttpResponse:
    """Show the most informative pair that nobody decided yet, or decide the one that was shown."""
    found = linkage_at(request, dataset, key)
    asked = {"by": request.officer.code, "dataset": dataset, "key": key}
    return one_at_a_time(
        request,
        found,
        lambda: request.council.review_queue(**asked, limit=1),
        title=_("Doubtful matches"),
    )


def one_at_a_time(
    request: OfficerVisit, found: LinkageToReview, queue: Queue, *, title: str
) -> HttpResponse:
    """Take an answer and show the next pair, on which the browser's focus then stands.

    Sent again, an answer is the one that is known already, and the same pair comes next.
    """
    form, said = _taken(request, found)
    listed = queue() if request.method == "POST" and not found.why_not else None
    return page(
        request,
        "review/pair.html",
        form=form,
        found=found,
        of=found.linkage,
        title=title,
        listed=listed,
        pair=pair_shown(listed.pairs[0]) if listed and listed.pairs else None,
        answers=ANSWERS,
        said=said,
        breadcrumbs=crumbs(found, inside=False),
    )


def decided(request: OfficerVisit, dataset: str, key: str) -> HttpResponse:
    """List what was decided; an answer can be changed or taken back."""
    found = linkage_at(request, dataset, key)
    form, said = _taken(request, found)
    listed = _decided_pairs(request, dataset, key) if request.method == "POST" else None
    return page(
        request,
        "review/decided.html",
        form=form,
        found=found,
        of=found.linkage,
        listed=listed,
        part=part_of(request, [pair_shown(pair) for pair in listed.pairs], size=20)
        if listed
        else None,
        answers=ANSWERS,
        said=said,
        breadcrumbs=crumbs(found, inside=True),
    )


def _decided_pairs(request: OfficerVisit, dataset: str, key: str) -> ReviewList:
    by = request.officer.code
    return request.council.list_decided_pairs(by=by, dataset=dataset, key=key)


def _taken(request: OfficerVisit, found: LinkageToReview) -> tuple[AnswerForm, str]:
    """Return the form, and in words the answer that it gave; none where it only asked to look."""
    if request.method != "POST" or LOOK in request.POST:
        return AnswerForm(), ""
    form = AnswerForm(request.POST)
    if not form.is_valid() or not _is_decided(request, found, form):
        return form, ""
    return form, {code: str(says) for code, says, _key in ANSWERS}[form.cleaned_data["answer"]]


def _is_decided(request: OfficerVisit, found: LinkageToReview, form: AnswerForm) -> bool:
    """Have a pair decided; where that is refused the form tells why."""
    decide = partial(request.council.decide_pair, by=request.officer.code)
    of: dict[str, Any] = {"dataset": found.linkage.dataset, "key": found.linkage.key}
    return done_or_told(form, lambda: decide(**of, **form.cleaned_data)) is not None
