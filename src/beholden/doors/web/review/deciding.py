"""One pair at a time: two sides, three answers, and on to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import LinkageToReview, ReviewList, pair_shown
from ..form_pages import done_or_told, moved_on, page
from ..paging import part_of
from ..visits import OfficerVisit
from .forms_deciding import ANSWERS, AnswerForm
from .linkage import crumbs, linkage_at

Queue = Callable[[], ReviewList]


def doubtful(request: OfficerVisit, dataset: str, key: str) -> HttpResponse:
    """Show the most informative pair that nobody decided yet, or decide the one that was shown."""
    found = linkage_at(request, dataset, key)
    asked = {"by": request.officer.code, "dataset": dataset, "key": key}
    return one_at_a_time(
        request,
        found,
        lambda: request.council.review_queue(**asked, limit=1),
        here=reverse("match-review-pair", args=[dataset, key]),
        title=_("Doubtful matches"),
    )


def one_at_a_time(
    request: OfficerVisit, found: LinkageToReview, queue: Queue, *, here: str, title: str
) -> HttpResponse:
    """Take an answer and go on to the next pair, on which the browser's focus then stands."""
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if form.is_bound and form.is_valid() and _decided(request, found, form):
        said = [code for code, _says, _key in ANSWERS].index(form.cleaned_data["answer"])
        return redirect(f"{here}?said={said + 1}#pair")
    listed = None if found.why_not else queue()
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
        said=_said(request),
        breadcrumbs=crumbs(found, inside=False),
    )


def decided(request: OfficerVisit, dataset: str, key: str) -> HttpResponse:
    """List what was decided; an answer can be changed or taken back."""
    found = linkage_at(request, dataset, key)
    here = "match-review-decided"
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if form.is_bound and form.is_valid() and _decided(request, found, form):
        return moved_on(request, here, dataset, key, told=_("Your answer is kept."))
    by = request.officer.code
    listed = request.council.list_decided_pairs(by=by, dataset=dataset, key=key)
    return page(
        request,
        "review/decided.html",
        form=form,
        found=found,
        of=found.linkage,
        part=part_of(request, [pair_shown(pair) for pair in listed.pairs], size=20),
        answers=ANSWERS,
        breadcrumbs=crumbs(found, inside=True),
    )


def _decided(request: OfficerVisit, found: LinkageToReview, form: AnswerForm) -> bool:
    """Have a pair decided; where that is refused the form tells why."""
    decide = partial(request.council.decide_pair, by=request.officer.code)
    of: dict[str, Any] = {"dataset": found.linkage.dataset, "key": found.linkage.key}
    return done_or_told(form, lambda: decide(**of, **form.cleaned_data)) is not None


def _said(request: HttpRequest) -> str:
    """Return in words what was answered just before, as the address has it by its number."""
    given = {key: str(says) for _code, says, key in ANSWERS}
    return given.get(request.GET.get("said", ""), "")
