"""Random samples: drawn by one who reviews, decided without seeing what the matcher thought."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..form_pages import done_or_told, page
from ..visits import OfficerVisit
from .deciding import one_at_a_time
from .forms_deciding import DrawForm
from .linkage import crumbs, linkage_at


def draw(request: OfficerVisit, dataset: str, key: str) -> HttpResponse:
    """Draw a random sample, and go on to its first pair."""
    found = linkage_at(request, dataset, key)
    data = (request.POST,) if request.method == "POST" and not found.why_not else ()
    form = DrawForm(*data, of_people=key == "person")
    if form.is_bound and form.is_valid():
        asked = {"by": request.officer.code, "dataset": dataset, "key": key, **form.cleaned_data}
        if done_or_told(form, lambda: request.council.draw_review_sample(**asked)) is not None:
            return redirect("match-review-sample", dataset, key, form.cleaned_data["of"])
    way = crumbs(found, inside=True)
    return page(request, "review/draw.html", form=form, found=found, breadcrumbs=way)


def sample(request: OfficerVisit, dataset: str, key: str, of: str) -> HttpResponse:
    """Show the next pair of the newest sample, without score and reason, or decide one."""
    if of not in ("matched", "unmatched"):
        raise Http404
    found = linkage_at(request, dataset, key)
    asked = {"by": request.officer.code, "dataset": dataset, "key": key, "of": of}
    return one_at_a_time(
        request,
        found,
        lambda: request.council.list_review_sample(**asked, limit=1),
        title=_("Random sample"),
    )
