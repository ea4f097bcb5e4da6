"""A long list in parts: which part is shown, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list; ``pages`` are number and address, None where some are left out."""

    items: Sequence[Any]
    number: int
    of: int
    total: int
    pages: tuple[tuple[int, str] | None, ...]
    before: str
    after: str


def part_of(request: HttpRequest, items: Sequence[Any], *, size: int = 50, at: str = "") -> Part:
    """Return the part of a list that ``?page=`` asks for; what makes no sense gives the nearest.

    One of several lists of a page is named by where it stands, ``at``: its number is asked for by
    that name, and its addresses lead back there.
    """
    asked_by, anchor = at or "page", f"#{at}" if at else ""
    paginator = Paginator(items, size)
    shown = paginator.page(_nearest(request.GET.get(asked_by, ""), of=paginator.num_pages))

    def address(number: int) -> str:
        asked = request.GET.copy()
        asked[asked_by] = str(number)
        return f"?{asked.urlencode()}{anchor}"

    numbers = paginator.get_elided_page_range(shown.number, on_each_side=1, on_ends=1)
    return Part(
        items=list(shown.object_list),
        number=shown.number,
        of=paginator.num_pages,
        total=paginator.count,
        pages=tuple((n, address(n)) if isinstance(n, int) else None for n in numbers),
        before=address(shown.number - 1) if shown.has_previous() else "",
        after=address(shown.number + 1) if shown.has_next() else "",
    )


def _nearest(asked: str, *, of: int) -> int:
    """Return the number of the part that is nearest to what was asked for, the first by default."""
    try:
        return min(max(int(asked), 1), of)
    except ValueError:
        return 1


def said_in_query(request: HttpRequest, name: str) -> str:
    """Return what a query says, without the spaces around it."""
    return request.GET.get(name, "").strip()
