"""Whether the worker works: for who keeps the home."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ....actions import Right
from ..routing import Route, holding
from ..visits import OfficerVisit
from .ways import from_my_work


def worker(request: OfficerVisit) -> HttpResponse:
    """Show when the worker ran last, what is overdue and what failed."""
    context = {"state": request.council.worker_state(), "breadcrumbs": from_my_work()}
    return render(request, "officer/keeping/worker.html", context)


ROUTES = (Route("work/worker/", worker, "officer-worker", holding(Right.HOME_BACKUP)),)
