"""What an operation gives: plain JSON of what its act returned, a list a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from ...actions import Answered, CourseState
from ...kernel import BadInput
from ...records import reading
from ..cli.showing import as_csv
from .answers import told
from .inputs import MOST_PER_PAGE


def shown(request: HttpRequest, result: Any, *, page: int = 0, per_page: int = 0) -> HttpResponse:
    """Return the answer of an operation in the form that was asked for."""
    if isinstance(result, Answered) and _wants_csv(request):
        return _as_csv(result)
    if page:
        return _page_of(request, result, page=page, per_page=per_page)
    media = getattr(result, "media_type", "")
    if media and isinstance(getattr(result, "text", None), str):
        return HttpResponse(result.text, content_type=media)
    return as_json(plain(told(result)))


def as_json(data: Any, *, status: int = 200) -> HttpResponse:
    """Return plain data as JSON."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return HttpResponse(text, content_type="application/json", status=status)


def plain(value: Any) -> Any:
    """Return what an act returned as plain JSON data."""
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    data = reading.plain(value)
    return {key: plain(one) for key, one in data.items()} if isinstance(data, Mapping) else data


def _listed(one: Any) -> Any:
    return one.to_dict() if isinstance(one, CourseState) else plain(one)


def _page_of(request: HttpRequest, items: Any, *, page: int, per_page: int) -> HttpResponse:
    if page < 1 or not 1 <= per_page <= MOST_PER_PAGE:
        raise BadInput(f"A page is counted from 1 and holds 1 to {MOST_PER_PAGE} items.")
    begin = (page - 1) * per_page
    answer = as_json(
        {
            "items": [_listed(one) for one in items[begin : begin + per_page]],
            "page": page,
            "per_page": per_page,
            "total": len(items),
        }
    )
    if begin + per_page < len(items):
        query = {**request.GET.dict(), "page": page + 1, "per_page": per_page}
        answer["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'  # RFC 8288
    return answer


def _wants_csv(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("text/csv")


def _as_csv(answered: Answered) -> HttpResponse:
    rows = as_csv(answered.table.to_pylist())
    csv = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    csv["Beholden-Receipt"] = answered.receipt.id
    return csv
