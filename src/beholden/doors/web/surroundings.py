"""What every page has around it: the council's name, the way about, whether data are made up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from ...records import reading
from .navigation import items_for
from .sign_in.sessions import owes_second_factor


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template shows of a request."""
    council = getattr(request, "council", None)
    if council is None:  # a page of an error before the council was opened
        return {"council": None}
    officer = getattr(request, "officer", None)
    return {
        "council": council,
        "officer": officer,
        "owes": owes_second_factor(request),
        "made_up": _made_up(request),
        "navigation": items_for(officer, here=request.path_info),
        "languages": [
            (code, name, translate_url(request.get_full_path(), code))
            for code, name in settings.LANGUAGES
        ],
    }


def _made_up(request: HttpRequest) -> bool:
    """Return whether data are made up; a page that has asked already has kept it."""
    known = getattr(request, "made_up", None)
    return reading.made_up() if known is None else bool(known)
