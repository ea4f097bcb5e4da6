"""Whether the worker works: for who keeps the home."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import Right
from ..routing import Route, holding
from ..visits import OfficerVisit


def worker(request: OfficerVisit) -> HttpResponse:
    """Show when the worker ran last, what is overdue and what failed."""
    trail = [(_("My work"), reverse("my-work"))]
    context = {"state": request.council.worker_state(), "breadcrumbs": trail}
    return render(request, "officer/keeping/worker.html", context)


ROUTES = (Route("work/worker/", worker, "officer-worker", holding(Right.HOME_BACKUP)),)
