"""What awaits whoever has signed in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ..paging import part_of
from ..visits import OfficerVisit
from .where import address_of

_SOON = 14


def my_work(request: OfficerVisit) -> HttpResponse:
    """Show what awaits the officer: what has a day first."""
    council: Any = request.council
    today = council.clock.today()
    items = council.awaiting(by=request.officer.code)
    part = part_of(request, items)
    how_soon = Counter(_how_soon(one, today) for one in items)
    context = {
        "part": part,
        "rows": [(one, address_of(one), _how_soon(one, today)) for one in part.items],
        "late": how_soon["overdue"],
        "soon": how_soon["soon"],
    }
    return render(request, "officer/my_work.html", context)


def _how_soon(item: Any, today: Any) -> str:
    if item.due is None:
        return ""
    if item.overdue(today):
        return "overdue"
    return "soon" if (item.due - today).days <= _SOON else "later"
