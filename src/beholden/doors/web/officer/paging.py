"""Lists in pages of fifty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

_EACH = 50


def paged(request: HttpRequest, items: Sequence[Any]) -> Page[Any]:
    """Return the page of a list that is asked for; the nearest where there is no such page."""
    return Paginator(items, _EACH).get_page(request.GET.get("page"))


def said_in_query(request: HttpRequest, name: str) -> str:
    """Return what a query says, without the spaces around it."""
    return request.GET.get(name, "").strip()
