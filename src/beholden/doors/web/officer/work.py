"""What awaits whoever has signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ..visits import OfficerVisit
from .where import address_of

_SOON = 14


def my_work(request: OfficerVisit) -> HttpResponse:
    """Show what awaits the officer: what has a day first."""
    council: Any = request.council
    today = council.clock.today()
    items = council.awaiting(by=request.officer.code)
    rows = [(one, address_of(one), _how_soon(one, today)) for one in items]
    late = sum(soon == "overdue" for _one, _where, soon in rows)
    soon = sum(soon == "soon" for _one, _where, soon in rows)
    return render(
        request, "officer/my_work.html", {"rows": rows, "late": late, "soon": soon, "today": today}
    )


def _how_soon(item: Any, today: Any) -> str:
    if item.due is None:
        return ""
    if item.overdue(today):
        return "overdue"
    return "soon" if (item.due - today).days <= _SOON else "later"
